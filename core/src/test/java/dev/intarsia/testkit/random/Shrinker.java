package dev.intarsia.testkit.random;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Checks a property of cases and makes a failing case small before it is reported: while one of its
 * {@link Reductions} fails too, with an exception of the same class, it takes that in its place. The report says how
 * to make the small case again.
 */
public final class Shrinker {
    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final int SHOWN_ROWS = 12;

    private Shrinker() {}

    /** Checks the cases of so many seeds, one after the other; shrinking takes at most twenty seconds. */
    public static void check(
            final BufferAllocator allocator,
            final Kinds kinds,
            final long firstSeed,
            final int cases,
            final Property property) {
        for (long seed = firstSeed; seed < firstSeed + cases; seed++) {
            check(allocator, CasePlan.of(seed, kinds), BOUND, property);
        }
    }

    /**
     * Checks one case.
     *
     * @param bound time that shrinking may take; a property that hangs is not interrupted
     * @throws AssertionError if the property does not hold: its message names the seed and the steps, its cause is what
     *     the smallest case failed with
     */
    public static void check(
            final BufferAllocator allocator, final CasePlan plan, final Duration bound, final Property property) {
        final Throwable failure = failureOf(allocator, plan, property);
        if (failure != null) {
            throw new Shrinking(allocator, plan, failure, property).report(bound);
        }
    }

    private static Throwable failureOf(final BufferAllocator allocator, final CasePlan plan, final Property property) {
        try (Case generated = plan.open(allocator)) {
            return failureOf(generated, property);
        }
    }

    @SuppressWarnings("IllegalCatch") // whatever the property throws is its answer
    private static Throwable failureOf(final Case generated, final Property property) {
        try {
            property.check(generated);
            return null;
        } catch (final Throwable e) {
            return e;
        }
    }

    /** The way from a failing case to a small one. */
    private static final class Shrinking {
        private final BufferAllocator allocator;
        private final Property property;
        private final List<String> names = new ArrayList<>();
        private final List<Integer> steps = new ArrayList<>();
        private CasePlan plan;
        private Throwable failure;

        Shrinking(
                final BufferAllocator allocator,
                final CasePlan plan,
                final Throwable failure,
                final Property property) {
            this.allocator = allocator;
            this.plan = plan;
            this.failure = failure;
            this.property = property;
        }

        AssertionError report(final Duration bound) {
            final long end = System.nanoTime() + bound.toNanos();
            boolean smaller = true;
            while (smaller) {
                smaller = step(end);
            }
            return new AssertionError(description(System.nanoTime() >= end), failure);
        }

        /** Takes the first reduction that fails too. */
        private boolean step(final long end) {
            final List<Reductions.Reduction> reductions = Reductions.of(plan);
            for (int i = 0; i < reductions.size() && System.nanoTime() < end; i++) {
                final Throwable other = failureOf(allocator, reductions.get(i).result(), property);
                if (other != null && other.getClass() == failure.getClass()) {
                    plan = reductions.get(i).result();
                    failure = other;
                    names.add(reductions.get(i).name());
                    steps.add(i);
                    return true;
                }
            }
            return false;
        }

        private String description(final boolean outOfTime) {
            final StringBuilder text = new StringBuilder()
                    .append("the case of seed ")
                    .append(plan.seed())
                    .append(" fails")
                    .append(outOfTime ? " (not reduced to the end, the time was over)" : "")
                    .append(": ")
                    .append(failure)
                    .append("\nagain: CasePlan.of(")
                    .append(plan.seed())
                    .append("L, kinds).reduced(")
                    .append(steps.stream().map(String::valueOf).collect(Collectors.joining(", ")))
                    .append(")\nsteps: ")
                    .append(String.join("; ", names))
                    .append("\nbatches: ")
                    .append(plan.batches())
                    .append("\noptions: ")
                    .append(plan.options());
            try (Case generated = plan.open(allocator)) {
                text.append("\nschema: ").append(generated.schema());
                generated.rows().columns().forEach(column -> text.append("\ncolumn: ")
                        .append(column.subList(0, Math.min(SHOWN_ROWS, column.size()))));
            }
            return text.toString();
        }
    }
}

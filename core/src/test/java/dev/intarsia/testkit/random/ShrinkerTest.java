package dev.intarsia.testkit.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.intarsia.options.WriterOptions;
import dev.intarsia.testkit.MapEntries;
import dev.intarsia.testkit.Struct;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.Test;

/** A failing case becomes small, stays failing, and can be made again from what the report says. */
class ShrinkerTest {
    private static final Duration BOUND = Duration.ofSeconds(20);

    /** Fails if and only if some list, at any depth, is null. */
    private static void noListIsNull(final Case generated) {
        final CasePlan plan = generated.plan();
        for (int column = 0; column < plan.columns().size(); column++) {
            for (final Object value : generated.rows().columns().get(column)) {
                if (hasNullList(plan.columns().get(column), value)) {
                    throw new AssertionError("a list is null");
                }
            }
        }
    }

    private static boolean hasNullList(final FieldPlan plan, final Object value) {
        if (plan.form() == Form.DICTIONARY || plan.form() == Form.RUN_ENDS) {
            return hasNullList(plan.children().get(0), value);
        } else if (value == null) {
            return plan.form().isList();
        }
        return partsOf(plan, value).anyMatch(part -> hasNullList(part.plan(), part.value()));
    }

    private record Part(FieldPlan plan, Object value) {}

    private static Stream<Part> partsOf(final FieldPlan plan, final Object value) {
        if (value instanceof List<?> elements) {
            return elements.stream().map(element -> new Part(plan.children().get(0), element));
        } else if (value instanceof MapEntries map) {
            return map.entries().stream()
                    .flatMap(entry -> Stream.of(
                            new Part(plan.children().get(0), entry.key()),
                            new Part(plan.children().get(1), entry.value())));
        } else if (value instanceof Struct struct) {
            return Stream.iterate(0, i -> i + 1)
                    .limit(struct.values().size())
                    .map(i -> new Part(plan.children().get(i), struct.values().get(i)));
        }
        return Stream.empty();
    }

    @Test
    void aCaseThatFailsForANullListBecomesOneRowOfOneListOfOneLeaf(final BufferAllocator allocator) {
        int shrunk = 0;
        for (long seed = 0; shrunk < 8; seed++) {
            final CasePlan plan = CasePlan.of(seed);
            final AssertionError report = catchThrowableOfType(
                    AssertionError.class, () -> Shrinker.check(allocator, plan, BOUND, ShrinkerTest::noListIsNull));
            if (report == null) {
                continue;
            }
            shrunk++;
            final CasePlan small = again(plan, report.getMessage());

            assertThat(report).hasMessageContaining("the case of seed " + seed + " fails: ");
            assertThat(report.getCause()).hasMessage("a list is null");
            assertThat(small.columns()).hasSize(1);
            assertThat(small.batches()).hasSize(1);
            assertThat(small.batches().get(0).rows()).isEqualTo(1);
            assertThat(small.options()).isEqualTo(WriterOptions.DEFAULT);
            assertThat(small.columns().get(0).depth()).as(report.getMessage()).isLessThanOrEqualTo(2);
            assertThatThrownBy(() -> {
                        try (Case generated = small.open(allocator)) {
                            noListIsNull(generated);
                        }
                    })
                    .hasMessage("a list is null");
        }
    }

    /** As a person does it: copies the numbers from the report. */
    private static CasePlan again(final CasePlan plan, final String report) {
        final String steps = report.lines()
                .filter(line -> line.startsWith("again: "))
                .findFirst()
                .orElseThrow();
        final String numbers = steps.substring(steps.indexOf("reduced(") + 8, steps.lastIndexOf(')'));
        return plan.reduced(
                numbers.isEmpty()
                        ? new int[0]
                        : Stream.of(numbers.split(", "))
                                .mapToInt(Integer::parseInt)
                                .toArray());
    }

    @Test
    void anotherExceptionIsAnotherFailure(final BufferAllocator allocator) {
        final CasePlan plan = CasePlan.of(3);
        final int columns = plan.columns().size();
        assertThat(columns).as("columns of the seed that this test uses").isGreaterThan(1);

        assertThatThrownBy(() -> Shrinker.check(allocator, plan, Duration.ofSeconds(1), generated -> {
                    if (generated.schema().getFields().size() == columns) {
                        throw new IllegalStateException("all columns");
                    }
                    throw new UnsupportedOperationException("fewer columns");
                }))
                .isInstanceOf(AssertionError.class)
                .hasRootCauseInstanceOf(IllegalStateException.class)
                .hasRootCauseMessage("all columns");
    }

    @Test
    void shrinkingEndsWithItsTime(final BufferAllocator allocator) {
        final long begin = System.nanoTime();

        assertThatThrownBy(() -> Shrinker.check(allocator, CasePlan.of(1), Duration.ofMillis(100), generated -> {
                    Thread.sleep(30);
                    throw new AssertionError("always");
                }))
                .hasMessageContaining("the time was over");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void aPropertyThatHoldsIsSilent(final BufferAllocator allocator) {
        final int[] checked = {0};

        Shrinker.check(allocator, Kinds.ALL, 100, 5, generated -> {
            Objects.requireNonNull(generated.batches().get(0));
            checked[0]++;
        });

        assertThat(checked[0]).isEqualTo(5);
    }
}

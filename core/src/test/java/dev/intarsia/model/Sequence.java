package dev.intarsia.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.Faults;
import dev.intarsia.WriterContext;
import dev.intarsia.WriterGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import org.apache.arrow.memory.BufferAllocator;

/** A hundred steps, chosen by a seed, on files of one small budget. Confined to a thread. */
final class Sequence {
    static final int STEPS = 100;

    private static final long[] BUDGETS = {256 << 10, 512 << 10, 2 << 20, 16 << 20};
    private static final int MOST_FILES = 2;
    private static final int MOST_FILES_OF_A_GROUP = 4;

    private final long seed;
    private final List<String> taken = new ArrayList<>();
    /** Lets go of the memory that others hold; null where they hold none. */
    private Runnable hardship;

    /** What a step does to a file that has a writer. */
    private interface Action {
        void on(ModelFile file, SplittableRandom random) throws Exception;
    }

    /** Steps and how often they come. */
    private enum Step {
        WRITE(22, (file, random) -> file.write(random, random.nextInt(random.nextInt(6) == 0 ? 600 : 60))),
        WRITE_HUGE(1, ModelFile::writeHuge),
        WRITE_INVALID(1, ModelFile::writeInvalid),
        FLUSH(3, (file, random) -> file.flush()),
        PUT_METADATA(2, ModelFile::putMetadata),
        SPLIT(8, ModelFile::split),
        SPLIT_TOO_MUCH(1, (file, random) -> file.splitTooMuch()),
        DURABLE(8, ModelFile::durable),
        CAPTURE(14, ModelFile::capture),
        BUILD(8, ModelFile::build),
        WRITE_TAIL(4, ModelFile::writeTail),
        BREAK_OFF(1, ModelFile::breakOff),
        SETTLE(10, (file, random) -> file.settle(random, random.nextInt(4) == 0)),
        INCREMENT(15, ModelFile::increment),
        CHECK(4, ModelFile::check),
        CONFIRM(5, ModelFile::confirm),
        ABORT(4, ModelFile::abort),
        CLOSE(7, ModelFile::die),
        FAIL(1, ModelFile::fail),
        FINISH(2, ModelFile::finish);

        private final int weight;
        private final Action action;

        Step(final int weight, final Action action) {
            this.weight = weight;
            this.action = action;
        }

        static Step drawn(final SplittableRandom random) {
            int left = random.nextInt(
                    List.of(values()).stream().mapToInt(step -> step.weight).sum());
            for (final Step step : values()) {
                left -= step.weight;
                if (left < 0) {
                    return step;
                }
            }
            throw new AssertionError("weights do not add up");
        }
    }

    Sequence(final long seed) {
        this.seed = seed;
    }

    /** Takes the steps; a failure says which one it was, and all before it. */
    void run(final BufferAllocator allocator, final Judge judge, final ExecutorService builder, final Set<Seen> seen) {
        final SplittableRandom random = new SplittableRandom(seed);
        final long budget = BUDGETS[random.nextInt(BUDGETS.length)];
        final Owner owner = new Owner(seen);
        final List<ModelFile> files = owner.files();
        try (WriterContext context = WriterContext.create(budget, Judge.SLAB_BYTES, owner)) {
            final WriterGroup group = random.nextInt(3) == 0 ? owner.group(context, random) : null;
            final Work work = new Work(context, group, allocator, judge, builder, seen);
            for (int step = 0; step < STEPS; step++) {
                final SplittableRandom ofStep = new SplittableRandom(seed * STEPS + step);
                owner.next(ofStep);
                step(work, files, ofStep);
                assertThat(context.usedBytes()).isBetween(0L, budget);
            }
            taken.add("the end");
            endHardship();
            for (final ModelFile file : files) {
                file.end(random);
            }
            assertThat(context.usedBytes())
                    .as("bytes in use when all is closed")
                    .isZero();
            assertThat(context.openWriters()).isZero();
        } catch (final Throwable failure) {
            throw new AssertionError(
                    "sequence " + seed + " with a budget of " + budget + ", step " + (taken.size() - 1) + ": "
                            + failure.getMessage() + "\nafter\n" + String.join("\n", taken),
                    failure);
        }
    }

    private void endHardship() {
        if (hardship != null) {
            hardship.run();
            hardship = null;
        }
    }

    private void perhapsHardship(final Work work, final SplittableRandom random) {
        if (hardship != null && random.nextInt(4) == 0) {
            taken.add("others let go of their memory");
            endHardship();
        } else if (hardship == null && random.nextInt(25) == 0) {
            taken.add("others hold nearly all memory");
            hardship = Faults.exhaust(work.context(), random.nextInt(random.nextBoolean() ? 4 : 40));
        }
    }

    private void step(final Work work, final List<ModelFile> files, final SplittableRandom random) throws Exception {
        perhapsHardship(work, random);
        work.hardship = hardship != null;
        files.removeIf(ModelFile::isDone);
        if (files.isEmpty()
                || files.size() < (work.hasGroup() ? MOST_FILES_OF_A_GROUP : MOST_FILES) && random.nextInt(20) == 0) {
            taken.add("open a file");
            final ModelFile opened = ModelFile.open(work, random);
            if (opened != null) {
                files.add(opened);
            }
            return;
        }
        final int which = random.nextInt(files.size());
        final ModelFile file = files.get(which);
        if (!file.isAlive()) {
            final boolean settles = random.nextBoolean();
            taken.add((settles ? "settle " : "restore ") + which + ": " + file);
            if (settles) {
                file.build(random);
                file.settle(random, random.nextBoolean());
            } else {
                file.restore(random);
            }
            return;
        }
        final Step step = hardship != null && random.nextInt(10) == 0 ? Step.FINISH : Step.drawn(random);
        taken.add(step + " " + which + ": " + file);
        step.action.on(file, random);
    }
}

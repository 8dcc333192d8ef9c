package dev.intarsia.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A segment counts as captured exactly while it has references and all of them are captures'. */
class CapturedBytesTest {
    private static final int SLAB = 64 << 10;
    private static final int BYTES = 4096;
    private static final int STEPS = 9;
    private static final int MOST_REFERENCES = 3;

    private final SlabPool pool = new SlabPool(SLAB, SLAB);

    @AfterEach
    void nothingIsHeld() {
        assertThat(pool.capturedBytes()).isZero();
        pool.close();
    }

    private enum Step {
        RETAIN,
        RELEASE,
        MARK_CAPTURED,
        RELEASE_CAPTURED;

        /** Whether it may be done where there are so many references, of which so many are captures'. */
        boolean isAllowed(final int references, final int captures) {
            return switch (this) {
                case RETAIN -> references > 0 && references < MOST_REFERENCES;
                case RELEASE, MARK_CAPTURED -> references > captures;
                case RELEASE_CAPTURED -> captures > 0;
            };
        }

        int references(final int before) {
            return switch (this) {
                case RETAIN -> before + 1;
                case RELEASE, RELEASE_CAPTURED -> before - 1;
                case MARK_CAPTURED -> before;
            };
        }

        int captures(final int before) {
            return switch (this) {
                case RETAIN, RELEASE -> before;
                case MARK_CAPTURED -> before + 1;
                case RELEASE_CAPTURED -> before - 1;
            };
        }

        void doTo(final Segment segment) {
            switch (this) {
                case RETAIN -> segment.retain();
                case RELEASE -> segment.release();
                case MARK_CAPTURED -> segment.markCaptured();
                case RELEASE_CAPTURED -> segment.releaseCaptured();
            }
        }
    }

    @Test
    void everyOrderOfStepsCountsWhatOnlyCapturesHold() {
        assertThat(tryFrom(new ArrayDeque<>(), 1, 0)).isEqualTo(568);
    }

    /** Tries all orders that begin with these steps; how many there are that end in a free segment. */
    private int tryFrom(final Deque<Step> steps, final int references, final int captures) {
        if (references == 0) {
            replay(steps);
            return 1;
        }
        int orders = 0;
        for (final Step step : Step.values()) {
            if (step.isAllowed(references, captures) && steps.size() < STEPS) {
                steps.addLast(step);
                orders += tryFrom(steps, step.references(references), step.captures(captures));
                steps.removeLast();
            }
        }
        return orders;
    }

    private void replay(final Deque<Step> steps) {
        final Segment segment = pool.tryAllocate(BYTES);
        int references = 1;
        int captures = 0;
        for (final Step step : steps) {
            step.doTo(segment);
            references = step.references(references);
            captures = step.captures(captures);
            final boolean onlyCaptured = references > 0 && references == captures;
            assertThat(pool.capturedBytes()).as("after %s of %s", step, steps).isEqualTo(onlyCaptured ? BYTES : 0);
            assertThat(pool.usedBytes()).as("after %s of %s", step, steps).isEqualTo(references > 0 ? BYTES : 0);
        }
        assertThatIllegalStateException().isThrownBy(segment::release);
        assertThatIllegalStateException().isThrownBy(segment::releaseCaptured);
        assertThat(pool.capturedBytes()).isZero();
    }

    @Test
    void theBytesOfSeveralSegmentsAddUpAndATrimmedOneCountsWhatItKept() {
        final Segment small = pool.tryAllocate(1024);
        final Segment trimmed = pool.tryAllocate(8192);
        trimmed.trim(2 * 1024 + 1);
        small.markCaptured();
        trimmed.markCaptured();
        assertThat(pool.capturedBytes()).isEqualTo((1 + 3) * 1024);
        small.releaseCaptured();
        assertThat(pool.capturedBytes()).isEqualTo(3 * 1024);
        trimmed.releaseCaptured();
        assertThat(pool.usedBytes()).isZero();
    }
}

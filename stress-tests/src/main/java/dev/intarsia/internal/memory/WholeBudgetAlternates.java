package dev.intarsia.internal.memory;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Two threads want the whole budget, each in turn: it is never given to both, and what one gives back reaches the other.
 * The pool is one for all states, so a byte that was lost once would be missing for ever.
 */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Each had it alone.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Both had it (2), it was lost (0), or the sum of used bytes was wrong (-1).")
@State
public class WholeBudgetAlternates {
    private static final int SLAB_BYTES = 64 << 10;
    private static final long LOST_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final SlabPool POOL = new SlabPool(SLAB_BYTES, SLAB_BYTES);
    private static final AtomicInteger HOLDERS = new AtomicInteger();

    @Actor
    public void one(final II_Result result) {
        result.r1 = takeAndGiveBack(SLAB_BYTES);
    }

    @Actor
    public void other(final II_Result result) {
        result.r2 = takeAndGiveBack(SLAB_BYTES / 2 + 1);
    }

    private static int takeAndGiveBack(final int bytes) {
        final long start = System.nanoTime();
        Segment segment = POOL.tryAllocate(bytes);
        while (segment == null) {
            if (System.nanoTime() - start > LOST_NANOS) {
                return 0;
            }
            Thread.onSpinWait();
            segment = POOL.tryAllocate(bytes);
        }
        final int holders = HOLDERS.incrementAndGet();
        final long used = POOL.usedBytes();
        HOLDERS.decrementAndGet();
        segment.release();
        return used == SLAB_BYTES ? holders : -1;
    }
}

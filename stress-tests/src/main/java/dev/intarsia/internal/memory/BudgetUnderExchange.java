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
 * Two files want three quarters of the budget each, keep a part of it in other blocks, and give that back: the budget is never
 * exceeded, what a file holds is enough to make the other blocks of it, and nothing is lost. The pool is one for all
 * states, so a byte that was lost once would be missing for ever.
 */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Each had its share alone, and kept a part of it.")
@Outcome(
        expect = Expect.FORBIDDEN,
        desc = "Both had it (2), it was lost (0), more than the budget was used (-1), or the part was not kept (-2).")
@State
public class BudgetUnderExchange {
    private static final int SLAB_BYTES = 64 << 10;
    private static final long LOST_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final SlabPool POOL = new SlabPool(SLAB_BYTES, SLAB_BYTES);
    private static final AtomicInteger HOLDERS = new AtomicInteger();

    @Actor
    public void one(final II_Result result) {
        result.r1 = takeKeepAndGiveBack();
    }

    @Actor
    public void other(final II_Result result) {
        result.r2 = takeKeepAndGiveBack();
    }

    private static int takeKeepAndGiveBack() {
        final Reserve reserve = new Reserve(POOL);
        final Demand share = new Demand();
        share.add(SLAB_BYTES / 2, 1);
        share.add(SLAB_BYTES / 4, 1);
        final Demand part = new Demand();
        part.add(SLAB_BYTES / 16, 2);
        final long start = System.nanoTime();
        while (!reserve.tryFill(share)) {
            if (System.nanoTime() - start > LOST_NANOS) {
                return 0;
            }
            Thread.onSpinWait();
        }
        final int holders = HOLDERS.incrementAndGet();
        final long used = POOL.usedBytes();
        HOLDERS.decrementAndGet();
        final boolean kept = reserve.settle(part);
        reserve.giveBack();
        return used > SLAB_BYTES ? -1 : kept ? holders : -2;
    }
}

package dev.intarsia.internal.memory;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/**
 * Control of {@link PromiseAgainstLend}: what is named while the reserve is lent is not held in addition, but taken when
 * the reserve comes back. The harness must see that others have it by then.
 */
@JCStressTest
@Outcome(id = "1, 1, 1, 0", expect = Expect.ACCEPTABLE, desc = "Good luck: nobody asked for it in between.")
@Outcome(id = "-1, 1, [01], 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "Caught: it was free for others.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Used by two, or lost.")
@State
public class PromiseNotedForLaterControl {
    private final StressLease memory = new StressLease();
    /** What is lent; guarded by itself, as what is promised. */
    private final Reserve reserve = new Reserve(memory.pool);

    private final Demand promised = new Demand();
    private boolean isLent;

    public PromiseNotedForLaterControl() {
        promised.add(memory.small);
        reserve.fill(promised, "a race test");
    }

    @Actor
    public void file(final IIII_Result result) {
        result.r1 = memory.end(promise());
    }

    private boolean promise() {
        synchronized (reserve) {
            promised.widenTo(memory.large);
            if (isLent) {
                return true;
            }
            memory.own.giveTo(reserve, promised);
            return reserve.tryFill(promised);
        }
    }

    @Actor
    public void fork(final IIII_Result result) {
        synchronized (reserve) {
            isLent = true;
            reserve.lend();
        }
        result.r2 = StressLease.use(reserve);
        synchronized (reserve) {
            isLent = false;
            reserve.settle(promised);
        }
    }

    @Arbiter
    public void end(final IIII_Result result) {
        result.r3 = memory.isBoth(reserve) ? 1 : 0;
        reserve.giveBack();
        result.r4 = memory.heldByNobody();
    }
}

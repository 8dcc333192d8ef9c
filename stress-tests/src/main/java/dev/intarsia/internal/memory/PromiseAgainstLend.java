package dev.intarsia.internal.memory;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/**
 * A file promises more than was promised before and gives up what it had, while a fork borrows, uses and gives back: in no
 * order is there anything for others meanwhile, and what is lent next is all that was promised.
 */
@JCStressTest
@Outcome(id = "1, 1, 1, 0", expect = Expect.ACCEPTABLE, desc = "Both are held, and nothing when the file has gone.")
@Outcome(
        expect = Expect.FORBIDDEN,
        desc = "Refused or free for others (first), used by two (second), not held (third), or lost (last).")
@State
public class PromiseAgainstLend {
    private final StressLease memory = new StressLease();
    private final LeasedReserve lease = new LeasedReserve(memory.pool);

    public PromiseAgainstLend() {
        lease.join();
        lease.promise(memory.small, new Reserve(memory.pool));
    }

    @Actor
    public void file(final IIII_Result result) {
        result.r1 = memory.end(lease.promise(memory.large, memory.own));
    }

    @Actor
    public void fork(final IIII_Result result) {
        result.r2 = StressLease.use(lease.lend());
        lease.giveBack();
    }

    @Arbiter
    public void end(final IIII_Result result) {
        result.r3 = memory.isBoth(lease.lend()) ? 1 : 0;
        lease.giveBack();
        lease.leave();
        result.r4 = memory.heldByNobody();
    }
}

package dev.intarsia.internal.file;

import dev.intarsia.internal.memory.Segment;
import dev.intarsia.internal.memory.StressMemory;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Who would hold a captured state while its last holder lets go is refused or reads what was captured; it ends once. */
@JCStressTest
@Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "Too late: refused.")
@Outcome(id = "2, 0, 0", expect = Expect.ACCEPTABLE, desc = "In time: both values were read, then freed.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Freed memory was read, or references are left.")
@State
public class RetainAgainstLastHolder {
    private final Segment finished = StressMemory.segment();
    private final Segment metadata = StressMemory.segment();
    private final FileState state = StressStates.file(finished, metadata);

    @Actor
    public void last() {
        state.release();
    }

    @Actor
    public void late(final III_Result result) {
        if (state.tryRetain()) {
            final int alive = StressStates.alive(state);
            result.r1 = alive == 0 ? -1 : alive;
            state.release();
        }
    }

    @Arbiter
    public void left(final III_Result result) {
        result.r2 = StressMemory.references(finished);
        result.r3 = StressMemory.references(metadata);
    }
}

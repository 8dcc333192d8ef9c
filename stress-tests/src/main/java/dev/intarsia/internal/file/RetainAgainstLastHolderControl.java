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

/** Control of {@link RetainAgainstLastHolder}: a reader who does not hold the state. */
@JCStressTest
@Outcome(id = "2, 0, 0", expect = Expect.ACCEPTABLE, desc = "Good luck: read before it was freed.")
@Outcome(id = "-1, 0, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "Caught: what is freed was refused to it.")
@Outcome(expect = Expect.FORBIDDEN, desc = "References are left.")
@State
public class RetainAgainstLastHolderControl {
    private final Segment finished = StressMemory.segment();
    private final Segment metadata = StressMemory.segment();
    private final FileState state = StressStates.file(finished, metadata);

    @Actor
    public void last() {
        state.release();
    }

    @Actor
    public void late(final III_Result result) {
        try {
            result.r1 = StressStates.alive(state);
        } catch (final IllegalStateException refused) {
            result.r1 = -1;
        }
    }

    @Arbiter
    public void left(final III_Result result) {
        result.r2 = StressMemory.references(finished);
        result.r3 = StressMemory.references(metadata);
    }
}

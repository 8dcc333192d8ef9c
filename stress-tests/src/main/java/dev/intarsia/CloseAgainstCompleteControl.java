package dev.intarsia;

import java.nio.ByteBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Control of {@link CloseAgainstComplete}: a sink that reads the tail without having it handed over. */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "Too late: refused.")
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "Good luck: read before it was freed.")
@Outcome(id = "-1, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "Caught: the tail was freed under its reader.")
@Outcome(expect = Expect.FORBIDDEN, desc = "References are left.")
@State
public class CloseAgainstCompleteControl {
    private static final int STORING_SPINS = 300;

    private final StressCheckpoint state = new StressCheckpoint();

    @Actor
    public void sink(final II_Result result) {
        final ByteBuffer[] views;
        try {
            views = state.checkpoint.nioBuffers();
        } catch (final IllegalStateException closed) {
            return;
        }
        for (int i = 0; i < STORING_SPINS; i++) {
            Thread.onSpinWait(); // a store takes its time
        }
        result.r1 = StressCheckpoint.alive(views) == 1 ? 1 : -1;
    }

    @Actor
    public void abort() {
        state.checkpoint.close();
    }

    @Arbiter
    public void left(final II_Result result) {
        result.r2 = state.references();
    }
}

package dev.intarsia;

import dev.intarsia.buffer.Part;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A checkpoint is completed, and its tail read, while another thread closes it: the tail is handed over and stays until it
 * is closed itself, or is not handed over and gone.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "Too late: refused.")
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "In time: read alive, then freed.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The tail was freed under its owner, or not at all.")
@State
public class CloseAgainstComplete {
    private final StressCheckpoint state = new StressCheckpoint();

    @Actor
    public void sink(final II_Result result) {
        final Part tail;
        try {
            tail = state.checkpoint.complete();
        } catch (final IllegalStateException closed) {
            return;
        }
        result.r1 = StressCheckpoint.alive(tail.nioBuffers()) == 1 ? 1 : -1;
        tail.close();
    }

    @Actor
    public void abort() {
        state.checkpoint.close();
        state.checkpoint.close();
    }

    @Arbiter
    public void left(final II_Result result) {
        result.r2 = state.references();
    }
}

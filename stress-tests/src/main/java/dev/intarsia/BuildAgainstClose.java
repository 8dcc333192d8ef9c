package dev.intarsia;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A capture is closed while a tail is built from it: the build ends well, or is refused, and no memory is kept. */
@JCStressTest
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "Too late: refused.")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "In time: the tail has its bytes.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The tail was built from memory that was given away.")
@State
public class BuildAgainstClose {
    private final StressWriter state = new StressWriter();

    @Actor
    public void builder(final II_Result result) {
        final Checkpoint checkpoint;
        try {
            checkpoint = state.capture.build();
        } catch (final IllegalStateException closed) {
            return;
        }
        result.r1 = StressWriter.check(checkpoint);
        checkpoint.close();
    }

    @Actor
    public void writer() {
        state.capture.close();
        state.endRowGroup();
    }

    @Arbiter
    public void end(final II_Result result) {
        result.r2 = state.end();
    }
}

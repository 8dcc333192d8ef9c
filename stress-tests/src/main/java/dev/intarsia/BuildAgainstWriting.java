package dev.intarsia;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A tail is built while the writer cuts the page that was captured, lets its dictionary grow, ends the row group and
 * begins another: the tail has the bytes that it would have had if nobody had gone on.
 */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "The tail has its bytes, and the file could be finished.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The tail has bytes that were written later.")
@State
public class BuildAgainstWriting {
    private final StressWriter state = new StressWriter();

    @Actor
    public void writer() {
        state.writeOn();
        state.endRowGroup();
    }

    @Actor
    public void builder(final II_Result result) {
        try (Capture capture = state.capture;
                Checkpoint checkpoint = capture.build()) {
            result.r1 = StressWriter.check(checkpoint);
        }
    }

    @Arbiter
    public void end(final II_Result result) {
        result.r2 = state.end();
    }
}

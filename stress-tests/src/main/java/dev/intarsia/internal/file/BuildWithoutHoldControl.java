package dev.intarsia.internal.file;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Control of {@code BuildAgainstWriting} and {@code BuildAgainstClose}: a tail is built from a state that the builder does
 * not hold, while the writer goes on.
 */
@JCStressTest
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "Good luck: built before the writer went on.")
@Outcome(id = "0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "Caught: memory was given away or written to.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Cannot be.")
@State
public class BuildWithoutHoldControl {
    private final FileWriter writer = StressNumbers.writer();
    private final FileState state = writer.capture();

    public BuildWithoutHoldControl() {
        state.release();
    }

    @Actor
    public void writer() {
        StressNumbers.writeOn(writer);
    }

    @Actor
    public void builder(final I_Result result) {
        try {
            result.r1 = StressNumbers.check(state);
        } catch (final RuntimeException refused) {
            result.r1 = 0;
        }
    }

    @Arbiter
    public void end() {
        writer.close();
    }
}

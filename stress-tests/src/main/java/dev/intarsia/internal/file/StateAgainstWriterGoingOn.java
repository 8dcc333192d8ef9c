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

/**
 * A file that did not change was captured twice, so that both captures and the writer hold what it has in progress: one
 * capture is closed and the writer goes on, while the other capture is read and closed.
 */
@JCStressTest
@Outcome(id = "2, 0, 0", expect = Expect.ACCEPTABLE, desc = "Both values were read, then freed.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Freed memory was read, or references are left.")
@State
public class StateAgainstWriterGoingOn {
    private final Segment finished = StressMemory.segment();
    private final Segment metadata = StressMemory.segment();
    private final OpenState unchanged = StressStates.open(metadata);
    private final FileState one;
    private final FileState other;

    public StateAgainstWriterGoingOn() {
        one = capture();
        other = capture();
        finished.release();
    }

    private FileState capture() {
        unchanged.retain();
        finished.retain();
        return new FileState(unchanged, 0, StressStates.slices(finished));
    }

    @Actor
    public void writer() {
        unchanged.release();
        one.release();
    }

    @Actor
    public void reader(final III_Result result) {
        result.r1 = StressStates.alive(other);
        other.release();
    }

    @Arbiter
    public void left(final III_Result result) {
        result.r2 = StressMemory.references(finished);
        result.r3 = StressMemory.references(metadata);
    }
}

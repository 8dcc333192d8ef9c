package dev.intarsia;

import dev.intarsia.internal.file.StressStates;
import dev.intarsia.internal.memory.Segment;
import dev.intarsia.internal.memory.StressMemory;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A capture that two threads close lets go of its state once, and is counted as closed once: another holder keeps it. */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Closed once; the other holder's reference is left.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Closed twice or not at all.")
@State
public class CloseAgainstClose {
    /** Counts open captures; it is the same for all states, since it has slabs of its own. */
    private static final WriterContext CONTEXT = WriterContext.create(64 << 10);

    private final Segment segment = StressMemory.segment();
    private final AtomicInteger closings = new AtomicInteger();
    private final Capture capture;

    public CloseAgainstClose() {
        segment.retain();
        capture = new Capture(
                CONTEXT, StressStates.file(segment, StressMemory.segment()), null, 1, null, closings::incrementAndGet);
    }

    @Actor
    public void one() {
        capture.close();
    }

    @Actor
    public void other() {
        capture.close();
    }

    @Arbiter
    public void left(final II_Result result) {
        result.r1 = closings.get();
        result.r2 = StressMemory.references(segment);
    }
}

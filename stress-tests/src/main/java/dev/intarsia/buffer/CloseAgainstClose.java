package dev.intarsia.buffer;

import dev.intarsia.internal.memory.Segment;
import dev.intarsia.internal.memory.StressMemory;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A part that two threads close lets go of its memory once: another holder keeps it. */
@JCStressTest
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "The other holder's reference is left.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Released twice or not at all.")
@State
public class CloseAgainstClose {
    private final Segment segment = StressMemory.segment();
    private final Part part;

    public CloseAgainstClose() {
        segment.retain();
        part = new Part(0, Long.BYTES, new Part.Slice[] {new Part.Slice(segment, 0, Long.BYTES)});
    }

    @Actor
    public void one() {
        part.close();
    }

    @Actor
    public void other() {
        part.close();
    }

    @Arbiter
    public void left(final I_Result result) {
        result.r1 = StressMemory.references(segment);
    }
}

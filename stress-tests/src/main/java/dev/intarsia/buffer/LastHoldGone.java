package dev.intarsia.buffer;

import dev.intarsia.internal.memory.Segment;
import dev.intarsia.internal.memory.StressMemory;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The part and the rope let go of the same memory: whoever is last frees it, once, and an open part reads what it held. */
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "Read alive; freed, and no reference is left.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Recycled memory was read, or references are left.")
@State
public class LastHoldGone {
    private final SharedBuffer file = new SharedBuffer();
    private final Segment segment = StressMemory.segment();
    private final Part part;

    public LastHoldGone() {
        file.link(segment, 0, Long.BYTES);
        part = file.splitTo(Long.BYTES);
    }

    @Actor
    public void uploader(final II_Result result) {
        result.r1 = PartHandOver.firstLong(part.nioBuffers()) == StressMemory.ALIVE ? 1 : 0;
        part.close();
    }

    @Actor
    public void store() {
        file.durable(Long.BYTES);
    }

    @Arbiter
    public void left(final II_Result result) {
        result.r2 = StressMemory.references(segment);
    }
}

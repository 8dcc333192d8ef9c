package dev.intarsia.buffer;

import dev.intarsia.internal.memory.Segment;
import dev.intarsia.internal.memory.StressMemory;
import java.nio.ByteBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Control of {@link LastHoldGone}: an uploader that reads a view after it closed the part, while the rope lets go too. The
 * harness must see it read recycled memory.
 */
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "Good luck: read before it was recycled.")
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "Caught: read recycled memory.")
@Outcome(expect = Expect.FORBIDDEN, desc = "References are left.")
@State
public class ReadAfterCloseControl {
    private final SharedBuffer file = new SharedBuffer();
    private final Segment segment = StressMemory.segment();
    private final Part part;

    public ReadAfterCloseControl() {
        file.link(segment, 0, Long.BYTES);
        part = file.splitTo(Long.BYTES);
    }

    @Actor
    public void uploader(final II_Result result) {
        final ByteBuffer[] views = part.nioBuffers();
        part.close();
        result.r1 = PartHandOver.firstLong(views) == StressMemory.ALIVE ? 1 : 0;
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

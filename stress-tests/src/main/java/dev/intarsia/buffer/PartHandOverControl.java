package dev.intarsia.buffer;

import dev.intarsia.internal.memory.NativeMemory;
import dev.intarsia.internal.memory.StressMemory;
import java.util.concurrent.atomic.AtomicReference;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Control of {@link PartHandOver}: a writer that hands the part over before it has written the bytes. The harness must see
 * that, or it proves nothing of the right order.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "No part yet.")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Good luck.")
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "Caught: a part without its bytes.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Cannot be.")
@State
public class PartHandOverControl {
    private static final int ENCODING_SPINS = 50;

    private final SharedBuffer file = new SharedBuffer();
    private final long address = file.claim(Long.BYTES, StressMemory.reserve());
    private final AtomicReference<Part> queue = new AtomicReference<>();

    public PartHandOverControl() {
        NativeMemory.putLong(address, 0);
        file.commit(Long.BYTES);
    }

    @Actor
    public void writer() {
        queue.setRelease(file.splitTo(Long.BYTES));
        for (int i = 0; i < ENCODING_SPINS; i++) {
            Thread.onSpinWait(); // encoding takes its time
        }
        NativeMemory.putLong(address, StressMemory.ALIVE);
    }

    @Actor
    public void uploader(final II_Result result) {
        final Part part = PartHandOver.poll(queue);
        if (part != null) {
            result.r1 = 1;
            result.r2 = PartHandOver.firstLong(part.nioBuffers()) == StressMemory.ALIVE ? 1 : 0;
        }
    }

    @Arbiter
    public void end(final II_Result result) {
        queue.get().close();
        file.close();
    }
}

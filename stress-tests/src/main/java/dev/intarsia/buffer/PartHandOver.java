package dev.intarsia.buffer;

import dev.intarsia.internal.memory.NativeMemory;
import dev.intarsia.internal.memory.StressMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicReference;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** An uploader that got a part sees the bytes that were encoded into it, though they were written by plain stores. */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "No part yet.")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "The part and its bytes.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A part whose bytes are not there.")
@State
public class PartHandOver {
    private static final int POLLS = 200;

    private final SharedBuffer file = new SharedBuffer();
    private final long address = file.claim(Long.BYTES, StressMemory.reserve());
    private final AtomicReference<Part> queue = new AtomicReference<>();

    public PartHandOver() {
        NativeMemory.putLong(address, 0);
    }

    @Actor
    public void writer() {
        NativeMemory.putLong(address, StressMemory.ALIVE);
        file.commit(Long.BYTES);
        queue.setRelease(file.splitTo(Long.BYTES));
    }

    @Actor
    public void uploader(final II_Result result) {
        final Part part = poll(queue);
        if (part != null) {
            result.r1 = 1;
            result.r2 = firstLong(part.nioBuffers()) == StressMemory.ALIVE ? 1 : 0;
        }
    }

    @Arbiter
    public void end(final II_Result result) {
        queue.get().close();
        file.close();
    }

    /** Looks a while, so as to find the part as soon as it is there. */
    static Part poll(final AtomicReference<Part> queue) {
        Part part = queue.getAcquire();
        for (int i = 0; part == null && i < POLLS; i++) {
            part = queue.getAcquire();
        }
        return part;
    }

    static long firstLong(final ByteBuffer[] views) {
        return views[0].order(ByteOrder.LITTLE_ENDIAN).getLong(0);
    }
}

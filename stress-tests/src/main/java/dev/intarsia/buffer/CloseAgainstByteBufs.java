package dev.intarsia.buffer;

import dev.intarsia.internal.memory.Segment;
import dev.intarsia.internal.memory.StressMemory;
import io.netty.buffer.ByteBuf;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Netty views of a part that closes meanwhile: all of them, alive until they are released, or none and no reference. */
@JCStressTest
@Outcome(id = "1, 0, 0", expect = Expect.ACCEPTABLE, desc = "In time: read alive, then freed.")
@Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "Too late: refused, and no view stayed.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Recycled memory was read, or references are left.")
@State
public class CloseAgainstByteBufs {
    private final Segment first = StressMemory.segment();
    private final Segment second = StressMemory.segment();
    private final Part part = new Part(0, 2L * Long.BYTES, new Part.Slice[] {
        new Part.Slice(first, 0, Long.BYTES), new Part.Slice(second, 0, Long.BYTES)
    });

    @Actor
    public void uploader() {
        part.close();
    }

    @Actor
    public void retry(final III_Result result) {
        final ByteBuf[] views;
        try {
            views = part.byteBufs();
        } catch (final IllegalStateException closed) {
            return;
        }
        result.r1 = 1;
        for (final ByteBuf view : views) {
            if (view.getLongLE(0) != StressMemory.ALIVE) {
                result.r1 = -1;
            }
            view.release();
        }
    }

    @Arbiter
    public void left(final III_Result result) {
        result.r2 = StressMemory.references(first);
        result.r3 = StressMemory.references(second);
    }
}

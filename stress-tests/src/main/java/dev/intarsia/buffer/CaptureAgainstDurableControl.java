package dev.intarsia.buffer;

import dev.intarsia.internal.memory.NativeMemory;
import dev.intarsia.internal.memory.Slices;
import dev.intarsia.internal.memory.StressMemory;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Control of {@link CaptureAgainstDurable}: a writer that takes note of where the bytes are and of nothing else, so that
 * they are gone when the store confirms them.
 */
@JCStressTest
@Outcome(id = "4, 0", expect = Expect.ACCEPTABLE, desc = "Good luck: read before the store confirmed.")
@Outcome(id = "[0-3], 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "Caught: freed memory was read.")
@Outcome(expect = Expect.FORBIDDEN, desc = "References are left.")
@State
public class CaptureAgainstDurableControl {
    private final StressRope rope = new StressRope();
    private final long[] addresses = new long[StressRope.VALUES];

    public CaptureAgainstDurableControl() {
        final Slices captured = rope.file.capture();
        final int[] next = {0};
        captured.shareFrom(0, (segment, offset, length) -> {
            addresses[next[0]++] = segment.address() + offset;
            segment.release();
        });
        captured.release();
    }

    @Actor
    public void writer(final II_Result result) {
        int alive = 0;
        for (int i = 0; i < addresses.length; i++) {
            alive += NativeMemory.getLong(addresses[i]) == StressMemory.ALIVE + i ? 1 : 0;
        }
        result.r1 = alive;
    }

    @Actor
    public void store() {
        rope.file.durable(StressRope.SPLIT_BYTES);
    }

    @Arbiter
    public void end(final II_Result result) {
        result.r2 = rope.end();
    }
}

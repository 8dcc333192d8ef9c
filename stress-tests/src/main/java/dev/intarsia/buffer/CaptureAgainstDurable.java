package dev.intarsia.buffer;

import dev.intarsia.internal.memory.Slices;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The writer captures what is not durable while the store confirms one part after the other, whose memory is free at once:
 * what was captured is alive, has no gap, and reaches to the end of the file.
 */
@JCStressTest
@Outcome(id = "[1-4], 0", expect = Expect.ACCEPTABLE, desc = "The last values of the file, as many as there were.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Freed memory was captured, a slice is missing, or references are left.")
@State
public class CaptureAgainstDurable {
    private final StressRope rope = new StressRope();

    @Actor
    public void writer(final II_Result result) {
        final Slices captured = rope.file.capture();
        result.r1 = StressRope.count(captured);
        captured.release();
    }

    @Actor
    public void store() {
        for (long offset = Long.BYTES; offset <= StressRope.SPLIT_BYTES; offset += Long.BYTES) {
            rope.file.durable(offset);
        }
    }

    @Arbiter
    public void end(final II_Result result) {
        result.r2 = rope.end();
    }
}

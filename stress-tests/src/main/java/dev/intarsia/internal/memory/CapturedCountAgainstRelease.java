package dev.intarsia.internal.memory;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * The writer and a capture let go of the same memory: it is freed once, and whichever was the last, nothing is counted as
 * only captured any more.
 */
@JCStressTest
@Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "Freed once, and nothing is captured.")
@Outcome(
        expect = Expect.FORBIDDEN,
        desc = "Bytes are held, or were freed twice (first), are counted as captured (second), or referred to (third).")
@State
public class CapturedCountAgainstRelease {
    final byte[] weight = StressPools.weight();
    private final SlabPool pool = StressPools.take();
    private final Segment segment = pool.tryAllocate(SlabPool.UNIT_BYTES);

    public CapturedCountAgainstRelease() {
        segment.retain();
        segment.markCaptured();
    }

    @Actor
    public void writer() {
        segment.release();
    }

    @Actor
    public void capture() {
        segment.releaseCaptured();
    }

    @Arbiter
    public void end(final III_Result result) {
        result.r1 = (int) pool.usedBytes();
        result.r2 = (int) pool.capturedBytes();
        result.r3 = StressMemory.references(segment);
        StressPools.giveBack(pool);
    }
}

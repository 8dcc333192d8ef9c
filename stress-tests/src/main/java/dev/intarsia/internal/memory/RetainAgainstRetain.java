package dev.intarsia.internal.memory;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two threads come too late: neither may take the other's attempt for a reference and get hold of freed memory. */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "Both are refused.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Freed memory was retained.")
@State
public class RetainAgainstRetain {
    private final Segment segment = StressMemory.segment();

    public RetainAgainstRetain() {
        segment.release();
    }

    @Actor
    public void one(final II_Result result) {
        result.r1 = retain();
    }

    @Actor
    public void other(final II_Result result) {
        result.r2 = retain();
    }

    private int retain() {
        try {
            segment.retain();
            return 1;
        } catch (final IllegalStateException refused) {
            return 0;
        }
    }
}

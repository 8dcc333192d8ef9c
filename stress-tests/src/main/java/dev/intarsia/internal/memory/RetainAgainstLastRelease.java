package dev.intarsia.internal.memory;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Who retains while the last holder lets go is refused or reads what was there; the memory is freed once either way. */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "Too late: refused.")
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "In time: read alive, then freed.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Recycled memory was read, or references are left.")
@State
public class RetainAgainstLastRelease {
    private final Segment segment = StressMemory.segment();

    @Actor
    public void last() {
        segment.release();
    }

    @Actor
    public void late(final II_Result result) {
        try {
            segment.retain();
        } catch (final IllegalStateException refused) {
            return;
        }
        result.r1 = NativeMemory.getLong(segment.address()) == StressMemory.ALIVE ? 1 : -1;
        segment.release();
    }

    @Arbiter
    public void left(final II_Result result) {
        result.r2 = StressMemory.references(segment);
    }
}

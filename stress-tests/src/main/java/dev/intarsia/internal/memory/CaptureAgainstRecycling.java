package dev.intarsia.internal.memory;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/**
 * The writer's area grows, drops its old block and takes a block of that size at once, while whoever captured the old one
 * lets go of it, too: the last of them frees it, once, and nobody gets it before.
 */
@JCStressTest
@Outcome(id = "4, 4, 4, 0", expect = Expect.ACCEPTABLE, desc = "Nobody lost a value; all memory was freed.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Memory was given away while it was read, or references are left.")
@State
public class CaptureAgainstRecycling {
    private final StressPage page = new StressPage();
    private final Area other = new Area();

    @Actor
    public void writer() {
        page.area.ensure(2L * page.area.capacity(), StressPage.BYTES, page.reserve);
        other.ensure(StressPage.BYTES, 0, page.reserve);
        StressPage.fill(other, StressPage.NEXT);
    }

    @Actor
    public void reader(final IIII_Result result) {
        result.r1 = StressPage.count(page.captured.address(), StressMemory.ALIVE);
        page.captured.release();
    }

    @Arbiter
    public void end(final IIII_Result result) {
        result.r2 = StressPage.count(page.area.address(), StressMemory.ALIVE);
        result.r3 = StressPage.count(other.address(), StressPage.NEXT);
        other.free();
        result.r4 = page.end();
    }
}

package dev.intarsia.internal.memory;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Control of {@link CaptureAgainstRecycling}: a reader that lets go of what was captured before it reads it. */
@JCStressTest
@Outcome(id = "4, 0", expect = Expect.ACCEPTABLE, desc = "Good luck: read before it was recycled.")
@Outcome(id = "[0-3], 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "Caught: read recycled memory.")
@Outcome(expect = Expect.FORBIDDEN, desc = "References are left.")
@State
public class CaptureAgainstRecyclingControl {
    private final StressPage page = new StressPage();
    private final Area other = new Area();

    @Actor
    public void writer() {
        page.area.ensure(2L * page.area.capacity(), StressPage.BYTES, page.reserve);
        other.ensure(StressPage.BYTES, 0, page.reserve);
        StressPage.fill(other, StressPage.NEXT);
    }

    @Actor
    public void reader(final II_Result result) {
        page.captured.release();
        result.r1 = StressPage.count(page.captured.address(), StressMemory.ALIVE);
    }

    @Arbiter
    public void end(final II_Result result) {
        other.free();
        result.r2 = page.end();
    }
}

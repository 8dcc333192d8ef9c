package dev.intarsia.internal.memory;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Control of {@link CaptureAgainstPageCut}: a writer that fills the next page without asking whether the memory is shared. */
@JCStressTest
@Outcome(id = "4, 4, 0", expect = Expect.ACCEPTABLE, desc = "Good luck: read before.")
@Outcome(id = "[0-3], 4, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "Caught: a captured page was overwritten.")
@Outcome(expect = Expect.FORBIDDEN, desc = "References are left.")
@State
public class CaptureAgainstPageCutControl {
    private final StressPage page = new StressPage();

    @Actor
    public void writer() {
        StressPage.fill(page.area, StressPage.NEXT);
    }

    @Actor
    public void reader(final III_Result result) {
        result.r1 = StressPage.count(page.captured.address(), StressMemory.ALIVE);
        page.captured.release();
    }

    @Arbiter
    public void end(final III_Result result) {
        result.r2 = StressPage.count(page.area.address(), StressPage.NEXT);
        result.r3 = page.end();
    }
}

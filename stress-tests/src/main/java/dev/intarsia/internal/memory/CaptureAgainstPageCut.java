package dev.intarsia.internal.memory;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * The writer cuts a page and fills the next one in the same area, while somebody reads what was captured of the page and
 * then lets go of it. Whether the writer finds the memory shared or not: what was captured is never overwritten.
 */
@JCStressTest
@Outcome(id = "4, 4, 0", expect = Expect.ACCEPTABLE, desc = "Both pages are whole; all memory was freed.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A page was overwritten, or references are left.")
@State
public class CaptureAgainstPageCut {
    private final StressPage page = new StressPage();

    @Actor
    public void writer() {
        page.area.own(0, page.reserve);
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

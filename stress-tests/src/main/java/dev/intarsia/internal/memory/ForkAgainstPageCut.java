package dev.intarsia.internal.memory;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/**
 * A fork appends to the page that it shares with the writer, while the writer appends to it, too, cuts it and begins the
 * next: each has its own values, and both have those that were captured.
 */
@JCStressTest
@Outcome(id = "4, 1, 4, 0", expect = Expect.ACCEPTABLE, desc = "Each has its values; all memory was freed.")
@Outcome(expect = Expect.FORBIDDEN, desc = "One wrote into the page of the other, or references are left.")
@State
public class ForkAgainstPageCut {
    private static final long APPENDED = 5;

    private final StressPage page = new StressPage();
    private final Reserve reserve = StressMemory.reserve();
    private final Area fork = new Area();

    public ForkAgainstPageCut() {
        fork.share(page.captured);
        page.captured.release();
    }

    @Actor
    public void writer() {
        page.area.ensure(StressPage.BYTES + Long.BYTES, StressPage.BYTES, page.reserve);
        NativeMemory.putLong(page.area.address() + StressPage.BYTES, StressPage.NEXT);
        page.area.own(0, page.reserve);
        StressPage.fill(page.area, StressPage.NEXT);
    }

    @Actor
    public void fork(final IIII_Result result) {
        fork.ensure(StressPage.BYTES + Long.BYTES, StressPage.BYTES, reserve);
        NativeMemory.putLong(fork.address() + StressPage.BYTES, APPENDED);
        result.r1 = StressPage.count(fork.address(), StressMemory.ALIVE);
    }

    @Arbiter
    public void end(final IIII_Result result) {
        result.r2 = NativeMemory.getLong(fork.address() + StressPage.BYTES) == APPENDED ? 1 : 0;
        result.r3 = StressPage.count(page.area.address(), StressPage.NEXT);
        fork.free();
        reserve.giveBack();
        result.r4 = page.end();
    }
}

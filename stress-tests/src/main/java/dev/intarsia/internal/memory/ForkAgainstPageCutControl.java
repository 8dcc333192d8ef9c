package dev.intarsia.internal.memory;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Control of {@link ForkAgainstPageCut}: a fork that takes the room behind what was captured for its own, which is the
 * writer's.
 */
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "Good luck: the fork wrote last.")
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "Caught: what the fork appended is not there.")
@Outcome(expect = Expect.FORBIDDEN, desc = "References are left.")
@State
public class ForkAgainstPageCutControl {
    private static final long APPENDED = 5;

    private final StressPage page = new StressPage();

    @Actor
    public void writer() {
        NativeMemory.putLong(page.area.address() + StressPage.BYTES, StressPage.NEXT);
    }

    @Actor
    public void fork() {
        NativeMemory.putLong(page.captured.address() + StressPage.BYTES, APPENDED);
    }

    @Arbiter
    public void end(final II_Result result) {
        result.r1 = NativeMemory.getLong(page.area.address() + StressPage.BYTES) == APPENDED ? 1 : 0;
        page.captured.release();
        result.r2 = page.end();
    }
}

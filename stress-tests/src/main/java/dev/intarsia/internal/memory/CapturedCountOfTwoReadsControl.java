package dev.intarsia.internal.memory;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Control of {@link CapturedCountAgainstRelease}: references and captures are counted by themselves, and whether memory is
 * only captured is read before and after. The harness must see that both read before either has let go.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "Good luck: one after the other.")
@Outcome(
        id = {"0, 1", "0, -1"},
        expect = Expect.ACCEPTABLE_INTERESTING,
        desc = "Caught: what is free counts as captured, or less than nothing does.")
@Outcome(expect = Expect.FORBIDDEN, desc = "References are left.")
@State
public class CapturedCountOfTwoReadsControl {
    private final AtomicInteger references = new AtomicInteger(2);
    private final AtomicInteger captures = new AtomicInteger(1);
    private final AtomicInteger captured = new AtomicInteger();

    @Actor
    public void writer() {
        final boolean was = isOnlyCaptured();
        references.decrementAndGet();
        count(was, isOnlyCaptured());
    }

    @Actor
    public void capture() {
        final boolean was = isOnlyCaptured();
        captures.decrementAndGet();
        references.decrementAndGet();
        count(was, isOnlyCaptured());
    }

    private boolean isOnlyCaptured() {
        final int all = references.get();
        return all != 0 && all == captures.get();
    }

    private void count(final boolean was, final boolean is) {
        if (was != is) {
            captured.addAndGet(was ? -1 : 1);
        }
    }

    @Arbiter
    public void end(final II_Result result) {
        result.r1 = references.get();
        result.r2 = captured.get();
    }
}

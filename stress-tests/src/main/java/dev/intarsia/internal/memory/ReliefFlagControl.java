package dev.intarsia.internal.memory;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Control of {@link ReliefAgainstWrite}: a flag that is cleared once it was honoured. The harness must see that what is asked
 * for in between is lost.
 */
@JCStressTest
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "Nothing seen yet; the next write will.")
@Outcome(
        id = {"1, 1", "2, 1"},
        expect = Expect.ACCEPTABLE,
        desc = "Honoured; the next write looks again.")
@Outcome(id = "2, 0", expect = Expect.ACCEPTABLE, desc = "Both were honoured.")
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "Caught: the second request is lost.")
@State
public class ReliefFlagControl {
    private volatile boolean asked;
    private volatile int missing;

    @Actor
    public void asker() {
        missing = 1;
        asked = true;
        missing = 2;
        asked = true;
    }

    @Actor
    public void writer(final II_Result result) {
        if (asked) {
            result.r1 = missing;
            asked = false;
        }
    }

    @Arbiter
    public void due(final II_Result result) {
        result.r2 = asked ? 1 : 0;
    }
}

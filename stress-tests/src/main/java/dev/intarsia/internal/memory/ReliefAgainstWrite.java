package dev.intarsia.internal.memory;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A thread that asks others for memory, twice, while one of them writes: no request is lost. */
@JCStressTest
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "Nothing seen yet; the next write will.")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "The first was honoured; the next write sees the second.")
@Outcome(id = "2, 1", expect = Expect.ACCEPTABLE, desc = "Both were honoured at once, and the next write looks again.")
@Outcome(id = "2, 0", expect = Expect.ACCEPTABLE, desc = "Both were honoured.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A request was neither honoured nor is it still to be.")
@State
public class ReliefAgainstWrite {
    private final ReliefRequests requests = new ReliefRequests();
    private int missing;
    private long honoured;

    @Actor
    public void asker() {
        missing = 1;
        requests.ask();
        missing = 2;
        requests.ask();
    }

    @Actor
    public void writer(final II_Result result) {
        final long last = requests.last();
        if (last != honoured) {
            honoured = last;
            result.r1 = missing;
        }
    }

    @Arbiter
    public void due(final II_Result result) {
        result.r2 = requests.last() == honoured ? 0 : 1;
    }
}

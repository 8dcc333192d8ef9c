package dev.intarsia.internal.memory;

import java.util.concurrent.atomic.AtomicBoolean;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Who is refused while another gives back either gets the memory after all, or is told of it. */
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "Got it.")
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "Refused, and told that it is there.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Refused and not told: whoever waits now waits for ever.")
@State
public class RefusalAgainstGiveBack {
    private final AtomicBoolean free = new AtomicBoolean();
    private final Shortage shortage = new Shortage();

    @Actor
    public void giver() {
        free.set(true);
        shortage.endIf(1);
    }

    @Actor
    public void taker(final II_Result result) {
        if (free.getAndSet(false)) {
            result.r1 = 1;
            return;
        }
        shortage.begin(1);
        if (free.getAndSet(false)) {
            shortage.endIf(Long.MAX_VALUE);
            result.r1 = 1;
        }
    }

    @Arbiter
    public void told(final II_Result result) {
        result.r2 = result.r1 == 0 && !shortage.exists() ? 1 : 0;
    }
}

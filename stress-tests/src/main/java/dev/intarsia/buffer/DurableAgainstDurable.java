package dev.intarsia.buffer;

import dev.intarsia.internal.memory.Segment;
import dev.intarsia.internal.memory.StressMemory;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Two acknowledgements at once: the rope drops each slice once, whoever comes to it. */
@JCStressTest
@Outcome(id = "1, 1, 1", expect = Expect.ACCEPTABLE, desc = "The reference of the test is left of each.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A slice was dropped twice or not at all.")
@State
public class DurableAgainstDurable {
    private final SharedBuffer file = new SharedBuffer();
    private final Segment first = StressMemory.segment();
    private final Segment second = StressMemory.segment();
    private final Segment third = StressMemory.segment();

    public DurableAgainstDurable() {
        link(first);
        link(second);
        link(third);
        file.splitTo(file.length()).close();
    }

    private void link(final Segment segment) {
        segment.retain();
        file.link(segment, 0, Long.BYTES);
    }

    @Actor
    public void some() {
        file.durable(2L * Long.BYTES);
    }

    @Actor
    public void all() {
        file.durable(3L * Long.BYTES);
    }

    @Arbiter
    public void left(final III_Result result) {
        result.r1 = StressMemory.references(first);
        result.r2 = StressMemory.references(second);
        result.r3 = StressMemory.references(third);
    }
}

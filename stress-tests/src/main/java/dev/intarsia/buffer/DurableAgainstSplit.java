package dev.intarsia.buffer;

import dev.intarsia.internal.memory.Segment;
import dev.intarsia.internal.memory.StressMemory;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The writer cuts a slice in two and links another, while the slice before it is acknowledged. */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "The reference of the test is left of each.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A slice was dropped twice, or not at all.")
@State
public class DurableAgainstSplit {
    private final SharedBuffer file = new SharedBuffer();
    private final Segment first = StressMemory.segment();
    private final Segment second = StressMemory.segment();

    public DurableAgainstSplit() {
        first.retain();
        file.link(first, 0, 4 * Long.BYTES);
        file.splitTo(Long.BYTES).close();
    }

    @Actor
    public void writer() {
        file.splitTo(Long.BYTES).close();
        second.retain();
        file.link(second, 0, Long.BYTES);
    }

    @Actor
    public void store() {
        file.durable(Long.BYTES);
    }

    @Arbiter
    public void left(final II_Result result) {
        file.close();
        result.r1 = StressMemory.references(first);
        result.r2 = StressMemory.references(second);
    }
}

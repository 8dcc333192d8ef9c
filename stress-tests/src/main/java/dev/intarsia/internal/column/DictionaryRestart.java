package dev.intarsia.internal.column;

import dev.intarsia.internal.memory.StressMemory;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * The writer empties its dictionary and fills it again at once, in the same memory if nobody shares it, while what was
 * captured of it is read for the last time.
 */
@JCStressTest
@Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "Each has its entries; all memory was freed.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Captured entries were overwritten, or references are left.")
@State
public class DictionaryRestart {
    private final StressDictionary live = new StressDictionary();
    private final ChunkDictionary.State captured;

    public DictionaryRestart() {
        live.encodes(0, StressDictionary.ENTRIES, 0);
        captured = live.dictionary.capture();
    }

    @Actor
    public void writer(final III_Result result) {
        live.dictionary.clear();
        result.r1 = live.encodes(StressDictionary.ENTRIES, StressDictionary.ENTRIES, 0) ? 1 : 0;
    }

    @Actor
    public void reader(final III_Result result) {
        result.r2 = StressDictionary.areNumbers(captured.entries().address(), 0, captured.size()) ? 1 : 0;
        captured.entries().release();
    }

    @Arbiter
    public void end(final III_Result result) {
        live.end();
        result.r3 = StressMemory.references(captured.entries().segment());
    }
}

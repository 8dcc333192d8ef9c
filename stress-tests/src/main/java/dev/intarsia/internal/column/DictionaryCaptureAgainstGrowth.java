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
 * The writer's dictionary grows behind what was captured of it, is emptied for the next chunk and filled with other
 * numbers, while a fork reads the captured entries, builds a table of its own and adds entries: each gives the ids of its
 * own order.
 */
@JCStressTest
@Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "Each has its entries; all memory was freed.")
@Outcome(expect = Expect.FORBIDDEN, desc = "One has entries of the other, or references are left.")
@State
public class DictionaryCaptureAgainstGrowth {
    private final StressDictionary live = new StressDictionary();
    private final StressDictionary fork = new StressDictionary();
    private final ChunkDictionary.State captured;

    public DictionaryCaptureAgainstGrowth() {
        live.encodes(0, StressDictionary.ENTRIES, 0);
        captured = live.dictionary.capture();
    }

    @Actor
    public void writer(final III_Result result) {
        final int entries = StressDictionary.ENTRIES;
        final boolean grown = live.encodes(entries, entries, entries);
        live.dictionary.clear();
        result.r1 = grown && live.encodes(2 * entries, entries, 0) ? 1 : 0;
    }

    @Actor
    public void fork(final III_Result result) {
        final int entries = StressDictionary.ENTRIES;
        fork.dictionary.resume(captured);
        captured.entries().release();
        result.r2 = fork.encodes(0, entries, 0)
                        && fork.encodes(3 * entries, entries, entries)
                        && StressDictionary.areNumbers(fork.dictionary.entries().address(), 0, entries)
                ? 1
                : 0;
    }

    @Arbiter
    public void end(final III_Result result) {
        live.end();
        fork.end();
        result.r3 = StressMemory.references(captured.entries().segment());
    }
}

package dev.intarsia.internal.column;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Control of {@link DictionaryCaptureAgainstGrowth} and {@link DictionaryRestart}: a reader that knows where the entries
 * were, and did not capture them.
 */
@JCStressTest
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "Good luck: read before the dictionary changed.")
@Outcome(id = "0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "Caught: other entries were read.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Cannot be.")
@State
public class DictionaryCaptureAgainstGrowthControl {
    private final StressDictionary live = new StressDictionary();
    private final long entries;

    public DictionaryCaptureAgainstGrowthControl() {
        live.encodes(0, StressDictionary.ENTRIES, 0);
        entries = live.dictionary.entries().address();
    }

    @Actor
    public void writer() {
        live.dictionary.clear();
        live.encodes(StressDictionary.ENTRIES, StressDictionary.ENTRIES, 0);
    }

    @Actor
    public void reader(final I_Result result) {
        result.r1 = StressDictionary.areNumbers(entries, 0, StressDictionary.ENTRIES) ? 1 : 0;
    }

    @Arbiter
    public void end() {
        live.end();
    }
}

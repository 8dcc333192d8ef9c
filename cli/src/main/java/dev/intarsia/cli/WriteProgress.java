package dev.intarsia.cli;

import dev.intarsia.cli.output.Tally;
import dev.intarsia.cli.progress.Numbers;

/** The line of progress of {@code write}. */
final class WriteProgress {
    private WriteProgress() {}

    static String line(final Tally tally) {
        return Numbers.rough(tally.rows()) + " rows, " + Numbers.bytes(tally.fileBytes()) + " in "
                + Numbers.counted(tally.files() + 1L, "file") + ", "
                + Numbers.counted(tally.rowGroups(), "row group") + ", "
                + Numbers.bytes(tally.heldBytes()) + " off-heap";
    }
}

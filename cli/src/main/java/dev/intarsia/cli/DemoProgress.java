package dev.intarsia.cli;

import dev.intarsia.cli.output.Tally;
import dev.intarsia.cli.progress.Numbers;

/** The line of progress of {@code demo}; short enough for a terminal of eighty columns, wordier elsewhere. */
final class DemoProgress {
    private final Tally tally;
    private final long rows;
    private final long startNanos;
    private final boolean terse;

    DemoProgress(final Tally tally, final long rows, final long startNanos, final boolean terse) {
        this.tally = tally;
        this.rows = rows;
        this.startNanos = startNanos;
        this.terse = terse;
    }

    String text() {
        final double seconds = Math.max(1e-3, (System.nanoTime() - startNanos) / 1e9);
        final String speed = Numbers.rough(tally.rows() / seconds) + " rows/s "
                + Numbers.megabytesPerSecond(tally.arrowBytes(), seconds);
        final String percent = 100 * tally.rows() / rows + "% ";
        if (terse) {
            return percent + speed + " " + Numbers.bytes(tally.heldBytes()) + " off-heap " + tally.rowGroups()
                    + " rg p50/99/99.9 " + DemoRun.percentiles(tally);
        }
        return percent + speed + ", " + Numbers.bytes(tally.heldBytes()) + " off-heap, "
                + Numbers.counted(tally.rowGroups(), "row group") + ", write p50/p99/p99.9 "
                + DemoRun.percentiles(tally);
    }
}

package dev.intarsia.internal.column;

import dev.intarsia.internal.arrow.LeafReader;

/**
 * The slots that a run of rows refers to, as runs of neighbouring slots: one run for a column that is not repeated, and
 * mostly for others. Reused; confined to the writer's thread.
 */
final class SlotRuns {
    private final LeafReader reader;
    private int ordinal;
    private int end;
    private int run;
    private int slot;
    private int count;

    SlotRuns(final LeafReader reader) {
        this.reader = reader;
    }

    /** Begins with the first slot of the rows; {@link #next} must come first. */
    void begin(final int fromRow, final int rows) {
        ordinal = reader.ordinalOfRow(fromRow);
        end = reader.ordinalOfRow(fromRow + rows);
        run = ordinal < end ? reader.runOf(ordinal) : 0;
    }

    /** Whether there is another run, which {@link #slot} and {@link #count} then describe. */
    boolean next() {
        if (ordinal >= end) {
            return false;
        }
        final int runStart = reader.runOrdinal(run);
        slot = reader.runSlot(run) + (ordinal - runStart);
        count = Math.min(end, reader.runOrdinal(run + 1)) - ordinal;
        ordinal += count;
        run++;
        return true;
    }

    /** First slot of the run. */
    int slot() {
        return slot;
    }

    /** Slots of the run, nulls included. */
    int count() {
        return count;
    }

    /** Slots of the rows, from the first up to the end of the run. */
    int ordinalBehind() {
        return ordinal;
    }
}

package dev.intarsia.internal.column;

import dev.intarsia.internal.arrow.LeafReader;
import dev.intarsia.internal.page.Levels;
import dev.intarsia.options.InvalidBatchException;

/**
 * How large the rows of a repeated column are: a page holds whole rows, so a row that is larger than a page makes one.
 * Reused; confined to the writer's thread.
 */
final class RowSizes {
    private final ColumnValues source;
    private final ColumnFormat format;
    private final PageLimits limits;
    private final int width;
    private final int repetitionWidth;
    private final int definitionWidth;

    /** Levels of the row that has most, or of all rows where that is no more than a page holds. */
    int levels;

    /** Slots of the row that has most, likewise. */
    int slots;

    /** PLAIN bytes of the row that has most, likewise. */
    long bytes;

    RowSizes(final ColumnValues source, final ColumnFormat format, final PageLimits limits) {
        this.source = source;
        this.format = format;
        this.width = source.reader.leaf().plainBytes();
        this.limits = limits;
        this.repetitionWidth = Levels.width(source.reader.leaf().maxRepetitionLevel());
        this.definitionWidth = Levels.width(source.reader.leaf().maxDefinitionLevel());
    }

    /** Supposes rows of one element each, of so many bytes. */
    void suppose(final int rows, final long allBytes) {
        levels = rows;
        slots = rows;
        bytes = allBytes;
    }

    /**
     * Measures the rows that are bound.
     *
     * @param allBytes PLAIN bytes of all of them
     * @param longestValueBytes PLAIN bytes of the longest value
     * @throws InvalidBatchException if a row is too large for any page
     */
    void measure(final int rows, final long allBytes, final int longestValueBytes) {
        final LeafReader reader = source.reader;
        levels = reader.entries();
        slots = reader.ordinalOfRow(rows);
        bytes = allBytes;
        if (levels <= limits.levels() && slots <= limits.ids() && bytes <= limits.bytes()) {
            return;
        }
        levels = 0;
        slots = 0;
        bytes = 0;
        for (int row = 0; row < rows; row++) {
            final int rowLevels = reader.entryOfRow(row + 1) - reader.entryOfRow(row);
            final int rowSlots = reader.ordinalOfRow(row + 1) - reader.ordinalOfRow(row);
            long rowBytes = (long) rowSlots * longestValueBytes;
            if (rowBytes > limits.bytes()) {
                rowBytes = source.plainBytes(row, 1);
            }
            requireFits(row, rowLevels, rowSlots, rowBytes);
            levels = Math.max(levels, rowLevels);
            slots = Math.max(slots, rowSlots);
            bytes = Math.max(bytes, rowBytes);
        }
    }

    private void requireFits(final int row, final int rowLevels, final int rowSlots, final long rowBytes) {
        final long body = levelBytes(rowLevels) + format.maxEncodedBytes(rowSlots, rowBytes, width);
        if (body > limits.bodyBytes() || (long) Integer.BYTES * rowSlots > limits.bodyBytes()) {
            throw new InvalidBatchException("column '" + source.reader.leaf().path() + "': row " + row
                    + " of the batch (counted from 0) has " + rowLevels + " elements with " + rowBytes
                    + " bytes, which would make a page of " + body + "; a row must fit one page, and with this context"
                    + " a page has at most " + limits.bodyBytes()
                    + " bytes: split the row, or give the context larger slabs");
        }
    }

    private long levelBytes(final int count) {
        // Beyond this a page has no room in any case, and the exact figure would not fit an int.
        final int most = 1 << 28;
        return count > most ? Integer.MAX_VALUE : Levels.maxBytes(count, repetitionWidth, definitionWidth);
    }
}

package dev.intarsia.internal.column;

import dev.intarsia.internal.arrow.LeafReader;
import dev.intarsia.internal.arrow.SlotConversion;
import dev.intarsia.internal.encoding.Compaction;
import dev.intarsia.internal.memory.Area;

/**
 * Values of a fixed number of bytes. Where slots are PLAIN values already, a run without nulls is one copy; a
 * run that has nulls and needs a conversion, or a dictionary, passes in pieces through {@code dense}, small
 * enough to stay in the cache.
 */
final class FixedValues extends ColumnValues {
    /** Bytes of the piece that runs pass through. */
    static final int DENSE_BYTES = 16 << 10;

    private final Area dense;
    private final int slotBytes;
    private final int plainBytes;
    private final int denseRows;

    FixedValues(final LeafReader reader, final Area dense) {
        super(reader);
        this.dense = dense;
        this.slotBytes = reader.slotBytes();
        this.plainBytes = reader.plainBytes();
        this.denseRows = Math.max(1, (DENSE_BYTES / 2 - SLACK_BYTES) / Math.max(slotBytes, plainBytes));
    }

    /** Bytes of {@code dense} that values of these sizes need. */
    static int denseBytes(final int slotBytes, final int plainBytes) {
        return Math.max(DENSE_BYTES, 2 * (Math.max(slotBytes, plainBytes) + SLACK_BYTES));
    }

    @Override
    long plainBytesOf(final int from, final int rows) {
        return (long) RowRuns.values(reader.validity(), from, rows) * plainBytes;
    }

    @Override
    int longestOf(final int from, final int rows) {
        return plainBytes;
    }

    @Override
    int fitOf(final int from, final int rows, final long usedBytes, final int usedValues, final int limitBytes) {
        final long room = (limitBytes - usedBytes) / plainBytes;
        return RowRuns.prefixWithin(reader.validity(), from, rows, Math.max(0, room));
    }

    @Override
    long appendOf(final int from, final int rows, final int values, final Area area, final OpenPage page) {
        final long validity = values == rows ? 0 : reader.validity();
        long out = area.address() + page.valueBytes;
        if (reader.identity()) {
            Compaction.compact(plainBytes, validity, from, reader.slotAddress(from), rows, out);
        } else if (validity == 0) {
            reader.convert(from, rows, out);
        } else {
            for (int done = 0; done < rows; done += denseRows) {
                final int count = Math.min(denseRows, rows - done);
                out += (long) densify(validity, from + done, count, out) * plainBytes;
            }
        }
        return page.valueBytes + (long) values * plainBytes;
    }

    @Override
    int encodeOf(
            final int from, final int rows, final ChunkDictionary dictionary, final Area ids, final OpenPage page) {
        final long validity = reader.validity();
        int done = 0;
        while (done < rows) {
            final boolean inPlace = validity == 0 && reader.identity();
            final int count = inPlace ? rows - done : Math.min(denseRows, rows - done);
            final long values;
            final int present;
            if (inPlace) {
                values = reader.slotAddress(from + done);
                present = count;
            } else {
                values = dense.address();
                present = densify(validity, from + done, count, values);
            }
            final int encoded = dictionary.encode(values, present, ids.address() + 4L * page.values);
            final int taken = encoded == present ? count : RowRuns.prefixWithin(validity, from + done, count, encoded);
            page.values += encoded;
            done += taken;
            if (encoded < present) {
                return done;
            }
        }
        return done;
    }

    /** Writes the PLAIN values of at most {@code denseRows} rows to {@code out} and returns how many there are. */
    private int densify(final long validity, final int from, final int rows, final long out) {
        if (validity == 0) {
            reader.convert(from, rows, out);
            return rows;
        }
        if (reader.identity()) {
            final long end = Compaction.compact(plainBytes, validity, from, reader.slotAddress(from), rows, out);
            return (int) ((end - out) / plainBytes);
        }
        // The slots go to the upper half of the piece, out of the way of the values.
        final long slots = dense.address() + dense.capacity() / 2;
        final long end = Compaction.compact(slotBytes, validity, from, reader.slotAddress(from), rows, slots);
        final int present = (int) ((end - slots) / slotBytes);
        SlotConversion.convert(reader.leaf().conversion(), plainBytes, slots, present, out);
        return present;
    }
}

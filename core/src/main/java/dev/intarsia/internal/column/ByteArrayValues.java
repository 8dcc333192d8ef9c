package dev.intarsia.internal.column;

import dev.intarsia.internal.arrow.LeafReader;
import dev.intarsia.internal.encoding.PlainBytes;
import dev.intarsia.internal.memory.Area;
import dev.intarsia.internal.memory.NativeMemory;

/** Strings and binaries, with offsets of 32 or 64 bits. */
final class ByteArrayValues extends ColumnValues {
    private static final int LENGTH_BYTES = 4;

    private final boolean wide;

    ByteArrayValues(final LeafReader reader) {
        super(reader);
        this.wide = reader.wideOffsets();
    }

    private long offsets(final int row) {
        return reader.offsets() + (wide ? 8L : 4L) * row;
    }

    @Override
    long plainBytesOf(final int from, final int rows) {
        if (rows == 0) {
            return 0;
        }
        return wide
                ? PlainBytes.bytes64(reader.validity(), from, offsets(from), rows)
                : PlainBytes.bytes32(reader.validity(), from, offsets(from), rows);
    }

    @Override
    int longestOf(final int from, final int rows) {
        if (rows == 0) {
            return 0;
        }
        long longest = 0;
        long before = offset(from);
        for (int row = from + 1; row <= from + rows; row++) {
            final long end = offset(row);
            longest = Math.max(longest, end - before);
            before = end;
        }
        return (int) Math.min(Integer.MAX_VALUE, LENGTH_BYTES + longest);
    }

    private long offset(final int row) {
        return wide ? NativeMemory.getLong(offsets(row)) : NativeMemory.getInt(offsets(row));
    }

    @Override
    int fitOf(final int from, final int rows, final long usedBytes, final int usedValues, final int limitBytes) {
        final long room = Math.max(0, limitBytes - usedBytes);
        return wide
                ? PlainBytes.fit64(reader.validity(), from, offsets(from), rows, room)
                : PlainBytes.fit32(reader.validity(), from, offsets(from), rows, room);
    }

    @Override
    long appendOf(final int from, final int rows, final int values, final Area area, final OpenPage page) {
        final long validity = values == rows ? 0 : reader.validity();
        final long out = area.address() + page.valueBytes;
        final long end = wide
                ? PlainBytes.append64(validity, from, offsets(from), reader.dataAddress(), rows, out)
                : PlainBytes.append32(validity, from, offsets(from), reader.dataAddress(), rows, out);
        return end - area.address();
    }

    @Override
    int encodeOf(
            final int from, final int rows, final ChunkDictionary dictionary, final Area ids, final OpenPage page) {
        return dictionary.encodeRows(reader, from, rows, ids, page);
    }
}

package dev.intarsia.internal.format;

import static dev.intarsia.internal.format.CompactProtocol.MAX_I32_FIELD_BYTES;
import static dev.intarsia.internal.format.CompactProtocol.MAX_I64_FIELD_BYTES;
import static dev.intarsia.internal.format.CompactProtocol.i32Field;
import static dev.intarsia.internal.format.CompactProtocol.i64Field;

/**
 * Writes where the page indexes of a chunk lie, for the hole that {@link RowGroupWriter} leaves in its
 * {@code ColumnChunk}.
 *
 * <p>Into a hole goes nothing, or an offset index, or an offset index and right behind it a column index (a chunk
 * with a page that has no bounds has no column index). A column index alone cannot be written, and readers could not
 * use it.
 *
 * <p>Thread-safe: there is no state.
 */
public final class IndexLocationWriter {
    /** Most bytes that go into one hole: both indexes. */
    public static final int MAX_BYTES = 2 * (MAX_I64_FIELD_BYTES + MAX_I32_FIELD_BYTES);

    private IndexLocationWriter() {}

    /**
     * Writes where the offset index lies; it goes first into the hole.
     *
     * @param at borrowed; room for half of {@link #MAX_BYTES}
     * @param fileOffset file offset of the index
     * @param bytes length of the index
     * @return the address behind it
     */
    public static long offsetIndex(final long at, final long fileOffset, final int bytes) {
        final long out = i64Field(at, 3, 4, fileOffset); // 4: offset_index_offset
        return i32Field(out, 4, 5, bytes); // 5: offset_index_length
    }

    /**
     * Writes where the column index lies; it follows what {@link #offsetIndex} wrote, without a gap.
     *
     * @param at borrowed; room for half of {@link #MAX_BYTES}
     * @param fileOffset file offset of the index
     * @param bytes length of the index
     * @return the address behind it
     */
    public static long columnIndex(final long at, final long fileOffset, final int bytes) {
        final long out = i64Field(at, 5, 6, fileOffset); // 6: column_index_offset
        return i32Field(out, 6, 7, bytes); // 7: column_index_length
    }
}

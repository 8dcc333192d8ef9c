package dev.intarsia.internal.format;

import static dev.intarsia.internal.format.CompactProtocol.FIRST;
import static dev.intarsia.internal.format.CompactProtocol.MAX_I32_FIELD_BYTES;
import static dev.intarsia.internal.format.CompactProtocol.MAX_I64_FIELD_BYTES;
import static dev.intarsia.internal.format.CompactProtocol.MAX_LIST_FIELD_BYTES;
import static dev.intarsia.internal.format.CompactProtocol.SHORT_FIELD_BYTES;
import static dev.intarsia.internal.format.CompactProtocol.STOP_BYTES;
import static dev.intarsia.internal.format.CompactProtocol.TYPE_STRUCT;
import static dev.intarsia.internal.format.CompactProtocol.boolField;
import static dev.intarsia.internal.format.CompactProtocol.i16Field;
import static dev.intarsia.internal.format.CompactProtocol.i32Field;
import static dev.intarsia.internal.format.CompactProtocol.i64Field;
import static dev.intarsia.internal.format.CompactProtocol.listField;
import static dev.intarsia.internal.format.CompactProtocol.stop;

import java.util.List;

/**
 * Writes the struct {@code RowGroup}, whole or column by column: {@link #begin}, then {@link #column} for each, then
 * {@link #end}. The pieces need not stand in one piece of memory; put together in that order they are the struct.
 *
 * <p>The bytes never change once written, but for one hole a column: where the chunk's page indexes lie is known only
 * at the end of the file. The hole of a column is always {@value #HOLE_BEFORE_END} byte before the end of its piece,
 * in front of the stop of {@code ColumnChunk}; it has no width, and what {@link IndexLocationWriter} writes may be
 * linked in there. Bytes left as they are make a valid row group without page indexes.
 *
 * <p>Thread-safe: there is no state.
 */
public final class RowGroupWriter {
    /** Most bytes that {@link #begin} takes. */
    public static final int MAX_BEGIN_BYTES = MAX_LIST_FIELD_BYTES;

    private static final int MAX_UNSORTED_END_BYTES = 5 * MAX_I64_FIELD_BYTES + STOP_BYTES;
    private static final int MAX_SORTING_COLUMN_BYTES = MAX_I32_FIELD_BYTES + 2 * SHORT_FIELD_BYTES + STOP_BYTES;

    /** How many bytes of a column's piece stand behind its hole. */
    public static final int HOLE_BEFORE_END = STOP_BYTES;

    private RowGroupWriter() {}

    /**
     * Most bytes that {@link #write} takes for these columns, of which so many are sorted by. It may exceed what a
     * footer can hold; the caller compares the sum with {@link FileMetaDataWriter#MAX_FOOTER_BYTES}.
     */
    public static long maxBytes(final List<ChunkMetadata> chunks, final int sortingColumns) {
        long bytes = (long) MAX_BEGIN_BYTES + maxEndBytes(sortingColumns);
        for (int i = 0; i < chunks.size(); i++) {
            bytes += maxColumnBytes(chunks.get(i));
        }
        return bytes;
    }

    /**
     * Writes a whole row group.
     *
     * @param at borrowed; room for {@link #maxBytes}
     * @param facts what the row group says about itself
     * @param chunks its columns, in the order of the schema's leaves
     * @param holes receives for each column the offset of its hole in bytes from {@code at}, ascending; as long as
     *     {@code chunks} or longer
     * @return the address behind the struct
     * @throws ArithmeticException if a hole lies beyond 2 GiB, which no footer can hold
     */
    public static long write(
            final long at, final RowGroupFacts facts, final List<ChunkMetadata> chunks, final int[] holes) {
        long out = begin(at, chunks.size());
        for (int i = 0; i < chunks.size(); i++) {
            out = column(out, chunks.get(i));
            holes[i] = Math.toIntExact(out - HOLE_BEFORE_END - at);
        }
        return end(out, facts);
    }

    /**
     * Writes what stands in front of the first column.
     *
     * @param at borrowed; room for {@link #MAX_BEGIN_BYTES}
     * @param columns how many columns will follow
     * @return the address behind it
     */
    public static long begin(final long at, final int columns) {
        return listField(at, FIRST, 1, columns, TYPE_STRUCT); // 1: columns
    }

    /** Most bytes that {@link #column} takes. */
    public static long maxColumnBytes(final ChunkMetadata chunk) {
        return ColumnChunkWriter.maxBytes(chunk);
    }

    /**
     * Writes one column.
     *
     * @param at borrowed; room for {@link #maxColumnBytes}
     * @return the address behind it; the hole is {@link #HOLE_BEFORE_END} before it
     */
    public static long column(final long at, final ChunkMetadata chunk) {
        return ColumnChunkWriter.write(at, chunk);
    }

    /** Most bytes that {@link #end} takes for a row group that is sorted by so many columns. */
    public static int maxEndBytes(final int sortingColumns) {
        return Math.addExact(
                MAX_UNSORTED_END_BYTES + MAX_LIST_FIELD_BYTES,
                Math.multiplyExact(sortingColumns, MAX_SORTING_COLUMN_BYTES));
    }

    /**
     * Writes what stands behind the last column.
     *
     * @param at borrowed; room for {@link #maxEndBytes}
     * @return the address behind the struct
     */
    public static long end(final long at, final RowGroupFacts facts) {
        long out = i64Field(at, 1, 2, facts.uncompressedBytes()); // 2: total_byte_size
        out = i64Field(out, 2, 3, facts.rows()); // 3: num_rows
        int previous = 3;
        final List<SortingColumn> sorting = facts.sortingColumns();
        if (!sorting.isEmpty()) {
            out = listField(out, previous, 4, sorting.size(), TYPE_STRUCT); // 4: sorting_columns
            for (int i = 0; i < sorting.size(); i++) {
                out = writeSortingColumn(out, sorting.get(i));
            }
            previous = 4;
        }
        out = i64Field(out, previous, 5, facts.fileOffset()); // 5: file_offset
        out = i64Field(out, 5, 6, facts.compressedBytes()); // 6: total_compressed_size
        if (facts.ordinal() <= Short.MAX_VALUE) {
            out = i16Field(out, 6, 7, facts.ordinal()); // 7: ordinal
        }
        return stop(out);
    }

    /** Struct {@code SortingColumn}. */
    private static long writeSortingColumn(final long at, final SortingColumn column) {
        long out = i32Field(at, FIRST, 1, column.column()); // 1: column_idx
        out = boolField(out, 1, 2, column.descending()); // 2: descending
        out = boolField(out, 2, 3, column.nullsFirst()); // 3: nulls_first
        return stop(out);
    }
}

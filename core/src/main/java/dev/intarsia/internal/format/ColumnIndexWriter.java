package dev.intarsia.internal.format;

import static dev.intarsia.internal.format.CompactProtocol.FIRST;
import static dev.intarsia.internal.format.CompactProtocol.MAX_I32_BYTES;
import static dev.intarsia.internal.format.CompactProtocol.MAX_I32_FIELD_BYTES;
import static dev.intarsia.internal.format.CompactProtocol.MAX_LIST_FIELD_BYTES;
import static dev.intarsia.internal.format.CompactProtocol.STOP_BYTES;
import static dev.intarsia.internal.format.CompactProtocol.TYPE_BINARY;
import static dev.intarsia.internal.format.CompactProtocol.TYPE_FALSE;
import static dev.intarsia.internal.format.CompactProtocol.TYPE_I64;
import static dev.intarsia.internal.format.CompactProtocol.TYPE_TRUE;
import static dev.intarsia.internal.format.CompactProtocol.i32Field;
import static dev.intarsia.internal.format.CompactProtocol.i64;
import static dev.intarsia.internal.format.CompactProtocol.listField;
import static dev.intarsia.internal.format.CompactProtocol.stop;
import static dev.intarsia.internal.format.CompactProtocol.varint32;

import dev.intarsia.internal.memory.NativeMemory;

/**
 * Writes {@code ColumnIndex}, the bounds and counts of the pages of one chunk, from their {@link PageRecord}s.
 *
 * <p>A chunk has such an index only if every page of it has bounds or nothing but nulls: {@link #possible} tells. One
 * page whose bounds are not known would have to be written with bounds that say too much, and readers would skip rows.
 *
 * <p>Histograms are left out where they say nothing that the counts do not say already: of repetition levels in a
 * column that is not repeated, of definition levels where the highest is 0 or 1. Thread-safe: there is no state.
 */
public final class ColumnIndexWriter {
    /** Most bytes that the index takes beside those of its pages: seven lists and a number. */
    public static final int MAX_FIXED_BYTES = 7 * MAX_LIST_FIELD_BYTES + MAX_I32_FIELD_BYTES + STOP_BYTES;

    private static final int BOOL_BYTES = 1;

    /** A level's count, a page's nulls and its NaNs are below 2^31, so that their varints are those of 32 bits. */
    private static final int MAX_COUNT_BYTES = MAX_I32_BYTES;

    /** Longest histogram whose counts follow from the number of nulls: of levels 0 and 1. */
    private static final int IMPLIED_COUNTS = 2;

    private ColumnIndexWriter() {}

    /**
     * Whether these pages can have a column index.
     *
     * @param records address of the first of consecutive {@link PageRecord}s, borrowed
     * @param pages how many there are
     */
    public static boolean possible(final long records, final int pages) {
        long record = records;
        for (int i = 0; i < pages; i++) {
            if (!PageRecord.hasBounds(record) && !PageRecord.isNullPage(record)) {
                return false;
            }
            record = PageRecord.next(record);
        }
        return pages > 0;
    }

    /** Most bytes that {@link #write} takes for the same pages. It may exceed what an index can hold, see there. */
    public static long maxBytes(final long records, final int pages) {
        long bytes = MAX_FIXED_BYTES;
        long record = records;
        for (int i = 0; i < pages; i++) {
            bytes += maxPageBytes(
                    PageRecord.repetitionCounts(record),
                    PageRecord.definitionCounts(record),
                    PageRecord.minBytes(record),
                    PageRecord.maxBytes(record));
            record = PageRecord.next(record);
        }
        return bytes;
    }

    /**
     * Most bytes that one more page adds to the index, so that room for it can be set aside before the page is written.
     *
     * @param repetitionCounts length of the histogram in its record, see {@link PageRecord#bytes}
     * @param definitionCounts likewise
     * @param minBytes most bytes of its lower bound
     * @param maxBytes most bytes of its upper bound
     */
    public static long maxPageBytes(
            final int repetitionCounts, final int definitionCounts, final int minBytes, final int maxBytes) {
        final long counts = 2L + repetitionCounts + definitionCounts;
        return BOOL_BYTES + 2L * MAX_I32_BYTES + minBytes + maxBytes + counts * MAX_COUNT_BYTES;
    }

    /**
     * Writes the index.
     *
     * @param at borrowed; room for {@link #maxBytes}; that must not exceed 2^31 - 1, for which the file has a field
     * @param records address of the first of consecutive {@link PageRecord}s, borrowed; {@link #possible} for them
     * @param pages how many there are, 1 or more
     * @param boundaryOrderId how their bounds are ordered, see {@link ParquetIds}
     * @param nanCounts whether the column is of floating-point numbers, whose NaNs are counted
     * @return the address behind it
     * @throws ArithmeticException if there are so many pages and levels that a list would have over 2^31 - 1 elements
     */
    public static long write(
            final long at, final long records, final int pages, final int boundaryOrderId, final boolean nanCounts) {
        final int repetitionCounts = PageRecord.repetitionCounts(records);
        final int definitionCounts = PageRecord.definitionCounts(records);
        long out = writeNullPages(at, records, pages); // 1: null_pages
        out = writeMins(out, records, pages); // 2: min_values
        out = writeMaxs(out, records, pages); // 3: max_values
        out = i32Field(out, 3, 4, boundaryOrderId); // 4: boundary_order
        out = writeNullCounts(out, records, pages); // 5: null_counts
        int previous = 5;
        if (repetitionCounts > 1) { // 6: repetition_level_histograms
            out = listField(out, previous, 6, Math.multiplyExact(pages, repetitionCounts), TYPE_I64);
            out = writeHistograms(out, records, pages, 0, repetitionCounts);
            previous = 6;
        }
        if (definitionCounts > IMPLIED_COUNTS) { // 7: definition_level_histograms
            out = listField(out, previous, 7, Math.multiplyExact(pages, definitionCounts), TYPE_I64);
            out = writeHistograms(out, records, pages, repetitionCounts, definitionCounts);
            previous = 7;
        }
        if (nanCounts) {
            out = writeNanCounts(out, previous, records, pages); // 8: nan_counts
        }
        return stop(out);
    }

    /** In a list, unlike in a field, a boolean is a byte: the one that is its type in a field. */
    private static long writeNullPages(final long at, final long records, final int pages) {
        long out = listField(at, FIRST, 1, pages, TYPE_TRUE);
        long record = records;
        for (int i = 0; i < pages; i++) {
            NativeMemory.putByte(out++, (byte) (PageRecord.isNullPage(record) ? TYPE_TRUE : TYPE_FALSE));
            record = PageRecord.next(record);
        }
        return out;
    }

    private static long writeMins(final long at, final long records, final int pages) {
        long out = listField(at, 1, 2, pages, TYPE_BINARY);
        long record = records;
        for (int i = 0; i < pages; i++) {
            out = writeBound(out, PageRecord.min(record), PageRecord.minBytes(record));
            record = PageRecord.next(record);
        }
        return out;
    }

    private static long writeMaxs(final long at, final long records, final int pages) {
        long out = listField(at, 2, 3, pages, TYPE_BINARY);
        long record = records;
        for (int i = 0; i < pages; i++) {
            out = writeBound(out, PageRecord.max(record), PageRecord.maxBytes(record));
            record = PageRecord.next(record);
        }
        return out;
    }

    private static long writeBound(final long at, final long bound, final int bytes) {
        final long out = varint32(at, bytes);
        NativeMemory.copy(bound, out, bytes);
        return out + bytes;
    }

    private static long writeNullCounts(final long at, final long records, final int pages) {
        long out = listField(at, 4, 5, pages, TYPE_I64);
        long record = records;
        for (int i = 0; i < pages; i++) {
            out = i64(out, PageRecord.nulls(record));
            record = PageRecord.next(record);
        }
        return out;
    }

    private static long writeHistograms(
            final long at, final long records, final int pages, final int from, final int counts) {
        long out = at;
        long record = records;
        for (int i = 0; i < pages; i++) {
            for (int level = 0; level < counts; level++) {
                out = i64(out, PageRecord.repetitionCount(record, from + level));
            }
            record = PageRecord.next(record);
        }
        return out;
    }

    private static long writeNanCounts(final long at, final int previous, final long records, final int pages) {
        long out = listField(at, previous, 8, pages, TYPE_I64);
        long record = records;
        for (int i = 0; i < pages; i++) {
            out = i64(out, PageRecord.nans(record));
            record = PageRecord.next(record);
        }
        return out;
    }
}

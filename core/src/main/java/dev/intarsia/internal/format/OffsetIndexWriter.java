package dev.intarsia.internal.format;

import static dev.intarsia.internal.format.CompactProtocol.FIRST;
import static dev.intarsia.internal.format.CompactProtocol.MAX_I32_FIELD_BYTES;
import static dev.intarsia.internal.format.CompactProtocol.MAX_I64_BYTES;
import static dev.intarsia.internal.format.CompactProtocol.MAX_I64_FIELD_BYTES;
import static dev.intarsia.internal.format.CompactProtocol.MAX_LIST_FIELD_BYTES;
import static dev.intarsia.internal.format.CompactProtocol.STOP_BYTES;
import static dev.intarsia.internal.format.CompactProtocol.TYPE_I64;
import static dev.intarsia.internal.format.CompactProtocol.TYPE_STRUCT;
import static dev.intarsia.internal.format.CompactProtocol.i32Field;
import static dev.intarsia.internal.format.CompactProtocol.i64;
import static dev.intarsia.internal.format.CompactProtocol.i64Field;
import static dev.intarsia.internal.format.CompactProtocol.listField;
import static dev.intarsia.internal.format.CompactProtocol.stop;

/**
 * Writes {@code OffsetIndex}, where the data pages of one chunk lie and at which rows they begin, from their
 * {@link PageRecord}s. Every chunk can have one. Thread-safe: there is no state.
 */
public final class OffsetIndexWriter {
    /** Most bytes that one page adds to the index. */
    public static final int MAX_PAGE_BYTES =
            MAX_I64_FIELD_BYTES + MAX_I32_FIELD_BYTES + MAX_I64_FIELD_BYTES + STOP_BYTES + MAX_I64_BYTES;

    private static final int MAX_FIXED_BYTES = 2 * MAX_LIST_FIELD_BYTES + STOP_BYTES;

    private OffsetIndexWriter() {}

    /** Most bytes that {@link #write} takes for so many pages. It may exceed what an index can hold, see there. */
    public static long maxBytes(final int pages) {
        return MAX_FIXED_BYTES + (long) pages * MAX_PAGE_BYTES;
    }

    /**
     * Writes the index.
     *
     * @param at borrowed; room for {@link #maxBytes}; what is written must not exceed 2^31 - 1 bytes, for which
     *     the file has a field
     * @param records address of the first of consecutive {@link PageRecord}s, borrowed; each has a row or more, since
     *     first rows must ascend
     * @param pages how many there are
     * @param firstPageOffset file offset of the first one's page, header included; the pages follow without a gap
     * @param byteArrays whether the physical type is BYTE_ARRAY, whose unencoded sizes are told
     * @return the address behind it
     */
    public static long write(
            final long at, final long records, final int pages, final long firstPageOffset, final boolean byteArrays) {
        long out = listField(at, FIRST, 1, pages, TYPE_STRUCT); // 1: page_locations
        long record = records;
        long fileOffset = firstPageOffset;
        long firstRow = 0;
        for (int i = 0; i < pages; i++) {
            final int storedBytes = PageRecord.storedBytes(record);
            out = writeLocation(out, fileOffset, storedBytes, firstRow);
            fileOffset += storedBytes;
            firstRow += PageRecord.rows(record);
            record = PageRecord.next(record);
        }
        if (byteArrays) {
            out = listField(out, 1, 2, pages, TYPE_I64); // 2: unencoded_byte_array_data_bytes
            record = records;
            for (int i = 0; i < pages; i++) {
                out = i64(out, PageRecord.unencodedBytes(record));
                record = PageRecord.next(record);
            }
        }
        return stop(out);
    }

    /** Struct {@code PageLocation}. */
    private static long writeLocation(
            final long at, final long fileOffset, final int storedBytes, final long firstRow) {
        long out = i64Field(at, FIRST, 1, fileOffset); // 1: offset
        out = i32Field(out, 1, 2, storedBytes); // 2: compressed_page_size
        out = i64Field(out, 2, 3, firstRow); // 3: first_row_index
        return stop(out);
    }
}

package dev.intarsia.internal.format;

import static dev.intarsia.internal.format.CompactProtocol.FIRST;
import static dev.intarsia.internal.format.CompactProtocol.i32Bytes;
import static dev.intarsia.internal.format.CompactProtocol.i32Field;
import static dev.intarsia.internal.format.CompactProtocol.stop;
import static dev.intarsia.internal.format.CompactProtocol.structField;

/**
 * Writes {@code PageHeader} with the header of a data page (version 1) or of a dictionary page inside.
 *
 * <p>The length is known before a byte is written, because the body is in memory first and its header goes right in
 * front of it: {@code writeDataPageV1(body - dataPageV1Bytes(...), ...)} returns {@code body}. The checksum is always
 * there; page-level statistics never are, since they belong in the column index. Levels are RLE, the only encoding
 * for them that this writer has.
 *
 * <p>Sizes are bytes, without the header itself; {@code compressedBytes} is the body as stored. The checksum is
 * CRC-32 of the body as stored, the same 32 bits taken as a signed number. Thread-safe: there is no state.
 */
public final class PageHeaderWriter {
    /** Most bytes that a page header of either kind takes. */
    public static final int MAX_BYTES = 39;

    /** Field headers, type, two level encodings, and the stops of both structs. */
    private static final int DATA_PAGE_V1_FIXED_BYTES = 14;

    /** Field headers, type, and the stops of both structs. */
    private static final int DICTIONARY_PAGE_FIXED_BYTES = 10;

    private PageHeaderWriter() {}

    /** Exact length in bytes of the header that {@link #writeDataPageV1} writes for the same arguments. */
    public static int dataPageV1Bytes(
            final int uncompressedBytes,
            final int compressedBytes,
            final int crc,
            final int values,
            final int encodingId) {
        return DATA_PAGE_V1_FIXED_BYTES
                + i32Bytes(uncompressedBytes)
                + i32Bytes(compressedBytes)
                + i32Bytes(crc)
                + i32Bytes(values)
                + i32Bytes(encodingId);
    }

    /**
     * Writes the header of a version 1 data page.
     *
     * @param at borrowed; room for {@link #dataPageV1Bytes} of the same arguments
     * @param values values of the page with its nulls: the number of its levels
     * @param encodingId encoding of the values, see {@link ParquetIds}
     * @return the address behind the header
     */
    public static long writeDataPageV1(
            final long at,
            final int uncompressedBytes,
            final int compressedBytes,
            final int crc,
            final int values,
            final int encodingId) {
        long out = writeCommon(at, ParquetIds.PAGE_DATA, uncompressedBytes, compressedBytes, crc);
        out = structField(out, 4, 5); // 5: data_page_header
        out = i32Field(out, FIRST, 1, values); // 1: num_values
        out = i32Field(out, 1, 2, encodingId); // 2: encoding
        out = i32Field(out, 2, 3, ParquetIds.ENCODING_RLE); // 3: definition_level_encoding
        out = i32Field(out, 3, 4, ParquetIds.ENCODING_RLE); // 4: repetition_level_encoding
        return stop(stop(out));
    }

    /** Exact length in bytes of the header that {@link #writeDictionaryPage} writes for the same arguments. */
    public static int dictionaryPageBytes(
            final int uncompressedBytes, final int compressedBytes, final int crc, final int entries) {
        return DICTIONARY_PAGE_FIXED_BYTES
                + i32Bytes(uncompressedBytes)
                + i32Bytes(compressedBytes)
                + i32Bytes(crc)
                + i32Bytes(entries)
                + i32Bytes(ParquetIds.ENCODING_PLAIN);
    }

    /**
     * Writes the header of a dictionary page, whose entries are PLAIN.
     *
     * @param at borrowed; room for {@link #dictionaryPageBytes} of the same arguments
     * @param entries entries of the dictionary; not 0, because readers trip over an empty dictionary
     * @return the address behind the header
     */
    public static long writeDictionaryPage(
            final long at, final int uncompressedBytes, final int compressedBytes, final int crc, final int entries) {
        long out = writeCommon(at, ParquetIds.PAGE_DICTIONARY, uncompressedBytes, compressedBytes, crc);
        out = structField(out, 4, 7); // 7: dictionary_page_header
        out = i32Field(out, FIRST, 1, entries); // 1: num_values
        out = i32Field(out, 1, 2, ParquetIds.ENCODING_PLAIN); // 2: encoding
        return stop(stop(out));
    }

    /** The fields that pages of every kind begin with; the header of the kind follows field 4. */
    private static long writeCommon(
            final long at,
            final int pageTypeId,
            final int uncompressedBytes,
            final int compressedBytes,
            final int crc) {
        long out = i32Field(at, FIRST, 1, pageTypeId); // 1: type
        out = i32Field(out, 1, 2, uncompressedBytes); // 2: uncompressed_page_size
        out = i32Field(out, 2, 3, compressedBytes); // 3: compressed_page_size
        return i32Field(out, 3, 4, crc); // 4: crc
    }
}

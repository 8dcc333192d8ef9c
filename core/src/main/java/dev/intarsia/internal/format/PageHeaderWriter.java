package dev.intarsia.internal.format;

import static dev.intarsia.internal.format.CompactProtocol.FIRST;
import static dev.intarsia.internal.format.CompactProtocol.SHORT_FIELD_BYTES;
import static dev.intarsia.internal.format.CompactProtocol.boolField;
import static dev.intarsia.internal.format.CompactProtocol.i32Bytes;
import static dev.intarsia.internal.format.CompactProtocol.i32Field;
import static dev.intarsia.internal.format.CompactProtocol.stop;
import static dev.intarsia.internal.format.CompactProtocol.structField;

/**
 * Writes {@code PageHeader} with the header of a data page, version 1 or 2, or of a dictionary page inside.
 *
 * <p>The length is known before a byte is written, because the body is in memory first and its header goes right in
 * front of it: {@code writeDataPageV1(body - dataPageV1Bytes(...), ...)} returns {@code body}. The checksum is always
 * there; statistics are for readers that know no column index, and so an option. Levels are RLE, the only encoding for
 * them that this writer has.
 *
 * <p>Sizes are bytes, without the header itself; {@code compressedBytes} is the body as stored. The checksum is
 * CRC-32 of the body as stored, the same 32 bits taken as a signed number. Thread-safe: there is no state.
 */
public final class PageHeaderWriter {
    /** Most bytes that the header of a dictionary page, or of a version 1 data page without statistics, takes. */
    public static final int MAX_BYTES = 39;

    /** Most bytes that the header of a version 2 data page without statistics takes. */
    public static final int MAX_V2_BYTES = 60;

    /** Field headers, type, two level encodings, and the stops of both structs. */
    private static final int DATA_PAGE_V1_FIXED_BYTES = 14;

    /** Field headers, type, and the stops of both structs. */
    private static final int DATA_PAGE_V2_FIXED_BYTES = 14;

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
     * Writes the header of a version 1 data page without statistics.
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
        return writeDataPageV1(at, uncompressedBytes, compressedBytes, crc, values, encodingId, null);
    }

    /** As {@link #dataPageV1Bytes}, with statistics or {@code null} for none. */
    public static int dataPageV1Bytes(
            final int uncompressedBytes,
            final int compressedBytes,
            final int crc,
            final int values,
            final int encodingId,
            final ChunkStatistics statistics) {
        return dataPageV1Bytes(uncompressedBytes, compressedBytes, crc, values, encodingId)
                + statisticsBytes(statistics);
    }

    /**
     * Writes the header of a version 1 data page.
     *
     * @param at borrowed; room for {@link #dataPageV1Bytes} of the same arguments
     * @param values values of the page with its nulls: the number of its levels
     * @param encodingId encoding of the values, see {@link ParquetIds}
     * @param statistics those of the page, or {@code null} for none
     * @return the address behind the header
     */
    public static long writeDataPageV1(
            final long at,
            final int uncompressedBytes,
            final int compressedBytes,
            final int crc,
            final int values,
            final int encodingId,
            final ChunkStatistics statistics) {
        long out = writeCommon(at, ParquetIds.PAGE_DATA, uncompressedBytes, compressedBytes, crc);
        out = structField(out, 4, 5); // 5: data_page_header
        out = i32Field(out, FIRST, 1, values); // 1: num_values
        out = i32Field(out, 1, 2, encodingId); // 2: encoding
        out = i32Field(out, 2, 3, ParquetIds.ENCODING_RLE); // 3: definition_level_encoding
        out = i32Field(out, 3, 4, ParquetIds.ENCODING_RLE); // 4: repetition_level_encoding
        out = writeStatistics(out, 4, 5, statistics); // 5: statistics
        return stop(stop(out));
    }

    /** Exact length in bytes of the header that {@link #writeDataPageV2} writes for the same arguments. */
    public static int dataPageV2Bytes(
            final int uncompressedBytes,
            final int compressedBytes,
            final int crc,
            final DataPageV2 page,
            final ChunkStatistics statistics) {
        return DATA_PAGE_V2_FIXED_BYTES
                + i32Bytes(uncompressedBytes)
                + i32Bytes(compressedBytes)
                + i32Bytes(crc)
                + i32Bytes(page.values())
                + i32Bytes(page.nulls())
                + i32Bytes(page.rows())
                + i32Bytes(page.encodingId())
                + i32Bytes(page.definitionBytes())
                + i32Bytes(page.repetitionBytes())
                + (page.compressed() ? 0 : SHORT_FIELD_BYTES)
                + statisticsBytes(statistics);
    }

    /**
     * Writes the header of a version 2 data page. Both sizes count the levels, which are never compressed.
     *
     * @param at borrowed; room for {@link #dataPageV2Bytes} of the same arguments
     * @param page what the page holds
     * @param statistics those of the page, or {@code null} for none
     * @return the address behind the header
     */
    public static long writeDataPageV2(
            final long at,
            final int uncompressedBytes,
            final int compressedBytes,
            final int crc,
            final DataPageV2 page,
            final ChunkStatistics statistics) {
        long out = writeCommon(at, ParquetIds.PAGE_DATA_V2, uncompressedBytes, compressedBytes, crc);
        out = structField(out, 4, 8); // 8: data_page_header_v2
        out = i32Field(out, FIRST, 1, page.values()); // 1: num_values
        out = i32Field(out, 1, 2, page.nulls()); // 2: num_nulls
        out = i32Field(out, 2, 3, page.rows()); // 3: num_rows
        out = i32Field(out, 3, 4, page.encodingId()); // 4: encoding
        out = i32Field(out, 4, 5, page.definitionBytes()); // 5: definition_levels_byte_length
        out = i32Field(out, 5, 6, page.repetitionBytes()); // 6: repetition_levels_byte_length
        int previous = 6;
        if (!page.compressed()) {
            out = boolField(out, previous, 7, false); // 7: is_compressed, true where it is missing
            previous = 7;
        }
        out = writeStatistics(out, previous, 8, statistics); // 8: statistics
        return stop(stop(out));
    }

    /**
     * Most bytes that statistics add to the header of a data page.
     *
     * @param minBytes most bytes of the lower bound, 0 if there will be none
     * @param maxBytes most bytes of the upper bound, 0 if there will be none
     */
    public static int maxStatisticsBytes(final int minBytes, final int maxBytes) {
        return Math.toIntExact(SHORT_FIELD_BYTES + StatisticsWriter.maxBytes(minBytes, maxBytes));
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

    private static int statisticsBytes(final ChunkStatistics statistics) {
        return statistics == null ? 0 : SHORT_FIELD_BYTES + StatisticsWriter.bytes(statistics);
    }

    private static long writeStatistics(
            final long at, final int previous, final int id, final ChunkStatistics statistics) {
        return statistics == null ? at : StatisticsWriter.write(structField(at, previous, id), statistics);
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

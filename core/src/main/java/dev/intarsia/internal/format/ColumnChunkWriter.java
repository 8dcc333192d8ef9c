package dev.intarsia.internal.format;

import static dev.intarsia.internal.format.CompactProtocol.FIRST;
import static dev.intarsia.internal.format.CompactProtocol.MAX_I32_FIELD_BYTES;
import static dev.intarsia.internal.format.CompactProtocol.MAX_I64_FIELD_BYTES;
import static dev.intarsia.internal.format.CompactProtocol.MAX_LIST_FIELD_BYTES;
import static dev.intarsia.internal.format.CompactProtocol.SHORT_FIELD_BYTES;
import static dev.intarsia.internal.format.CompactProtocol.STOP_BYTES;
import static dev.intarsia.internal.format.CompactProtocol.TYPE_I32;
import static dev.intarsia.internal.format.CompactProtocol.TYPE_STRUCT;
import static dev.intarsia.internal.format.CompactProtocol.i32Field;
import static dev.intarsia.internal.format.CompactProtocol.i64Field;
import static dev.intarsia.internal.format.CompactProtocol.listField;
import static dev.intarsia.internal.format.CompactProtocol.prepared;
import static dev.intarsia.internal.format.CompactProtocol.stop;
import static dev.intarsia.internal.format.CompactProtocol.structField;

import dev.intarsia.internal.memory.NativeMemory;
import java.util.List;

/** Writes {@code ColumnChunk}, {@code ColumnMetaData} and {@code PageEncodingStats}. Thread-safe: there is no state. */
final class ColumnChunkWriter {
    /** An encoding id is below 31, so that its zigzag form is one byte. */
    private static final int ENCODING_BYTES = 1;

    private static final int MAX_ENCODING_STATS_BYTES = 3 * MAX_I32_FIELD_BYTES + STOP_BYTES;

    private ColumnChunkWriter() {}

    static long maxBytes(final ChunkMetadata chunk) {
        return chunk.template().beforeEncodings.length
                + MAX_LIST_FIELD_BYTES
                + Integer.bitCount(chunk.encodings()) * ENCODING_BYTES
                + chunk.template().afterEncodings.length
                + 5 * MAX_I64_FIELD_BYTES
                + SHORT_FIELD_BYTES
                + StatisticsWriter.maxBytes(chunk.statistics())
                + MAX_LIST_FIELD_BYTES
                + (long) chunk.encodingStats().size() * MAX_ENCODING_STATS_BYTES
                + maxOptionalBytes(chunk)
                + STOP_BYTES
                + STOP_BYTES;
    }

    private static long maxOptionalBytes(final ChunkMetadata chunk) {
        long bytes = 0;
        if (chunk.bloom().bytes() > 0) {
            bytes += MAX_I64_FIELD_BYTES + MAX_I32_FIELD_BYTES;
        }
        if (!chunk.sizes().isEmpty()) {
            bytes += SHORT_FIELD_BYTES + SizeStatisticsWriter.maxBytes(chunk.sizes());
        }
        if (!chunk.geospatial().isEmpty()) {
            bytes += SHORT_FIELD_BYTES + GeospatialStatisticsWriter.maxBytes(chunk.geospatial());
        }
        return bytes;
    }

    /** Struct {@code ColumnChunk}. Its fields 4 to 7 may be inserted in front of its last byte, the stop. */
    static long write(final long at, final ChunkMetadata chunk) {
        long out = prepared(at, chunk.template().beforeEncodings); // 2: file_offset, 3: meta_data, and in it 1: type
        out = writeMetaData(out, chunk);
        return stop(out);
    }

    /** Struct {@code ColumnMetaData} behind its field 1. */
    private static long writeMetaData(final long at, final ChunkMetadata chunk) {
        long out = writeEncodings(at, chunk.encodings()); // 2: encodings
        out = prepared(out, chunk.template().afterEncodings); // 3: path_in_schema, 4: codec
        out = i64Field(out, 4, 5, chunk.values()); // 5: num_values
        out = i64Field(out, 5, 6, chunk.uncompressedBytes()); // 6: total_uncompressed_size
        out = i64Field(out, 6, 7, chunk.compressedBytes()); // 7: total_compressed_size
        out = i64Field(out, 7, 9, chunk.dataPageOffset()); // 9: data_page_offset
        int previous = 9;
        if (chunk.dictionaryPageOffset() != ChunkMetadata.NO_DICTIONARY) {
            out = i64Field(out, previous, 11, chunk.dictionaryPageOffset()); // 11: dictionary_page_offset
            previous = 11;
        }
        out = structField(out, previous, 12); // 12: statistics
        out = StatisticsWriter.write(out, chunk.statistics());
        final List<PageEncodingStats> encodingStats = chunk.encodingStats();
        out = listField(out, 12, 13, encodingStats.size(), TYPE_STRUCT); // 13: encoding_stats
        for (int i = 0; i < encodingStats.size(); i++) {
            out = writeEncodingStats(out, encodingStats.get(i));
        }
        previous = 13;
        if (chunk.bloom().bytes() > 0) {
            out = i64Field(out, previous, 14, chunk.bloom().fileOffset()); // 14: bloom_filter_offset
            out = i32Field(out, 14, 15, chunk.bloom().bytes()); // 15: bloom_filter_length
            previous = 15;
        }
        if (!chunk.sizes().isEmpty()) {
            out = SizeStatisticsWriter.write(structField(out, previous, 16), chunk.sizes()); // 16: size_statistics
            previous = 16;
        }
        if (!chunk.geospatial().isEmpty()) {
            out = structField(out, previous, 17); // 17: geospatial_statistics
            out = GeospatialStatisticsWriter.write(out, chunk.geospatial());
        }
        return stop(out);
    }

    /** The ids of a set of encodings, ascending: a list without duplicates, the same for the same facts. */
    private static long writeEncodings(final long at, final int encodings) {
        long out = listField(at, 1, 2, Integer.bitCount(encodings), TYPE_I32);
        for (int rest = encodings; rest != 0; rest &= rest - 1) {
            NativeMemory.putByte(out, (byte) (Integer.numberOfTrailingZeros(rest) << 1)); // a zigzag of one byte
            out += ENCODING_BYTES;
        }
        return out;
    }

    /** Struct {@code PageEncodingStats}. */
    private static long writeEncodingStats(final long at, final PageEncodingStats stats) {
        long out = i32Field(at, FIRST, 1, stats.pageTypeId()); // 1: page_type
        out = i32Field(out, 1, 2, stats.encodingId()); // 2: encoding
        out = i32Field(out, 2, 3, stats.pages()); // 3: count
        return stop(out);
    }
}

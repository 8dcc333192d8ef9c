package dev.intarsia.internal.format;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * The metadata of one column chunk as a file has it, so that its bytes can be taken over into another: all of {@code
 * ColumnMetaData} stays as it was written, but for the file offsets in it. Immutable; the bytes are borrowed from the
 * footer.
 *
 * <p>A struct of the compact protocol does not tell its length, so an offset may become longer or shorter where it
 * stands. Fields that this version does not know are left out: they might hold another offset.
 */
public final class StoredChunk {
    private static final int TYPE = 1;
    private static final int DATA_PAGE_OFFSET = 9;
    private static final int INDEX_PAGE_OFFSET = 10;
    private static final int DICTIONARY_PAGE_OFFSET = 11;
    private static final int BLOOM_FILTER_OFFSET = 14;
    private static final int GEOSPATIAL_STATISTICS = 17;

    private final byte[] bytes;
    private int from;
    private int end;
    private int typeId = -1;
    private int codecId = -1;
    private int pathFrom;
    private int pathEnd;
    private int encodings;
    private long values = -1;
    private long uncompressedBytes = -1;
    private long storedBytes = -1;
    private long nulls;
    private long nans;
    private final Offset dataPage = new Offset();
    private final Offset dictionaryPage = new Offset();
    private final Offset bloom = new Offset();
    private int bloomBytes;
    private long offsetIndexOffset;
    private int offsetIndexBytes;
    private long columnIndexOffset;
    private int columnIndexBytes;
    private int placesFrom;
    private int placesEnd;

    /** A file offset and where in the footer it stands. */
    private static final class Offset {
        private long value = -1;
        private int from;
        private int end;

        void read(final CompactReader in) throws IOException {
            from = in.position();
            value = in.i64Field();
            end = in.position();
        }

        boolean isThere() {
            return end > 0;
        }
    }

    private StoredChunk(final byte[] bytes) {
        this.bytes = bytes;
    }

    /** Reads {@code ColumnChunk}. */
    static StoredChunk read(final CompactReader in, final byte[] bytes) throws IOException {
        final StoredChunk chunk = new StoredChunk(bytes);
        for (int id = in.field(0); id != CompactReader.STOP; id = in.field(id)) {
            switch (id) {
                case 1 -> throw in.malformed("a column is said to stand in another file"); // file_path
                case 3 -> { // meta_data
                    in.structField();
                    chunk.readMetaData(in);
                    chunk.placesFrom = in.position();
                }
                case 4 -> chunk.offsetIndexOffset = in.i64Field(); // offset_index_offset
                case 5 -> chunk.offsetIndexBytes = in.i32Field(); // offset_index_length
                case 6 -> chunk.columnIndexOffset = in.i64Field(); // column_index_offset
                case 7 -> chunk.columnIndexBytes = in.i32Field(); // column_index_length
                case 8, 9 -> throw in.malformed("a column is said to be encrypted"); // crypto_metadata and its like
                default -> in.skipField();
            }
        }
        chunk.placesEnd = in.position() - CompactProtocol.STOP_BYTES;
        chunk.requireSound(in);
        return chunk;
    }

    private void readMetaData(final CompactReader in) throws IOException {
        from = in.position();
        int fieldFrom = from;
        for (int id = in.field(0); id != CompactReader.STOP; id = in.field(id)) {
            if (id > GEOSPATIAL_STATISTICS) {
                end = end == 0 ? fieldFrom : end;
                in.skipField();
                continue;
            }
            switch (id) {
                case TYPE -> typeId = in.i32Field();
                case 2 -> readEncodings(in); // encodings
                case 3 -> { // path_in_schema
                    pathFrom = in.position();
                    in.skipField();
                    pathEnd = in.position();
                }
                case 4 -> codecId = in.i32Field(); // codec
                case 5 -> values = in.i64Field(); // num_values
                case 6 -> uncompressedBytes = in.i64Field(); // total_uncompressed_size
                case 7 -> storedBytes = in.i64Field(); // total_compressed_size
                case DATA_PAGE_OFFSET -> dataPage.read(in);
                case INDEX_PAGE_OFFSET -> throw in.malformed("a column has an index page, which Intarsia never wrote");
                case DICTIONARY_PAGE_OFFSET -> dictionaryPage.read(in);
                case 12 -> { // statistics
                    in.structField();
                    readStatistics(in);
                }
                case BLOOM_FILTER_OFFSET -> bloom.read(in);
                case 15 -> bloomBytes = in.i32Field(); // bloom_filter_length
                default -> in.skipField(); // encoding_stats, size and geospatial statistics: as they are
            }
            fieldFrom = in.position();
        }
        end = end == 0 ? fieldFrom : end;
    }

    private void readEncodings(final CompactReader in) throws IOException {
        for (int left = in.listField(CompactProtocol.TYPE_I32); left > 0; left--) {
            final int encoding = in.i32();
            if (!ParquetIds.isWrittenEncoding(encoding)) {
                throw in.malformed("a column has the encoding " + encoding + ", which Intarsia never wrote");
            }
            encodings |= 1 << encoding;
        }
    }

    private void readStatistics(final CompactReader in) throws IOException {
        for (int id = in.field(0); id != CompactReader.STOP; id = in.field(id)) {
            switch (id) {
                case 3 -> nulls = in.i64Field(); // null_count
                case 9 -> nans = in.i64Field(); // nan_count
                default -> in.skipField();
            }
        }
    }

    private void requireSound(final CompactReader in) throws IOException {
        if (typeId < 0 || !dataPage.isThere() || uncompressedBytes < 0 || storedBytes <= 0) {
            throw in.malformed("a column has ended that does not state its type, its sizes or where its pages are");
        }
        if (!ParquetIds.isWrittenCodec(codecId)) {
            throw in.malformed("a column has the codec " + codecId + ", which Intarsia never wrote");
        }
        if (nulls < 0 || nans < 0 || nulls > values - nans) {
            throw in.malformed("a column has " + nulls + " nulls and " + nans + " NaNs among " + values + " values");
        }
        final long pastFirst = dataPage.value - fileOffset();
        if (fileOffset() < 0 || pastFirst < 0 || pastFirst >= storedBytes) {
            throw in.malformed("a column has its dictionary at file offset " + dictionaryPage.value
                    + " and its first data page at " + dataPage.value + ", in " + storedBytes + " bytes");
        }
        if (bloom.isThere() ? bloom.value < FileMetaDataWriter.MAGIC_BYTES || bloomBytes <= 0 : bloomBytes != 0) {
            throw in.malformed("a column has a Bloom filter of " + bloomBytes + " bytes at file offset " + bloom.value);
        }
        if (isNoLocation(offsetIndexOffset, offsetIndexBytes)
                || isNoLocation(columnIndexOffset, columnIndexBytes)
                || columnIndexBytes > 0 && offsetIndexBytes == 0) {
            throw in.malformed("a column has an offset index of " + offsetIndexBytes + " bytes at file offset "
                    + offsetIndexOffset + " and a column index of " + columnIndexBytes + " at " + columnIndexOffset);
        }
    }

    private static boolean isNoLocation(final long offset, final int length) {
        return length < 0 || (length == 0 ? offset != 0 : offset < FileMetaDataWriter.MAGIC_BYTES);
    }

    /** Whether this is a chunk of the column with this type and this path. */
    public boolean isOf(final PrimitiveTypeName type, final List<String> path) {
        final CompactBytes expected = new CompactBytes();
        expected.listHeader(path.size(), CompactProtocol.TYPE_BINARY);
        for (final String name : path) {
            expected.binary(name.getBytes(StandardCharsets.UTF_8));
        }
        final byte[] names = expected.toByteArray();
        return typeId == ParquetIds.physicalType(type)
                && Arrays.equals(names, 0, names.length, bytes, pathFrom, pathEnd);
    }

    /** The encodings used, a set of bits by id, all of which {@link ParquetIds#encodingName} knows. */
    public int encodings() {
        return encodings;
    }

    /** Values, nulls included; no fewer than the row group has rows. */
    public long values() {
        return values;
    }

    /** Bytes of its pages before compression, headers included. */
    public long uncompressedBytes() {
        return uncompressedBytes;
    }

    /** Bytes of its pages as stored, headers included; above 0. */
    public long storedBytes() {
        return storedBytes;
    }

    public long nulls() {
        return nulls;
    }

    /** NaNs; 0 where the file does not count them. */
    public long nans() {
        return nans;
    }

    /** File offset of its first page. */
    public long fileOffset() {
        return dictionaryPage.isThere() ? dictionaryPage.value : dataPage.value;
    }

    /** File offset of its first data page. */
    public long dataPageOffset() {
        return dataPage.value;
    }

    /** Where its Bloom filter lies. */
    public BloomLocation bloom() {
        return bloom.isThere() ? new BloomLocation(bloom.value, bloomBytes) : BloomLocation.NONE;
    }

    /** File offset of its offset index; without meaning if that has no bytes. */
    public long offsetIndexOffset() {
        return offsetIndexOffset;
    }

    /** Bytes of its offset index, 0 if there is none. */
    public int offsetIndexBytes() {
        return offsetIndexBytes;
    }

    /** File offset of its column index; without meaning if that has no bytes. */
    public long columnIndexOffset() {
        return columnIndexOffset;
    }

    /** Bytes of its column index, 0 if there is none; there is none without an offset index. */
    public int columnIndexBytes() {
        return columnIndexBytes;
    }

    /** Where in the footer the places of its indexes begin. */
    int placesFrom() {
        return placesFrom;
    }

    /** Where in the footer the places of its indexes end; they begin there if it has none. */
    int placesEnd() {
        return placesEnd;
    }

    /**
     * {@code ColumnChunk} as {@link RowGroupWriter#column} would write it for the chunk in its new place: with the hole
     * for its indexes.
     *
     * @param shift how many bytes further on, or back if negative, its pages lie
     * @param bloomOffset where its Bloom filter lies; without meaning if it has none
     * @return transferred; a new array
     */
    public byte[] moved(final long shift, final long bloomOffset) {
        final CompactBytes out = new CompactBytes();
        out.struct(CompactProtocol.FIRST);
        out.zeroI64Field(2); // 2: file_offset
        out.structField(3); // 3: meta_data
        int copied = move(out, from, dataPage, dataPage.value + shift);
        copied = move(out, copied, dictionaryPage, dictionaryPage.value + shift);
        copied = move(out, copied, bloom, bloomOffset);
        out.prepared(bytes, copied, end);
        out.stop();
        out.stop();
        return out.toByteArray();
    }

    private int move(final CompactBytes out, final int copied, final Offset offset, final long value) {
        if (!offset.isThere()) {
            return copied;
        }
        out.prepared(bytes, copied, offset.from);
        out.i64(value);
        return offset.end;
    }
}

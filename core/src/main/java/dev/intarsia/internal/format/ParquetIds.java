package dev.intarsia.internal.format;

import dev.intarsia.options.Compression;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * The numbers that {@code parquet.thrift} gives to page types, encodings, codecs, physical types
 * and boundary orders. Immutable.
 */
public final class ParquetIds {
    public static final int PAGE_DATA = 0;
    public static final int PAGE_DICTIONARY = 2;
    public static final int PAGE_DATA_V2 = 3;

    public static final int ENCODING_PLAIN = 0;
    public static final int ENCODING_RLE = 3;
    public static final int ENCODING_DELTA_BINARY_PACKED = 5;
    public static final int ENCODING_DELTA_LENGTH_BYTE_ARRAY = 6;
    public static final int ENCODING_DELTA_BYTE_ARRAY = 7;
    public static final int ENCODING_RLE_DICTIONARY = 8;
    public static final int ENCODING_BYTE_STREAM_SPLIT = 9;

    /** Order of the bounds in a column index: none, or not looked for. */
    public static final int BOUNDARY_UNORDERED = 0;

    /** Neither the minima nor the maxima get smaller from page to page. */
    public static final int BOUNDARY_ASCENDING = 1;

    /** Neither the minima nor the maxima get larger from page to page. */
    public static final int BOUNDARY_DESCENDING = 2;

    private ParquetIds() {}

    /**
     * Id of a codec. Of the two that are LZ4, 7 is the raw block, 5 the framing of Hadoop, on which readers disagree.
     */
    public static int codec(final Compression.Codec codec) {
        return switch (codec) {
            case UNCOMPRESSED -> 0;
            case SNAPPY -> 1;
            case GZIP -> 2;
            case LZ4 -> 5;
            case ZSTD -> 6;
            case LZ4_RAW -> 7;
        };
    }

    /** Id of a physical type. */
    public static int physicalType(final PrimitiveTypeName type) {
        return switch (type) {
            case BOOLEAN -> 0;
            case INT32 -> 1;
            case INT64 -> 2;
            case INT96 -> 3;
            case FLOAT -> 4;
            case DOUBLE -> 5;
            case BINARY -> 6;
            case FIXED_LEN_BYTE_ARRAY -> 7;
        };
    }

    /** The format's name of a physical type, which is the schema model's but for byte arrays. */
    public static String physicalTypeName(final PrimitiveTypeName type) {
        return type == PrimitiveTypeName.BINARY ? "BYTE_ARRAY" : type.name();
    }

    /** Whether writers of ours have, or had, a codec with this id: LZO and BROTLI they never had. */
    static boolean isWrittenCodec(final int id) {
        return id >= 0 && id <= 7 && id != 3 && id != 4;
    }

    /** Whether writers of ours have this encoding, so that {@link #encodingName} knows it. */
    public static boolean isWrittenEncoding(final int id) {
        return id == ENCODING_PLAIN
                || id == ENCODING_RLE
                || id >= ENCODING_DELTA_BINARY_PACKED && id <= ENCODING_BYTE_STREAM_SPLIT;
    }

    /** The format's name of an encoding that this writer has. */
    public static String encodingName(final int id) {
        return switch (id) {
            case ENCODING_PLAIN -> "PLAIN";
            case ENCODING_RLE -> "RLE";
            case ENCODING_DELTA_BINARY_PACKED -> "DELTA_BINARY_PACKED";
            case ENCODING_DELTA_LENGTH_BYTE_ARRAY -> "DELTA_LENGTH_BYTE_ARRAY";
            case ENCODING_DELTA_BYTE_ARRAY -> "DELTA_BYTE_ARRAY";
            case ENCODING_RLE_DICTIONARY -> "RLE_DICTIONARY";
            case ENCODING_BYTE_STREAM_SPLIT -> "BYTE_STREAM_SPLIT";
            default -> throw new AssertionError("no writer of ours has the encoding " + id);
        };
    }
}

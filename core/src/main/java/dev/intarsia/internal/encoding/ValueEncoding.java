package dev.intarsia.internal.encoding;

import dev.intarsia.internal.format.ParquetIds;
import dev.intarsia.internal.memory.NativeMemory;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * The encodings of values that have no dictionary, from their PLAIN form, which is what an open page holds. Immutable.
 *
 * <p>In every method {@code width} is the bytes of a value of fixed width; 0 for byte arrays, whose PLAIN form begins
 * with the length of each, and for booleans, whose PLAIN form is a bitmap.
 */
public enum ValueEncoding {
    PLAIN(ParquetIds.ENCODING_PLAIN),
    DELTA_BINARY_PACKED(ParquetIds.ENCODING_DELTA_BINARY_PACKED),
    DELTA_LENGTH_BYTE_ARRAY(ParquetIds.ENCODING_DELTA_LENGTH_BYTE_ARRAY),
    DELTA_BYTE_ARRAY(ParquetIds.ENCODING_DELTA_BYTE_ARRAY),
    BYTE_STREAM_SPLIT(ParquetIds.ENCODING_BYTE_STREAM_SPLIT),
    RLE(ParquetIds.ENCODING_RLE);

    private final int id;

    ValueEncoding(final int id) {
        this.id = id;
    }

    /** Parquet's id. */
    public int id() {
        return id;
    }

    /** Whether the format has this encoding for values of a physical type. */
    public boolean suits(final PrimitiveTypeName type) {
        return switch (this) {
            case PLAIN -> true;
            case DELTA_BINARY_PACKED -> type == PrimitiveTypeName.INT32 || type == PrimitiveTypeName.INT64;
            case DELTA_LENGTH_BYTE_ARRAY -> type == PrimitiveTypeName.BINARY;
            case DELTA_BYTE_ARRAY -> type == PrimitiveTypeName.BINARY || type == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
            case BYTE_STREAM_SPLIT -> type != PrimitiveTypeName.BINARY && type != PrimitiveTypeName.BOOLEAN;
            case RLE -> type == PrimitiveTypeName.BOOLEAN;
        };
    }

    /**
     * Whether readers in wide use know this encoding for values of a physical type, so that it may be chosen unasked.
     * BYTE_STREAM_SPLIT of integers and of fixed-length values came with format 2.11, and DuckDB 2.0 still refuses the
     * latter; DELTA_BYTE_ARRAY of fixed-length values was written by hardly anybody before.
     */
    public boolean isWidelyReadFor(final PrimitiveTypeName type) {
        return switch (this) {
            case BYTE_STREAM_SPLIT -> type == PrimitiveTypeName.FLOAT || type == PrimitiveTypeName.DOUBLE;
            case DELTA_BYTE_ARRAY -> type == PrimitiveTypeName.BINARY;
            default -> suits(type);
        };
    }

    /** Bytes that {@link #encode} writes at most, room to work in included. */
    public long maxBytes(final int count, final long plainBytes, final int width) {
        return switch (this) {
            case PLAIN, BYTE_STREAM_SPLIT -> plainBytes;
            case DELTA_BINARY_PACKED -> DeltaBinaryPacked.maxBytes(count, width);
            case DELTA_LENGTH_BYTE_ARRAY -> DeltaLengthByteArray.maxBytes(count, plainBytes);
            case DELTA_BYTE_ARRAY -> DeltaByteArray.maxBytes(count, plainBytes);
            case RLE -> RleBooleans.maxBytes(count);
        };
    }

    /** Exact bytes that {@link #encode} would write. */
    public long measure(final long plain, final int count, final long plainBytes, final int width) {
        return switch (this) {
            case PLAIN, BYTE_STREAM_SPLIT -> plainBytes;
            case DELTA_BINARY_PACKED ->
                width == Integer.BYTES
                        ? DeltaBinaryPacked.measureInts(plain, count)
                        : DeltaBinaryPacked.measureLongs(plain, count);
            case DELTA_LENGTH_BYTE_ARRAY -> DeltaLengthByteArray.measure(plain, count, plainBytes);
            case DELTA_BYTE_ARRAY ->
                width == 0
                        ? DeltaByteArray.measure(plain, count, plainBytes)
                        : DeltaByteArray.measureFixed(plain, count, width);
            case RLE -> RleBooleans.measure(plain, count);
        };
    }

    /** Writes the values to {@code out}; returns the address behind them. */
    public long encode(final long plain, final int count, final long plainBytes, final int width, final long out) {
        switch (this) {
            case PLAIN -> {
                NativeMemory.copy(plain, out, plainBytes);
                return out + plainBytes;
            }
            case DELTA_BINARY_PACKED -> {
                return width == Integer.BYTES
                        ? DeltaBinaryPacked.encodeInts(plain, count, out)
                        : DeltaBinaryPacked.encodeLongs(plain, count, out);
            }
            case DELTA_LENGTH_BYTE_ARRAY -> {
                return DeltaLengthByteArray.encode(plain, count, plainBytes, out);
            }
            case DELTA_BYTE_ARRAY -> {
                return width == 0
                        ? DeltaByteArray.encode(plain, count, plainBytes, out)
                        : DeltaByteArray.encodeFixed(plain, count, width, out);
            }
            case BYTE_STREAM_SPLIT -> {
                ByteStreamSplit.encode(plain, count, width, out);
                return out + plainBytes;
            }
            case RLE -> {
                return RleBooleans.encode(plain, count, out);
            }
        }
        throw new AssertionError(this + " has no kernel");
    }
}

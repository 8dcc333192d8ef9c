package dev.intarsia.internal.compress;

import dev.intarsia.options.Compression;
import io.airlift.compress.Compressor;
import io.airlift.compress.lz4.Lz4Compressor;
import io.airlift.compress.snappy.SnappyCompressor;
import io.airlift.compress.zstd.ZstdCompressor;
import java.nio.ByteBuffer;

/**
 * Snappy, LZ4 and Zstandard in pure Java. Parquet takes their plain blocks: raw Snappy and raw LZ4 without a frame, and
 * one Zstandard frame, which states its content size.
 */
final class BlockCompressor extends PageCompressor {
    private static final int MAX_LZ4_INPUT_BYTES = 0x7E00_0000;
    private static final int ZSTD_BLOCK_BYTES = 128 * 1024;

    private Compressor codec;

    BlockCompressor(final Compression compression) {
        super(compression);
        this.codec = switch (compression.codec()) {
            case SNAPPY -> new SnappyCompressor();
            case LZ4_RAW -> new Lz4Compressor();
            case ZSTD -> new ZstdCompressor();
            case UNCOMPRESSED, GZIP, LZ4 -> throw new AssertionError(compression + " is not a block codec");
        };
    }

    /** The formulas of the formats, as the library has them, but without its overflow of an {@code int}. */
    static long worstCaseBytes(final Compression.Codec codec, final long inputBytes) {
        return switch (codec) {
            case SNAPPY -> 32 + inputBytes + inputBytes / 6;
            case LZ4_RAW -> 16 + inputBytes + inputBytes / 255;
            case ZSTD -> inputBytes + (inputBytes >>> 8) + (Math.max(0, ZSTD_BLOCK_BYTES - inputBytes) >>> 11);
            case UNCOMPRESSED, GZIP, LZ4 -> throw new AssertionError(codec + " is not a block codec");
        };
    }

    static int maxInputBytes(final Compression.Codec codec) {
        return codec == Compression.Codec.LZ4_RAW ? MAX_LZ4_INPUT_BYTES : Integer.MAX_VALUE;
    }

    @Override
    void compressInto(final ByteBuffer input, final ByteBuffer output, final int room) {
        if (codec == null) {
            throw new IllegalStateException("the " + compression() + " compressor is closed: lease another");
        }
        codec.compress(input, output);
    }

    @Override
    public void close() {
        codec = null;
    }
}

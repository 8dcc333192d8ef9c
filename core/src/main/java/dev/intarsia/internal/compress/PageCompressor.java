package dev.intarsia.internal.compress;

import dev.intarsia.options.Compression;
import java.nio.ByteBuffer;

/**
 * Compresses page bodies with one codec at one level. Confined to one thread at a time, since it holds the codec's work
 * space; close it to give that back.
 */
public abstract sealed class PageCompressor implements AutoCloseable
        permits BlockCompressor, GzipCompressor, HadoopLz4Compressor, StoredCompressor {
    private final Compression compression;

    PageCompressor(final Compression compression) {
        this.compression = compression;
    }

    /**
     * A compressor, owned by the caller.
     *
     * @throws IllegalArgumentException for {@link Compression#UNCOMPRESSED}: such a page is encoded in place, and a
     *     copy would be the only thing a compressor could do
     */
    public static PageCompressor create(final Compression compression) {
        requireCodec(compression);
        return switch (compression.codec()) {
            case UNCOMPRESSED -> throw new AssertionError(compression + " was let through");
            case GZIP -> new GzipCompressor(compression);
            case LZ4 -> new HadoopLz4Compressor(compression);
            case SNAPPY, ZSTD, LZ4_RAW -> new BlockCompressor(compression);
        };
    }

    /**
     * A compressor that does not compress, owned by the caller: it writes the <em>stored</em> form of the codec, a
     * valid stream of it that holds the page as it is, at the speed of a copy. That form takes no more room than
     * {@link #maxCompressedBytes} said, so that one compressor may follow the other from page to page. It holds no work
     * space: it costs nothing to make and need not be closed.
     *
     * @throws IllegalArgumentException for {@link Compression#UNCOMPRESSED}, as {@link #create}
     */
    public static PageCompressor stored(final Compression compression) {
        requireCodec(compression);
        return new StoredCompressor(compression);
    }

    private static void requireCodec(final Compression compression) {
        if (compression.codec() == Compression.Codec.UNCOMPRESSED) {
            throw new IllegalArgumentException(
                    "a compressor for UNCOMPRESSED was asked for; such a page is final where it was encoded: write it"
                            + " without one");
        }
    }

    /** Codec and level. */
    public final Compression compression() {
        return compression;
    }

    /**
     * The room that {@link #compress} insists on for an input of that size, in bytes; no output is longer, compressed
     * or stored.
     *
     * @throws IllegalArgumentException if the input is negative or so large that its output may not fit a page, whose
     *     size Parquet holds in 31 bits
     */
    public final int maxCompressedBytes(final int inputBytes) {
        return maxCompressedBytes(compression, inputBytes);
    }

    /**
     * As {@link #maxCompressedBytes(int)}, for planning: the bound is the codec's and needs no compressor.
     *
     * @throws IllegalArgumentException as there, and for {@link Compression#UNCOMPRESSED}
     */
    public static int maxCompressedBytes(final Compression compression, final int inputBytes) {
        requireCodec(compression);
        if (inputBytes < 0) {
            throw new IllegalArgumentException(
                    "a page of " + inputBytes + " bytes cannot be compressed: its size is" + " negative");
        }
        final long bytes = worstCaseBytes(compression.codec(), inputBytes);
        if (inputBytes > BlockCompressor.maxInputBytes(compression.codec()) || bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a page of " + inputBytes + " bytes may take " + bytes + " bytes with "
                    + compression + ", which is more than the codec or a page (" + Integer.MAX_VALUE
                    + " bytes) can hold; write smaller pages");
        }
        return (int) bytes;
    }

    /**
     * Compresses {@code input}, from its position to its limit, to the position of {@code output} and moves that behind
     * the result. The position of {@code input} stays. Both are direct, borrowed, and seen by no other thread during
     * the call; they do not overlap. An empty input has a result that is not empty.
     *
     * @return bytes written
     * @throws IllegalArgumentException if a buffer is on the heap or read-only, or the output has less than
     *     {@link #maxCompressedBytes} bytes left; nothing was written then
     * @throws IllegalStateException if the compressor is closed
     */
    public final int compress(final ByteBuffer input, final ByteBuffer output) {
        if (!input.isDirect() || !output.isDirect()) {
            throw new IllegalArgumentException(
                    "a page is compressed from direct memory to direct memory, not from " + input + " to " + output);
        }
        final int room = maxCompressedBytes(input.remaining());
        if (output.remaining() < room || output.isReadOnly()) {
            throw new IllegalArgumentException("a page of " + input.remaining() + " bytes needs room for " + room
                    + " bytes with " + compression + ", and the output has " + output.remaining()
                    + (output.isReadOnly() ? " read-only" : ""));
        }
        final int start = output.position();
        compressInto(input, output, room);
        return output.position() - start;
    }

    /** Gives the work space back; more than once does no harm. */
    @Override
    public abstract void close();

    /** What an input may come to, without regard to what an {@code int} or the codec can hold. */
    private static long worstCaseBytes(final Compression.Codec codec, final long inputBytes) {
        return switch (codec) {
            case UNCOMPRESSED -> throw new AssertionError("an uncompressed page is written without a codec");
            case GZIP -> GzipCompressor.worstCaseBytes(inputBytes);
            case LZ4 -> HadoopLz4Compressor.worstCaseBytes(inputBytes);
            case SNAPPY, ZSTD, LZ4_RAW -> BlockCompressor.worstCaseBytes(codec, inputBytes);
        };
    }

    /** Compresses after all checks, using at most {@code room} bytes of the output. */
    abstract void compressInto(ByteBuffer input, ByteBuffer output, int room);
}

package dev.intarsia.internal.compress;

import dev.intarsia.options.Compression;
import java.nio.ByteBuffer;

/**
 * Compresses page bodies with one codec at one level. Confined to one thread at a time, since it holds the codec's work
 * space; close it to give that back.
 */
public abstract sealed class PageCompressor implements AutoCloseable
        permits BlockCompressor, GzipCompressor, HadoopLz4Compressor {
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
        return switch (compression.codec()) {
            case UNCOMPRESSED ->
                throw new IllegalArgumentException(
                        "a compressor for UNCOMPRESSED was asked for; such a page is final where it was encoded: write it"
                                + " without one");
            case GZIP -> new GzipCompressor(compression);
            case LZ4 -> new HadoopLz4Compressor(compression);
            case SNAPPY, ZSTD, LZ4_RAW -> new BlockCompressor(compression);
        };
    }

    /** Codec and level. */
    public final Compression compression() {
        return compression;
    }

    /**
     * The room that {@link #compress} insists on for an input of that size, in bytes; no output is longer.
     *
     * @throws IllegalArgumentException if the input is negative or so large that its output may not fit a page, whose
     *     size Parquet holds in 31 bits
     */
    public final int maxCompressedBytes(final int inputBytes) {
        if (inputBytes < 0) {
            throw new IllegalArgumentException(
                    "a page of " + inputBytes + " bytes cannot be compressed: its size is" + " negative");
        }
        final long bytes = worstCaseBytes(inputBytes);
        if (inputBytes > maxInputBytes() || bytes > Integer.MAX_VALUE) {
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
    abstract long worstCaseBytes(long inputBytes);

    /** The largest input that the codec takes. */
    abstract int maxInputBytes();

    /** Compresses after all checks, using at most {@code room} bytes of the output. */
    abstract void compressInto(ByteBuffer input, ByteBuffer output, int room);
}

package dev.intarsia.internal.compress;

import dev.intarsia.options.Compression;
import io.airlift.compress.lz4.Lz4Compressor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * LZ4 as Hadoop frames it, in pure Java: what Parquet's codec LZ4 came to mean, before it was deprecated for want of a
 * specification.
 *
 * <pre>
 *   0   length of the block decompressed, 4 bytes big-endian
 *   4   length of the block, 4 bytes big-endian
 *   8   raw LZ4 block
 *   n   the next frame, and so on
 * </pre>
 *
 * <p>Hadoop's decompressor has buffers of {@value #HADOOP_BUFFER_BYTES} bytes, for the block and for what comes out of
 * it. A longer block would make it read past the first and stop in the middle of the second, so a block takes what
 * Hadoop's own compressor puts into one: as much as is sure to fit a buffer even if it does not shrink.
 *
 * <p>An empty page is one frame of a block that holds nothing, which is one byte: readers that decompress frame by
 * frame refuse a block of no bytes.
 */
final class HadoopLz4Compressor extends PageCompressor {
    static final int HADOOP_BUFFER_BYTES = 256 * 1024;

    /** Of the input, in a frame. */
    static final int MAX_BLOCK_BYTES = HADOOP_BUFFER_BYTES - (HADOOP_BUFFER_BYTES / 255 + 16);

    static final int HEADER_BYTES = 2 * Integer.BYTES;

    private Lz4Compressor codec = new Lz4Compressor();

    HadoopLz4Compressor(final Compression compression) {
        super(compression);
    }

    /** What an input may come to. */
    static long worstCaseBytes(final long inputBytes) {
        final long rest = inputBytes % MAX_BLOCK_BYTES;
        final long full = inputBytes / MAX_BLOCK_BYTES * worstFrameBytes(MAX_BLOCK_BYTES);
        return rest > 0 || full == 0 ? full + worstFrameBytes(rest) : full;
    }

    private static long worstFrameBytes(final long inputBytes) {
        return HEADER_BYTES + 16 + inputBytes + inputBytes / 255;
    }

    @Override
    void compressInto(final ByteBuffer input, final ByteBuffer output, final int room) {
        if (codec == null) {
            throw new IllegalStateException("the " + compression() + " compressor is closed: lease another");
        }
        final int start = input.position();
        final int end = input.limit();
        final ByteOrder order = output.order();
        output.order(ByteOrder.BIG_ENDIAN);
        int from = start;
        do {
            final int bytes = Math.min(MAX_BLOCK_BYTES, end - from);
            frame(input.limit(from + bytes).position(from), output);
            from += bytes;
        } while (from < end);
        input.limit(end).position(start);
        output.order(order);
    }

    private void frame(final ByteBuffer input, final ByteBuffer output) {
        final int bytes = input.remaining();
        final int header = output.position();
        output.position(header + HEADER_BYTES);
        codec.compress(input, output);
        output.putInt(header, bytes).putInt(header + Integer.BYTES, output.position() - header - HEADER_BYTES);
    }

    @Override
    public void close() {
        codec = null;
    }
}

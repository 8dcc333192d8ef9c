package dev.intarsia.internal.compress;

import dev.intarsia.internal.memory.NativeMemory;
import dev.intarsia.options.Compression;
import io.airlift.compress.Decompressor;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decompresses what a {@link PageCompressor} made, compressed or stored: the way back for the few pages of a file in
 * progress whose content its writer must know again. Thread-safe: there is no state; each call has its own work space,
 * which is garbage afterwards.
 *
 * <p>The bytes may be damaged or made to do harm: nothing is written outside the output, and nothing is allocated by a
 * length that the bytes state.
 */
public final class PageDecompressor {
    private PageDecompressor() {}

    /**
     * Decompresses {@code input}, from its position to its limit, into {@code output}, which it must fill from its
     * position to its limit. The position of {@code input} stays, that of {@code output} moves to its limit unless this
     * fails. Both are direct, borrowed, and seen by no other thread during the call; they do not overlap.
     *
     * @throws IOException if the input is damaged or holds more or less than the output takes, whose content is
     *     undefined then
     * @throws IllegalArgumentException if a buffer is on the heap, or the output read-only or without room: a page of
     *     nothing holds nothing to know
     */
    public static void decompress(final Compression.Codec codec, final ByteBuffer input, final ByteBuffer output)
            throws IOException {
        if (!input.isDirect() || !output.isDirect() || output.isReadOnly() || !output.hasRemaining()) {
            throw new IllegalArgumentException(
                    "a page is decompressed from direct memory to room in direct memory, not from " + input + " to "
                            + output + (output.isReadOnly() ? ", which is read-only" : ""));
        }
        try {
            decode(codec, input.duplicate(), output.duplicate());
        } catch (final DataFormatException e) {
            throw new IOException(
                    "a page of " + input.remaining() + " bytes does not decompress to " + output.remaining()
                            + " bytes with " + codec + ": " + e.getMessage()
                            + "; fetch the file again, or do without it",
                    e);
        }
        output.position(output.limit());
    }

    private static void decode(final Compression.Codec codec, final ByteBuffer in, final ByteBuffer out)
            throws DataFormatException {
        switch (codec) {
            case UNCOMPRESSED -> copy(in, out);
            case SNAPPY -> block(new SnappyDecompressor(), in, out);
            case LZ4_RAW -> block(new Lz4Decompressor(), in, out);
            case ZSTD -> block(new ZstdDecompressor(), in, out);
            case LZ4 -> frames(in, out);
            case GZIP -> member(in, out);
        }
        if (out.hasRemaining()) {
            throw new DataFormatException("it ends " + out.remaining() + " bytes early");
        }
    }

    private static void copy(final ByteBuffer in, final ByteBuffer out) throws DataFormatException {
        if (in.remaining() > out.remaining()) {
            throw new DataFormatException("it is longer");
        }
        out.put(in);
    }

    private static void block(final Decompressor decoder, final ByteBuffer in, final ByteBuffer out)
            throws DataFormatException {
        try {
            decoder.decompress(in, out);
        } catch (final RuntimeException e) { // the library throws several kinds for damaged bytes, and names one
            final DataFormatException damaged = new DataFormatException(e.getMessage());
            damaged.initCause(e);
            throw damaged;
        }
    }

    /** Frame by frame, each within what is left of both buffers. */
    private static void frames(final ByteBuffer in, final ByteBuffer out) throws DataFormatException {
        final int inEnd = in.limit();
        final int outEnd = out.limit();
        final Lz4Decompressor decoder = new Lz4Decompressor();
        in.order(ByteOrder.BIG_ENDIAN);
        do {
            final int left = inEnd - in.position() - HadoopLz4Compressor.HEADER_BYTES;
            if (left < 0) {
                throw new DataFormatException("it ends within the header of a frame");
            }
            final int content = in.getInt();
            final int block = in.getInt();
            final int room = outEnd - out.position();
            if (content <= 0 || content > room || block < 0 || block > left) {
                throw new DataFormatException("a frame of " + block + " bytes for " + content + " stands where " + left
                        + " for " + room + " are left");
            }
            final int blockEnd = in.position() + block;
            final int contentEnd = out.position() + content;
            block(decoder, in.limit(blockEnd), out.limit(contentEnd));
            if (out.hasRemaining()) {
                throw new DataFormatException("a frame ends " + out.remaining() + " bytes early");
            }
            in.limit(inEnd).position(blockEnd);
            out.limit(outEnd);
        } while (in.hasRemaining());
    }

    /** One member with the header that {@link GzipCompressor} writes. */
    private static void member(final ByteBuffer in, final ByteBuffer out) throws DataFormatException {
        final int start = out.position();
        final int deflated = in.position() + GzipCompressor.HEADER_BYTES;
        final int trailer = in.limit() - GzipCompressor.TRAILER_BYTES;
        final long address = NativeMemory.addressOf(in);
        if (deflated > trailer || !GzipCompressor.isHeader(address + in.position())) {
            throw new DataFormatException("it does not begin as ours do");
        }
        inflate(in.limit(trailer).position(deflated), out);
        final int statedCrc = NativeMemory.getInt(address + trailer);
        final int statedBytes = NativeMemory.getInt(address + trailer + Integer.BYTES);
        Reference.reachabilityFence(in);

        final CRC32 crc = new CRC32();
        crc.update(out.duplicate().flip().position(start));
        if (statedCrc != (int) crc.getValue() || statedBytes != out.position() - start) {
            throw new DataFormatException("its trailer tells of another content");
        }
    }

    private static void inflate(final ByteBuffer in, final ByteBuffer out) throws DataFormatException {
        final Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(in);
            int step = 1;
            while (!inflater.finished() && step > 0 && out.hasRemaining()) {
                step = inflater.inflate(out);
            }
            // The end of the stream may stand behind the last byte that fits, and is only seen by asking for another.
            final int more = inflater.finished() ? 0 : inflater.inflate(new byte[1]);
            if (!inflater.finished() || more > 0 || in.hasRemaining()) {
                throw new DataFormatException("it does not end where it should");
            }
        } finally {
            inflater.end();
        }
    }
}

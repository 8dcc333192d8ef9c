package dev.intarsia.internal.compress;

import dev.intarsia.internal.memory.NativeMemory;
import dev.intarsia.options.Compression;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * GZIP (RFC 1952): one member, a raw deflate stream of the JDK's zlib between our header and trailer.
 *
 * <pre>
 *   0   1F 8B     magic
 *   2   08        deflate
 *   3   00        no name, no comment
 *   4   00000000  no time: equal pages have equal bytes
 *   8   00        no hint at the level
 *   9   FF        no operating system
 *  10   deflate stream
 *   n   CRC32 of the input, then its length, each 4 bytes little-endian
 * </pre>
 *
 * <p>The worst case is the size of <em>stored</em> blocks, which deflate has for what does not shrink. How far zlib
 * stays above that is a matter of which zlib the JDK was built with, so it gets no more room than that, and where it
 * does not come to an end in it, the blocks are stored here.
 */
final class GzipCompressor extends PageCompressor {
    static final int HEADER_BYTES = 10;
    static final int TRAILER_BYTES = 2 * Integer.BYTES;
    private static final long HEADER_START = 0x0000_0000_0008_8B1FL;
    private static final short HEADER_END = (short) 0xFF00;

    private final CRC32 crc = new CRC32();
    private Deflater deflater;

    GzipCompressor(final Compression compression) {
        super(compression);
        this.deflater = new Deflater(compression.level(), true);
    }

    /** What an input may come to, which is the stored form to the byte. */
    static long worstCaseBytes(final long inputBytes) {
        return HEADER_BYTES + StoredBlocks.deflateBytes(inputBytes) + TRAILER_BYTES;
    }

    @Override
    void compressInto(final ByteBuffer input, final ByteBuffer output, final int room) {
        if (deflater == null) {
            throw new IllegalStateException("the " + compression() + " compressor is closed: lease another");
        }
        final int inputStart = input.position();
        final int inputBytes = input.remaining();
        final int outputStart = output.position();
        final int outputLimit = output.limit();
        final long target = NativeMemory.addressOf(output) + outputStart;
        writeHeader(target);

        crc.reset();
        crc.update(input);
        input.position(inputStart);

        output.limit(outputStart + room - TRAILER_BYTES).position(outputStart + HEADER_BYTES);
        if (!deflate(input, output)) {
            final long source = NativeMemory.addressOf(input) + inputStart;
            final int stored = (int) (StoredBlocks.deflate(source, inputBytes, target + HEADER_BYTES) - target);
            Reference.reachabilityFence(input);
            output.position(outputStart + stored);
        }
        input.position(inputStart);
        output.limit(outputLimit);

        final long trailer = NativeMemory.addressOf(output) + output.position();
        writeTrailer(trailer, (int) crc.getValue(), inputBytes);
        output.position(output.position() + TRAILER_BYTES);
        Reference.reachabilityFence(output);
    }

    /** Ends zlib's state, which is native memory. */
    @Override
    public void close() {
        if (deflater != null) {
            deflater.end();
            deflater = null;
        }
    }

    /** Whether the whole stream fitted between the position and the limit of the output. */
    private boolean deflate(final ByteBuffer input, final ByteBuffer output) {
        try {
            deflater.setInput(input);
            deflater.finish();
            while (!deflater.finished() && output.hasRemaining()) {
                deflater.deflate(output);
            }
            return deflater.finished();
        } finally {
            deflater.reset(); // also lets go of the borrowed input
        }
    }

    /** Writes the header, {@value #HEADER_BYTES} bytes, and returns the address behind it. */
    static long writeHeader(final long at) {
        NativeMemory.putLong(at, HEADER_START);
        NativeMemory.putShort(at + Long.BYTES, HEADER_END);
        return at + HEADER_BYTES;
    }

    /** Whether {@link #writeHeader} wrote what is at an address. */
    static boolean isHeader(final long at) {
        return NativeMemory.getLong(at) == HEADER_START && NativeMemory.getShort(at + Long.BYTES) == HEADER_END;
    }

    /** Writes the trailer, {@value #TRAILER_BYTES} bytes, and returns the address behind it. */
    static long writeTrailer(final long at, final int crc, final int inputBytes) {
        NativeMemory.putInt(at, crc);
        NativeMemory.putInt(at + Integer.BYTES, inputBytes);
        return at + TRAILER_BYTES;
    }
}

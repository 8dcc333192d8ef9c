package dev.intarsia.internal.compress;

import dev.intarsia.internal.memory.NativeMemory;
import dev.intarsia.options.Compression;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * Writes the stored form of a codec: pages that its readers take and that cost a copy, for when there is no time to
 * compress. Holds no work space, so there is nothing to lease and closing it changes nothing.
 */
final class StoredCompressor extends PageCompressor {
    /** GZIP ends with a checksum of what it holds; kept here because a page allocates nothing. */
    private final CRC32 crc = new CRC32();

    StoredCompressor(final Compression compression) {
        super(compression);
    }

    @Override
    void compressInto(final ByteBuffer input, final ByteBuffer output, final int room) {
        final int bytes = input.remaining();
        final long source = NativeMemory.addressOf(input) + input.position();
        final long target = NativeMemory.addressOf(output) + output.position();
        final long end =
                switch (compression().codec()) {
                    case SNAPPY -> StoredBlocks.snappy(source, bytes, target);
                    case LZ4_RAW -> StoredBlocks.lz4(source, bytes, target);
                    case LZ4 -> StoredBlocks.hadoopLz4(source, bytes, target);
                    case ZSTD -> StoredBlocks.zstd(source, bytes, target);
                    case GZIP -> {
                        final long trailer = StoredBlocks.deflate(source, bytes, GzipCompressor.writeHeader(target));
                        yield GzipCompressor.writeTrailer(trailer, checksum(input), bytes);
                    }
                    case UNCOMPRESSED -> throw new AssertionError("an uncompressed page has no other form");
                };
        output.position(output.position() + (int) (end - target));
        Reference.reachabilityFence(input);
        Reference.reachabilityFence(output);
    }

    private int checksum(final ByteBuffer input) {
        final int start = input.position();
        crc.reset();
        crc.update(input);
        input.position(start);
        return (int) crc.getValue();
    }

    @Override
    public void close() {
        // nothing is held
    }
}

package dev.intarsia.cli.parquet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import org.apache.parquet.format.BloomFilterHeader;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Util;

/**
 * A split-block bloom filter as it stands in a file. Immutable but for the array, which nobody writes.
 *
 * @param headerBytes bytes of its header
 * @param bits its blocks of 32 bytes, at least one
 */
public record BloomBits(int headerBytes, byte[] bits) {
    /** Bytes of a block: eight words, of which every value sets one bit each. */
    public static final int BLOCK_BYTES = 32;

    private static final int MAX_HEADER_BYTES = 1 << 10;

    /**
     * Reads the filter that a chunk names.
     *
     * @throws MalformedException if it is none, or does not lie between the first byte and the footer
     * @throws UnsupportedPartException if it is of another kind, or larger than this JVM's heap allows for
     */
    public static BloomBits read(
            final FileBytes file, final MemoryLimits limits, final long footerStart, final ColumnMetaData chunk)
            throws IOException, MalformedException, UnsupportedPartException {
        final long start = chunk.getBloom_filter_offset();
        final long declared = chunk.isSetBloom_filter_length() ? chunk.getBloom_filter_length() : 0;
        if (!ChunkRange.isInside(start, declared, footerStart)) {
            throw new MalformedException("its bloom filter is said to have " + declared + " bytes from byte " + start
                    + ", which is not between byte " + FooterReader.MAGIC_BYTES + " and the footer at byte "
                    + footerStart);
        }
        final byte[] head = file.read(start, (int) Math.min(MAX_HEADER_BYTES, footerStart - start));
        final int headerBytes;
        final BloomFilterHeader header;
        try {
            headerBytes = CompactGuard.structEnd(head, 0, head.length);
            if (headerBytes == CompactGuard.NEEDS_MORE) {
                throw new MalformedException("it has no end in " + head.length + " bytes");
            }
            header = Util.readBloomFilterHeader(new ByteArrayInputStream(head, 0, headerBytes));
        } catch (final MalformedException | IOException | RuntimeException e) {
            throw new MalformedException("the header of its bloom filter cannot be parsed: " + e.getMessage());
        }
        final int bytes = header.getNumBytes();
        if (bytes <= 0 || bytes % BLOCK_BYTES != 0 || bytes > footerStart - start - headerBytes) {
            throw new MalformedException("its bloom filter announces " + bytes + " bytes, which is no number of blocks"
                    + " of " + BLOCK_BYTES + " that fits between it and the footer");
        }
        if (chunk.isSetBloom_filter_length() && declared != headerBytes + (long) bytes) {
            throw new MalformedException("its bloom_filter_length is " + declared + ", with its header the filter has "
                    + (headerBytes + (long) bytes) + " bytes");
        }
        if (!header.getAlgorithm().isSetBLOCK()
                || !header.getHash().isSetXXHASH()
                || !header.getCompression().isSetUNCOMPRESSED()) {
            throw new UnsupportedPartException("its bloom filter is not one of uncompressed blocks and XXHASH");
        }
        if (bytes > limits.pageBytes()) {
            throw new UnsupportedPartException("its bloom filter has " + bytes + " bytes, the heap of this JVM allows"
                    + " for " + limits.pageBytes());
        }
        return new BloomBits(headerBytes, file.read(start + headerBytes, bytes));
    }

    /** The share of bits that are set, from 0 to 1. */
    public double setShare() {
        long set = 0;
        final IntBuffer words = words();
        while (words.hasRemaining()) {
            set += Integer.bitCount(words.get());
        }
        return set / (bits.length * 8.0);
    }

    /**
     * The chance that a value which was never put in is found: it falls into any block, and must then meet a set bit in
     * each of its eight words.
     */
    public double falsePositiveRate() {
        final IntBuffer words = words();
        double sum = 0;
        while (words.hasRemaining()) {
            double chance = 1;
            for (int i = 0; i < BLOCK_BYTES / Integer.BYTES; i++) {
                chance *= Integer.bitCount(words.get()) / (double) Integer.SIZE;
            }
            sum += chance;
        }
        return sum * BLOCK_BYTES / bits.length;
    }

    private IntBuffer words() {
        return ByteBuffer.wrap(bits).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
    }
}

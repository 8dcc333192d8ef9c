package dev.intarsia.internal.compress;

import dev.intarsia.internal.memory.NativeMemory;

/**
 * The <em>stored</em> form of each format of compression: a valid stream of it that compresses nothing, made as fast as
 * memory is copied. Every format has one, for input that does not shrink. Thread-safe: there is no state.
 *
 * <p>Kernels: bytes in at {@code source}, the stream out at {@code target}, the address behind it returned. Nothing is
 * allocated or checked. None writes more than the worst case of its codec, {@link PageCompressor#maxCompressedBytes},
 * which is the room that the caller guarantees, so that memory reserved for a compressed page holds a stored one.
 */
final class StoredBlocks {
    private static final int DEFLATE_HEADER_BYTES = 5;
    private static final int MAX_DEFLATE_BYTES = 0xFFFF;

    private static final int ZSTD_MAGIC = 0xFD2FB528;
    /** A content size of four bytes, a window, no checksum and no dictionary. */
    private static final byte ZSTD_DESCRIPTOR = (byte) (2 << 6);
    /** A window of 128 KiB, the least that admits a block of the largest size: 2 to the power of 10 + 7. */
    private static final byte ZSTD_WINDOW = 7 << 3;

    private static final int MAX_ZSTD_BLOCK_BYTES = 128 << 10;
    private static final int ZSTD_BLOCK_HEADER_BYTES = 3;

    /** Literals that are longer have their length behind the tag. */
    private static final int MAX_SHORT_SNAPPY_LITERAL = 60;

    private static final int LONG_LZ4_LITERALS = 15;

    private StoredBlocks() {}

    /** Exact length of what {@link #deflate} writes. */
    static long deflateBytes(final long bytes) {
        final long blocks = Math.max(1, (bytes + MAX_DEFLATE_BYTES - 1) / MAX_DEFLATE_BYTES);
        return bytes + blocks * DEFLATE_HEADER_BYTES;
    }

    /**
     * Deflate (RFC 1951, 3.2.4): blocks without compression, at least one, of at most {@value #MAX_DEFLATE_BYTES}
     * bytes.
     */
    static long deflate(final long source, final int bytes, final long target) {
        long at = target;
        int done = 0;
        do {
            final int length = Math.min(MAX_DEFLATE_BYTES, bytes - done);
            final boolean last = done + length == bytes;
            NativeMemory.putByte(at, (byte) (last ? 1 : 0));
            NativeMemory.putShort(at + 1, (short) length);
            NativeMemory.putShort(at + 1 + Short.BYTES, (short) ~length);
            NativeMemory.copy(source + done, at + DEFLATE_HEADER_BYTES, length);
            at += DEFLATE_HEADER_BYTES + length;
            done += length;
        } while (done < bytes);
        return at;
    }

    /**
     * Zstandard (RFC 8878, 3.1.1): one frame of raw blocks, at least one. It states its content size, as all frames of
     * ours do, and a window that does not grow with it: without one the whole page would be the window, and readers
     * that decompress as a stream refuse windows above a limit.
     */
    static long zstd(final long source, final int bytes, final long target) {
        NativeMemory.putInt(target, ZSTD_MAGIC);
        NativeMemory.putByte(target + 4, ZSTD_DESCRIPTOR);
        NativeMemory.putByte(target + 5, ZSTD_WINDOW);
        NativeMemory.putInt(target + 6, bytes);
        long at = target + 6 + Integer.BYTES;
        int done = 0;
        do {
            final int length = Math.min(MAX_ZSTD_BLOCK_BYTES, bytes - done);
            final int header = length << 3 | (done + length == bytes ? 1 : 0);
            NativeMemory.putShort(at, (short) header);
            NativeMemory.putByte(at + Short.BYTES, (byte) (header >>> Short.SIZE));
            NativeMemory.copy(source + done, at + ZSTD_BLOCK_HEADER_BYTES, length);
            at += ZSTD_BLOCK_HEADER_BYTES + length;
            done += length;
        } while (done < bytes);
        return at;
    }

    /** Raw Snappy: the length, then all as one literal; of an empty page the length alone. */
    static long snappy(final long source, final int bytes, final long target) {
        long at = target;
        int left = bytes;
        while (left > 0x7F) {
            NativeMemory.putByte(at++, (byte) (left | 0x80));
            left >>>= 7;
        }
        NativeMemory.putByte(at++, (byte) left);
        if (bytes == 0) {
            return at;
        }
        final int length = bytes - 1;
        if (bytes <= MAX_SHORT_SNAPPY_LITERAL) {
            NativeMemory.putByte(at++, (byte) (length << 2));
        } else {
            final int lengthBytes = (Integer.SIZE + 7 - Integer.numberOfLeadingZeros(length)) >>> 3;
            NativeMemory.putByte(at++, (byte) (MAX_SHORT_SNAPPY_LITERAL - 1 + lengthBytes << 2));
            NativeMemory.putInt(at, length); // what is too much of it, the literal overwrites
            at += lengthBytes;
        }
        NativeMemory.copy(source, at, bytes);
        return at + bytes;
    }

    /** A raw LZ4 block: one sequence of literals, which needs no match since it is the last. */
    static long lz4(final long source, final int bytes, final long target) {
        long at = target;
        if (bytes < LONG_LZ4_LITERALS) {
            NativeMemory.putByte(at++, (byte) (bytes << 4));
        } else {
            final int more = bytes - LONG_LZ4_LITERALS;
            final int full = more / 0xFF;
            NativeMemory.putByte(at++, (byte) (LONG_LZ4_LITERALS << 4));
            NativeMemory.fill(at, full, (byte) 0xFF);
            at += full;
            NativeMemory.putByte(at++, (byte) (more % 0xFF));
        }
        NativeMemory.copy(source, at, bytes);
        return at + bytes;
    }

    /** LZ4 as Hadoop frames it, in the frames of {@link HadoopLz4Compressor}, at least one. */
    static long hadoopLz4(final long source, final int bytes, final long target) {
        long at = target;
        int done = 0;
        do {
            final int length = Math.min(HadoopLz4Compressor.MAX_BLOCK_BYTES, bytes - done);
            final long block = at + HadoopLz4Compressor.HEADER_BYTES;
            final long end = lz4(source + done, length, block);
            NativeMemory.putInt(at, Integer.reverseBytes(length));
            NativeMemory.putInt(at + Integer.BYTES, Integer.reverseBytes((int) (end - block)));
            at = end;
            done += length;
        } while (done < bytes);
        return at;
    }
}

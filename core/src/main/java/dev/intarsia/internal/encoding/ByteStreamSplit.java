package dev.intarsia.internal.encoding;

import dev.intarsia.internal.memory.NativeMemory;

/**
 * BYTE_STREAM_SPLIT of values of any fixed width (Parquet format, Encodings.md, "Byte Stream Split"): the first bytes
 * of all values, then all second bytes, and so on. Thread-safe as far as the memory is.
 *
 * <p>Eight values are transposed at a time, 8, 4 or 2 of their bytes: those widths take one pass, others some.
 */
public final class ByteStreamSplit {
    private static final long EVEN_BYTES = 0x00FF00FF00FF00FFL;
    private static final long EVEN_PAIRS = 0x0000FFFF0000FFFFL;
    private static final long LOW_HALF = 0xFFFFFFFFL;
    private static final long LOW_PAIR = 0xFFFFL;

    private ByteStreamSplit() {}

    /** Exactly the bytes that {@code count} values of {@code width} bytes take; nothing behind them is written. */
    public static long maxBytes(final int count, final int width) {
        return (long) count * width;
    }

    /** Encodes {@code count} values of {@code width} bytes; returns the end. */
    public static long encode(final long values, final int count, final int width, final long out) {
        int column = 0;
        for (; column <= width - 8; column += 8) {
            splitEight(values + column, count, width, out + (long) column * count);
        }
        if (column <= width - 4) {
            splitFour(values + column, count, width, out + (long) column * count);
            column += 4;
        }
        if (column <= width - 2) {
            splitTwo(values + column, count, width, out + (long) column * count);
            column += 2;
        }
        if (column < width) {
            splitRest(values + column, 0, count, 1, width, out + (long) column * count);
        }
        return out + (long) count * width;
    }

    private static void splitEight(final long values, final int count, final int width, final long out) {
        final int whole = count & ~7;
        for (int i = 0; i < whole; i += 8) {
            final long p = values + (long) i * width;
            final long v0 = NativeMemory.getLong(p);
            final long v1 = NativeMemory.getLong(p + width);
            final long v2 = NativeMemory.getLong(p + 2L * width);
            final long v3 = NativeMemory.getLong(p + 3L * width);
            final long v4 = NativeMemory.getLong(p + 4L * width);
            final long v5 = NativeMemory.getLong(p + 5L * width);
            final long v6 = NativeMemory.getLong(p + 6L * width);
            final long v7 = NativeMemory.getLong(p + 7L * width);
            storeFour(low(v0, v4), low(v1, v5), low(v2, v6), low(v3, v7), count, out + i);
            storeFour(high(v0, v4), high(v1, v5), high(v2, v6), high(v3, v7), count, out + 4L * count + i);
        }
        splitRest(values, whole, count, 8, width, out);
    }

    private static void splitFour(final long values, final int count, final int width, final long out) {
        final int whole = count & ~7;
        for (int i = 0; i < whole; i += 8) {
            final long p = values + (long) i * width;
            final long a = int32(p) | int32(p + 4L * width) << 32;
            final long b = int32(p + width) | int32(p + 5L * width) << 32;
            final long c = int32(p + 2L * width) | int32(p + 6L * width) << 32;
            final long d = int32(p + 3L * width) | int32(p + 7L * width) << 32;
            storeFour(a, b, c, d, count, out + i);
        }
        splitRest(values, whole, count, 4, width, out);
    }

    private static void splitTwo(final long values, final int count, final int width, final long out) {
        final int whole = count & ~7;
        for (int i = 0; i < whole; i += 8) {
            final long p = values + (long) i * width;
            final long even =
                    int16(p) | int16(p + 2L * width) << 16 | int16(p + 4L * width) << 32 | int16(p + 6L * width) << 48;
            final long odd = int16(p + width)
                    | int16(p + 3L * width) << 16
                    | int16(p + 5L * width) << 32
                    | int16(p + 7L * width) << 48;
            NativeMemory.putLong(out + i, even & EVEN_BYTES | (odd & EVEN_BYTES) << 8);
            NativeMemory.putLong(out + count + i, even >>> 8 & EVEN_BYTES | odd & ~EVEN_BYTES);
        }
        splitRest(values, whole, count, 2, width, out);
    }

    /** Byte by byte, the first {@code columns} bytes of the values from {@code from} on. */
    private static void splitRest(
            final long values, final int from, final int count, final int columns, final int width, final long out) {
        for (int column = 0; column < columns; column++) {
            final long stream = out + (long) column * count;
            for (int i = from; i < count; i++) {
                NativeMemory.putByte(stream + i, NativeMemory.getByte(values + (long) i * width + column));
            }
        }
    }

    /**
     * Stores four bytes of eight values to their streams, of which the next is {@code stride} bytes away. A word has
     * one value in each half: the first and the fifth, and so on.
     */
    private static void storeFour(
            final long a, final long b, final long c, final long d, final int stride, final long out) {
        // Pairs of bytes of the values that are two apart, then single bytes of neighbours.
        final long firstAc = a & EVEN_PAIRS | (c & EVEN_PAIRS) << 16;
        final long lastAc = a >>> 16 & EVEN_PAIRS | c & ~EVEN_PAIRS;
        final long firstBd = b & EVEN_PAIRS | (d & EVEN_PAIRS) << 16;
        final long lastBd = b >>> 16 & EVEN_PAIRS | d & ~EVEN_PAIRS;
        NativeMemory.putLong(out, firstAc & EVEN_BYTES | (firstBd & EVEN_BYTES) << 8);
        NativeMemory.putLong(out + stride, firstAc >>> 8 & EVEN_BYTES | firstBd & ~EVEN_BYTES);
        NativeMemory.putLong(out + 2L * stride, lastAc & EVEN_BYTES | (lastBd & EVEN_BYTES) << 8);
        NativeMemory.putLong(out + 3L * stride, lastAc >>> 8 & EVEN_BYTES | lastBd & ~EVEN_BYTES);
    }

    private static long low(final long first, final long fifth) {
        return first & LOW_HALF | fifth << 32;
    }

    private static long high(final long first, final long fifth) {
        return first >>> 32 | fifth & ~LOW_HALF;
    }

    private static long int32(final long address) {
        return NativeMemory.getInt(address) & LOW_HALF;
    }

    private static long int16(final long address) {
        return NativeMemory.getShort(address) & LOW_PAIR;
    }
}

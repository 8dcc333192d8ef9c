package dev.intarsia.internal.stats;

import dev.intarsia.internal.memory.NativeMemory;

/**
 * Compares values that are bytes, by words, without touching a byte outside of either.
 *
 * <p>Eight bytes read as a big-endian number compare as the bytes do, if compared unsigned. Numbers are kept with the
 * top bit flipped, so that a signed comparison does it.
 */
final class BinaryOrder {
    private static final int LENGTH_BYTES = Integer.BYTES;

    private BinaryOrder() {}

    /** Compares unsigned and lexicographically; a value comes after its own prefixes. */
    static int compare(final long left, final int leftLength, final long right, final int rightLength) {
        final int order = compareFrom(0, left, right, Math.min(leftLength, rightLength));
        return order != 0 ? order : Integer.compare(leftLength, rightLength);
    }

    /** Compares two big-endian two's complement numbers of the same width. */
    static int compareSigned(final long left, final long right, final int width) {
        final int order = Byte.compare(NativeMemory.getByte(left), NativeMemory.getByte(right));
        return order != 0 ? order : compareFrom(1, left, right, width);
    }

    /** Compares unsigned, from byte {@code from} to before byte {@code to} of both. */
    static int compareFrom(final int from, final long left, final long right, final int to) {
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            final long leftWord = NativeMemory.getLong(left + at);
            final long rightWord = NativeMemory.getLong(right + at);
            if (leftWord != rightWord) {
                return Long.compareUnsigned(Long.reverseBytes(leftWord), Long.reverseBytes(rightWord));
            }
        }
        for (; at < to; at++) {
            final int order = (NativeMemory.getByte(left + at) & 0xFF) - (NativeMemory.getByte(right + at) & 0xFF);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /**
     * The first 8 bytes of a value behind its PLAIN length, padded with zeros, as a number whose signed order is that
     * of the bytes. A value of fewer than 8 bytes is read backwards from its end, into the 4 bytes of its length, since
     * behind it the run may end.
     */
    static long prefixBehindLength(final long value, final int length) {
        final long word;
        if (length >= Long.BYTES) {
            word = Long.reverseBytes(NativeMemory.getLong(value));
        } else if (length >= Long.BYTES - LENGTH_BYTES) {
            final long ending = Long.reverseBytes(NativeMemory.getLong(value + length - Long.BYTES));
            word = ending << (Long.BYTES - length) * Byte.SIZE;
        } else {
            final long ending = Integer.reverseBytes(NativeMemory.getInt(value + length - LENGTH_BYTES));
            word = ending << Integer.SIZE << (LENGTH_BYTES - length) * Byte.SIZE;
        }
        return word ^ Long.MIN_VALUE;
    }

    /** The first 8 bytes of fixed-size bytes, padded with zeros, as a big-endian number. */
    static long high(final long value, final int width) {
        if (width >= Long.BYTES) {
            return Long.reverseBytes(NativeMemory.getLong(value));
        }
        if (width >= Integer.BYTES) { // two halves that overlap, in equal bits
            final long first = (long) Integer.reverseBytes(NativeMemory.getInt(value)) << Integer.SIZE;
            final long last =
                    Integer.toUnsignedLong(Integer.reverseBytes(NativeMemory.getInt(value + width - Integer.BYTES)));
            return first | last << (Long.BYTES - width) * Byte.SIZE;
        }
        long word = 0;
        for (int i = 0; i < width; i++) {
            word |= (NativeMemory.getByte(value + i) & 0xFFL) << (Long.BYTES - 1 - i) * Byte.SIZE;
        }
        return word;
    }

    /** Bytes 8 to 15 of fixed-size bytes of 9 to 16, padded with zeros, as a big-endian number; 0 for narrower ones. */
    static long low(final long value, final int width) {
        if (width <= Long.BYTES) {
            return 0;
        }
        final long ending = Long.reverseBytes(NativeMemory.getLong(value + width - Long.BYTES));
        return ending << (2 * Long.BYTES - width) * Byte.SIZE;
    }
}

package dev.intarsia.internal.stats;

import dev.intarsia.internal.memory.NativeMemory;

/**
 * Bounds of runs of bytes, of fixed size or not. Every run has at least one value.
 *
 * <p>Nearly every value is settled by its first 8 bytes against those of the smallest and the largest so far, which
 * stay in registers; the rest is looked at only where these are equal.
 */
final class BinaryRuns {
    private BinaryRuns() {}

    /** A run in PLAIN form: every value a 4-byte length and its bytes. The bounds point into the run. */
    static void byteArrays(final Bounds bounds, final long values, final int count) {
        int length = NativeMemory.getInt(values);
        long at = values + Integer.BYTES;
        long min = at;
        int minLength = length;
        long minPrefix = BinaryOrder.prefixBehindLength(at, length);
        long max = min;
        int maxLength = minLength;
        long maxPrefix = minPrefix;
        for (int i = 1; i < count; i++) {
            at += length;
            length = NativeMemory.getInt(at);
            at += Integer.BYTES;
            final long prefix = BinaryOrder.prefixBehindLength(at, length);
            if (prefix < minPrefix || prefix == minPrefix && compareRest(at, length, min, minLength) < 0) {
                min = at;
                minLength = length;
                minPrefix = prefix;
            }
            if (prefix > maxPrefix || prefix == maxPrefix && compareRest(at, length, max, maxLength) > 0) {
                max = at;
                maxLength = length;
                maxPrefix = prefix;
            }
        }
        bounds.include(min, minLength, max, maxLength);
    }

    /** Values of at most 16 bytes: compared and kept as two numbers, of which the first is signed after the flip. */
    static void keyed(final Bounds bounds, final long values, final int count, final int width, final long signFlip) {
        long min = BinaryOrder.high(values, width) ^ signFlip;
        long minLow = BinaryOrder.low(values, width);
        long max = min;
        long maxLow = minLow;
        long at = values;
        for (int i = 1; i < count; i++) {
            at += width;
            final long high = BinaryOrder.high(at, width) ^ signFlip;
            final long low = BinaryOrder.low(at, width);
            if (high < min || high == min && Long.compareUnsigned(low, minLow) < 0) {
                min = high;
                minLow = low;
            }
            if (high > max || high == max && Long.compareUnsigned(low, maxLow) > 0) {
                max = high;
                maxLow = low;
            }
        }
        bounds.include(min, minLow, max, maxLow);
    }

    /** Values of more than 16 bytes. The bounds point into the run. */
    static void wide(final Bounds bounds, final long values, final int count, final int width, final long signFlip) {
        long min = values;
        long minPrefix = BinaryOrder.high(values, width) ^ signFlip;
        long max = min;
        long maxPrefix = minPrefix;
        long at = values;
        for (int i = 1; i < count; i++) {
            at += width;
            final long prefix = BinaryOrder.high(at, width) ^ signFlip;
            if (prefix < minPrefix || prefix == minPrefix && BinaryOrder.compareFrom(Long.BYTES, at, min, width) < 0) {
                min = at;
                minPrefix = prefix;
            }
            if (prefix > maxPrefix || prefix == maxPrefix && BinaryOrder.compareFrom(Long.BYTES, at, max, width) > 0) {
                max = at;
                maxPrefix = prefix;
            }
        }
        bounds.include(min, width, max, width);
    }

    /** Compares values whose padded first 8 bytes are equal: where both go on, by the rest, and else by length. */
    private static int compareRest(final long left, final int leftLength, final long right, final int rightLength) {
        final int order = BinaryOrder.compareFrom(Long.BYTES, left, right, Math.min(leftLength, rightLength));
        return order != 0 ? order : Integer.compare(leftLength, rightLength);
    }
}

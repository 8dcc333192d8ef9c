package dev.intarsia.internal.stats;

import dev.intarsia.internal.memory.NativeMemory;

/**
 * Bounds of runs of integers and booleans. Every run has at least one value.
 *
 * <p>A key is a {@code long} whose signed order is the order of the values. The loops keep four minima and four maxima:
 * one of each is a chain in which every value waits for the one before it, more than twice as slow on Java 25.
 */
final class NumberRuns {
    private static final int LANES = 4;

    private NumberRuns() {}

    static void int32(final Bounds bounds, final long values, final int count) {
        final long found = ints(values, count, 0);
        final int largest = (int) found; // the low half, whose sign the key wants extended
        bounds.include(found >> Integer.SIZE, 0, largest, 0);
    }

    static void uint32(final Bounds bounds, final long values, final int count) {
        final long found = ints(values, count, Integer.MIN_VALUE);
        bounds.include(
                Integer.toUnsignedLong((int) (found >> Integer.SIZE) ^ Integer.MIN_VALUE),
                0,
                Integer.toUnsignedLong((int) found ^ Integer.MIN_VALUE),
                0);
    }

    /** Signed if {@code flip} is 0, unsigned if it is {@link Long#MIN_VALUE}. */
    static void int64(final Bounds bounds, final long values, final int count, final long flip) {
        final long first = NativeMemory.getLong(values) ^ flip;
        long min0 = first;
        long min1 = first;
        long min2 = first;
        long min3 = first;
        long max0 = first;
        long max1 = first;
        long max2 = first;
        long max3 = first;
        final int unrolled = count - count % LANES;
        for (int i = 0; i < unrolled; i += LANES) {
            final long at = values + (long) i * Long.BYTES;
            final long value0 = NativeMemory.getLong(at) ^ flip;
            final long value1 = NativeMemory.getLong(at + Long.BYTES) ^ flip;
            final long value2 = NativeMemory.getLong(at + 2 * Long.BYTES) ^ flip;
            final long value3 = NativeMemory.getLong(at + 3 * Long.BYTES) ^ flip;
            min0 = Math.min(min0, value0);
            max0 = Math.max(max0, value0);
            min1 = Math.min(min1, value1);
            max1 = Math.max(max1, value1);
            min2 = Math.min(min2, value2);
            max2 = Math.max(max2, value2);
            min3 = Math.min(min3, value3);
            max3 = Math.max(max3, value3);
        }
        for (int i = unrolled; i < count; i++) {
            final long value = NativeMemory.getLong(values + (long) i * Long.BYTES) ^ flip;
            min0 = Math.min(min0, value);
            max0 = Math.max(max0, value);
        }
        bounds.include(
                Math.min(Math.min(min0, min1), Math.min(min2, min3)),
                0,
                Math.max(Math.max(max0, max1), Math.max(max2, max3)),
                0);
    }

    /** Looks at the words that are whole inside the run, and no byte outside of it. */
    static void booleans(final Bounds bounds, final long bitmap, final long bitOffset, final int count) {
        long trues = 0;
        long falses = 0;
        long bit = bitOffset;
        final long end = bitOffset + count;
        while (bit < end && (trues == 0 || falses == 0)) {
            final long at = bitmap + (bit >>> 3);
            final int shift = (int) bit & 7;
            if (shift == 0 && end - bit >= Long.SIZE) {
                final long word = NativeMemory.getLong(at);
                trues |= word;
                falses |= ~word;
                bit += Long.SIZE;
            } else {
                final int bits = (int) Math.min(Byte.SIZE - shift, end - bit);
                final long mask = (1L << bits) - 1;
                final long some = NativeMemory.getByte(at) >> shift;
                trues |= some & mask;
                falses |= ~some & mask;
                bit += bits;
            }
        }
        bounds.include(falses == 0 ? 1 : 0, 0, trues == 0 ? 0 : 1, 0);
    }

    /** The minimum in the high half, the maximum in the low one, both after the flip. */
    private static long ints(final long values, final int count, final int flip) {
        final int first = NativeMemory.getInt(values) ^ flip;
        int min0 = first;
        int min1 = first;
        int min2 = first;
        int min3 = first;
        int max0 = first;
        int max1 = first;
        int max2 = first;
        int max3 = first;
        final int unrolled = count - count % LANES;
        for (int i = 0; i < unrolled; i += LANES) {
            final long at = values + (long) i * Integer.BYTES;
            final int value0 = NativeMemory.getInt(at) ^ flip;
            final int value1 = NativeMemory.getInt(at + Integer.BYTES) ^ flip;
            final int value2 = NativeMemory.getInt(at + 2 * Integer.BYTES) ^ flip;
            final int value3 = NativeMemory.getInt(at + 3 * Integer.BYTES) ^ flip;
            min0 = Math.min(min0, value0);
            max0 = Math.max(max0, value0);
            min1 = Math.min(min1, value1);
            max1 = Math.max(max1, value1);
            min2 = Math.min(min2, value2);
            max2 = Math.max(max2, value2);
            min3 = Math.min(min3, value3);
            max3 = Math.max(max3, value3);
        }
        for (int i = unrolled; i < count; i++) {
            final int value = NativeMemory.getInt(values + (long) i * Integer.BYTES) ^ flip;
            min0 = Math.min(min0, value);
            max0 = Math.max(max0, value);
        }
        final long min = Math.min(Math.min(min0, min1), Math.min(min2, min3));
        final int max = Math.max(Math.max(max0, max1), Math.max(max2, max3));
        return min << Integer.SIZE | Integer.toUnsignedLong(max);
    }
}

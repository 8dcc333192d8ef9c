package dev.intarsia.internal.stats;

import dev.intarsia.internal.memory.NativeMemory;

/**
 * Bounds of runs of floating-point numbers. Every run has at least one value.
 *
 * <p>A number's key is its bits with all but the sign inverted if it is negative: the signed order of keys is the order
 * of the numbers, -0.0 comes right before +0.0, and NaNs lie beyond the infinities, at both ends. So the bounds of all
 * keys tell whether there is a NaN at all; only then a second loop counts the NaNs and leaves them out. It keeps their
 * bounds aside, because in total order a page of nothing but NaNs has those.
 */
final class FloatRuns {
    private static final int LANES = 4;
    private static final int FLOAT_INFINITY = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);
    private static final long DOUBLE_INFINITY = Double.doubleToRawLongBits(Double.POSITIVE_INFINITY);
    private static final int HALF_INFINITY = 0x7C00;

    private FloatRuns() {}

    /** The key of a number by its bits, and the bits by the key: the function is its own inverse. */
    static long doubleKey(final long bits) {
        return bits ^ (bits >> 63 >>> 1);
    }

    /** As {@link #doubleKey}, for a float. */
    static int floatKey(final int bits) {
        return bits ^ (bits >> 31 >>> 1);
    }

    /** As {@link #doubleKey}, for a half float, sign-extended. */
    static int halfKey(final short bits) {
        return bits ^ (bits >> 15 & Short.MAX_VALUE);
    }

    static void float32(final Bounds bounds, final long values, final int count) {
        final int first = floatKey(NativeMemory.getInt(values));
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
            final long at = values + (long) i * Float.BYTES;
            final int key0 = floatKey(NativeMemory.getInt(at));
            final int key1 = floatKey(NativeMemory.getInt(at + Float.BYTES));
            final int key2 = floatKey(NativeMemory.getInt(at + 2 * Float.BYTES));
            final int key3 = floatKey(NativeMemory.getInt(at + 3 * Float.BYTES));
            min0 = Math.min(min0, key0);
            max0 = Math.max(max0, key0);
            min1 = Math.min(min1, key1);
            max1 = Math.max(max1, key1);
            min2 = Math.min(min2, key2);
            max2 = Math.max(max2, key2);
            min3 = Math.min(min3, key3);
            max3 = Math.max(max3, key3);
        }
        for (int i = unrolled; i < count; i++) {
            final int key = floatKey(NativeMemory.getInt(values + (long) i * Float.BYTES));
            min0 = Math.min(min0, key);
            max0 = Math.max(max0, key);
        }
        final int min = Math.min(Math.min(min0, min1), Math.min(min2, min3));
        final int max = Math.max(Math.max(max0, max1), Math.max(max2, max3));
        if (min >= ~FLOAT_INFINITY && max <= FLOAT_INFINITY) {
            bounds.include(min, 0, max, 0);
        } else {
            float32WithNans(bounds, values, count);
        }
    }

    static void float64(final Bounds bounds, final long values, final int count) {
        final long first = doubleKey(NativeMemory.getLong(values));
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
            final long at = values + (long) i * Double.BYTES;
            final long key0 = doubleKey(NativeMemory.getLong(at));
            final long key1 = doubleKey(NativeMemory.getLong(at + Double.BYTES));
            final long key2 = doubleKey(NativeMemory.getLong(at + 2 * Double.BYTES));
            final long key3 = doubleKey(NativeMemory.getLong(at + 3 * Double.BYTES));
            min0 = Math.min(min0, key0);
            max0 = Math.max(max0, key0);
            min1 = Math.min(min1, key1);
            max1 = Math.max(max1, key1);
            min2 = Math.min(min2, key2);
            max2 = Math.max(max2, key2);
            min3 = Math.min(min3, key3);
            max3 = Math.max(max3, key3);
        }
        for (int i = unrolled; i < count; i++) {
            final long key = doubleKey(NativeMemory.getLong(values + (long) i * Double.BYTES));
            min0 = Math.min(min0, key);
            max0 = Math.max(max0, key);
        }
        final long min = Math.min(Math.min(min0, min1), Math.min(min2, min3));
        final long max = Math.max(Math.max(max0, max1), Math.max(max2, max3));
        if (min >= ~DOUBLE_INFINITY && max <= DOUBLE_INFINITY) {
            bounds.include(min, 0, max, 0);
        } else {
            float64WithNans(bounds, values, count);
        }
    }

    static void float16(final Bounds bounds, final long values, final int count) {
        int min = Integer.MAX_VALUE;
        int max = Integer.MIN_VALUE;
        int nanMin = Integer.MAX_VALUE;
        int nanMax = Integer.MIN_VALUE;
        int nans = 0;
        for (int i = 0; i < count; i++) {
            final int key = halfKey(NativeMemory.getShort(values + (long) i * Short.BYTES));
            if (key < ~HALF_INFINITY || key > HALF_INFINITY) {
                nans++;
                nanMin = Math.min(nanMin, key);
                nanMax = Math.max(nanMax, key);
            } else {
                min = Math.min(min, key);
                max = Math.max(max, key);
            }
        }
        if (nans < count) {
            bounds.include(min, 0, max, 0);
        }
        bounds.includeNans(nans, nanMin, nanMax);
    }

    private static void float32WithNans(final Bounds bounds, final long values, final int count) {
        int min = Integer.MAX_VALUE;
        int max = Integer.MIN_VALUE;
        int nanMin = Integer.MAX_VALUE;
        int nanMax = Integer.MIN_VALUE;
        int nans = 0;
        for (int i = 0; i < count; i++) {
            final int key = floatKey(NativeMemory.getInt(values + (long) i * Float.BYTES));
            if (key < ~FLOAT_INFINITY || key > FLOAT_INFINITY) {
                nans++;
                nanMin = Math.min(nanMin, key);
                nanMax = Math.max(nanMax, key);
            } else {
                min = Math.min(min, key);
                max = Math.max(max, key);
            }
        }
        if (nans < count) {
            bounds.include(min, 0, max, 0);
        }
        bounds.includeNans(nans, nanMin, nanMax);
    }

    private static void float64WithNans(final Bounds bounds, final long values, final int count) {
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        long nanMin = Long.MAX_VALUE;
        long nanMax = Long.MIN_VALUE;
        int nans = 0;
        for (int i = 0; i < count; i++) {
            final long key = doubleKey(NativeMemory.getLong(values + (long) i * Double.BYTES));
            if (key < ~DOUBLE_INFINITY || key > DOUBLE_INFINITY) {
                nans++;
                nanMin = Math.min(nanMin, key);
                nanMax = Math.max(nanMax, key);
            } else {
                min = Math.min(min, key);
                max = Math.max(max, key);
            }
        }
        if (nans < count) {
            bounds.include(min, 0, max, 0);
        }
        bounds.includeNans(nans, nanMin, nanMax);
    }
}

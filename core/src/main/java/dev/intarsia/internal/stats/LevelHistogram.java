package dev.intarsia.internal.stats;

import dev.intarsia.internal.memory.NativeMemory;

/** Counts how often each level occurs. Thread-safe: there is no state. */
public final class LevelHistogram {
    private static final long EVERY_BYTE = 0x0101010101010101L;

    private LevelHistogram() {}

    /**
     * Adds a run of levels, a byte each. Eight equal ones, which is what most data is made of, are added at once, and
     * levels of 0 and 1 are counted eight at a time whatever they are.
     *
     * @param levels borrowed; address of the first level
     * @param count number of levels, which may be 0
     * @param histogram borrowed; has an element for every level that occurs, and two or more
     */
    public static void add(final long levels, final int count, final long[] histogram) {
        final int whole = count - count % Long.BYTES;
        if (histogram.length == 2) {
            addBits(levels, whole, histogram);
        } else {
            addLevels(levels, whole, histogram);
        }
        for (int i = whole; i < count; i++) {
            histogram[NativeMemory.getByte(levels + i) & 0xFF]++;
        }
    }

    private static void addBits(final long levels, final int count, final long[] histogram) {
        long ones = 0;
        for (int i = 0; i < count; i += Long.BYTES) {
            ones += Long.bitCount(NativeMemory.getLong(levels + i));
        }
        histogram[0] += count - ones;
        histogram[1] += ones;
    }

    private static void addLevels(final long levels, final int count, final long[] histogram) {
        for (int i = 0; i < count; i += Long.BYTES) {
            long word = NativeMemory.getLong(levels + i);
            final int first = (int) word & 0xFF;
            if (word == first * EVERY_BYTE) {
                histogram[first] += Long.BYTES;
            } else {
                for (int each = 0; each < Long.BYTES; each++) {
                    histogram[(int) word & 0xFF]++;
                    word >>>= Byte.SIZE;
                }
            }
        }
    }
}

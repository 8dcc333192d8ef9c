package dev.intarsia.internal.arrow;

import dev.intarsia.internal.memory.NativeMemory;

/**
 * Kernels over the offsets of a variable-width vector, 32 or 64 bits wide: value {@code i} lies between offsets {@code
 * i} and {@code i + 1}, so {@code n} values have {@code n + 1} of them.
 */
final class Offsets {
    private Offsets() {}

    static int width(final boolean wide) {
        return wide ? Long.BYTES : Integer.BYTES;
    }

    static long at(final long offsets, final boolean wide, final long index) {
        return wide
                ? NativeMemory.getLong(offsets + index * Long.BYTES)
                : NativeMemory.getInt(offsets + index * Integer.BYTES);
    }

    /**
     * Whether none of the offsets of {@code count} values from value {@code from} on is negative or less than the one
     * before, and no value, nulls included, is longer than {@code maxBytes}.
     */
    static boolean hold(final long offsets, final boolean wide, final long from, final int count, final long maxBytes) {
        final long first = offsets + from * width(wide);
        return wide ? wideHold(first, count, maxBytes) : narrowHold(first, count, maxBytes);
    }

    private static boolean narrowHold(final long offsets, final int count, final long maxBytes) {
        long previous = NativeMemory.getInt(offsets);
        long bad = previous;
        for (int i = 1; i <= count; i++) {
            final long next = NativeMemory.getInt(offsets + (long) i * Integer.BYTES);
            final long length = next - previous;
            bad |= length | (maxBytes - length);
            previous = next;
        }
        return bad >= 0;
    }

    /** Watches the sign of every offset as well, without which a difference could wrap around and pass. */
    private static boolean wideHold(final long offsets, final int count, final long maxBytes) {
        long previous = NativeMemory.getLong(offsets);
        long bad = previous;
        for (int i = 1; i <= count; i++) {
            final long next = NativeMemory.getLong(offsets + (long) i * Long.BYTES);
            final long length = next - previous;
            bad |= next | length | (maxBytes - length);
            previous = next;
        }
        return bad >= 0;
    }
}

package dev.intarsia.internal.page;

import dev.intarsia.internal.encoding.RleHybrid;
import dev.intarsia.internal.memory.NativeMemory;

/**
 * The definition levels of a page. Immutable; the address is borrowed.
 *
 * @param count levels, which is values and nulls
 * @param bitWidth bits of a level; zero for a required column, whose pages hold no levels
 * @param bits levels as a bitmap from its first bit on; zero where every level is the highest
 */
public record Levels(int count, int bitWidth, long bits) {
    /** Version 1 pages put the length of the levels in front of them. */
    private static final int LENGTH_BYTES = 4;

    int maxBytes() {
        return maxBytes(count, bitWidth);
    }

    /** Bytes that so many levels of this width take at most in a page. */
    public static int maxBytes(final int count, final int bitWidth) {
        return bitWidth == 0 ? 0 : Math.toIntExact(LENGTH_BYTES + RleHybrid.maxBytes(count, bitWidth));
    }

    /** Writes the levels as a version 1 page holds them; returns the address behind them. */
    long write(final long at) {
        if (bitWidth == 0) {
            return at;
        }
        final long start = at + LENGTH_BYTES;
        final long end = bits == 0
                ? RleHybrid.encodeConstant(1, count, bitWidth, start)
                : RleHybrid.encodeBits(bits, count, start);
        NativeMemory.putInt(at, (int) (end - start));
        return end;
    }
}

package dev.intarsia.internal.encoding;

import static dev.intarsia.internal.encoding.DeltaBinaryPacked.MINIBLOCKS;
import static dev.intarsia.internal.encoding.DeltaBinaryPacked.MINIBLOCK_VALUES;

import dev.intarsia.internal.memory.NativeMemory;

/**
 * Blocks of {@link DeltaBinaryPacked} over int32 values. Thread-safe as far as the memory is.
 *
 * <p>A block is given by the address of its first value, in front of which the value lies that the first delta is
 * against, and by its number of deltas, 1 to 128.
 */
final class IntDeltas {
    private static final int WIDTH_BITS = 8;
    private static final int WIDTH_MASK = 0xFF;

    /** Bytes of a miniblock are its width times that. */
    private static final int BYTES_A_BIT = MINIBLOCK_VALUES / 8;

    private IntDeltas() {}

    /** Writes a block; returns the end. */
    static long encode(final long values, final int n, final long out) {
        final long scanned = scan(values, n);
        final int min = (int) scanned;
        final int widths = (int) (scanned >>> 32);
        long at = Varints.put(Varints.zigZag(min), out);
        NativeMemory.putInt(at, widths);
        at += MINIBLOCKS;
        for (int i = 0; i < n; i += MINIBLOCK_VALUES) {
            final int bitWidth = widths >>> (i / MINIBLOCK_VALUES * WIDTH_BITS) & WIDTH_MASK;
            at = pack(values + ((long) i << 2), n - i, min, bitWidth, at);
        }
        return at;
    }

    /** Bytes that {@link #encode} writes. */
    static long measure(final long values, final int n) {
        final long scanned = scan(values, n);
        return blockBytes((int) scanned, (int) (scanned >>> 32));
    }

    /** Bytes of a block of a least delta and the widths of its miniblocks, a byte each. */
    static long blockBytes(final int min, final int widths) {
        final int bits = (widths & WIDTH_MASK)
                + (widths >>> WIDTH_BITS & WIDTH_MASK)
                + (widths >>> 2 * WIDTH_BITS & WIDTH_MASK)
                + (widths >>> 3 * WIDTH_BITS);
        return Varints.bytes(Varints.zigZag(min)) + MINIBLOCKS + (long) bits * BYTES_A_BIT;
    }

    /**
     * The widths of the four miniblocks, a byte each, the first lowest, from their greatest deltas and the least delta
     * of the block. An empty miniblock has {@link Integer#MIN_VALUE}.
     */
    static int widths(final int min, final int max0, final int max1, final int max2, final int max3) {
        return width(min, max0)
                | width(min, max1) << WIDTH_BITS
                | width(min, max2) << 2 * WIDTH_BITS
                | width(min, max3) << 3 * WIDTH_BITS;
    }

    private static int width(final int min, final int max) {
        // The difference of two deltas may exceed 31 bits, but not 32.
        return Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(min, max) - min);
    }

    /** The least delta of a block in the low half, the widths of its miniblocks in the high half. */
    private static long scan(final long values, final int n) {
        int min = Integer.MAX_VALUE;
        int max0 = Integer.MIN_VALUE;
        int max1 = Integer.MIN_VALUE;
        int max2 = Integer.MIN_VALUE;
        int max3 = Integer.MIN_VALUE;
        int before = NativeMemory.getInt(values - 4);
        for (int m = 0; m < MINIBLOCKS; m++) {
            final int first = m * MINIBLOCK_VALUES;
            final int end = Math.min(n, first + MINIBLOCK_VALUES);
            int max = Integer.MIN_VALUE;
            for (int i = first; i < end; i++) {
                final int value = NativeMemory.getInt(values + ((long) i << 2));
                final int delta = value - before;
                before = value;
                min = Math.min(min, delta);
                max = Math.max(max, delta);
            }
            max0 = max1;
            max1 = max2;
            max2 = max3;
            max3 = max;
        }
        return (long) widths(min, max0, max1, max2, max3) << 32 | min & 0xFFFFFFFFL;
    }

    /** Packs a miniblock of the first of {@code left} values, filled up with zeros; returns the end. */
    private static long pack(final long values, final int left, final int min, final int bitWidth, final long out) {
        final long end = out + (long) bitWidth * BYTES_A_BIT;
        if (bitWidth == 0) {
            return end;
        }
        if (left < MINIBLOCK_VALUES) {
            packPartial(values, left, min, bitWidth, out);
        } else if (bitWidth <= 8) {
            packNarrow(values, min, bitWidth, out);
        } else if (bitWidth <= 16) {
            packMiddle(values, min, bitWidth, out);
        } else if (bitWidth < 32) {
            packWide(values, min, bitWidth, out);
        } else {
            for (int i = 0; i < 4 * MINIBLOCK_VALUES; i += 4) {
                NativeMemory.putInt(out + i, (int) value(values + i, min));
            }
        }
        return end;
    }

    private static void packPartial(final long values, final int n, final int min, final int bitWidth, final long out) {
        long word = 0;
        long at = out;
        int bits = 0;
        for (int i = 0; i < MINIBLOCK_VALUES; i++) {
            final long value = i < n ? value(values + ((long) i << 2), min) : 0;
            word |= value << bits;
            bits += bitWidth;
            if (bits >= 64) {
                NativeMemory.putLong(at, word);
                at += 8;
                bits -= 64;
                word = value >>> (bitWidth - bits); // at most 32 bits, so a shift by the width leaves none
            }
        }
        if (bits > 0) {
            NativeMemory.putLong(at, word);
        }
    }

    private static void packNarrow(final long values, final int min, final int bitWidth, final long out) {
        final int half = bitWidth << 2;
        long at = out;
        for (long p = values, end = values + 4 * MINIBLOCK_VALUES; p < end; p += 32, at += bitWidth) {
            NativeMemory.putLong(at, four(p, min, bitWidth) | four(p + 16, min, bitWidth) << half);
        }
    }

    private static void packMiddle(final long values, final int min, final int bitWidth, final long out) {
        final int half = bitWidth << 2;
        long at = out;
        for (long p = values, end = values + 4 * MINIBLOCK_VALUES; p < end; p += 32, at += bitWidth) {
            final long low = four(p, min, bitWidth);
            final long high = four(p + 16, min, bitWidth);
            // Two shifts, since a half of 64 bits would not be shifted at all.
            NativeMemory.putLong(at, low | high << (half - 1) << 1);
            NativeMemory.putLong(at + 8, high >>> (64 - half));
        }
    }

    private static void packWide(final long values, final int min, final int bitWidth, final long out) {
        final int pairBits = bitWidth << 1;
        long at = out;
        for (long p = values, end = values + 4 * MINIBLOCK_VALUES; p < end; p += 32, at += bitWidth) {
            long word = pair(p, min, bitWidth);
            long to = at;
            int bits = pairBits;
            for (int k = 8; k < 32; k += 8) {
                final long next = pair(p + k, min, bitWidth);
                word |= next << bits;
                bits += pairBits;
                if (bits >= 64) {
                    NativeMemory.putLong(to, word);
                    to += 8;
                    bits -= 64;
                    word = next >>> (pairBits - bits); // at most 62 bits
                }
            }
            NativeMemory.putLong(to, word);
        }
    }

    private static long four(final long p, final int min, final int bitWidth) {
        return pair(p, min, bitWidth) | pair(p + 8, min, bitWidth) << (bitWidth << 1);
    }

    private static long pair(final long p, final int min, final int bitWidth) {
        return value(p, min) | value(p + 4, min) << bitWidth;
    }

    private static long value(final long p, final int min) {
        return NativeMemory.getInt(p) - NativeMemory.getInt(p - 4) - min & 0xFFFFFFFFL;
    }
}

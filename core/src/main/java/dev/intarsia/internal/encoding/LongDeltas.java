package dev.intarsia.internal.encoding;

import static dev.intarsia.internal.encoding.DeltaBinaryPacked.MINIBLOCKS;
import static dev.intarsia.internal.encoding.DeltaBinaryPacked.MINIBLOCK_VALUES;

import dev.intarsia.internal.memory.NativeMemory;

/**
 * Blocks of {@link DeltaBinaryPacked} over int64 values. Thread-safe as far as the memory is.
 *
 * <p>A block is given by the address of its first value, in front of which the value lies that the first delta is
 * against, and by its number of deltas, 1 to 128.
 */
final class LongDeltas {
    private static final int WIDTH_BITS = 8;
    private static final int WIDTH_MASK = 0xFF;

    /** Bytes of a miniblock are its width times that. */
    private static final int BYTES_A_BIT = MINIBLOCK_VALUES / 8;

    /** An address that no block is written to. */
    private static final long NOWHERE = 0;

    private LongDeltas() {}

    /** Writes a block; returns the end. */
    static long encode(final long values, final int n, final long out) {
        return out + block(values, n, out);
    }

    /** Bytes that {@link #encode} writes. */
    static long measure(final long values, final int n) {
        return block(values, n, NOWHERE);
    }

    /** Bytes of a block, which is written unless {@code out} is {@link #NOWHERE}. */
    private static long block(final long values, final int n, final long out) {
        long min = Long.MAX_VALUE;
        long max0 = Long.MIN_VALUE;
        long max1 = Long.MIN_VALUE;
        long max2 = Long.MIN_VALUE;
        long max3 = Long.MIN_VALUE;
        long before = NativeMemory.getLong(values - 8);
        for (int m = 0; m < MINIBLOCKS; m++) {
            final int first = m * MINIBLOCK_VALUES;
            final int end = Math.min(n, first + MINIBLOCK_VALUES);
            long max = Long.MIN_VALUE;
            for (int i = first; i < end; i++) {
                final long value = NativeMemory.getLong(values + ((long) i << 3));
                final long delta = value - before;
                before = value;
                min = Math.min(min, delta);
                max = Math.max(max, delta);
            }
            max0 = max1;
            max1 = max2;
            max2 = max3;
            max3 = max;
        }
        final int width0 = width(min, max0);
        final int width1 = width(min, max1);
        final int width2 = width(min, max2);
        final int width3 = width(min, max3);
        if (out != NOWHERE) {
            final int widths = width0 | width1 << WIDTH_BITS | width2 << 2 * WIDTH_BITS | width3 << 3 * WIDTH_BITS;
            write(values, n, min, widths, out);
        }
        return Varints.bytes(Varints.zigZag(min))
                + MINIBLOCKS
                + (long) (width0 + width1 + width2 + width3) * BYTES_A_BIT;
    }

    private static int width(final long min, final long max) {
        // An empty miniblock has the least value of all. A difference may exceed 63 bits, but not 64.
        return Long.SIZE - Long.numberOfLeadingZeros(Math.max(min, max) - min);
    }

    private static void write(final long values, final int n, final long min, final int widths, final long out) {
        long at = Varints.put(Varints.zigZag(min), out);
        NativeMemory.putInt(at, widths);
        at += MINIBLOCKS;
        for (int i = 0; i < n; i += MINIBLOCK_VALUES) {
            final int bitWidth = widths >>> (i / MINIBLOCK_VALUES * WIDTH_BITS) & WIDTH_MASK;
            at = pack(values + ((long) i << 3), n - i, min, bitWidth, at);
        }
    }

    /** Packs a miniblock of the first of {@code left} values, filled up with zeros; returns the end. */
    private static long pack(final long values, final int left, final long min, final int bitWidth, final long out) {
        final long end = out + (long) bitWidth * BYTES_A_BIT;
        if (bitWidth == 0) {
            return end;
        }
        if (left < MINIBLOCK_VALUES || bitWidth >= 32) {
            packAny(values, Math.min(left, MINIBLOCK_VALUES), min, bitWidth, out);
        } else if (bitWidth <= 8) {
            packNarrow(values, min, bitWidth, out);
        } else if (bitWidth <= 16) {
            packMiddle(values, min, bitWidth, out);
        } else {
            packWide(values, min, bitWidth, out);
        }
        return end;
    }

    private static void packAny(final long values, final int n, final long min, final int bitWidth, final long out) {
        long word = 0;
        long at = out;
        int bits = 0;
        for (int i = 0; i < n; i++) {
            final long value = value(values + ((long) i << 3), min);
            word |= value << bits;
            bits += bitWidth;
            if (bits >= 64) {
                NativeMemory.putLong(at, word);
                at += 8;
                bits -= 64;
                word = bits == 0 ? 0 : value >>> (bitWidth - bits);
            }
        }
        for (final long end = out + (long) bitWidth * BYTES_A_BIT; at < end; at += 8) {
            NativeMemory.putLong(at, word);
            word = 0;
        }
    }

    private static void packNarrow(final long values, final long min, final int bitWidth, final long out) {
        final int half = bitWidth << 2;
        long at = out;
        for (long p = values, end = values + 8 * MINIBLOCK_VALUES; p < end; p += 64, at += bitWidth) {
            NativeMemory.putLong(at, four(p, min, bitWidth) | four(p + 32, min, bitWidth) << half);
        }
    }

    private static void packMiddle(final long values, final long min, final int bitWidth, final long out) {
        final int half = bitWidth << 2;
        long at = out;
        for (long p = values, end = values + 8 * MINIBLOCK_VALUES; p < end; p += 64, at += bitWidth) {
            final long low = four(p, min, bitWidth);
            final long high = four(p + 32, min, bitWidth);
            // Two shifts, since a half of 64 bits would not be shifted at all.
            NativeMemory.putLong(at, low | high << (half - 1) << 1);
            NativeMemory.putLong(at + 8, high >>> (64 - half));
        }
    }

    private static void packWide(final long values, final long min, final int bitWidth, final long out) {
        final int pairBits = bitWidth << 1;
        long at = out;
        for (long p = values, end = values + 8 * MINIBLOCK_VALUES; p < end; p += 64, at += bitWidth) {
            long word = pair(p, min, bitWidth);
            long to = at;
            int bits = pairBits;
            for (int k = 16; k < 64; k += 16) {
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

    private static long four(final long p, final long min, final int bitWidth) {
        return pair(p, min, bitWidth) | pair(p + 16, min, bitWidth) << (bitWidth << 1);
    }

    private static long pair(final long p, final long min, final int bitWidth) {
        return value(p, min) | value(p + 8, min) << bitWidth;
    }

    private static long value(final long p, final long min) {
        return NativeMemory.getLong(p) - NativeMemory.getLong(p - 8) - min;
    }
}

package dev.intarsia.internal.encoding;

import dev.intarsia.internal.memory.NativeMemory;

/**
 * Packs int32 values, lowest bits first, in groups of eight: a group of {@code bitWidth} bits takes {@code bitWidth}
 * bytes. Thread-safe as far as the memory is.
 *
 * <p>A value must fit the width: nothing is masked here.
 */
final class BitPacking {
    /** How far a packer may write behind its last group: it stores whole words. */
    static final int SLACK_BYTES = 8;

    private BitPacking() {}

    /** Packs {@code groups} groups of eight values with {@code bitWidth} 1 to 32; returns the end. */
    static long pack(final long values, final int groups, final int bitWidth, final long out) {
        if (bitWidth <= 8) {
            return packNarrow(values, groups, bitWidth, out);
        }
        if (bitWidth <= 16) {
            return packMiddle(values, groups, bitWidth, out);
        }
        if (bitWidth < 32) {
            return packWide(values, groups, bitWidth, out);
        }
        NativeMemory.copy(values, out, (long) groups << 5);
        return out + ((long) groups << 5);
    }

    /** Packs the {@code count} (1 to 7) values of a last group and zeros after them; writes exactly the group. */
    static long packPartial(final long values, final int count, final int bitWidth, final long out) {
        long word = 0;
        int bits = 0;
        long at = out;
        for (int k = 0; k < count; k++) {
            word |= value(values + ((long) k << 2)) << bits;
            for (bits += bitWidth; bits >= 8; bits -= 8) {
                NativeMemory.putByte(at++, (byte) word);
                word >>>= 8;
            }
        }
        final long end = out + bitWidth;
        for (; at < end; at++) {
            NativeMemory.putByte(at, (byte) word);
            word >>>= 8;
        }
        return end;
    }

    private static long packNarrow(final long values, final int groups, final int bitWidth, final long out) {
        final int half = bitWidth << 2;
        long at = out;
        for (long p = values, end = values + ((long) groups << 5); p < end; p += 32, at += bitWidth) {
            NativeMemory.putLong(at, four(p, bitWidth) | (four(p + 16, bitWidth) << half));
        }
        return at;
    }

    private static long packMiddle(final long values, final int groups, final int bitWidth, final long out) {
        final int half = bitWidth << 2;
        long at = out;
        for (long p = values, end = values + ((long) groups << 5); p < end; p += 32, at += bitWidth) {
            final long high = four(p + 16, bitWidth);
            // Two shifts, since a half of 64 bits would not be shifted at all.
            NativeMemory.putLong(at, four(p, bitWidth) | (high << (half - 1) << 1));
            NativeMemory.putLong(at + 8, high >>> (64 - half));
        }
        return at;
    }

    private static long packWide(final long values, final int groups, final int bitWidth, final long out) {
        final int pairBits = bitWidth << 1;
        long at = out;
        for (int g = 0; g < groups; g++) {
            final long p = values + ((long) g << 5);
            long word = pair(p, bitWidth);
            long to = at;
            int bits = pairBits;
            for (int k = 8; k < 32; k += 8) {
                final long next = pair(p + k, bitWidth);
                word |= next << bits;
                bits += pairBits;
                if (bits >= 64) {
                    NativeMemory.putLong(to, word);
                    to += 8;
                    bits -= 64;
                    word = bits == 0 ? 0 : next >>> (pairBits - bits);
                }
            }
            NativeMemory.putLong(to, word);
            at += bitWidth;
        }
        return at;
    }

    private static long four(final long p, final int bitWidth) {
        return pair(p, bitWidth) | (pair(p + 8, bitWidth) << (bitWidth << 1));
    }

    private static long pair(final long p, final int bitWidth) {
        return value(p) | (value(p + 4) << bitWidth);
    }

    private static long value(final long p) {
        return NativeMemory.getInt(p) & 0xFFFFFFFFL;
    }
}

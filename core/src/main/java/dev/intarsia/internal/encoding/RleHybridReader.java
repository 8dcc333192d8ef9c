package dev.intarsia.internal.encoding;

import dev.intarsia.internal.memory.Bitmaps;
import dev.intarsia.internal.memory.NativeMemory;

/**
 * Reads back what {@link RleHybrid} encoded: levels and ids of a checkpoint. Thread-safe: there is no state.
 *
 * <p>The bytes may be damaged: nothing is read or written outside the ranges that are given, whatever they say.
 */
public final class RleHybridReader {
    private RleHybridReader() {}

    /** Where a value goes. */
    private enum Target {
        INTS,
        BYTES,
        BITS
    }

    /** Reads {@code n} values of {@code bitWidth} (0 to 32) bits as int32; false if the bytes are not such. */
    public static boolean ints(final long from, final long end, final int n, final int bitWidth, final long out) {
        return read(from, end, n, bitWidth, out, 0, Target.INTS);
    }

    /** Reads {@code n} values of {@code bitWidth} (1 to 8) bits, a byte each; false if the bytes are not such. */
    public static boolean bytes(final long from, final long end, final int n, final int bitWidth, final long out) {
        return read(from, end, n, bitWidth, out, 0, Target.BYTES);
    }

    /**
     * Reads {@code n} bits and appends them to a bitmap that has {@code bit} of them; false if the bytes are not such.
     */
    public static boolean bits(final long from, final long end, final int n, final long bitmap, final int bit) {
        return read(from, end, n, 1, bitmap, bit, Target.BITS);
    }

    private static boolean read(
            final long from,
            final long end,
            final int n,
            final int bitWidth,
            final long out,
            final int firstBit,
            final Target target) {
        long at = from;
        int done = 0;
        while (done < n) {
            long header = 0;
            int shift = 0;
            byte next;
            do {
                if (at == end || shift > 35) {
                    return false;
                }
                next = NativeMemory.getByte(at++);
                header |= (next & 0x7FL) << shift;
                shift += 7;
            } while (next < 0);
            if ((header & 1) == 0) {
                final int bytes = (bitWidth + 7) >>> 3;
                if (header == 0 || at + bytes > end) {
                    return false;
                }
                final int count = (int) Math.min(n - done, header >>> 1);
                constant(bits(at, end, 0, bitWidth), count, done, out, firstBit, target);
                at += bytes;
                done += count;
            } else {
                final long groups = header >>> 1;
                if (groups == 0 || groups * bitWidth > end - at) {
                    return false;
                }
                final int count = (int) Math.min(n - done, groups << 3);
                for (int i = 0; i < count; i++) {
                    put(bits(at, end, (long) i * bitWidth, bitWidth), done + i, out, firstBit, target);
                }
                at += groups * bitWidth;
                done += count;
            }
        }
        return at == end;
    }

    /** The value of so many bits from a bit on. */
    private static int bits(final long at, final long end, final long bit, final int bitWidth) {
        long word = 0;
        final long first = at + (bit >>> 3);
        final int bytes = (int) Math.min(end - first, (((int) bit & 7) + bitWidth + 7) >>> 3);
        for (int i = 0; i < bytes; i++) {
            word |= (NativeMemory.getByte(first + i) & 0xFFL) << (8 * i);
        }
        return (int) ((word >>> ((int) bit & 7)) & ((1L << bitWidth) - 1));
    }

    private static void constant(
            final int value,
            final int count,
            final int index,
            final long out,
            final int firstBit,
            final Target target) {
        switch (target) {
            case BYTES -> NativeMemory.fill(out + index, count, (byte) value);
            case BITS -> {
                if (value != 0) {
                    Bitmaps.fillOnes(out, firstBit + index, count);
                } else {
                    Bitmaps.fillZeros(out, firstBit + index, count);
                }
            }
            case INTS -> {
                for (int i = 0; i < count; i++) {
                    NativeMemory.putInt(out + (long) Integer.BYTES * (index + i), value);
                }
            }
        }
    }

    private static void put(final int value, final int index, final long out, final int firstBit, final Target target) {
        switch (target) {
            case BYTES -> NativeMemory.putByte(out + index, (byte) value);
            case BITS -> Bitmaps.appendWord(value & 1, 1, out, firstBit + index);
            case INTS -> NativeMemory.putInt(out + (long) Integer.BYTES * index, value);
        }
    }
}

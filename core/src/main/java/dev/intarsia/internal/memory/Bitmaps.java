package dev.intarsia.internal.memory;

/**
 * Bitmaps in Arrow's and Parquet's order: bit 0 is the lowest bit of byte 0. Thread-safe as far as the memory is.
 *
 * <p>Bit offsets are arbitrary, sources may start in the middle of a byte, and no function reads or writes a byte that
 * holds no wanted bit: a validity bitmap ends at its last used byte.
 */
public final class Bitmaps {
    private Bitmaps() {}

    /** Bytes that {@code bits} bits take when they start at a byte. */
    public static long bytesFor(final long bits) {
        return (bits + 7) >>> 3;
    }

    /** The {@code count} (0 to 64) bits from {@code bitOffset} on, as the low bits of a word; the others are zero. */
    public static long word(final long bitmap, final long bitOffset, final int count) {
        final long first = bitmap + (bitOffset >>> 3);
        final int shift = (int) bitOffset & 7;
        final int bits = shift + count;
        if (bits < 64) {
            return (PartialWords.read(first, (bits + 7) >>> 3) >>> shift) & PartialWords.mask(count);
        }
        long word = NativeMemory.getLong(first) >>> shift;
        if (bits > 64) {
            word |= (NativeMemory.getByte(first + 8) & 0xFFL) << (64 - shift);
        }
        return count == 64 ? word : word & PartialWords.mask(count);
    }

    /** How many of the {@code n} bits from {@code bitOffset} on are ones. */
    public static int countOnes(final long bitmap, final long bitOffset, final int n) {
        final int head = Math.min(n, (int) -bitOffset & 7);
        int ones = Long.bitCount(word(bitmap, bitOffset, head));
        long at = bitmap + ((bitOffset + head) >>> 3);
        int left = n - head;
        for (; left >= 64; left -= 64, at += 8) {
            ones += Long.bitCount(NativeMemory.getLong(at));
        }
        return ones + Long.bitCount(word(at, 0, left));
    }

    /** Whether a bit is one. */
    public static boolean isSet(final long bitmap, final long bit) {
        return (NativeMemory.getByte(bitmap + (bit >>> 3)) >>> ((int) bit & 7) & 1) != 0;
    }

    /** How many ones the {@code n} bits from {@code bitOffset} on begin with; {@code n} where all of them are. */
    public static int leadingOnes(final long bitmap, final long bitOffset, final int n) {
        for (int done = 0; done < n; done += Long.SIZE) {
            final int count = Math.min(Long.SIZE, n - done);
            final int ones = Long.numberOfTrailingZeros(~word(bitmap, bitOffset + done, count));
            if (ones < count) {
                return done + ones;
            }
        }
        return n;
    }

    /**
     * Copies {@code n} bits from {@code sourceBit} of one bitmap to {@code targetBit} of another that it does not
     * overlap. The bits before {@code targetBit} stay; the bits behind the run in its last byte become zero, so that
     * what follows can be appended; bytes without a bit of the run are not touched.
     */
    public static void append(
            final long source, final long sourceBit, final long target, final long targetBit, final int n) {
        final int head = Math.min(n, (int) -targetBit & 7);
        if (head > 0) {
            putHead(target, targetBit, word(source, sourceBit, head));
        }
        long at = target + ((targetBit + head) >>> 3);
        long bit = sourceBit + head;
        int left = n - head;
        if ((bit & 7) == 0) {
            final int whole = left >>> 3;
            NativeMemory.copy(source + (bit >>> 3), at, whole);
            at += whole;
            bit += (long) whole << 3;
            left &= 7;
        } else {
            for (; left >= 64; left -= 64, at += 8, bit += 64) {
                NativeMemory.putLong(at, word(source, bit, 64));
            }
        }
        PartialWords.write(at, (left + 7) >>> 3, word(source, bit, left));
    }

    /** As {@link #append}, with {@code n} ones. */
    public static void fillOnes(final long target, final long targetBit, final int n) {
        fill(target, targetBit, n, -1);
    }

    /** As {@link #append}, with {@code n} zeros. */
    public static void fillZeros(final long target, final long targetBit, final int n) {
        fill(target, targetBit, n, 0);
    }

    /** As {@link #append}, with the low {@code count} (0 to 64) bits of a word whose other bits are zero. */
    public static void appendWord(final long word, final int count, final long target, final long targetBit) {
        final int head = Math.min(count, (int) -targetBit & 7);
        if (head > 0) {
            putHead(target, targetBit, word & PartialWords.mask(head));
        }
        final int left = count - head;
        if (left > 0) {
            PartialWords.write(target + ((targetBit + head) >>> 3), (left + 7) >>> 3, word >>> head);
        }
    }

    private static void fill(final long target, final long targetBit, final int n, final int bits) {
        final int head = Math.min(n, (int) -targetBit & 7);
        if (head > 0) {
            putHead(target, targetBit, bits & PartialWords.mask(head));
        }
        final int left = n - head;
        final long at = target + ((targetBit + head) >>> 3);
        NativeMemory.fill(at, left >>> 3, (byte) bits);
        if ((left & 7) != 0) {
            NativeMemory.putByte(at + (left >>> 3), (byte) (bits & PartialWords.mask(left & 7)));
        }
    }

    /** Sets the bits of a byte from {@code targetBit} on, and keeps those before it. */
    private static void putHead(final long target, final long targetBit, final long bits) {
        final long at = target + (targetBit >>> 3);
        final int shift = (int) targetBit & 7;
        NativeMemory.putByte(at, (byte) ((NativeMemory.getByte(at) & PartialWords.mask(shift)) | (bits << shift)));
    }
}

package dev.intarsia.internal.arrow;

import dev.intarsia.internal.memory.NativeMemory;

/**
 * Kernels over Arrow bitmaps: bit {@code i} is bit {@code i & 7}, from the least significant, of byte {@code i >> 3}.
 * They read the bytes that hold bits of the run and not one more: behind them the memory may end.
 */
public final class Bitmap {
    private Bitmap() {}

    /** Bytes that hold {@code bits} bits. */
    public static long bytes(final long bits) {
        return (bits + 7) >>> 3;
    }

    /** Whether bit {@code index} is set. */
    public static boolean isSet(final long bitmap, final long index) {
        return (NativeMemory.getByte(bitmap + (index >>> 3)) & (1 << (index & 7))) != 0;
    }

    /** How many of the {@code count} bits from bit {@code from} on are set. */
    public static int countSet(final long bitmap, final long from, final int count) {
        long address = bitmap + (from >>> 3);
        int left = count;
        int set = 0;
        final int skipped = (int) (from & 7);
        if (skipped != 0) {
            final int n = Math.min(8 - skipped, left);
            set = Integer.bitCount(bitsOfByte(address, skipped, n));
            address++;
            left -= n;
        }
        for (; left >= Long.SIZE; left -= Long.SIZE) {
            set += Long.bitCount(NativeMemory.getLong(address));
            address += Long.BYTES;
        }
        return set + Long.bitCount(lastBits(address, left));
    }

    /**
     * The first clear bit among the {@code count} bits from bit {@code from} on.
     *
     * @return its distance from {@code from}; {@code count} if all are set
     */
    public static int firstClear(final long bitmap, final long from, final int count) {
        long address = bitmap + (from >>> 3);
        int done = 0;
        final int skipped = (int) (from & 7);
        if (skipped != 0) {
            final int n = Math.min(8 - skipped, count);
            final int ones = Integer.numberOfTrailingZeros(~bitsOfByte(address, skipped, n));
            if (ones < n) {
                return ones;
            }
            address++;
            done = n;
        }
        for (; count - done >= Long.SIZE; done += Long.SIZE) {
            final long word = NativeMemory.getLong(address);
            if (word != -1L) {
                return done + Long.numberOfTrailingZeros(~word);
            }
            address += Long.BYTES;
        }
        // Bits behind the last one read as clear, so that the search ends there at the latest.
        return done + Long.numberOfTrailingZeros(~lastBits(address, count - done));
    }

    private static int bitsOfByte(final long address, final int from, final int count) {
        return ((NativeMemory.getByte(address) & 0xFF) >>> from) & ((1 << count) - 1);
    }

    /** The first {@code count} bits, fewer than 64, at an address; the others are 0. */
    private static long lastBits(final long address, final int count) {
        long word = 0;
        for (int shift = 0; shift < count; shift += 8) {
            word |= (NativeMemory.getByte(address + (shift >>> 3)) & 0xFFL) << shift;
        }
        return word & ((1L << count) - 1);
    }
}

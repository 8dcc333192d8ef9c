package dev.intarsia.internal.encoding;

import dev.intarsia.internal.memory.NativeMemory;
import dev.intarsia.internal.memory.PartialWords;

/**
 * {@link RleHybrid} of values that are given a byte each and take 1 to 8 bits. Thread-safe as far as the memory is.
 *
 * <p>Runs end where those of {@link RleHybrid#encodeInts} end. A word holds eight values: it is all equal where it does
 * not change when it is rotated by one of them.
 */
final class RleBytes {
    private static final long EVEN_BYTES = 0x00FF00FF00FF00FFL;
    private static final long EVEN_PAIRS = 0x0000FFFF0000FFFFL;
    private static final long LOW_HALF = 0xFFFFFFFFL;
    private static final long EACH_BYTE = 0x0101010101010101L;

    private RleBytes() {}

    static long encode(final long values, final int n, final int bitWidth, final long out) {
        final int minRun = RleHybrid.valuesOf(2, bitWidth);
        long at = out;
        int i = 0;
        while (i < n) {
            final long p = values + i;
            final int run = equalValues(p, n - i);
            if (run >= minRun || run == n - i) {
                at = RleHybrid.encodeConstant(NativeMemory.getByte(p) & 0xFF, run, bitWidth, at);
                i += run;
                continue;
            }
            final int end = packedEnd(values, i, n, bitWidth);
            final int groups = (end - i) >>> 3;
            final int rest = (end - i) & 7;
            at = Varints.put((groups + (rest == 0 ? 0L : 1L)) * 2 + 1, at);
            at = pack(p, groups, bitWidth, at);
            if (rest != 0) {
                NativeMemory.putLong(at, packed(PartialWords.read(p + ((long) groups << 3), rest), bitWidth));
                at += bitWidth;
            }
            i = end;
        }
        return at;
    }

    private static long pack(final long values, final int groups, final int bitWidth, final long out) {
        long at = out;
        for (long p = values, end = values + ((long) groups << 3); p < end; p += 8, at += bitWidth) {
            NativeMemory.putLong(at, packed(NativeMemory.getLong(p), bitWidth));
        }
        return at;
    }

    /** Eight bytes moved together at the low end: neighbours first, then pairs, then halves. */
    private static long packed(final long eight, final int bitWidth) {
        final int unused = 8 - bitWidth;
        final long pairs = eight & EVEN_BYTES | (eight & ~EVEN_BYTES) >>> unused;
        final long fours = pairs & EVEN_PAIRS | (pairs & ~EVEN_PAIRS) >>> (2 * unused);
        return fours & LOW_HALF | (fours & ~LOW_HALF) >>> (4 * unused);
    }

    /** Where packed values from {@code start} on end: at an equal run that pays, whole groups further on, or at n. */
    private static int packedEnd(final long values, final int start, final int n, final int bitWidth) {
        int i = start + 8;
        for (; i <= n - 8; i += 8) {
            final long eight = NativeMemory.getLong(values + i);
            if (eight == Long.rotateLeft(eight, 8) && pays(values + i, n - i, bitWidth)) {
                return i;
            }
        }
        return i < n && pays(values + i, n - i, bitWidth) ? i : n;
    }

    /** Whether an equal run inside of packed values takes no more bytes than it saves. */
    private static boolean pays(final long p, final int left, final int bitWidth) {
        final int minRun = RleHybrid.valuesOf(3, bitWidth);
        final int run = equalValues(p, Math.min(left, minRun));
        if (run == minRun) {
            return true;
        }
        if (run == left) {
            return 2 <= ((run + 7) >>> 3) * bitWidth; // nothing behind it needs a header
        }
        return run >= RleHybrid.valuesOf(2, bitWidth) && equalValues(p + run, Math.min(left - run, minRun)) == minRun;
    }

    /** How many of the {@code limit} (at least 1) values at an address equal the first. */
    private static int equalValues(final long p, final int limit) {
        final byte first = NativeMemory.getByte(p);
        final long eight = (first & 0xFF) * EACH_BYTE;
        int run = 0;
        for (; run <= limit - 8; run += 8) {
            final long differs = NativeMemory.getLong(p + run) ^ eight;
            if (differs != 0) {
                return run + (Long.numberOfTrailingZeros(differs) >>> 3);
            }
        }
        while (run < limit && NativeMemory.getByte(p + run) == first) {
            run++;
        }
        return run;
    }
}

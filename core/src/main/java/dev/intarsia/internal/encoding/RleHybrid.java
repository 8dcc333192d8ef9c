package dev.intarsia.internal.encoding;

import dev.intarsia.internal.memory.Bitmaps;
import dev.intarsia.internal.memory.NativeMemory;

/**
 * The RLE / bit-packing hybrid of levels and dictionary ids (Parquet format, Encodings.md, "Run Length Encoding /
 * Bit-Packing Hybrid"). Thread-safe as far as the memory is.
 *
 * <p>Only runs are written. The four-byte length before the levels of a V1 page and the width byte before dictionary
 * ids belong to the page. Zero values take zero bytes.
 *
 * <p>Headers are canonical varints. A bit-packed run is as long as it can be: the end of a run is searched first, so no
 * header is reserved, and none is repeated every 63 groups. An equal run is written only where it takes no more bytes
 * than it saves. Behind another equal run that needs 16 values at width 1 and 8 at others. Inside of bit-packed values,
 * which then need another header, it needs 24 at width 1, 16 at width 2 and 8 at others, or a neighbour of that length.
 */
public final class RleHybrid {
    private static final int HEADER_BYTES = 5;
    private static final int VALUE_BYTES = 4;

    private RleHybrid() {}

    /**
     * Most bytes that {@code values} values of {@code bitWidth} bits can take, by whichever function of this class,
     * with the few bytes behind its end that a function may overwrite.
     */
    public static long maxBytes(final int values, final int bitWidth) {
        final long groups = (values + 7L) >>> 3;
        // An equal run never costs more than the groups it replaces, so bit-packed runs alone are the worst case. Their
        // headers grow with their length: a second byte needs 64 groups, a third 8192.
        return groups * bitWidth + (groups >>> 6) + HEADER_BYTES + VALUE_BYTES + BitPacking.SLACK_BYTES;
    }

    /**
     * Encodes {@code n} bits of width 1 from a bitmap that starts at bit 0: the definition levels of a flat column,
     * whose validity bitmap is bit-packed already. Stretches of at least 64 equal bits become equal runs, the rest is
     * copied. Bits behind the last one are not looked at. Returns the end.
     */
    public static long encodeBits(final long bitmap, final int n, final long out) {
        long at = out;
        int i = 0;
        while (i < n) {
            final int bits = Math.min(64, n - i);
            final long word = Bitmaps.word(bitmap, i, bits);
            final int end;
            if (isUniform(word, bits)) {
                end = uniformEnd(bitmap, i + bits, n, -(word & 1));
                at = encodeConstant((int) word & 1, end - i, 1, at);
            } else {
                end = mixedEnd(bitmap, i + bits, n);
                at = Varints.put((Bitmaps.bytesFor(end - i) << 1) | 1, at);
                Bitmaps.append(bitmap, i, at, 0, end - i);
                at += Bitmaps.bytesFor(end - i);
            }
            i = end;
        }
        return at;
    }

    /** Exactly the bytes that {@link #encodeBits} writes. */
    public static long measureBits(final long bitmap, final int n) {
        long bytes = 0;
        int i = 0;
        while (i < n) {
            final int bits = Math.min(64, n - i);
            final long word = Bitmaps.word(bitmap, i, bits);
            final int end;
            if (isUniform(word, bits)) {
                end = uniformEnd(bitmap, i + bits, n, -(word & 1));
                bytes += Varints.bytes((end - i) * 2L) + 1;
            } else {
                end = mixedEnd(bitmap, i + bits, n);
                final long packed = Bitmaps.bytesFor(end - i);
                bytes += Varints.bytes((packed << 1) | 1) + packed;
            }
            i = end;
        }
        return bytes;
    }

    /** Encodes {@code n} times one value as one run, at any width from 0 to 32. Returns the end. */
    public static long encodeConstant(final int value, final int n, final int bitWidth, final long out) {
        if (n == 0) {
            return out;
        }
        final long at = Varints.put((long) n << 1, out);
        NativeMemory.putInt(at, value);
        return at + ((bitWidth + 7) >>> 3);
    }

    /** Encodes {@code n} int32 values of {@code bitWidth} (0 to 32) bits; each must fit the width. Returns the end. */
    public static long encodeInts(final long ids, final int n, final int bitWidth, final long out) {
        if (bitWidth == 0) {
            return encodeConstant(0, n, 0, out);
        }
        final int minRun = valuesOf(1 + ((bitWidth + 7) >>> 3), bitWidth);
        long at = out;
        int i = 0;
        while (i < n) {
            final long p = ids + ((long) i << 2);
            final int run = equalValues(p, n - i);
            if (run >= minRun || run == n - i) {
                at = encodeConstant(NativeMemory.getInt(p), run, bitWidth, at);
                i += run;
                continue;
            }
            final int end = packedEnd(ids, i, n, bitWidth);
            final int groups = (end - i) >>> 3;
            final int rest = (end - i) & 7;
            at = Varints.put((groups + (rest == 0 ? 0L : 1L)) * 2 + 1, at);
            at = BitPacking.pack(p, groups, bitWidth, at);
            if (rest != 0) {
                at = BitPacking.packPartial(p + ((long) groups << 5), rest, bitWidth, at);
            }
            i = end;
        }
        return at;
    }

    /**
     * Encodes {@code n} values of {@code bitWidth} (1 to 8) bits that are given a byte each, as levels are; each must
     * fit the width. The bytes are those of {@link #encodeInts}. Returns the end.
     */
    public static long encodeBytes(final long levels, final int n, final int bitWidth, final long out) {
        return RleBytes.encode(levels, n, bitWidth, out);
    }

    private static boolean isUniform(final long word, final int bits) {
        return word == 0 || word == -1L >>> (64 - bits);
    }

    /** Where a stretch of equal bits ends that reaches at least to {@code from}: at a byte, or at {@code n}. */
    private static int uniformEnd(final long bitmap, final int from, final int n, final long pattern) {
        int end = from;
        while (end < n) {
            final int bits = Math.min(64, n - end);
            final long differs = Bitmaps.word(bitmap, end, bits) ^ (pattern >>> (64 - bits));
            if (differs != 0) {
                return end + (Long.numberOfTrailingZeros(differs) & ~7);
            }
            end += bits;
        }
        return n;
    }

    /**
     * Where mixed bits end that reach at least to {@code from}: before 64 equal bits, or before an equal tail that
     * pays.
     */
    private static int mixedEnd(final long bitmap, final int from, final int n) {
        int end = from;
        for (; end <= n - 64; end += 64) {
            final long word = NativeMemory.getLong(bitmap + (end >>> 3));
            if (word == word >> 63) {
                return end; // all zeros or all ones
            }
        }
        if (end < n) {
            final int bits = n - end;
            if (bits > 16 && isUniform(Bitmaps.word(bitmap, end, bits), bits)) {
                return end;
            }
        }
        return n;
    }

    /** Fewest values in whole groups that take at least that many bytes when they are packed. */
    static int valuesOf(final int bytes, final int bitWidth) {
        return (bytes + bitWidth - 1) / bitWidth * 8;
    }

    /** Where packed values from {@code start} on end: at an equal run that pays, whole groups further on, or at n. */
    private static int packedEnd(final long ids, final int start, final int n, final int bitWidth) {
        int i = start + 8;
        for (; i <= n - 8; i += 8) {
            final long p = ids + ((long) i << 2);
            if (eightEqual(p) && pays(p, n - i, bitWidth)) {
                return i;
            }
        }
        return i < n && pays(ids + ((long) i << 2), n - i, bitWidth) ? i : n;
    }

    /** Whether an equal run inside of packed values takes no more bytes than it saves. */
    private static boolean pays(final long p, final int left, final int bitWidth) {
        final int runBytes = 1 + ((bitWidth + 7) >>> 3);
        final int minRun = valuesOf(runBytes + 1, bitWidth);
        final int run = equalValues(p, Math.min(left, minRun));
        if (run == minRun) {
            return true;
        }
        if (run == left) {
            return runBytes <= ((run + 7) >>> 3) * bitWidth; // nothing behind it needs a header
        }
        return run >= valuesOf(runBytes, bitWidth)
                && equalValues(p + ((long) run << 2), Math.min(left - run, minRun)) == minRun;
    }

    /** How many of the {@code limit} (at least 1) values at an address equal the first. */
    private static int equalValues(final long p, final int limit) {
        final int first = NativeMemory.getInt(p);
        final long twice = twice(first);
        int run = 0;
        while (run <= limit - 8 && differences(p + ((long) run << 2), twice) == 0) {
            run += 8;
        }
        while (run < limit && NativeMemory.getInt(p + ((long) run << 2)) == first) {
            run++;
        }
        return run;
    }

    private static boolean eightEqual(final long p) {
        final long pair = NativeMemory.getLong(p);
        // Most groups end here: at four values that are not two equal pairs.
        return pair == NativeMemory.getLong(p + 8) && differences(p, twice((int) pair)) == 0;
    }

    private static long differences(final long p, final long twice) {
        return (NativeMemory.getLong(p) ^ twice)
                | (NativeMemory.getLong(p + 8) ^ twice)
                | (NativeMemory.getLong(p + 16) ^ twice)
                | (NativeMemory.getLong(p + 24) ^ twice);
    }

    private static long twice(final int value) {
        return ((long) value << 32) | (value & 0xFFFFFFFFL);
    }
}

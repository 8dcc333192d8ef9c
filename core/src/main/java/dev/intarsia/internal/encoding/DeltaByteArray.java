package dev.intarsia.internal.encoding;

import static dev.intarsia.internal.encoding.DeltaBinaryPacked.BLOCK_VALUES;
import static dev.intarsia.internal.encoding.DeltaBinaryPacked.MINIBLOCKS;
import static dev.intarsia.internal.encoding.DeltaBinaryPacked.MINIBLOCK_VALUES;

import dev.intarsia.internal.memory.NativeMemory;
import dev.intarsia.internal.memory.PartialWords;

/**
 * DELTA_BYTE_ARRAY of BYTE_ARRAY and FIXED_LEN_BYTE_ARRAY (Parquet format, Encodings.md, "Delta Strings"): how many
 * bytes each value shares with the start of the one before it, by {@link DeltaBinaryPacked}, then the rest of each, as
 * {@link DeltaLengthByteArray} has it. Thread-safe as far as the memory is.
 *
 * <p>Values are dense and in PLAIN form; {@code plainBytes} are all their bytes, with the lengths of byte arrays. The
 * first value of a page shares nothing. No byte behind the values is read.
 */
public final class DeltaByteArray {
    private static final int INT_BYTES = 4;

    private DeltaByteArray() {}

    /**
     * Most bytes that {@code count} values of {@code plainBytes} PLAIN bytes can take, with room that the encode
     * functions work in behind the end that they return.
     */
    public static long maxBytes(final int count, final long plainBytes) {
        final long ints = (long) count * INT_BYTES;
        return 2 * DeltaBinaryPacked.maxBytes(count, INT_BYTES)
                + Math.max(plainBytes, ints)
                + Words.WIDE_SLACK_BYTES
                + ints;
    }

    /** Encodes {@code count} byte arrays; returns the end. */
    public static long encode(final long plain, final int count, final long plainBytes, final long out) {
        return encode(plain, count, INT_BYTES, 0, plainBytes, out);
    }

    /** Encodes {@code count} values of {@code width} bytes each; returns the end. */
    public static long encodeFixed(final long values, final int count, final int width, final long out) {
        return encode(values, count, 0, width, (long) count * width, out);
    }

    /** Exactly the bytes that {@link #encode} writes. */
    public static long measure(final long plain, final int count, final long plainBytes) {
        return measure(plain, count, INT_BYTES, 0, plain + plainBytes);
    }

    /** Exactly the bytes that {@link #encodeFixed} writes. */
    public static long measureFixed(final long values, final int count, final int width) {
        return measure(values, count, 0, width, values + (long) count * width);
    }

    /**
     * Encodes values that have {@code lengthBytes} bytes of length in front, or none and all {@code width} bytes: the
     * same for a whole loop.
     */
    private static long encode(
            final long values,
            final int count,
            final int lengthBytes,
            final int width,
            final long plainBytes,
            final long out) {
        // The suffix lengths lie where the suffixes come later: those are written once their lengths are no longer
        // needed. The prefix lengths are needed to the end, so they lie behind the suffixes.
        final long suffixLengths = out + 2 * DeltaBinaryPacked.maxBytes(count, INT_BYTES);
        final long prefixLengths =
                suffixLengths + Math.max(plainBytes, (long) count * INT_BYTES) + Words.WIDE_SLACK_BYTES;
        final long valuesEnd = values + plainBytes;
        long before = values;
        int beforeLength = 0;
        long from = values;
        for (int i = 0; i < count; i++) {
            final int length = length(from, lengthBytes, width);
            from += lengthBytes;
            final int prefix = prefix(before, from, Math.min(beforeLength, length), valuesEnd);
            NativeMemory.putInt(prefixLengths + ((long) i << 2), prefix);
            NativeMemory.putInt(suffixLengths + ((long) i << 2), length - prefix);
            before = from;
            beforeLength = length;
            from += length;
        }
        long at = DeltaBinaryPacked.encodeInts(prefixLengths, count, out);
        at = DeltaBinaryPacked.encodeInts(suffixLengths, count, at);
        from = values;
        for (int i = 0; i < count; i++) {
            final int length = length(from, lengthBytes, width);
            from += lengthBytes;
            final int prefix = NativeMemory.getInt(prefixLengths + ((long) i << 2));
            Words.copyWide(from + prefix, at, length - prefix, valuesEnd);
            from += length;
            at += length - prefix;
        }
        return at;
    }

    /** The two runs of lengths are measured in one walk: what costs is the comparison. */
    private static long measure(
            final long values, final int count, final int lengthBytes, final int width, final long valuesEnd) {
        if (count == 0) {
            return 2L * DeltaBinaryPacked.headerBytes(0, 0);
        }
        int beforeLength = length(values, lengthBytes, width);
        long before = values + lengthBytes;
        int beforePrefix = 0;
        int beforeSuffix = beforeLength;
        long bytes = DeltaBinaryPacked.headerBytes(count, 0);
        bytes += DeltaBinaryPacked.headerBytes(count, beforeSuffix);
        bytes += beforeSuffix;
        for (int block = 1; block < count; block += BLOCK_VALUES) {
            int prefixMin = Integer.MAX_VALUE;
            int prefixMax0 = Integer.MIN_VALUE;
            int prefixMax1 = Integer.MIN_VALUE;
            int prefixMax2 = Integer.MIN_VALUE;
            int prefixMax3 = Integer.MIN_VALUE;
            int suffixMin = Integer.MAX_VALUE;
            int suffixMax0 = Integer.MIN_VALUE;
            int suffixMax1 = Integer.MIN_VALUE;
            int suffixMax2 = Integer.MIN_VALUE;
            int suffixMax3 = Integer.MIN_VALUE;
            for (int m = 0; m < MINIBLOCKS; m++) {
                final int first = block + m * MINIBLOCK_VALUES;
                final int end = Math.min(count, first + MINIBLOCK_VALUES);
                int prefixMax = Integer.MIN_VALUE;
                int suffixMax = Integer.MIN_VALUE;
                for (int i = first; i < end; i++) {
                    final long value = before + beforeLength + lengthBytes;
                    final int length = length(value - lengthBytes, lengthBytes, width);
                    final int prefix = prefix(before, value, Math.min(beforeLength, length), valuesEnd);
                    final int suffix = length - prefix;
                    prefixMin = Math.min(prefixMin, prefix - beforePrefix);
                    prefixMax = Math.max(prefixMax, prefix - beforePrefix);
                    suffixMin = Math.min(suffixMin, suffix - beforeSuffix);
                    suffixMax = Math.max(suffixMax, suffix - beforeSuffix);
                    bytes += suffix;
                    before = value;
                    beforeLength = length;
                    beforePrefix = prefix;
                    beforeSuffix = suffix;
                }
                prefixMax0 = prefixMax1;
                prefixMax1 = prefixMax2;
                prefixMax2 = prefixMax3;
                prefixMax3 = prefixMax;
                suffixMax0 = suffixMax1;
                suffixMax1 = suffixMax2;
                suffixMax2 = suffixMax3;
                suffixMax3 = suffixMax;
            }
            bytes += IntDeltas.blockBytes(
                    prefixMin, IntDeltas.widths(prefixMin, prefixMax0, prefixMax1, prefixMax2, prefixMax3));
            bytes += IntDeltas.blockBytes(
                    suffixMin, IntDeltas.widths(suffixMin, suffixMax0, suffixMax1, suffixMax2, suffixMax3));
        }
        return bytes;
    }

    private static int length(final long address, final int lengthBytes, final int width) {
        return lengthBytes == 0 ? width : NativeMemory.getInt(address);
    }

    /**
     * How many of the first {@code limit} bytes of two values, the first lower, are equal. Words are read that reach
     * behind a value, but none that reaches behind {@code readableEnd}.
     */
    private static int prefix(final long one, final long other, final int limit, final long readableEnd) {
        int k = 0;
        do {
            if (other + k + 8 > readableEnd) {
                return exactPrefix(one, other, k, limit);
            }
            final long differs = NativeMemory.getLong(one + k) ^ NativeMemory.getLong(other + k);
            if (differs != 0) {
                return Math.min(limit, k + (Long.numberOfTrailingZeros(differs) >>> 3));
            }
            k += 8;
        } while (k < limit);
        return limit;
    }

    /** As {@link #prefix}, of which {@code from} bytes are equal, without a byte read behind the limit. */
    private static int exactPrefix(final long one, final long other, final int from, final int limit) {
        int k = from;
        for (; k <= limit - 8; k += 8) {
            final long differs = NativeMemory.getLong(one + k) ^ NativeMemory.getLong(other + k);
            if (differs != 0) {
                return k + (Long.numberOfTrailingZeros(differs) >>> 3);
            }
        }
        final int rest = limit - k;
        final long differs = PartialWords.read(one + k, rest) ^ PartialWords.read(other + k, rest);
        return Math.min(limit, k + (Long.numberOfTrailingZeros(differs) >>> 3));
    }
}

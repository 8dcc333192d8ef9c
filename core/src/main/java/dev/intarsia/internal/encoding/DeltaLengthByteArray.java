package dev.intarsia.internal.encoding;

import static dev.intarsia.internal.encoding.DeltaBinaryPacked.BLOCK_VALUES;
import static dev.intarsia.internal.encoding.DeltaBinaryPacked.MINIBLOCKS;
import static dev.intarsia.internal.encoding.DeltaBinaryPacked.MINIBLOCK_VALUES;

import dev.intarsia.internal.memory.NativeMemory;

/**
 * DELTA_LENGTH_BYTE_ARRAY (Parquet format, Encodings.md, "Delta-length byte array"): all lengths by
 * {@link DeltaBinaryPacked}, then all bytes. Thread-safe as far as the memory is.
 *
 * <p>Values are dense byte arrays in PLAIN form, {@code plainBytes} bytes of them with their lengths.
 */
public final class DeltaLengthByteArray {
    private static final int LENGTH_BYTES = 4;

    private DeltaLengthByteArray() {}

    /**
     * Most bytes that {@code count} values of {@code plainBytes} PLAIN bytes can take, with room that
     * {@link #encode} works in behind the end that it returns.
     */
    public static long maxBytes(final int count, final long plainBytes) {
        return DeltaBinaryPacked.maxBytes(count, LENGTH_BYTES) + plainBytes + Words.WIDE_SLACK_BYTES;
    }

    /** Encodes {@code count} values; returns the end. */
    public static long encode(final long plain, final int count, final long plainBytes, final long out) {
        // The lengths lie where the bytes come later: those are written once the lengths are no longer needed.
        final long lengths = out + DeltaBinaryPacked.maxBytes(count, LENGTH_BYTES);
        long from = plain;
        for (int i = 0; i < count; i++) {
            final int length = NativeMemory.getInt(from);
            NativeMemory.putInt(lengths + ((long) i << 2), length);
            from += LENGTH_BYTES + length;
        }
        long at = DeltaBinaryPacked.encodeInts(lengths, count, out);
        final long plainEnd = plain + plainBytes;
        from = plain;
        for (int i = 0; i < count; i++) {
            final int length = NativeMemory.getInt(from);
            from += LENGTH_BYTES;
            Words.copyWide(from, at, length, plainEnd);
            from += length;
            at += length;
        }
        return at;
    }

    /** Exactly the bytes that {@link #encode} writes. */
    public static long measure(final long plain, final int count, final long plainBytes) {
        final long dataBytes = plainBytes - (long) count * LENGTH_BYTES;
        if (count == 0) {
            return DeltaBinaryPacked.headerBytes(0, 0);
        }
        int before = NativeMemory.getInt(plain);
        long bytes = DeltaBinaryPacked.headerBytes(count, before) + dataBytes;
        long at = plain + LENGTH_BYTES + before;
        for (int block = 1; block < count; block += BLOCK_VALUES) {
            int min = Integer.MAX_VALUE;
            int max0 = Integer.MIN_VALUE;
            int max1 = Integer.MIN_VALUE;
            int max2 = Integer.MIN_VALUE;
            int max3 = Integer.MIN_VALUE;
            for (int m = 0; m < MINIBLOCKS; m++) {
                final int first = block + m * MINIBLOCK_VALUES;
                final int end = Math.min(count, first + MINIBLOCK_VALUES);
                int max = Integer.MIN_VALUE;
                for (int i = first; i < end; i++) {
                    final int length = NativeMemory.getInt(at);
                    at += LENGTH_BYTES + length;
                    final int delta = length - before;
                    before = length;
                    min = Math.min(min, delta);
                    max = Math.max(max, delta);
                }
                max0 = max1;
                max1 = max2;
                max2 = max3;
                max3 = max;
            }
            bytes += IntDeltas.blockBytes(min, IntDeltas.widths(min, max0, max1, max2, max3));
        }
        return bytes;
    }
}

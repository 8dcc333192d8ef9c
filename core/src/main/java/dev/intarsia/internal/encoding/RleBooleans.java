package dev.intarsia.internal.encoding;

import dev.intarsia.internal.memory.NativeMemory;

/**
 * RLE of BOOLEAN (Parquet format, Encodings.md, "Run Length Encoding / Bit-Packing Hybrid"): the hybrid of width 1
 * behind its length of 4 bytes, which stands there in pages of either version. Thread-safe as far as the memory is.
 *
 * <p>Values are dense bits from bit 0 of a bitmap on; bits behind the last one are not looked at.
 */
public final class RleBooleans {
    private static final int LENGTH_BYTES = 4;

    private RleBooleans() {}

    /** Most bytes that {@code count} values can take, with the few behind the end that may be overwritten. */
    public static long maxBytes(final int count) {
        return LENGTH_BYTES + RleHybrid.maxBytes(count, 1);
    }

    /** Encodes {@code count} values; returns the end. */
    public static long encode(final long bitmap, final int count, final long out) {
        final long end = RleHybrid.encodeBits(bitmap, count, out + LENGTH_BYTES);
        NativeMemory.putInt(out, (int) (end - out - LENGTH_BYTES));
        return end;
    }

    /** Exactly the bytes that {@link #encode} writes. */
    public static long measure(final long bitmap, final int count) {
        return LENGTH_BYTES + RleHybrid.measureBits(bitmap, count);
    }
}

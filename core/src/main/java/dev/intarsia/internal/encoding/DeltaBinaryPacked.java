package dev.intarsia.internal.encoding;

import dev.intarsia.internal.memory.NativeMemory;

/**
 * DELTA_BINARY_PACKED of INT32 and INT64 (Parquet format, Encodings.md, "Delta Encoding"): blocks of 128 deltas in four
 * miniblocks of 32, as parquet-java has them. Thread-safe as far as the memory is.
 *
 * <p>Values are dense and in PLAIN form. Deltas wrap around at the width of the type, so a miniblock of INT32 never
 * needs more than 32 bits. Zero values take a header whose first value is 0. The last miniblock that has values is
 * filled up with zeros; those behind it have a width byte of 0 and no body.
 */
public final class DeltaBinaryPacked {
    static final int BLOCK_VALUES = 128;
    static final int MINIBLOCKS = 4;
    static final int MINIBLOCK_VALUES = BLOCK_VALUES / MINIBLOCKS;

    /** How far an encode function may write behind the end that it returns. */
    static final int SLACK_BYTES = 8;

    /** Block size, number of miniblocks, count and first value. */
    private static final int HEADER_BYTES = 2 + 1 + 5 + Varints.MAX_BYTES;

    private static final int BLOCK_HEADER_BYTES = Varints.MAX_BYTES + MINIBLOCKS;

    private DeltaBinaryPacked() {}

    /** Most bytes that {@code count} values of {@code width} 4 or 8 bytes can take, with the slack behind the end. */
    public static long maxBytes(final int count, final int width) {
        final long deltas = Math.max(0, count - 1);
        final long blocks = (deltas + BLOCK_VALUES - 1) / BLOCK_VALUES;
        final long miniblocks = (deltas + MINIBLOCK_VALUES - 1) / MINIBLOCK_VALUES;
        return HEADER_BYTES + blocks * BLOCK_HEADER_BYTES + miniblocks * MINIBLOCK_VALUES * width + SLACK_BYTES;
    }

    /** Encodes {@code count} int32 values; returns the end. */
    public static long encodeInts(final long values, final int count, final long out) {
        long at = header(count, count == 0 ? 0 : NativeMemory.getInt(values), out);
        for (int i = 1; i < count; i += BLOCK_VALUES) {
            at = IntDeltas.encode(values + ((long) i << 2), Math.min(BLOCK_VALUES, count - i), at);
        }
        return at;
    }

    /** Encodes {@code count} int64 values; returns the end. */
    public static long encodeLongs(final long values, final int count, final long out) {
        long at = header(count, count == 0 ? 0 : NativeMemory.getLong(values), out);
        for (int i = 1; i < count; i += BLOCK_VALUES) {
            at = LongDeltas.encode(values + ((long) i << 3), Math.min(BLOCK_VALUES, count - i), at);
        }
        return at;
    }

    /** Exactly the bytes that {@link #encodeInts} writes. */
    public static long measureInts(final long values, final int count) {
        long bytes = headerBytes(count, count == 0 ? 0 : NativeMemory.getInt(values));
        for (int i = 1; i < count; i += BLOCK_VALUES) {
            bytes += IntDeltas.measure(values + ((long) i << 2), Math.min(BLOCK_VALUES, count - i));
        }
        return bytes;
    }

    /** Exactly the bytes that {@link #encodeLongs} writes. */
    public static long measureLongs(final long values, final int count) {
        long bytes = headerBytes(count, count == 0 ? 0 : NativeMemory.getLong(values));
        for (int i = 1; i < count; i += BLOCK_VALUES) {
            bytes += LongDeltas.measure(values + ((long) i << 3), Math.min(BLOCK_VALUES, count - i));
        }
        return bytes;
    }

    /** Bytes of what stands before the blocks. */
    static int headerBytes(final int count, final long first) {
        return 2 + 1 + Varints.bytes(count) + Varints.bytes(Varints.zigZag(first));
    }

    private static long header(final int count, final long first, final long out) {
        long at = Varints.put(BLOCK_VALUES, out);
        at = Varints.put(MINIBLOCKS, at);
        at = Varints.put(count, at);
        return Varints.put(Varints.zigZag(first), at);
    }
}

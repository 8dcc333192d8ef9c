package dev.intarsia.internal.stats;

import dev.intarsia.internal.memory.NativeMemory;

/**
 * XXH64 with seed 0, the hash of Parquet's bloom filters, over the PLAIN bytes of a value: little-endian for a number,
 * without the length for a byte array. Thread-safe: there is no state.
 *
 * <p>From 32 bytes on, four accumulators each take every fourth word and are then mixed together; what is left of
 * fewer than 32 bytes goes in by words, then half a word, then bytes, and a final mix spreads every bit over all.
 */
public final class XxHash64 {
    private static final long PRIME_1 = 0x9E3779B185EBCA87L;
    private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
    private static final long PRIME_3 = 0x165667B19E3779F9L;
    private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
    private static final long PRIME_5 = 0x27D4EB2F165667C5L;

    /** The sum of the first two, which wraps around. */
    private static final long PRIME_1_PLUS_2 = 0x60EA27EEADC0B5D6L;

    private static final int STRIPE_BYTES = 4 * Long.BYTES;

    private XxHash64() {}

    /** Hash of {@code length} bytes. */
    public static long of(final long address, final int length) {
        final long end = address + length;
        long at = address;
        long hash;
        if (length >= STRIPE_BYTES) {
            long first = PRIME_1_PLUS_2;
            long second = PRIME_2;
            long third = 0;
            long fourth = -PRIME_1;
            do {
                first = round(first, NativeMemory.getLong(at));
                second = round(second, NativeMemory.getLong(at + Long.BYTES));
                third = round(third, NativeMemory.getLong(at + 2 * Long.BYTES));
                fourth = round(fourth, NativeMemory.getLong(at + 3 * Long.BYTES));
                at += STRIPE_BYTES;
            } while (at <= end - STRIPE_BYTES);
            hash = Long.rotateLeft(first, 1)
                    + Long.rotateLeft(second, 7)
                    + Long.rotateLeft(third, 12)
                    + Long.rotateLeft(fourth, 18);
            hash = merge(merge(merge(merge(hash, first), second), third), fourth);
        } else {
            hash = PRIME_5;
        }
        hash += length;
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            hash = word(hash, NativeMemory.getLong(at));
        }
        if (at <= end - Integer.BYTES) {
            hash = halfWord(hash, NativeMemory.getInt(at));
            at += Integer.BYTES;
        }
        for (; at < end; at++) {
            hash = Long.rotateLeft(hash ^ (NativeMemory.getByte(at) & 0xFF) * PRIME_5, 11) * PRIME_1;
        }
        return avalanche(hash);
    }

    /** Hash of the four bytes of a number. */
    public static long ofInt(final int value) {
        return avalanche(halfWord(PRIME_5 + Integer.BYTES, value));
    }

    /** Hash of the eight bytes of a number. */
    public static long ofLong(final long value) {
        return avalanche(word(PRIME_5 + Long.BYTES, value));
    }

    private static long round(final long accumulator, final long word) {
        return Long.rotateLeft(accumulator + word * PRIME_2, 31) * PRIME_1;
    }

    private static long merge(final long hash, final long accumulator) {
        return (hash ^ round(0, accumulator)) * PRIME_1 + PRIME_4;
    }

    private static long word(final long hash, final long word) {
        return Long.rotateLeft(hash ^ round(0, word), 27) * PRIME_1 + PRIME_4;
    }

    private static long halfWord(final long hash, final int word) {
        return Long.rotateLeft(hash ^ Integer.toUnsignedLong(word) * PRIME_1, 23) * PRIME_2 + PRIME_3;
    }

    private static long avalanche(final long mixed) {
        long hash = mixed;
        hash = (hash ^ hash >>> 33) * PRIME_2;
        hash = (hash ^ hash >>> 29) * PRIME_3;
        return hash ^ hash >>> 32;
    }
}

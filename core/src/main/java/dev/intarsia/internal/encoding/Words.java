package dev.intarsia.internal.encoding;

import static dev.intarsia.internal.memory.PartialWords.mask;
import static dev.intarsia.internal.memory.PartialWords.read;
import static dev.intarsia.internal.memory.PartialWords.write;

import dev.intarsia.internal.memory.NativeMemory;

/**
 * Short byte strings, a word at a time: exact reads and writes, copy, hash and comparison. Thread-safe as far as the
 * memory is.
 *
 * <p>"Exact" means that no byte outside of the string is touched. The trick for a length that is not a power of two is
 * two accesses that overlap, which costs no loop.
 */
final class Words {
    /** Fibonacci multiplier: 2^64 divided by the golden ratio, odd. */
    static final long FIBONACCI = 0x9E3779B97F4A7C15L;

    /** An odd multiplier unrelated to {@link #FIBONACCI}, so that the last step of a hash does not repeat this one. */
    private static final long MIX = 0xD6E8FEB86659FD93L;

    /** From this length on a call of the block copy is cheaper than a loop over words. */
    private static final long BLOCK_BYTES = 96;

    /** How far behind its start a stored string must be readable, see {@link #equal}. */
    static final int SLACK_BYTES = 8;

    /** How far {@link #copyWide} may write behind its target. */
    static final int WIDE_SLACK_BYTES = 32;

    private Words() {}

    /**
     * Adds to a word with a one in it its lowest one, which carries through the lowest run of ones: the lowest one of
     * the result stands behind that run (there is none when the run reaches the top), and an {@code and} with the
     * result removes the run.
     */
    static long carry(final long word) {
        return word + (word & -word);
    }

    /** Copies {@code bytes} bytes between ranges that do not overlap; touches exactly those. */
    static void copy(final long source, final long target, final long bytes) {
        if (bytes >= BLOCK_BYTES) {
            NativeMemory.copy(source, target, bytes);
        } else if (bytes >= 8) {
            final long last = bytes - 8;
            for (long k = 0; k < last; k += 8) {
                NativeMemory.putLong(target + k, NativeMemory.getLong(source + k));
            }
            NativeMemory.putLong(target + last, NativeMemory.getLong(source + last));
        } else {
            write(target, (int) bytes, read(source, (int) bytes));
        }
    }

    /**
     * Copies {@code bytes} bytes between ranges that do not overlap, and may write up to 7 bytes more behind the
     * target. Reads at most to {@code readableEnd}.
     */
    static void copyWithSlack(final long source, final long target, final long bytes, final long readableEnd) {
        if (bytes >= BLOCK_BYTES || source + bytes > readableEnd - 7) {
            copy(source, target, bytes);
            return;
        }
        for (long k = 0; k < bytes; k += 8) {
            NativeMemory.putLong(target + k, NativeMemory.getLong(source + k));
        }
    }

    /**
     * As {@link #copyWithSlack}, but may write up to {@link #WIDE_SLACK_BYTES} more: a loop of fewer, longer steps,
     * whose end is guessed right more often where lengths vary.
     */
    static void copyWide(final long source, final long target, final long bytes, final long readableEnd) {
        if (bytes >= BLOCK_BYTES || source + bytes > readableEnd - WIDE_SLACK_BYTES) {
            copy(source, target, bytes);
            return;
        }
        long k = 0;
        do {
            NativeMemory.putLong(target + k, NativeMemory.getLong(source + k));
            NativeMemory.putLong(target + k + 8, NativeMemory.getLong(source + k + 8));
            NativeMemory.putLong(target + k + 16, NativeMemory.getLong(source + k + 16));
            NativeMemory.putLong(target + k + 24, NativeMemory.getLong(source + k + 24));
            k += 32;
        } while (k < bytes);
    }

    /**
     * A hash of a string whose high half is as good as its low one. Reads the string, and what lies between it and
     * {@code readableEnd} at most.
     */
    static long hash(final long address, final int length, final long readableEnd) {
        if (length < 8) {
            return mix(length, shortString(address, length, readableEnd));
        }
        final long last = address + length - 8;
        long hash = mix(length, NativeMemory.getLong(address));
        for (long p = address + 8; p < last; p += 8) {
            hash = mix(hash, NativeMemory.getLong(p));
        }
        return mix(hash, NativeMemory.getLong(last));
    }

    /**
     * Whether two strings of one length are equal. The stored one must have 8 readable bytes behind its start, the
     * other is read at most to {@code readableEnd}.
     */
    static boolean equal(final long stored, final long address, final int length, final long readableEnd) {
        if (length < 8) {
            final long kept = NativeMemory.getLong(stored) & mask(length << 3);
            return kept == shortString(address, length, readableEnd);
        }
        final long last = length - 8L;
        final long ends = (NativeMemory.getLong(stored) ^ NativeMemory.getLong(address))
                | (NativeMemory.getLong(stored + last) ^ NativeMemory.getLong(address + last));
        if (ends != 0) {
            return false;
        }
        for (long k = 8; k < last; k += 8) {
            if (NativeMemory.getLong(stored + k) != NativeMemory.getLong(address + k)) {
                return false;
            }
        }
        return true;
    }

    /**
     * A string of at most 7 bytes as a word: one masked load, which has no branch on the length, where that may be
     * read.
     */
    private static long shortString(final long address, final int length, final long readableEnd) {
        return address + 8 <= readableEnd ? NativeMemory.getLong(address) & mask(length << 3) : read(address, length);
    }

    private static long mix(final long hash, final long word) {
        final long product = (hash ^ word) * MIX;
        return product ^ (product >>> 32);
    }
}

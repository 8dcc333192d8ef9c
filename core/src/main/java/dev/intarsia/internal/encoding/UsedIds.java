package dev.intarsia.internal.encoding;

import dev.intarsia.internal.memory.Bitmaps;
import dev.intarsia.internal.memory.NativeMemory;

/**
 * Which entries of a dictionary a page uses, as a bitmap with a bit for each entry, and those entries densely: what
 * statistics of a page are taken of. Thread-safe as far as the memory is.
 */
public final class UsedIds {
    private static final int LENGTH_BYTES = 4;

    private UsedIds() {}

    /** Bytes of the bitmap of {@code size} entries, whole words. */
    public static long bitsetBytes(final int size) {
        return (size + 63L) >>> 6 << 3;
    }

    /** Makes {@code bitset} the bitmap of a page that uses none of {@code size} entries. */
    public static void clear(final long bitset, final int size) {
        NativeMemory.fill(bitset, bitsetBytes(size), (byte) 0);
    }

    /** Marks the entries of {@code count} int32 ids in a bitmap that was cleared before the first of them. */
    public static void mark(final long ids, final int count, final long bitset) {
        for (int i = 0; i < count; i++) {
            final int id = NativeMemory.getInt(ids + ((long) i << 2));
            final long at = bitset + (id >>> 6 << 3);
            final long word = NativeMemory.getLong(at);
            final long marked = word | 1L << id;
            if (marked != word) { // most ids are not new, and a store would hold up the next load
                NativeMemory.putLong(at, marked);
            }
        }
    }

    /** How many of {@code size} entries are used. */
    public static int count(final long bitset, final int size) {
        return Bitmaps.countOnes(bitset, 0, size);
    }

    /** Copies the used ones of {@code size} entries of {@code width} bytes, in order; returns the end. */
    public static long fixed(final long bitset, final int size, final long entries, final int width, final long out) {
        return Compaction.compact(width, bitset, 0, entries, size, out);
    }

    /**
     * Copies the used ones of {@code size} byte arrays in PLAIN form, in order, at most the bytes of all; returns the
     * end.
     */
    public static long byteArrays(final long bitset, final int size, final long entries, final long out) {
        long at = out;
        long run = entries; // neighbours that are used are one string of bytes
        long entry = entries;
        for (int id = 0; id < size; id++) {
            final long next = entry + LENGTH_BYTES + NativeMemory.getInt(entry);
            if (!Bitmaps.isSet(bitset, id)) {
                Words.copy(run, at, entry - run);
                at += entry - run;
                run = next;
            }
            entry = next;
        }
        Words.copy(run, at, entry - run);
        return at + entry - run;
    }
}

package dev.intarsia.internal.format;

import dev.intarsia.internal.memory.NativeMemory;

/**
 * The facts of one written data page, kept in native memory until its row group closes and its page index is written.
 *
 * <pre>
 *  0 int  bytes of the record      24 long  unencoded bytes          48 int[] repetition level histogram
 *  4 int  bytes of the page        32 int   bytes of the minimum        int[] definition level histogram
 *  8 int  rows                     36 int   bytes of the maximum        minimum
 * 12 int  levels                   40 short repetition counts           maximum, right behind it
 * 16 int  nulls                    42 short definition counts           zeros up to a multiple of 8
 * 20 int  NaNs                     44 int   flags: 1 there are bounds
 * </pre>
 *
 * <p>Records of a chunk stand behind each other without a gap, see {@link #next}; a record has no address in it, so a
 * block of them may be moved. Bounds stand as the index will hold them, cut already. Thread-safe: there is no state;
 * whoever owns the memory sees to it that nobody reads a record that is being written.
 */
public final class PageRecord {
    private static final int STORED_BYTES = 4;
    private static final int ROWS = 8;
    private static final int LEVELS = 12;
    private static final int NULLS = 16;
    private static final int NANS = 20;
    private static final int FLAGS = 44;
    private static final int UNENCODED_BYTES = 24;
    private static final int REPETITION_COUNTS = 40;
    private static final int DEFINITION_COUNTS = 42;
    private static final int MIN_BYTES = 32;
    private static final int MAX_BYTES = 36;
    private static final int HEAD_BYTES = 48;

    private static final int HAS_BOUNDS = 1;
    private static final int ALIGNMENT = Long.BYTES;

    private PageRecord() {}

    /**
     * Bytes of a record.
     *
     * @param repetitionCounts length of the histogram of repetition levels: one more than the highest level, or 0 to
     *     keep none
     * @param definitionCounts length of the histogram of definition levels, likewise
     * @param minBytes bytes of the minimum, 0 if there are no bounds
     * @param maxBytes bytes of the maximum, 0 if there are no bounds
     * @throws ArithmeticException if they do not fit into 2 GiB
     */
    public static int bytes(
            final int repetitionCounts, final int definitionCounts, final int minBytes, final int maxBytes) {
        final long bytes =
                HEAD_BYTES + (long) Integer.BYTES * (repetitionCounts + definitionCounts) + minBytes + maxBytes;
        return Math.toIntExact((bytes + ALIGNMENT - 1) & -ALIGNMENT);
    }

    /**
     * Writes a record.
     *
     * @param at borrowed; room for {@link #bytes} of the lengths of the arrays
     * @param storedBytes bytes of the page in the file, its header included
     * @param counts what was counted in the page
     * @param repetitionHistogram borrowed; how often each repetition level occurs, empty to keep none; none is above
     *     2^31 - 1, as a page has no more levels
     * @param definitionHistogram borrowed; likewise for definition levels
     * @param min borrowed; lower bound in PLAIN form without a length, or {@code null} where the page has no bounds
     * @param max borrowed; upper bound; {@code null} takes the lower one away too, since an index holds both or none
     * @return the address behind the record
     */
    public static long write(
            final long at,
            final int storedBytes,
            final PageCounts counts,
            final long[] repetitionHistogram,
            final long[] definitionHistogram,
            final byte[] min,
            final byte[] max) {
        final boolean bounded = min != null && max != null;
        final int minBytes = bounded ? min.length : 0;
        final int maxBytes = bounded ? max.length : 0;
        final int bytes = bytes(repetitionHistogram.length, definitionHistogram.length, minBytes, maxBytes);
        NativeMemory.putLong(at + bytes - ALIGNMENT, 0); // the padding; what belongs there is written after it
        NativeMemory.putInt(at, bytes);
        NativeMemory.putInt(at + STORED_BYTES, storedBytes);
        NativeMemory.putInt(at + ROWS, counts.rows());
        NativeMemory.putInt(at + LEVELS, counts.levels());
        NativeMemory.putInt(at + NULLS, counts.nulls());
        NativeMemory.putInt(at + NANS, counts.nans());
        NativeMemory.putInt(at + FLAGS, bounded ? HAS_BOUNDS : 0);
        NativeMemory.putLong(at + UNENCODED_BYTES, counts.unencodedBytes());
        NativeMemory.putShort(at + REPETITION_COUNTS, (short) repetitionHistogram.length);
        NativeMemory.putShort(at + DEFINITION_COUNTS, (short) definitionHistogram.length);
        NativeMemory.putInt(at + MIN_BYTES, minBytes);
        NativeMemory.putInt(at + MAX_BYTES, maxBytes);
        long out = putHistogram(at + HEAD_BYTES, repetitionHistogram);
        out = putHistogram(out, definitionHistogram);
        if (bounded) {
            NativeMemory.copy(min, 0, out, minBytes);
            NativeMemory.copy(max, 0, out + minBytes, maxBytes);
        }
        return at + bytes;
    }

    private static long putHistogram(final long at, final long[] histogram) {
        for (int i = 0; i < histogram.length; i++) {
            NativeMemory.putInt(at + (long) i * Integer.BYTES, (int) histogram[i]);
        }
        return at + (long) histogram.length * Integer.BYTES;
    }

    /**
     * Whether bytes that come from elsewhere are so many records that can be read: each ends where the next begins, and
     * what it has lies inside it.
     *
     * @param first borrowed; address of the first record, not looked at where there are no bytes
     * @param bytes of all records
     * @param records how many they are
     * @param repetitionCounts length of the histogram of repetition levels that each has
     * @param definitionCounts likewise
     */
    public static boolean areSound(
            final long first,
            final long bytes,
            final int records,
            final int repetitionCounts,
            final int definitionCounts) {
        long left = bytes;
        long at = first;
        for (int i = 0; i < records; i++) {
            if (left < HEAD_BYTES) {
                return false;
            }
            final long fixed = HEAD_BYTES + (long) Integer.BYTES * (repetitionCounts + definitionCounts);
            final long min = NativeMemory.getInt(at + MIN_BYTES);
            final long max = NativeMemory.getInt(at + MAX_BYTES);
            final long length = fixed + min + max + ALIGNMENT - 1 & -ALIGNMENT;
            if (min < 0
                    || max < 0
                    || length > left
                    || NativeMemory.getInt(at) != length
                    || NativeMemory.getShort(at + REPETITION_COUNTS) != repetitionCounts
                    || NativeMemory.getShort(at + DEFINITION_COUNTS) != definitionCounts) {
                return false;
            }
            at += length;
            left -= length;
        }
        return left == 0;
    }

    /** Address of the record behind this one. */
    public static long next(final long record) {
        return record + NativeMemory.getInt(record);
    }

    /** Bytes of the page in the file, its header included. */
    public static int storedBytes(final long record) {
        return NativeMemory.getInt(record + STORED_BYTES);
    }

    /** Rows that begin in the page, which are those that end in it. */
    public static int rows(final long record) {
        return NativeMemory.getInt(record + ROWS);
    }

    /** Values of the page with its nulls. */
    public static int levels(final long record) {
        return NativeMemory.getInt(record + LEVELS);
    }

    /** Nulls at the leaf, those inherited from null or empty ancestors included. */
    public static int nulls(final long record) {
        return NativeMemory.getInt(record + NULLS);
    }

    /** NaNs of a floating-point column, 0 for others. */
    public static int nans(final long record) {
        return NativeMemory.getInt(record + NANS);
    }

    /** Bytes of the values of a BYTE_ARRAY column without their lengths, as if each were written out. */
    public static long unencodedBytes(final long record) {
        return NativeMemory.getLong(record + UNENCODED_BYTES);
    }

    /**
     * Whether every value of the page is null: one per level, not one per row, so that a list of nulls counts whole.
     */
    public static boolean isNullPage(final long record) {
        return nulls(record) == levels(record);
    }

    /** Whether the page has a lower and an upper bound. */
    public static boolean hasBounds(final long record) {
        return (NativeMemory.getInt(record + FLAGS) & HAS_BOUNDS) != 0;
    }

    /** Length of the histogram of repetition levels, 0 if there is none. */
    public static int repetitionCounts(final long record) {
        return NativeMemory.getShort(record + REPETITION_COUNTS);
    }

    /** Length of the histogram of definition levels, 0 if there is none. */
    public static int definitionCounts(final long record) {
        return NativeMemory.getShort(record + DEFINITION_COUNTS);
    }

    /** How often a repetition level occurs in the page. */
    public static int repetitionCount(final long record, final int level) {
        return NativeMemory.getInt(record + HEAD_BYTES + (long) level * Integer.BYTES);
    }

    /** How often a definition level occurs in the page. */
    public static int definitionCount(final long record, final int level) {
        return repetitionCount(record, repetitionCounts(record) + level);
    }

    /** Address of the lower bound. */
    public static long min(final long record) {
        return record + HEAD_BYTES + (long) Integer.BYTES * (repetitionCounts(record) + definitionCounts(record));
    }

    /** Bytes of the lower bound, 0 if there are no bounds. */
    public static int minBytes(final long record) {
        return NativeMemory.getInt(record + MIN_BYTES);
    }

    /** Address of the upper bound. */
    public static long max(final long record) {
        return min(record) + minBytes(record);
    }

    /** Bytes of the upper bound, 0 if there are no bounds. */
    public static int maxBytes(final long record) {
        return NativeMemory.getInt(record + MAX_BYTES);
    }
}

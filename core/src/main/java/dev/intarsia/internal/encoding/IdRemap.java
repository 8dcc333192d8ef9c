package dev.intarsia.internal.encoding;

import dev.intarsia.internal.memory.Bitmaps;
import dev.intarsia.internal.memory.NativeMemory;

/**
 * From the indexes of an Arrow dictionary to the ids of ours, through a table that knows the id of each entry met so
 * far. Thread-safe as far as the memory is.
 */
public final class IdRemap {
    /** What the table has for an entry without an id. */
    public static final int NO_ID = -1;

    private IdRemap() {}

    /**
     * Writes the int32 ids of the valid ones of {@code rows} rows densely to {@code ids}. It stops in front of the
     * first row whose entry has no id yet: the caller enters that one, and goes on at that row.
     *
     * @param table an int32 id, or {@link #NO_ID}, for every entry of the Arrow dictionary
     * @param validity address of the bitmap, or 0 when all rows are valid
     * @param validityBit the bit of the first row
     * @param indexes int32 indexes of the rows; those of nulls are not looked at
     * @return both counts, for {@link #rows} and {@link #idCount}
     */
    public static long remap(
            final long table,
            final long validity,
            final long validityBit,
            final long indexes,
            final int rows,
            final long ids) {
        return validity == 0
                ? remapValid(table, indexes, rows, ids)
                : remapNullable(table, validity, validityBit, indexes, rows, ids);
    }

    /** How many rows {@link #remap} consumed, nulls included. */
    public static int rows(final long remapped) {
        return (int) (remapped >>> 32);
    }

    /** How many ids {@link #remap} wrote. */
    public static int idCount(final long remapped) {
        return (int) remapped;
    }

    /** Clears a table of {@code entries} entries: none of them has an id. */
    public static void clear(final long table, final int entries) {
        NativeMemory.fill(table, (long) entries << 2, (byte) NO_ID);
    }

    private static long remapValid(final long table, final long indexes, final int rows, final long ids) {
        for (int row = 0; row < rows; row++) {
            final int index = NativeMemory.getInt(indexes + ((long) row << 2));
            final int id = NativeMemory.getInt(table + ((long) index << 2));
            if (id < 0) {
                return counts(row, row);
            }
            NativeMemory.putInt(ids + ((long) row << 2), id);
        }
        return counts(rows, rows);
    }

    private static long remapNullable(
            final long table,
            final long validity,
            final long validityBit,
            final long indexes,
            final int rows,
            final long ids) {
        int count = 0;
        for (int i = 0; i < rows; i += 64) {
            long left = Bitmaps.word(validity, validityBit + i, Math.min(64, rows - i));
            for (; left != 0; left &= left - 1) {
                final int row = i + Long.numberOfTrailingZeros(left);
                final int index = NativeMemory.getInt(indexes + ((long) row << 2));
                final int id = NativeMemory.getInt(table + ((long) index << 2));
                if (id < 0) {
                    return counts(row, count);
                }
                NativeMemory.putInt(ids + ((long) count << 2), id);
                count++;
            }
        }
        return counts(rows, count);
    }

    private static long counts(final int rows, final int idCount) {
        return (long) rows << 32 | idCount;
    }
}

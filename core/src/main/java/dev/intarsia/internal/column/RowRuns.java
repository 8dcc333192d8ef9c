package dev.intarsia.internal.column;

import dev.intarsia.internal.memory.Bitmaps;

/** Questions about a run of rows and the validity bitmap over it, whose address is zero where no row is null. */
final class RowRuns {
    private RowRuns() {}

    /** Rows of the run that are not null. */
    static int values(final long validity, final int from, final int rows) {
        return validity == 0 ? rows : Bitmaps.countOnes(validity, from, rows);
    }

    /** The longest beginning of the run, in rows, that has at most {@code maxValues} rows that are not null. */
    static int prefixWithin(final long validity, final int from, final int rows, final long maxValues) {
        if (rows <= maxValues) {
            return rows;
        }
        if (validity == 0) {
            return (int) maxValues;
        }
        int start = from;
        int left = rows;
        long room = maxValues;
        // Halving: the first half fits whole, and the search goes on behind it, or it does not, and goes on inside.
        while (left > 0) {
            final int half = (left + 1) >>> 1;
            final int values = Bitmaps.countOnes(validity, start, half);
            if (values <= room) {
                start += half;
                left -= half;
                room -= values;
            } else if (left == 1) {
                break;
            } else {
                left = half;
            }
        }
        return start - from;
    }
}

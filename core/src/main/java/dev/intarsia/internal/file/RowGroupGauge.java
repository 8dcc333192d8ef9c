package dev.intarsia.internal.file;

import dev.intarsia.internal.column.ColumnWriter;
import java.util.List;

/**
 * Where in a run of rows to ask whether the row group is large enough. Confined to the writer's thread.
 *
 * <p>The estimate of what is encoded costs a look at every column, so it is not made for every row; and it must be made
 * at the same rows however they were cut into batches, or the file would depend on that. So the next row to ask at is
 * found from the estimate of the last: it is the row that completes as many bytes, by what rows are worth, as half of
 * what is missing, at least a 256th of the limit. A single large row completes them at once.
 */
final class RowGroupGauge {
    private final long limitBytes;
    private final List<ColumnWriter> columns;
    private long missingBytes;

    RowGroupGauge(final long limitBytes, final List<ColumnWriter> columns) {
        this.limitBytes = limitBytes;
        this.columns = columns;
        reset(0);
    }

    /** Begins anew from an estimate of the encoded bytes. */
    void reset(final long encodedBytes) {
        missingBytes = Math.max(1, Math.max(limitBytes >>> 8, (limitBytes - encodedBytes) >>> 1));
    }

    /** Bytes that are missing until it is time to ask. */
    long missingBytes() {
        return missingBytes;
    }

    /** Goes on from where another one was. */
    void resume(final long captured) {
        missingBytes = captured;
    }

    /** Whether it is time to ask: after rows that were taken. */
    boolean isDue() {
        return missingBytes <= 0;
    }

    /** Takes a whole run of which it is known what it is worth, if the row to ask at does not lie in it. */
    boolean takeWhole(final int rows, final long worth) {
        if (worth + rows >= missingBytes) {
            return false;
        }
        missingBytes -= worth + rows;
        return true;
    }

    /** The rows of a run up to the one to ask at, or all of them; they count as taken. */
    int take(final int from, final int rows) {
        final long all = worth(from, rows);
        if (all < missingBytes) {
            missingBytes -= all;
            return rows;
        }
        int tooFew = 0;
        int enough = rows;
        while (enough - tooFew > 1) {
            final int middle = (tooFew + enough) >>> 1;
            if (worth(from, middle) >= missingBytes) {
                enough = middle;
            } else {
                tooFew = middle;
            }
        }
        missingBytes = 0;
        return enough;
    }

    private long worth(final int from, final int rows) {
        long bytes = 0;
        for (int i = 0; i < columns.size(); i++) {
            bytes += columns.get(i).worth(from, rows);
        }
        // Rows of nothing but nulls have no PLAIN bytes, and still there is an end to how many may come.
        return bytes + rows;
    }
}

package dev.intarsia.internal.column;

/**
 * How many rows of a run the open page takes. Confined to the writer's thread.
 *
 * <p>The answer depends on the rows and on what is in the page, not on where a batch ends, so it is the same however
 * rows are cut into batches. An empty page takes at least a row.
 */
final class RowFit {
    private final ColumnValues source;
    private final OpenPage page;
    private final PageLimits limits;
    private final boolean repeated;

    RowFit(final ColumnValues source, final OpenPage page, final PageLimits limits) {
        this.source = source;
        this.page = page;
        this.limits = limits;
        this.repeated = source.reader.leaf().repeated();
    }

    /**
     * Rows of a run that the open page takes; 0 where it must be cut first.
     *
     * @param asPlain whether the PLAIN bytes of the values are limited
     * @param asIds whether their number is, since they are held as ids
     */
    int rows(final int from, final int rows, final boolean asPlain, final boolean asIds) {
        return repeated ? wholeRows(from, rows, asPlain, asIds) : flatRows(from, rows, asPlain, asIds);
    }

    private int flatRows(final int from, final int rows, final boolean asPlain, final boolean asIds) {
        final long validity = source.reader.validity();
        int fit = rows;
        if (asPlain) {
            fit = source.fitOf(from, rows, page.plainBytes, page.values, limits.bytes());
        }
        if (asIds) {
            fit = RowRuns.prefixWithin(validity, from, fit, limits.ids() - page.values);
        }
        if (fit < rows && page.values == 0) {
            // A value that is larger than a page is its page, with the nulls around it.
            fit = Math.max(fit, 1 + RowRuns.prefixWithin(validity, from, rows, 0));
        }
        return fit;
    }

    private int wholeRows(final int from, final int rows, final boolean asPlain, final boolean asIds) {
        int fits = 0;
        int tooMany = rows + 1;
        int candidate = rows; // mostly all
        while (tooMany - fits > 1) {
            if (holds(from, candidate, asPlain, asIds)) {
                fits = candidate;
            } else {
                tooMany = candidate;
            }
            candidate = (fits + tooMany) >>> 1;
        }
        return fits == 0 && page.rows == 0 ? 1 : fits;
    }

    private boolean holds(final int from, final int rows, final boolean asPlain, final boolean asIds) {
        final int entries = source.reader.entryOfRow(from + rows) - source.reader.entryOfRow(from);
        if ((long) page.levels + entries > limits.levels()) {
            return false;
        }
        if (asIds && (long) page.values + source.values(from, rows) > limits.ids()) {
            return false;
        }
        if (!asPlain) {
            return true;
        }
        if (source instanceof BooleanValues) {
            return (long) page.values + source.values(from, rows) <= 8L * limits.bytes();
        }
        return page.plainBytes + source.plainBytes(from, rows) <= limits.bytes();
    }
}

package dev.intarsia.internal.file;

/** Takes rows into the row group that is open, and closes it wherever it is full. Confined to the writer's thread. */
final class RowGroupFiller {
    private final OpenFile open;

    RowGroupFiller(final OpenFile open) {
        this.open = open;
    }

    /**
     * How many row groups close at most before the rows of a batch are written.
     *
     * @param worth bytes that the rows are worth, in all columns together
     */
    int mayCloseWith(final int rows, final long worth) {
        final long byRows = ((long) open.openRows + rows) / open.options.rowGroupRows();
        // What is encoded can exceed its PLAIN bytes by levels and headers; a tenth and a page are more than those.
        final long most = open.openBytes() + worth + worth / 10 + rows + (1 << 16);
        final long full = open.options.rowGroupBytes();
        final long byBytes = most < full ? 0 : most / full + 1;
        return (int) Math.min(rows, byRows + byBytes);
    }

    /**
     * Takes the rows of the batch that is bound.
     *
     * @param rows at least one
     * @param worth bytes that they are worth
     */
    void fill(final int rows, final long worth) {
        prepare();
        if (open.openRows + (long) rows < open.options.rowGroupRows() && open.gauge.takeWhole(rows, worth)) {
            append(0, rows);
        } else {
            fillUpToRowGroupEnds(rows);
        }
        if (open.openRows > 0) {
            open.sorted.keepLast(rows, open.reserve);
        }
    }

    private void prepare() {
        open.workspace.begin();
        for (int i = 0; i < open.columns.size(); i++) {
            open.columns.get(i).prepare();
        }
    }

    private void fillUpToRowGroupEnds(final int rows) {
        for (int row = 0; row < rows; ) {
            final int run = open.gauge.take(row, Math.min(rows - row, open.options.rowGroupRows() - open.openRows));
            append(row, run);
            row += run;
            boolean full = open.openRows == open.options.rowGroupRows();
            if (open.gauge.isDue()) {
                final long encodedBytes = open.openBytes();
                open.gauge.reset(encodedBytes);
                full |= encodedBytes >= open.options.rowGroupBytes();
            }
            if (full) {
                close(false, Escort.NONE);
            }
        }
    }

    private void append(final int from, final int rows) {
        for (int i = 0; i < open.columns.size(); i++) {
            open.columns.get(i).append(from, rows);
        }
        open.openRows += rows;
    }

    /**
     * Closes the row group; nothing to do where it is empty.
     *
     * @param handOn whether each column prepares only now and hands its work space on to the next; in the middle of a
     *     batch they keep it, because more rows follow
     */
    void close(final boolean handOn, final Escort escort) {
        if (open.openRows == 0) {
            return;
        }
        open.closer.close(open.openRows, handOn, escort, open.reserve);
        open.sorted.forgetLast();
        open.closedRows += open.openRows;
        open.openRows = 0;
        open.gauge.reset(0);
    }
}

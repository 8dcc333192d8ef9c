package dev.intarsia.internal.file;

import dev.intarsia.internal.column.ColumnMarks;
import dev.intarsia.internal.column.ColumnState;
import dev.intarsia.internal.column.SortedRows;
import dev.intarsia.internal.schema.ParquetSchema;
import dev.intarsia.options.WriterOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a file in progress holds beside its finished bytes: the chunks in progress, and what the footer will say of
 * those that are closed. Immutable but for its end, and counted: the writer keeps the last one for as long as nothing
 * changes, so that a checkpoint of a file that did not change costs nothing.
 */
final class OpenState {
    final ParquetSchema schema;
    final WriterOptions options;
    final long closedRows;
    final int openRows;
    /** Bytes that are missing until the size of the row group is looked at next. */
    final long gauge;

    final FooterCache.State footer;
    final FileIndexes.State indexes;
    /** Sums over closed chunks, by column. */
    final List<ColumnTotals> totals;

    final List<ColumnState> columns;
    /** The last row, where rows are checked to be in order. */
    final SortedRows.State sorted;

    /** How far the file had come. */
    final FileMarks marks;

    private final AtomicInteger holders = new AtomicInteger(1);

    /**
     * All references are transferred; there is one holder, the caller.
     *
     * @param length finished bytes of the file
     */
    OpenState(
            final ParquetSchema schema,
            final WriterOptions options,
            final long closedRows,
            final int openRows,
            final long gauge,
            final long length,
            final FooterCache.State footer,
            final FileIndexes.State indexes,
            final List<ColumnTotals> totals,
            final List<ColumnState> columns,
            final SortedRows.State sorted) {
        this.schema = schema;
        this.options = options;
        this.closedRows = closedRows;
        this.openRows = openRows;
        this.gauge = gauge;
        this.footer = footer;
        this.indexes = indexes;
        this.totals = totals;
        this.columns = columns;
        this.sorted = sorted;
        this.marks = marks(length);
    }

    private FileMarks marks(final long length) {
        final int rowGroups = footer.facts().size();
        final List<ColumnMarks> ofColumns = new ArrayList<>(columns.size());
        for (final ColumnState column : columns) {
            ofColumns.add(column.marks(rowGroups));
        }
        return new FileMarks(
                length,
                rowGroups,
                footer.rowGroups().bytes(),
                indexes.columnIndexes().bytes(),
                indexes.offsetIndexes().bytes(),
                footer.keyValues(),
                ofColumns);
    }

    /** Adds a holder; only for one who knows that there is one. */
    void retain() {
        holders.incrementAndGet();
    }

    /** Ends a hold; the last one drops the references to memory. */
    void release() {
        if (holders.decrementAndGet() == 0) {
            footer.rowGroups().release();
            indexes.release();
            for (final ColumnState column : columns) {
                column.release();
            }
        }
    }
}

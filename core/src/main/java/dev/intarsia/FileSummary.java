package dev.intarsia;

import java.util.List;

/**
 * What a finished file holds, told by the writer from its own state, not read back. Immutable.
 *
 * @param rows rows of all row groups
 * @param bytes length of the file, footer included
 * @param rowGroups the row groups in file order; none where no row was written
 * @param columns the leaf columns in schema order, summed over the row groups
 */
public record FileSummary(long rows, long bytes, List<RowGroupSummary> rowGroups, List<ColumnSummary> columns) {
    public FileSummary {
        rowGroups = List.copyOf(rowGroups);
        columns = List.copyOf(columns);
    }
}

package dev.intarsia.cli.verify;

import dev.intarsia.cli.parquet.Annotations;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SortingColumn;

/**
 * Holds the rows of a row group against its sorting columns, as far as these are flat: behind one that has repeated values,
 * no order of a type, or pages that could not be read, nothing is checked. Confined to one row group.
 */
final class SortingCheck {
    /** Rows of all sorting columns together; of each two bits are kept, and one for nulls. */
    private static final long MAX_ROWS = 1L << 28;

    private final List<SortingColumn> declared;
    private final List<Leaf> leaves;
    private final long rows;
    private final Place place;
    private final Findings findings;
    private final Map<Integer, RowOrder> orders = new HashMap<>();

    private SortingCheck(final RowGroup group, final List<Leaf> leaves, final Place place, final Findings findings) {
        this.declared = group.isSetSorting_columns() ? group.getSorting_columns() : List.of();
        this.leaves = leaves;
        this.rows = group.getNum_rows();
        this.place = place;
        this.findings = findings;
    }

    static SortingCheck of(final RowGroup group, final List<Leaf> leaves, final Place place, final Findings findings) {
        final SortingCheck check = new SortingCheck(group, leaves, place, findings);
        check.open();
        return check;
    }

    private void open() {
        for (final SortingColumn column : declared) {
            final int number = column.getColumn_idx();
            if (number < 0 || number >= leaves.size()) {
                findings.error(
                        place,
                        "a sorting column is column " + number + ", the schema has columns 0 to "
                                + (leaves.size() - 1));
                return;
            }
            if (rows < 0 || rows > MAX_ROWS / declared.size()) {
                findings.cannotVerify(
                        place,
                        "whether its " + rows + " rows are sorted by " + declared.size()
                                + " columns; this program follows " + MAX_ROWS + " rows in all");
                return;
            }
            final Leaf leaf = leaves.get(number);
            if (leaf.maxRepetition() > 0 || !Annotations.isOrdered(leaf.type())) {
                return;
            }
            // Of a column that is named twice, the second mention decides nothing.
            orders.putIfAbsent(number, new RowOrder(column, leaf, (int) rows));
        }
    }

    /** What follows the rows of a column, or null where nothing need to. */
    RowOrder order(final int column) {
        return orders.get(column);
    }

    /** A column was not read to its end, or lies about its rows: it and those behind it decide nothing. */
    void giveUp(final int column) {
        orders.remove(column);
    }

    /** Finds the first row that stands before one that it must follow. */
    void finish() {
        final List<Integer> numbers = new ArrayList<>();
        for (final SortingColumn column : declared) {
            final RowOrder order = orders.get(column.getColumn_idx());
            if (order == null || order.seenRows() != rows) {
                break;
            }
            numbers.add(column.getColumn_idx());
        }
        if (numbers.isEmpty()) {
            return;
        }
        for (int row = 1; row < rows; row++) {
            for (final int number : numbers) {
                final RowOrder order = orders.get(number);
                if (order.isWrong(row)) {
                    findings.error(
                            place,
                            "its sorting_columns say otherwise, but row " + row + " must stand in front of row "
                                    + (row - 1) + " by column '"
                                    + leaves.get(number).path() + "'");
                    return;
                }
                if (order.isRight(row)) {
                    break;
                }
            }
        }
    }
}

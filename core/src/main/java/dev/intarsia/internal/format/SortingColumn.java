package dev.intarsia.internal.format;

/**
 * A column by which the rows of a row group are sorted. Immutable.
 *
 * @param column its index among the leaves of the schema, from 0
 * @param descending whether larger values come first
 * @param nullsFirst whether nulls come before values
 */
public record SortingColumn(int column, boolean descending, boolean nullsFirst) {
    /**
     * @throws IllegalArgumentException if the index is negative
     */
    public SortingColumn {
        if (column < 0) {
            throw new IllegalArgumentException("rows cannot be sorted by column " + column + ": columns count from 0");
        }
    }
}

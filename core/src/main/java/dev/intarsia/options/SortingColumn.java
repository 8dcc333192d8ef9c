package dev.intarsia.options;

import java.util.Objects;

/**
 * One column of the order that the rows of a file are in. Immutable. The order is checked while rows are written, since
 * readers rely on it: a batch that breaks it is refused.
 *
 * @param path the column, its path joined by dots; it must not be repeated
 * @param descending whether values descend
 * @param nullsFirst whether nulls come first
 */
public record SortingColumn(String path, boolean descending, boolean nullsFirst) {
    public SortingColumn {
        Objects.requireNonNull(path, "path");
    }

    /** Ascending, nulls last. */
    public static SortingColumn ascending(final String path) {
        return new SortingColumn(path, false, false);
    }

    /** Descending, nulls last. */
    public static SortingColumn descending(final String path) {
        return new SortingColumn(path, true, false);
    }
}

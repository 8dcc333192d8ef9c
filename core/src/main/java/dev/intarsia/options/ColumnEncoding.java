package dev.intarsia.options;

/** How the values of a column are encoded. */
public enum ColumnEncoding {
    /**
     * Dictionary where it makes the values of a column chunk's first page smaller, else {@link #PLAIN}; decided before
     * that page is cut, and changed only forward: a dictionary that outgrows its limit gives way to PLAIN from the next
     * page on.
     */
    AUTO,
    /** The values as they are. */
    PLAIN,
    /** A dictionary from the first page on, whether or not it pays, until it outgrows its limit. */
    DICTIONARY
}

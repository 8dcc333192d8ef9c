package dev.intarsia.options;

/** How deep the minimum and maximum of a column are recorded. Counts of nulls are always written. */
public enum StatisticsDepth {
    /** Not at all: neither bounds, a column index nor geospatial statistics. */
    NONE,
    /** For every column chunk. */
    CHUNK,
    /** For every column chunk and, in the column index, for every page. */
    PAGE
}

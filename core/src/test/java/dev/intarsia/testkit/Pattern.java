package dev.intarsia.testkit;

/** What the values of a generated column look like. */
public enum Pattern {
    /** One value. */
    CONSTANT,
    /** Five values in random order: what a dictionary is for. */
    FEW,
    /** Random values, as good as all distinct where the type has enough of them. */
    DISTINCT,
    /** Rising by one a row until the type ends. */
    SORTED,
    /**
     * Least and greatest values, zeros of both signs, infinities, texts that are empty, long, or hard to cut; all of
     * them inside the range that DuckDB gives to dates and timestamps.
     */
    EXTREMES,
    /**
     * As {@link #EXTREMES}, but dates and timestamps use the whole range of their type, where DuckDB does not follow.
     */
    LIMITS,
    /** NaNs of several bit patterns among other values; as {@link #FEW} where the type has none. */
    NANS
}

package dev.intarsia.internal.format;

/**
 * The statistics of one column chunk, or of one page, as they are written. Immutable; the arrays are retained.
 *
 * <p>A bound that is not sound is {@code null} and leaves nothing behind in the file; each bound stands for itself.
 *
 * @param nullCount nulls at the leaf, those inherited from null or empty ancestors included
 * @param distinctCount different values that are not null, exactly, or {@link #NO_DISTINCT_COUNT}
 *     where that is not known
 * @param min lower bound in the PLAIN form of the type (BYTE_ARRAY without its length), or {@code null} for none
 * @param minExact whether {@code min} is a value of the chunk, not a bound cut short; without meaning if there is none
 * @param max upper bound, as {@code min}
 * @param maxExact whether {@code max} is a value of the chunk; without meaning if there is none
 * @param nanCount NaNs of a floating-point column, or {@link #NO_NAN_COUNT} for columns that cannot have one
 */
public record ChunkStatistics(
        long nullCount, long distinctCount, byte[] min, boolean minExact, byte[] max, boolean maxExact, long nanCount) {
    /** Leaves the count of different values out. */
    public static final long NO_DISTINCT_COUNT = -1;

    /** Leaves the count of NaNs out. */
    public static final long NO_NAN_COUNT = -1;

    /**
     * @throws IllegalArgumentException if a count is negative
     */
    public ChunkStatistics {
        if (nullCount < 0 || distinctCount < NO_DISTINCT_COUNT || nanCount < NO_NAN_COUNT) {
            throw new IllegalArgumentException("statistics cannot count " + nullCount + " nulls, " + distinctCount
                    + " different values and " + nanCount + " NaNs: counts start at 0, and -1 different values or NaNs"
                    + " stands for no count");
        }
    }

    /**
     * Statistics without a count of different values.
     *
     * @throws IllegalArgumentException if a count is negative
     */
    public ChunkStatistics(
            final long nullCount,
            final byte[] min,
            final boolean minExact,
            final byte[] max,
            final boolean maxExact,
            final long nanCount) {
        this(nullCount, NO_DISTINCT_COUNT, min, minExact, max, maxExact, nanCount);
    }

    /**
     * The same with a count of different values.
     *
     * @throws IllegalArgumentException if it is below {@link #NO_DISTINCT_COUNT}
     */
    public ChunkStatistics withDistinctCount(final long count) {
        return new ChunkStatistics(nullCount, count, min, minExact, max, maxExact, nanCount);
    }
}

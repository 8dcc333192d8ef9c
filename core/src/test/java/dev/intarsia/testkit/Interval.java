package dev.intarsia.testkit;

/**
 * A span of calendar time in neutral form, its three parts not converted into each other. Immutable. Arrow has three
 * types of it, Parquet one, of months, days and milliseconds.
 *
 * @param months signed, as Arrow has them; so are {@code days}
 * @param nanos nanoseconds; of Parquet always whole milliseconds
 */
public record Interval(int months, int days, long nanos) {
    private static final long NANOS_PER_MILLI = 1_000_000L;

    /** An interval as Arrow's day-time and Parquet count it. */
    public static Interval ofMillis(final int months, final int days, final int millis) {
        return new Interval(months, days, millis * NANOS_PER_MILLI);
    }
}

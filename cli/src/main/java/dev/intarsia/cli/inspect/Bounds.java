package dev.intarsia.cli.inspect;

import org.apache.parquet.format.Statistics;

/**
 * The bounds that statistics hold. Immutable; the arrays are never written.
 *
 * @param min PLAIN bytes of the lower bound, or null
 * @param max PLAIN bytes of the upper bound, or null
 * @param minExact whether it says that a value equals the lower bound
 * @param maxExact the same of the upper bound
 * @param deprecated whether they stand in the deprecated fields
 */
record Bounds(byte[] min, byte[] max, Exactness minExact, Exactness maxExact, boolean deprecated) {
    /** What a file says of how a bound came about. */
    enum Exactness {
        EXACT,
        INEXACT,
        UNKNOWN
    }

    static final Bounds NONE = new Bounds(null, null, Exactness.UNKNOWN, Exactness.UNKNOWN, false);

    /** The bounds of statistics, which may be null. */
    static Bounds of(final Statistics statistics) {
        if (statistics == null) {
            return NONE;
        }
        if (statistics.isSetMin_value() || statistics.isSetMax_value()) {
            return new Bounds(
                    statistics.getMin_value(),
                    statistics.getMax_value(),
                    exactness(statistics.isSetIs_min_value_exact(), statistics.isIs_min_value_exact()),
                    exactness(statistics.isSetIs_max_value_exact(), statistics.isIs_max_value_exact()),
                    false);
        }
        return statistics.isSetMin() || statistics.isSetMax()
                ? new Bounds(statistics.getMin(), statistics.getMax(), Exactness.UNKNOWN, Exactness.UNKNOWN, true)
                : NONE;
    }

    boolean isEmpty() {
        return min == null && max == null;
    }

    private static Exactness exactness(final boolean told, final boolean exact) {
        return !told ? Exactness.UNKNOWN : exact ? Exactness.EXACT : Exactness.INEXACT;
    }
}

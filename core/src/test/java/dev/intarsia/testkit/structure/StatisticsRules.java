package dev.intarsia.testkit.structure;

import java.util.Arrays;

/** The struct Statistics, of a chunk or in a page's header, against the values. */
final class StatisticsRules {
    private StatisticsRules() {}

    static void chunk(final Chunk chunk, final Report report) {
        if (!chunk.metadata.has(12)) {
            report.found(Rule.COMPLETE, chunk.place, "the chunk has no statistics");
        } else if (chunk.isWhole) {
            final Struct statistics = chunk.metadata.struct(12);
            look(statistics, chunk.leaf, chunk.truth(), chunk.place, report);
            complete(statistics, chunk, report);
        }
    }

    static void look(
            final Struct statistics, final Leaf leaf, final Truth truth, final String place, final Report report) {
        if (statistics.has(3)) {
            report.equal(Rule.NULL_COUNT, place, "null_count", statistics.i64(3), truth.nulls());
        }
        if (statistics.has(4)) {
            report.equal(Rule.DISTINCT_COUNT, place, "distinct_count", statistics.i64(4), truth.distinct());
        }
        if (statistics.has(9)) {
            report.unless(leaf.isFloating(), Rule.NAN_COUNT, place, "nan_count is written for " + leaf.type());
            report.equal(Rule.NAN_COUNT, place, "nan_count", statistics.i64(9), truth.nans());
        } else {
            report.unless(
                    leaf.order() != ValueOrder.FLOAT_TOTAL,
                    Rule.NAN_COUNT,
                    place,
                    "nan_count is missing under IEEE_754_TOTAL_ORDER");
        }
        new BoundRules(leaf, truth, place, report)
                .look(
                        statistics.bytesOrNull(6),
                        statistics.flagOrNull(8),
                        statistics.bytesOrNull(5),
                        statistics.flagOrNull(7));
        deprecated(statistics, leaf, place, report);
    }

    /** They were written in signed order, whatever the type's is: only where that is the type's own are they of use. */
    private static void deprecated(final Struct statistics, final Leaf leaf, final String place, final Report report) {
        if (statistics.has(1) || statistics.has(2)) {
            final boolean isOneValue =
                    statistics.has(1) && statistics.has(2) && Arrays.equals(statistics.bytes(1), statistics.bytes(2));
            report.unless(
                    leaf.order() == ValueOrder.SIGNED || leaf.isFloating() || isOneValue,
                    Rule.DEPRECATED_BOUNDS,
                    place,
                    "the old min and max are written for the order " + leaf.order());
        }
    }

    private static void complete(final Struct statistics, final Chunk chunk, final Report report) {
        final Leaf leaf = chunk.leaf;
        final Truth truth = chunk.truth();
        missing(statistics, 3, "null_count", true, chunk.place, report);
        missing(statistics, 9, "nan_count", leaf.isFloating(), chunk.place, report);
        missing(statistics, 6, "min_value", truth.hasBounds(leaf), chunk.place, report);
        final boolean hasMax = truth.hasBounds(leaf)
                && !BoundRules.hasNoShorterMax(leaf, truth.max())
                && !BoundRules.isOverLimit(leaf, truth.max(), statistics.bytesOrNull(6));
        missing(statistics, 5, "max_value", hasMax, chunk.place, report);
        missing(statistics, 8, "is_min_value_exact", statistics.has(6), chunk.place, report);
        missing(statistics, 7, "is_max_value_exact", statistics.has(5), chunk.place, report);
    }

    private static void missing(
            final Struct statistics,
            final int id,
            final String name,
            final boolean isNeeded,
            final String place,
            final Report report) {
        report.unless(!isNeeded || statistics.has(id), Rule.COMPLETE, place, name + " is not written");
    }
}

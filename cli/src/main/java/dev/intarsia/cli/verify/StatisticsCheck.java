package dev.intarsia.cli.verify;

import dev.intarsia.cli.parquet.Annotations;
import dev.intarsia.cli.verify.BoundsCheck.Bound;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.format.SizeStatistics;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** Holds the statistics of a chunk or a page against what was counted. Confined. */
final class StatisticsCheck {
    private final Leaf leaf;
    private final Findings findings;

    StatisticsCheck(final Leaf leaf, final Findings findings) {
        this.leaf = leaf;
        this.findings = findings;
    }

    void check(final Statistics declared, final Facts facts, final Place place) {
        checkNulls(declared, facts, place);
        checkNans(declared, facts, place);
        if (declared.isSetMin_value() || declared.isSetMax_value()) {
            checkBounds(declared, facts.extremes(), place);
        }
        if (declared.isSetMin() || declared.isSetMax()) {
            checkDeprecated(declared, facts.extremes(), place);
        }
    }

    void check(final SizeStatistics declared, final Facts facts, final Place place) {
        final long bytes = facts.extremes().byteArrayBytes();
        if (declared.isSetUnencoded_byte_array_data_bytes() && declared.getUnencoded_byte_array_data_bytes() != bytes) {
            findings.error(
                    place,
                    "its unencoded_byte_array_data_bytes is " + declared.getUnencoded_byte_array_data_bytes()
                            + ", its values have " + bytes + " bytes");
        }
        if (declared.isSetRepetition_level_histogram()) {
            histogram("repetition", declared.getRepetition_level_histogram(), facts.repetitions(), place);
        }
        if (declared.isSetDefinition_level_histogram()) {
            histogram("definition", declared.getDefinition_level_histogram(), facts.definitions(), place);
        }
    }

    /** Compares a histogram of levels; an empty one stands for none. */
    void histogram(final String kind, final List<Long> declared, final long[] counted, final Place place) {
        final List<Long> actual = Arrays.stream(counted).boxed().toList();
        if (!declared.isEmpty() && !declared.equals(actual)) {
            findings.error(
                    place, "its histogram of " + kind + " levels is " + declared + ", its levels give " + actual);
        }
    }

    private void checkNulls(final Statistics declared, final Facts facts, final Place place) {
        if (!declared.isSetNull_count()) {
            findings.houseRule(place, "it has no null_count");
            return;
        }
        final long counted = declared.getNull_count();
        if (counted == facts.nulls()) {
            return;
        }
        final String sentence = "its null_count is " + counted + ", but " + facts.nulls() + " of its " + facts.values()
                + " values are null";
        if (leaf.maxDefinition() > 1 && counted == facts.definitions()[leaf.maxDefinition() - 1]) {
            findings.rule(place, sentence + ": it leaves out those whose ancestor is null or empty");
        } else {
            findings.error(place, sentence);
        }
    }

    private void checkNans(final Statistics declared, final Facts facts, final Place place) {
        final long nans = facts.extremes().nans();
        if (!leaf.isFloating()) {
            if (declared.isSetNan_count()) {
                findings.rule(place, "it has a nan_count, but its values cannot be NaN");
            }
        } else if (declared.isSetNan_count()) {
            if (declared.getNan_count() != nans) {
                findings.error(
                        place, "its nan_count is " + declared.getNan_count() + ", but " + nans + " values are NaN");
            }
        } else if (leaf.order() == ValueOrder.IEEE_754) {
            findings.error(place, "it has no nan_count, which its order, IEEE 754 total order, demands");
        } else {
            findings.houseRule(place, "it has no nan_count");
        }
    }

    private void checkBounds(final Statistics declared, final Extremes values, final Place place) {
        if (leaf.order() == ValueOrder.UNDEFINED) {
            if (!Annotations.isOrdered(leaf.type())) {
                findings.rule(place, "it has min_value or max_value, but its type has no order");
            }
            return;
        }
        if (declared.isSetMin_value()) {
            BoundsCheck.check(
                    new Bound(
                            "min_value",
                            declared.getMin_value(),
                            true,
                            declared.isSetIs_min_value_exact() && declared.isIs_min_value_exact(),
                            true,
                            declared.isSetNan_count()),
                    leaf,
                    values,
                    place,
                    findings);
        }
        if (declared.isSetMax_value()) {
            BoundsCheck.check(
                    new Bound(
                            "max_value",
                            declared.getMax_value(),
                            false,
                            declared.isSetIs_max_value_exact() && declared.isIs_max_value_exact(),
                            true,
                            declared.isSetNan_count()),
                    leaf,
                    values,
                    place,
                    findings);
        }
    }

    /**
     * The old fields mean signed order whatever the column's type; only where that is its order are they held to it.
     */
    private void checkDeprecated(final Statistics declared, final Extremes values, final Place place) {
        final PrimitiveTypeName physical = leaf.physical();
        final boolean unsigned = leaf.type().getLogicalTypeAnnotation() instanceof IntLogicalTypeAnnotation integer
                && !integer.isSigned();
        final boolean number = physical == PrimitiveTypeName.BOOLEAN
                || physical == PrimitiveTypeName.INT32
                || physical == PrimitiveTypeName.INT64
                || physical == PrimitiveTypeName.FLOAT
                || physical == PrimitiveTypeName.DOUBLE;
        if (!number || unsigned) {
            findings.houseRule(place, "it has the deprecated min or max, whose order is not that of its type");
            return;
        }
        if (declared.isSetMin()) {
            BoundsCheck.check(
                    new Bound("the deprecated min", declared.getMin(), true, false, false, declared.isSetNan_count()),
                    leaf,
                    values,
                    place,
                    findings);
        }
        if (declared.isSetMax()) {
            BoundsCheck.check(
                    new Bound("the deprecated max", declared.getMax(), false, false, false, declared.isSetNan_count()),
                    leaf,
                    values,
                    place,
                    findings);
        }
    }
}

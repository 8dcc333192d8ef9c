package dev.intarsia.testkit.structure;

import static dev.intarsia.testkit.structure.FooterMutations.utf8;
import static dev.intarsia.testkit.structure.Mutation.Base.JAVA_V1;
import static dev.intarsia.testkit.structure.Mutation.Base.OURS;
import static dev.intarsia.testkit.structure.Mutation.of;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Files that break StatisticsRules and BoundRules. */
final class StatisticsMutations {
    private StatisticsMutations() {}

    static List<Mutation> all() {
        final List<Mutation> all = new ArrayList<>();
        counts(all);
        bounds(all);
        flags(all);
        floats(all);
        return all;
    }

    private static void counts(final List<Mutation> all) {
        all.add(of(
                Rule.NULL_COUNT,
                "one too many",
                OURS,
                m -> Mutation.add(m.column(1, "id").statistics(), 3, 1),
                "row group 1, column 'id': null_count is 1, and should be 0"));
        all.add(of(
                Rule.NULL_COUNT,
                "one too many in a page's header",
                OURS,
                m -> m.column("id").pages.get(1).own().set(5, new Struct("").set(3, 1L)),
                "statistics in the header of row group 0, column 'id', page 1 at byte"));
        all.add(of(
                Rule.NAN_COUNT,
                "one too many",
                OURS,
                m -> m.column("real").statistics().set(9, 1L),
                "row group 0, column 'real': nan_count is 1, and should be 0"));
        all.add(of(
                Rule.NAN_COUNT,
                "of integers",
                OURS,
                m -> m.column("id").statistics().set(9, 0L),
                "nan_count is written for INT32"));
        all.add(of(
                Rule.NAN_COUNT,
                "none under total order",
                JAVA_V1,
                m -> m.column("real").statistics().remove(9),
                "nan_count is missing under IEEE_754_TOTAL_ORDER"));
        all.add(of(
                Rule.NAN_COUNT,
                "none in the column index under total order",
                JAVA_V1,
                m -> m.column("real").columnIndex.remove(8),
                "nan_counts are missing"));
        all.add(of(
                Rule.DISTINCT_COUNT,
                "one too few",
                OURS,
                m -> m.column("id").statistics().set(4, 149L),
                "distinct_count is 149, and should be 150"));
    }

    private static void bounds(final List<Mutation> all) {
        for (final String column : List.of("id", "text", "real", "price", "byte", "flag")) {
            all.add(of(
                    Rule.BOUNDS,
                    "swapped bounds of " + column,
                    OURS,
                    m -> swap(m.column(column).statistics()),
                    "row group 0, column '" + column + "': the m",
                    column.equals("real") ? Rule.ZERO_BOUNDS : Rule.BOUNDS));
        }
        all.add(of(
                Rule.BOUND_FORM,
                "three bytes for an INT32",
                OURS,
                m -> m.column("id").statistics().set(6, new byte[3]),
                "the minimum 0x000000 is no value of the type"));
        all.add(of(
                Rule.BOUND_FORM,
                "two for a boolean",
                OURS,
                m -> m.column("flag").statistics().set(5, new byte[] {2}),
                "the maximum 0x02 is no value of the type"));
        all.add(of(
                Rule.BOUND_FORM,
                "half a character",
                OURS,
                m -> m.column("text").statistics().set(6, new byte[] {'a', (byte) 0xC3}),
                "the minimum 0x61c3 is no value of the type"));
        all.add(of(
                Rule.BOUNDS_FORBIDDEN,
                "bounds of an INTERVAL",
                JAVA_V1,
                m -> m.column("span").statistics().set(5, new byte[12]).set(6, new byte[12]),
                "row group 0, column 'span': there are bounds, and the type has no order"));
        all.add(of(
                Rule.BOUNDS_FORBIDDEN,
                "bounds of nulls",
                JAVA_V1,
                m -> m.column("nothing").statistics().set(5, new byte[4]).set(6, new byte[4]),
                "there are bounds, and all values are null"));
        all.add(of(
                Rule.DEPRECATED_BOUNDS,
                "of texts",
                OURS,
                m -> m.column("text").statistics().set(1, utf8("b")).set(2, utf8("a")),
                "the old min and max are written for the order BYTES"));
    }

    private static void flags(final List<Mutation> all) {
        all.add(of(
                Rule.EXACT_FLAGS,
                "a higher maximum called exact",
                OURS,
                m -> m.column("byte").statistics().set(5, new byte[] {-1, 0, 0, 0}),
                "and it is called exact"));
        all.add(of(
                Rule.EXACT_FLAGS,
                "a cut text called exact",
                OURS,
                m -> m.column("text").statistics().set(8, true),
                "row group 0, column 'text': the minimum is 0x"));
        all.add(of(
                Rule.TRUNCATION,
                "an exact bound called inexact",
                OURS,
                m -> m.column("id").statistics().set(8, false),
                "and it is called inexact"));
        all.add(of(
                Rule.TRUNCATION,
                "a number that is cut",
                OURS,
                m -> m.column("byte")
                        .statistics()
                        .set(5, new byte[] {-1, 0, 0, 0})
                        .set(7, false),
                "row group 0, column 'byte': the maximum is 0xff000000, that of the values is"));
        all.add(of(
                Rule.TRUNCATION,
                "a minimum that is no prefix",
                OURS,
                m -> m.column("text").statistics().set(6, utf8("a tea")),
                "row group 0, column 'text': the minimum is 0x6120746561"));
        all.add(of(
                Rule.TRUNCATION,
                "a maximum raised by two",
                OURS,
                m -> m.column("text").statistics().set(5, utf8("a text q")),
                "row group 0, column 'text': the maximum is 0x6120746578742071"));
    }

    private static void floats(final List<Mutation> all) {
        all.add(of(
                Rule.NAN_BOUNDS,
                "a NaN under type order",
                OURS,
                m -> m.column("real").statistics().set(5, real(Double.NaN)),
                "row group 0, column 'real': the maximum is a NaN"));
        all.add(of(
                Rule.NAN_BOUNDS,
                "a NaN beside numbers under total order",
                JAVA_V1,
                m -> m.column("real").statistics().set(5, real(Double.NaN)),
                "row group 0, column 'real': the maximum is a NaN"));
        all.add(of(
                Rule.BOUNDS_BESIDE_NAN,
                "a NaN in a page",
                OURS,
                m -> {
                    final Mutant.Page page = m.column("real").pages.get(1);
                    final byte[] body = page.body().clone();
                    System.arraycopy(real(Double.NaN), 0, body, body.length - Long.BYTES, Long.BYTES);
                    page.body(body);
                    m.column("real").statistics().set(9, 1L);
                },
                "row group 0, column 'real': there are bounds beside 1 NaNs"));
        all.add(of(
                Rule.ZERO_BOUNDS,
                "+0.0 as a minimum",
                OURS,
                m -> m.column("real").statistics().set(6, real(0.0)),
                "row group 0, column 'real': the minimum is +0.0"));
        all.add(of(
                Rule.ZERO_BOUNDS,
                "-0.0 as a maximum",
                OURS,
                m -> m.column("real").statistics().set(5, real(-0.0)),
                "row group 0, column 'real': the maximum is -0.0"));
    }

    private static void swap(final Struct statistics) {
        final byte[] min = statistics.bytes(6);
        statistics.set(6, statistics.bytes(5)).set(5, min);
    }

    private static byte[] real(final double value) {
        return ByteBuffer.allocate(Double.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putDouble(value)
                .array();
    }
}

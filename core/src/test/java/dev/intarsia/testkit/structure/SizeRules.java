package dev.intarsia.testkit.structure;

import java.util.ArrayList;
import java.util.List;

/** SizeStatistics of a chunk. */
final class SizeRules {
    private SizeRules() {}

    static void look(final Chunk chunk, final Report report) {
        if (!chunk.metadata.has(16)) {
            if (!hasSomethingToSay(chunk.leaf)) {
                return;
            }
            report.found(Rule.SIZE_STATISTICS_PRESENT, chunk.place, "the chunk has no size_statistics");
            return;
        }
        final Struct sizes = chunk.metadata.struct(16);
        final Leaf leaf = chunk.leaf;
        final boolean isByteArray = leaf.type() == PhysicalType.BYTE_ARRAY;
        if (isByteArray && sizes.has(1)) {
            report.equal(
                    Rule.SIZE_STATISTICS,
                    chunk.place,
                    "unencoded_byte_array_data_bytes",
                    sizes.i64(1),
                    chunk.truth().unencodedBytes());
        } else {
            report.unless(
                    isByteArray == sizes.has(1),
                    Rule.SIZE_STATISTICS,
                    chunk.place,
                    "unencoded_byte_array_data_bytes are " + (isByteArray ? "missing" : "written for " + leaf.type()));
        }
        histogram(sizes, 2, "repetition", leaf.maxRepetition(), 0, chunk, report);
        histogram(sizes, 3, "definition", leaf.maxDefinition(), 1, chunk, report);
    }

    /**
     * A histogram may be left out up to a highest level of {@code lossless}: the counts of values
     * and nulls say the same.
     */
    private static void histogram(
            final Struct sizes,
            final int id,
            final String kind,
            final int max,
            final int lossless,
            final Chunk chunk,
            final Report report) {
        if (!sizes.has(id)) {
            report.unless(
                    max <= lossless, Rule.SIZE_STATISTICS, chunk.place, "the " + kind + " level histogram is missing");
            return;
        }
        final List<Long> stated = sizes.list(id, Long.class);
        final long[] truth = new long[max + 1];
        for (final DataPage page : chunk.pages) {
            for (final int level : id == 2 ? page.repetition() : page.definition()) {
                truth[level]++;
            }
        }
        final List<Long> expected = new ArrayList<>();
        for (final long count : truth) {
            expected.add(count);
        }
        report.unless(
                stated.equals(expected) || stated.isEmpty() && max <= lossless,
                Rule.SIZE_STATISTICS,
                chunk.place,
                "the " + kind + " level histogram is " + stated + ", and should be " + expected);
    }

    /** Of other columns the counts of values and nulls say as much. */
    private static boolean hasSomethingToSay(final Leaf leaf) {
        return leaf.type() == PhysicalType.BYTE_ARRAY || leaf.maxRepetition() > 0 || leaf.maxDefinition() > 1;
    }
}

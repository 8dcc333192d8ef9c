package dev.intarsia.internal.column;

import dev.intarsia.internal.format.SizeStatistics;
import dev.intarsia.internal.schema.Leaf;
import dev.intarsia.internal.stats.LevelHistogram;
import java.util.Arrays;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * How often each level occurs, in the page that is cut and in the column chunk in progress. Confined to the writer's
 * thread. Histograms that say no more than the counts of values and nulls are not kept.
 */
final class ChunkHistograms {
    /** The sums of a chunk as they were. Immutable. */
    record State(long[] repetitions, long[] definitions) {}

    private static final int MAX_COUNT_BYTES = 10;
    private static final int FIXED_BYTES = 32;

    private final boolean byteArrays;
    private final long[] pageRepetitions;
    private final long[] pageDefinitions;
    private final long[] repetitions;
    private final long[] definitions;

    ChunkHistograms(final Leaf leaf) {
        byteArrays = leaf.physicalType() == PrimitiveTypeName.BINARY;
        pageRepetitions = new long[counts(leaf.maxRepetitionLevel())];
        repetitions = new long[pageRepetitions.length];
        pageDefinitions = new long[counts(leaf.maxDefinitionLevel())];
        definitions = new long[pageDefinitions.length];
    }

    /** Length of a histogram of levels that are at most so high; 0 where there is none. */
    static int counts(final int maxLevel) {
        return maxLevel == 0 ? 0 : maxLevel + 1;
    }

    /** Takes in the page that is cut. */
    void addPage(final OpenLevels levels, final OpenPage page) {
        Arrays.fill(pageRepetitions, 0);
        Arrays.fill(pageDefinitions, 0);
        if (levels.nested()) {
            LevelHistogram.add(levels.definitions(), page.levels, pageDefinitions);
            if (pageRepetitions.length > 0) {
                LevelHistogram.add(levels.repetitions(), page.levels, pageRepetitions);
            }
        } else if (pageDefinitions.length > 0) {
            pageDefinitions[0] = page.nulls();
            pageDefinitions[1] = page.values;
        }
        addTo(repetitions, pageRepetitions);
        addTo(definitions, pageDefinitions);
    }

    private static void addTo(final long[] sums, final long[] counts) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += counts[i];
        }
    }

    /** Repetition levels of the page that was cut; borrowed until the next page. */
    long[] pageRepetitions() {
        return pageRepetitions;
    }

    /** Definition levels of the page that was cut; borrowed until the next page. */
    long[] pageDefinitions() {
        return pageDefinitions;
    }

    /**
     * The size statistics of the chunk.
     *
     * @param unencodedBytes bytes of byte arrays without their lengths
     */
    SizeStatistics sizes(final long unencodedBytes) {
        return new SizeStatistics(
                byteArrays ? unencodedBytes : SizeStatistics.NO_UNENCODED_BYTES,
                repetitions.clone(),
                definitions.length > 2 ? definitions.clone() : new long[0]);
    }

    /** Bytes that the size statistics take at most. */
    int maxWrittenBytes() {
        return FIXED_BYTES + MAX_COUNT_BYTES * (repetitions.length + definitions.length);
    }

    State capture() {
        return new State(repetitions.clone(), definitions.clone());
    }

    void resume(final State captured) {
        System.arraycopy(captured.repetitions, 0, repetitions, 0, repetitions.length);
        System.arraycopy(captured.definitions, 0, definitions, 0, definitions.length);
    }

    void clear() {
        Arrays.fill(repetitions, 0);
        Arrays.fill(definitions, 0);
    }
}

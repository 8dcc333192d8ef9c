package dev.intarsia.internal.column;

import dev.intarsia.internal.arrow.LeafReader;
import dev.intarsia.internal.memory.Area;
import dev.intarsia.internal.schema.Leaf;

/**
 * How the rows of a bound vector become values of an open page, one kind for each shape of value. Calls are made once a
 * run, never once a value. Confined to the writer's thread.
 */
abstract sealed class ColumnValues permits BooleanValues, FixedValues, ByteArrayValues {
    /** Kernels may store a word beyond what they return. */
    static final int SLACK_BYTES = 16;

    final LeafReader reader;

    ColumnValues(final LeafReader reader) {
        this.reader = reader;
    }

    static ColumnValues of(final Leaf leaf, final Area dense) {
        final LeafReader reader = new LeafReader(leaf);
        return switch (leaf.conversion()) {
            case BITS -> new BooleanValues(reader);
            case BYTES, LARGE_BYTES -> new ByteArrayValues(reader);
            default -> new FixedValues(reader, dense);
        };
    }

    /** Exact PLAIN bytes of a run; a sum over runs is the same however they are cut. Booleans count a byte each. */
    abstract long plainBytes(int from, int rows);

    /** Bytes of the longest PLAIN value of a run, nulls perhaps included. */
    abstract int longestPlainBytes(int from, int rows);

    /** The longest beginning of a run, in rows, whose values fit into the page as PLAIN without going over the limit. */
    abstract int fit(int from, int rows, OpenPage page, int limitBytes);

    /**
     * Appends the values of a run as PLAIN. The area has room for them and for {@link #SLACK_BYTES} more.
     *
     * @param values how many rows of the run are not null
     * @return PLAIN bytes of the page then
     */
    abstract long append(int from, int rows, int values, Area area, OpenPage page);

    /**
     * Appends the ids of a run's values to those of the page, as far as the dictionary goes.
     *
     * @param ids where the page's ids are, with room for the run's
     * @return how many rows were taken; fewer than {@code rows} only where the dictionary has reached its limit
     */
    abstract int encode(int from, int rows, ChunkDictionary dictionary, Area ids, OpenPage page);
}

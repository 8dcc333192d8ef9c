package dev.intarsia.testkit.random;

/**
 * What a generated batch is, before there is memory: a slice of rows that depend on a seed. Immutable.
 *
 * @param seed of the rows
 * @param dictionarySeed of the entries of all dictionaries; batches that share it share the dictionaries
 * @param generatedRows rows that are generated
 * @param from first row of the slice
 * @param rows of the slice; there is none where it is all that is generated
 */
public record BatchPlan(long seed, long dictionarySeed, int generatedRows, int from, int rows) {
    boolean isSliced() {
        return from > 0 || rows < generatedRows;
    }

    BatchPlan slice(final int start, final int length) {
        return new BatchPlan(seed, dictionarySeed, generatedRows, from + start, length);
    }

    /** As many rows, not cut out of others; other values, perhaps. */
    BatchPlan unsliced() {
        return new BatchPlan(seed, dictionarySeed, rows, 0, rows);
    }
}

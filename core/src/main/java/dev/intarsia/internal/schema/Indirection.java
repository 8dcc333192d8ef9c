package dev.intarsia.internal.schema;

/**
 * How the slots of a vector lead to the values that they stand for, where they do not hold them themselves. Immutable.
 * See the Arrow columnar format, "Dictionary-encoded layout" and "Run-end encoded layout".
 */
public sealed interface Indirection {
    /**
     * Every slot holds the index of an entry of a dictionary, which may be another one with every batch.
     *
     * @param id of the dictionary, by which a provider finds it
     * @param indexBytes bytes of an index: 1, 2, 4 or 8
     * @param signed whether indexes are signed
     */
    record Dictionary(long id, int indexBytes, boolean signed) implements Indirection {}

    /**
     * Runs of equal slots, each a value and the number of slots up to its end.
     *
     * @param endBytes bytes of a run's end: 2, 4 or 8
     */
    record RunEnds(int endBytes) implements Indirection {}
}

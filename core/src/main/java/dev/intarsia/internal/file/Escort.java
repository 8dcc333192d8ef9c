package dev.intarsia.internal.file;

/**
 * Goes along while a file ends: it may choose how the next column is written, and let bytes leave that are finished.
 * Confined to the writer's thread.
 */
interface Escort {
    /** Does nothing: for a file that ends in its own time, and whose bytes wait for whoever splits them off. */
    Escort NONE = new Escort() {};

    /** Before the chunk of a column in progress is closed. */
    default void beforeColumn(final int column) {}

    /** Room was made for what closing the chunk takes, and it is still in progress. */
    default void columnPrepared(final int column) {}

    /** Bytes were linked to the file; nothing will be linked to the same piece of memory any more. */
    default void linked() {}
}

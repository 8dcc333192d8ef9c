package dev.intarsia;

/**
 * Is told what happens to the memory of a context. Called by whichever thread it happens to, several at a time, so an
 * implementation is thread-safe; it must be quick, must not throw, and must not call a writer. Nothing is allocated to
 * call it.
 *
 * <p>Every method does nothing unless it is overridden.
 */
public interface MemoryListener {
    /** What a {@link WriterGroup} can do when memory is short, in the order in which it does it. */
    enum Relief {
        /** The owner was given what is ready to leave. */
        HAND_OUT_PARTS,
        /** A row group was closed before it was full. */
        CLOSE_ROW_GROUP,
        /** Other groups were asked to give memory back with their next write. */
        ASK_OTHERS,
        /** The owner was asked to finish a file. */
        FINISH_FILE
    }

    /**
     * A slab was taken from the system.
     *
     * @param slabBytesTaken bytes of all slabs now
     */
    default void slabTaken(final long slabBytesTaken) {}

    /**
     * Memory was refused to a caller, by an exception or by {@code false}.
     *
     * @param missingBytes bytes that were missing
     * @param freeBytes bytes that were free; they may lie in pieces too small for what was asked
     */
    default void refused(final long missingBytes, final long freeBytes) {}

    /**
     * A thread begins to wait for memory.
     *
     * @param missingBytes bytes that are missing
     */
    default void waitBegun(final long missingBytes) {}

    /**
     * A thread has waited for memory.
     *
     * @param waitedNanos how long
     * @param admitted whether it got what it waited for
     */
    default void waitEnded(final long waitedNanos, final boolean admitted) {}

    /**
     * A step of relief was taken.
     *
     * @param relief which
     * @param freedBytes by how much the bytes in use went down meanwhile, whoever gave them back; parts that are on
     *     their way give theirs back later
     */
    default void relieved(final Relief relief, final long freedBytes) {}
}

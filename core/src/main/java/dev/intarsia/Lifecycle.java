package dev.intarsia;

/** How far a writer has come, and what it can no longer do. Confined to the writer's thread. */
final class Lifecycle {
    private enum State {
        OPEN,
        FINISHED,
        FAILED,
        CLOSED
    }

    private State state = State.OPEN;
    private Throwable failure;

    boolean isOpen() {
        return state == State.OPEN;
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    /** The second half of an operation, which has no reason to fail: if it does, the writer has failed. */
    void perform(final Runnable operation) {
        try {
            operation.run();
        } catch (final Throwable fault) {
            state = State.FAILED;
            failure = fault;
            throw fault;
        }
    }

    /** Nothing more is written. */
    void finish() {
        state = State.FINISHED;
    }

    /** Returns whether it was not closed before. */
    boolean close() {
        final boolean first = state != State.CLOSED;
        state = State.CLOSED;
        return first;
    }

    /**
     * @param asked what the writer is asked to do, in the words that follow "cannot"
     * @throws IllegalStateException if it is finished or closed, or has failed
     */
    void requireOpen(final String asked) {
        if (state == State.FINISHED) {
            throw new IllegalStateException(
                    "a finished file cannot " + asked + ": open another writer for what follows");
        }
        requireSound(asked);
    }

    /** As {@link #requireOpen}, but the file may be finished. */
    void requireSound(final String asked) {
        switch (state) {
            case OPEN, FINISHED -> {}
            case CLOSED -> throw new IllegalStateException("a closed writer cannot " + asked + ": open another one");
            case FAILED ->
                throw new IllegalStateException(
                        "a writer that has failed cannot " + asked + ": close it and discard the file; it failed with "
                                + failure,
                        failure);
        }
    }
}

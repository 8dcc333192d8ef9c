package dev.intarsia.internal.memory;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How often the threads of a context have asked each other to give memory back. Thread-safe.
 *
 * <p>Each thread remembers the number that it has honoured, so a request cannot be lost between looking and clearing,
 * as it could with a flag that both sides set, and looking costs one read.
 */
public final class ReliefRequests {
    private final AtomicLong asked = new AtomicLong();

    /** Asks all others; returns the number of this request. */
    public long ask() {
        return asked.incrementAndGet();
    }

    /** The number of the last request; remember it before it is honoured. */
    public long last() {
        return asked.get();
    }
}

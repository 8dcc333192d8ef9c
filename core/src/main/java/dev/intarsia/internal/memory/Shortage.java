package dev.intarsia.internal.memory;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Whether somebody was refused memory and has not been told since that there is some. Thread-safe, without a lock: who
 * gives memory back looks at one field, and does more only if that is set.
 *
 * <p>No refusal is missed: who is refused first says so here and then looks at the memory once more, who gives back
 * first gives and then looks here.
 */
final class Shortage {
    private static final CompletionStage<Void> NONE = CompletableFuture.<Void>completedStage(null);

    private final AtomicReference<Refused> refused = new AtomicReference<>();

    /** The least that anybody was refused, in bytes, and what those wait on who were. Immutable. */
    private record Refused(long bytes, CompletableFuture<Void> over, CompletionStage<Void> view) {}

    /** Says that so many bytes, beyond what the asking one holds, could not be had. */
    void begin(final long bytes) {
        Refused before;
        Refused after;
        do {
            before = refused.get();
            if (before != null && before.bytes() <= bytes) {
                return;
            }
            if (before == null) {
                final CompletableFuture<Void> over = new CompletableFuture<>();
                after = new Refused(bytes, over, over.minimalCompletionStage());
            } else {
                after = new Refused(bytes, before.over(), before.view());
            }
        } while (!refused.compareAndSet(before, after));
    }

    /** Whether there is one. */
    boolean exists() {
        return refused.get() != null;
    }

    /**
     * Ends the shortage if the least that was refused is free now; what waits for it runs in here, so never
     * call this with a lock.
     */
    void endIf(final long freeBytes) {
        final Refused now = refused.get();
        if (now != null && freeBytes >= now.bytes() && refused.compareAndSet(now, null)) {
            now.over().complete(null);
        }
    }

    /** Completes when the shortage is over; complete already where there is none. */
    CompletionStage<Void> over() {
        final Refused now = refused.get();
        return now == null ? NONE : now.view();
    }

    /** Waits until the shortage is over; false if it is not after so many nanoseconds. */
    boolean await(final long nanos) throws InterruptedException {
        final Refused now = refused.get();
        if (now == null) {
            return true;
        }
        try {
            now.over().get(nanos, TimeUnit.NANOSECONDS);
            return true;
        } catch (final TimeoutException stillShort) {
            return false;
        } catch (final ExecutionException e) {
            throw new AssertionError("a shortage ended with a failure", e);
        }
    }
}

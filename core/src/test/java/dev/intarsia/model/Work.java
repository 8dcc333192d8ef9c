package dev.intarsia.model;

import dev.intarsia.WriterContext;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.apache.arrow.memory.BufferAllocator;

/**
 * What the steps of a sequence work with; all of it borrowed.
 *
 * @param context that is tried out
 * @param allocator of batches
 * @param judge of files
 * @param builder another thread
 * @param seen gets what was met
 */
record Work(WriterContext context, BufferAllocator allocator, Judge judge, ExecutorService builder, Set<Seen> seen) {
    void saw(final Seen what) {
        seen.add(what);
    }

    /** Waits until the other thread has nothing to do. */
    void awaitBuilder() throws Exception {
        final Future<?> last = builder.submit(() -> {});
        last.get();
    }
}

package dev.intarsia.model;

import dev.intarsia.ParquetWriter;
import dev.intarsia.SavedFile;
import dev.intarsia.WriterContext;
import dev.intarsia.WriterGroup;
import dev.intarsia.options.WriterOptions;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.dictionary.DictionaryProvider;

/** What the steps of a sequence work with, all of it borrowed, and how things stand. Confined. */
final class Work {
    private final WriterContext context;
    private final WriterGroup group;
    private final BufferAllocator allocator;
    private final Judge judge;
    private final ExecutorService builder;
    private final Set<Seen> seen;

    /** Captures of all files that are open. */
    int captures;
    /** Whether others hold nearly all memory. */
    boolean hardship;
    /** Whether a tail broke off, which may have cost what is held for tails. */
    boolean brokeOff;

    /**
     * @param context that is tried out
     * @param group of all files; null where each is alone
     * @param allocator of batches
     * @param judge of files
     * @param builder another thread
     * @param seen gets what was met
     */
    Work(
            final WriterContext context,
            final WriterGroup group,
            final BufferAllocator allocator,
            final Judge judge,
            final ExecutorService builder,
            final Set<Seen> seen) {
        this.context = context;
        this.group = group;
        this.allocator = allocator;
        this.judge = judge;
        this.builder = builder;
        this.seen = seen;
    }

    WriterContext context() {
        return context;
    }

    boolean hasGroup() {
        return group != null;
    }

    BufferAllocator allocator() {
        return allocator;
    }

    Judge judge() {
        return judge;
    }

    ExecutorService builder() {
        return builder;
    }

    void saw(final Seen what) {
        seen.add(what);
    }

    ParquetWriter open(final History history, final WriterOptions options) {
        final DictionaryProvider none = new DictionaryProvider.MapDictionaryProvider();
        return group == null
                ? ParquetWriter.open(context, history.schema(), none, options)
                : ParquetWriter.open(group, history.schema(), none, options);
    }

    ParquetWriter restore(final History history, final SavedFile file) throws IOException {
        final DictionaryProvider none = new DictionaryProvider.MapDictionaryProvider();
        return group == null
                ? ParquetWriter.restore(context, history.schema(), none, file)
                : ParquetWriter.restore(group, history.schema(), none, file);
    }

    /** Waits until the other thread has nothing to do. */
    void awaitBuilder() throws Exception {
        final Future<?> last = builder.submit(() -> {});
        last.get();
    }
}

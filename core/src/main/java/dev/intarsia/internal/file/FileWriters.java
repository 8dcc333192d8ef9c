package dev.intarsia.internal.file;

import dev.intarsia.buffer.SharedBuffer;
import dev.intarsia.internal.compress.CompressorPool;
import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.internal.memory.SlabPool;
import dev.intarsia.internal.schema.ParquetSchema;
import dev.intarsia.options.MemoryBudgetException;
import dev.intarsia.options.WriterOptions;
import org.apache.arrow.vector.dictionary.DictionaryProvider;

/** The ways to come to a writer other than to begin a file at once. Static functions. */
public final class FileWriters {
    private FileWriters() {}

    /**
     * A file that is not begun: it has no bytes and holds no memory, and takes none before {@link FileWriter#tryBegin}.
     *
     * @throws IllegalArgumentException if the options ask for what a column does not have
     */
    public static FileWriter unbegun(
            final ParquetSchema schema,
            final DictionaryProvider dictionaries,
            final WriterOptions options,
            final SlabPool memory,
            final CompressorPool compressors) {
        return new FileWriter(
                unbegun(schema, dictionaries, options, memory, compressors, FileLimits.Most.OF_FORMAT),
                memory,
                memory.leased());
    }

    static OpenFile unbegun(
            final ParquetSchema schema,
            final DictionaryProvider dictionaries,
            final WriterOptions options,
            final SlabPool memory,
            final CompressorPool compressors,
            final FileLimits.Most most) {
        return new OpenFile(
                schema, dictionaries, options, memory, compressors, most, new SharedBuffer(), new Reserve(memory));
    }

    /**
     * A writer of the file that was captured, as it was then. It shares memory with the one that was captured, copy on
     * write, and what one of them does the other never sees. The state stays the caller's.
     *
     * <p>It holds nothing yet for its end: whoever goes on with the file calls {@link FileWriter#requireFloor}.
     *
     * @param dictionaries of batches to come; not looked at before the first
     * @throws MemoryBudgetException if there is no room for what cannot be shared
     */
    public static FileWriter resumed(
            final FileState captured,
            final DictionaryProvider dictionaries,
            final SlabPool memory,
            final CompressorPool compressors) {
        final OpenFile open = of(captured, dictionaries, memory, compressors, new Reserve(memory));
        final FileWriter writer = new FileWriter(open, memory, memory.leased());
        try {
            open.resume(captured);
            return writer;
        } catch (final Throwable refused) {
            writer.close();
            throw refused;
        }
    }

    /**
     * As {@link #resumed}, only to end the file, on the side.
     *
     * @param reserve gives the memory; borrowed until the writer is closed
     */
    static FileWriter forked(
            final FileState captured, final SlabPool memory, final CompressorPool compressors, final Reserve reserve) {
        final OpenFile open =
                of(captured, new DictionaryProvider.MapDictionaryProvider(), memory, compressors, reserve);
        final FileWriter writer = new FileWriter(open, memory, null);
        open.share(captured);
        return writer;
    }

    private static OpenFile of(
            final FileState captured,
            final DictionaryProvider dictionaries,
            final SlabPool memory,
            final CompressorPool compressors,
            final Reserve reserve) {
        return new OpenFile(
                captured.open.schema,
                dictionaries,
                captured.open.options,
                memory,
                compressors,
                FileLimits.Most.OF_FORMAT,
                new SharedBuffer(captured.tailOffset()),
                reserve);
    }
}

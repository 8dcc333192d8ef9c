package dev.intarsia;

import dev.intarsia.internal.file.FileWriter;
import dev.intarsia.internal.file.FileWriters;
import dev.intarsia.internal.schema.ParquetSchema;
import dev.intarsia.options.WriterOptions;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * What files of a schema will take of a context's memory, worked out by a file's own plans. Immutable.
 *
 * @param budgetBytes the budget of the context
 * @param openFiles how many files are to be open at a time
 * @param leastBytes bytes that a file takes as soon as it is open, and never less
 * @param fullBytes bytes that a file takes at most when its row group is full, planned for values that neither repeat
 *     nor can be compressed, with byte arrays of {@value #BYTE_ARRAY_BYTES} bytes: real files of such values take
 *     between a third of it and all
 * @param leasedBytes bytes that all open files of the context hold together at most, so that the tails of their
 *     checkpoints can be written where nothing else is left
 */
public record MemoryForecast(long budgetBytes, int openFiles, long leastBytes, long fullBytes, long leasedBytes) {
    /** Bytes of a value that is supposed where they differ from row to row. */
    public static final int BYTE_ARRAY_BYTES = 32;

    static MemoryForecast of(
            final WriterContext context,
            final Schema schema,
            final DictionaryProvider dictionaries,
            final WriterOptions options,
            final int openFiles) {
        final FileWriter file = FileWriters.unbegun(
                ParquetSchema.of(schema, dictionaries), dictionaries, options, context.memory(), context.compressors());
        final long leastBytes = file.leastBytes();
        final long fullBytes = file.fullBytes(BYTE_ARRAY_BYTES);
        return new MemoryForecast(context.budgetBytes(), openFiles, leastBytes, fullBytes, file.plannedTailBytes());
    }

    /** How many files the budget holds open. */
    public long filesThatFit() {
        return bytesForAll() / leastBytes;
    }

    /**
     * How many files the budget holds with full row groups; with more open, row groups are closed before they are full.
     */
    public long fullFilesThatFit() {
        return bytesForAll() / fullBytes;
    }

    /** Bytes of a row group, and all that belongs to it, that each of the open files can have on average. */
    public long bytesForEach() {
        return bytesForAll() / openFiles;
    }

    private long bytesForAll() {
        return Math.max(0, budgetBytes - leasedBytes);
    }

    /** A sentence. */
    @Override
    public String toString() {
        return "a file takes at least " + leastBytes + " bytes while it is open and up to " + fullBytes
                + " with a full row group, and all together up to " + leasedBytes + " more; the budget of "
                + budgetBytes + " bytes holds " + filesThatFit()
                + " of them open, " + fullFilesThatFit() + " with full row groups, and gives each of " + openFiles + " "
                + bytesForEach() + " bytes";
    }
}

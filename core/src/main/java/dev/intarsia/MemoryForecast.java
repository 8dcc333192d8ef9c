package dev.intarsia;

import dev.intarsia.internal.file.FileWriter;
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
 * @param fullBytes bytes that a file takes at most when its row group is full, planned for values that neither repeat nor
 *     can be compressed, with byte arrays of {@value #BYTE_ARRAY_BYTES} bytes: real files of such values take between a third
 *     of it and all
 */
public record MemoryForecast(long budgetBytes, int openFiles, long leastBytes, long fullBytes) {
    /** Bytes of a value that is supposed where they differ from row to row. */
    public static final int BYTE_ARRAY_BYTES = 32;

    static MemoryForecast of(
            final WriterContext context,
            final Schema schema,
            final DictionaryProvider dictionaries,
            final WriterOptions options,
            final int openFiles) {
        final FileWriter file = FileWriter.unbegun(
                ParquetSchema.of(schema, dictionaries), dictionaries, options, context.memory(), context.compressors());
        return new MemoryForecast(
                context.budgetBytes(), openFiles, file.leastBytes(), file.fullBytes(BYTE_ARRAY_BYTES));
    }

    /** How many files the budget holds open. */
    public long filesThatFit() {
        return budgetBytes / leastBytes;
    }

    /** How many files the budget holds with full row groups; with more open, row groups are closed before they are full. */
    public long fullFilesThatFit() {
        return budgetBytes / fullBytes;
    }

    /** Bytes of a row group, and all that belongs to it, that each of the open files can have on average. */
    public long bytesForEach() {
        return budgetBytes / openFiles;
    }

    /** A sentence. */
    @Override
    public String toString() {
        return "a file takes at least " + leastBytes + " bytes while it is open and up to " + fullBytes
                + " with a full row group; the budget of " + budgetBytes + " bytes holds " + filesThatFit()
                + " of them open, " + fullFilesThatFit() + " with full row groups, and gives each of " + openFiles + " "
                + bytesForEach() + " bytes";
    }
}

package dev.intarsia;

import dev.intarsia.internal.file.CheckpointLedger;
import dev.intarsia.internal.file.FileWriter;
import dev.intarsia.internal.file.FileWriters;
import dev.intarsia.internal.schema.Leaf;
import dev.intarsia.internal.schema.ParquetSchema;
import dev.intarsia.options.MemoryBudgetException;
import dev.intarsia.options.WriterOptions;
import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.Schema;

/** How files are begun and re-opened: what is checked before, and whom it is asked to make room. Static functions. */
final class FileOpening {
    private FileOpening() {}

    /** Begins a file, with the help of the group where memory is short. */
    static FileWriter begin(
            final WriterGroup group,
            final Schema schema,
            final DictionaryProvider dictionaries,
            final WriterOptions options) {
        Objects.requireNonNull(dictionaries, "dictionaries");
        final ParquetSchema parquet = ParquetSchema.of(schema, dictionaries);
        requireKnownColumns(parquet, options);
        final WriterContext context = group.context();
        final FileWriter file =
                FileWriters.unbegun(parquet, dictionaries, options, context.memory(), context.compressors());
        if (!file.tryBegin()
                && (file.refusal().isHopeless()
                        || !group.relieve(null, () -> file.refusal().mayFitNow() && file.tryBegin()))) {
            context.refused(file.refusal().missingBytes());
            throw file.refusal().exception("opening a file");
        }
        return file;
    }

    private static void requireKnownColumns(final ParquetSchema schema, final WriterOptions options) {
        final Set<String> unknown = new TreeSet<>();
        for (final String path : options.columns().keySet()) {
            final int columns = schema.leavesAt(path).size();
            if (columns > 1) {
                throw new IllegalArgumentException("the options speak of the column '" + path + "', and " + columns
                        + " columns have this path, since a name may itself contain a dot; rename one of them");
            }
            if (columns == 0) {
                unknown.add(path);
            }
        }
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("the options speak of the columns " + unknown
                    + ", which the schema does not have; its columns are "
                    + schema.leaves().stream().map(Leaf::path).toList());
        }
    }

    /** Re-opens a file; reads it a second time where the group had to make room for it first. */
    static FileWriter reopen(
            final WriterGroup group,
            final Schema schema,
            final DictionaryProvider dictionaries,
            final SavedFile saved,
            final CheckpointLedger ledger)
            throws IOException {
        Objects.requireNonNull(dictionaries, "dictionaries");
        final ParquetSchema parquet = ParquetSchema.of(schema, dictionaries);
        final WriterContext context = group.context();
        try {
            return reopen(context, parquet, dictionaries, saved, ledger);
        } catch (final MemoryBudgetException refused) {
            if (!group.relieve(null, () -> context.memory().freeBytes() >= refused.neededBytes())) {
                context.refused(refused.neededBytes());
                throw refused;
            }
        }
        return reopen(context, parquet, dictionaries, saved, ledger);
    }

    private static FileWriter reopen(
            final WriterContext context,
            final ParquetSchema schema,
            final DictionaryProvider dictionaries,
            final SavedFile saved,
            final CheckpointLedger ledger)
            throws IOException {
        return saved.file().restore(schema, dictionaries, context.memory(), context.compressors(), ledger);
    }
}

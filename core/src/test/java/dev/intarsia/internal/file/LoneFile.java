package dev.intarsia.internal.file;

import dev.intarsia.internal.compress.CompressorPool;
import dev.intarsia.internal.memory.SlabPool;
import dev.intarsia.internal.schema.ParquetSchema;
import dev.intarsia.options.InvalidBatchException;
import dev.intarsia.options.WriterOptions;
import dev.intarsia.testkit.random.Case;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.Schema;

/** A file that has a memory of its own, which must be whole again when it is closed. Confined. */
final class LoneFile implements AutoCloseable {
    final SlabPool memory;
    final CompressorPool compressors = new CompressorPool();
    final ParquetSchema schema;
    final FileWriter writer;

    LoneFile(
            final Schema schema,
            final DictionaryProvider dictionaries,
            final WriterOptions options,
            final int budgetBytes,
            final int slabBytes) {
        this.memory = new SlabPool(budgetBytes, slabBytes);
        this.schema = ParquetSchema.of(schema, dictionaries);
        this.writer = new FileWriter(this.schema, dictionaries, options, memory, compressors);
    }

    /** The file of a generated case. */
    LoneFile(final Case generated, final int budgetBytes, final int slabBytes) {
        this(generated.schema(), generated.dictionaries(), generated.options(), budgetBytes, slabBytes);
    }

    /** Whether a batch is admitted. If it is not, it must be for what the generator makes that Parquet cannot hold. */
    boolean admits(final VectorSchemaRoot batch) {
        try {
            writer.admit(batch);
            return true;
        } catch (final InvalidBatchException e) {
            Case.assertRefusable(e);
            return false;
        }
    }

    @Override
    public void close() {
        writer.close();
        compressors.close();
        memory.close();
    }
}

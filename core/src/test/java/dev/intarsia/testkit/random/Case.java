package dev.intarsia.testkit.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.WriterContext;
import dev.intarsia.options.InvalidBatchException;
import dev.intarsia.options.WriterOptions;
import dev.intarsia.testkit.ArrowRows;
import dev.intarsia.testkit.Table;
import dev.intarsia.testkit.WrittenFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A generated case: a schema, batches of it and options to write them with. It owns all vectors, dictionaries included,
 * and {@link #close} lets all of them go. Confined to one thread.
 */
public final class Case implements AutoCloseable {
    private static final String NEGATIVE_INTERVAL =
            "column '.*': .*row \\d+ of the batch.* is an interval of .*-\\d+ .*,"
                    + " and Parquet's intervals have no negative parts; leave it out or write the parts as columns of numbers";

    private final CasePlan plan;
    private final Schema schema;
    private final List<RandomBatch> batches = new ArrayList<>();
    private final Map<Long, Map<Long, FieldVector>> dictionariesBySeed = new HashMap<>();
    private final CurrentDictionaries current = new CurrentDictionaries();

    Case(final BufferAllocator allocator, final CasePlan plan) {
        this.plan = plan;
        this.schema = RandomBatch.schema(plan.columns());
        for (final BatchPlan batch : plan.batches()) {
            final Map<Long, FieldVector> dictionaries = dictionariesBySeed.computeIfAbsent(
                    batch.dictionarySeed(), seed -> RandomBatch.dictionaries(allocator, plan.columns(), seed));
            batches.add(new RandomBatch(
                    RandomBatch.generate(allocator, plan.columns(), batch, dictionaries),
                    RandomBatch.provider(plan.columns(), dictionaries)));
        }
        current.provider = batches.get(0).dictionaries();
    }

    /** What it was generated from. */
    public CasePlan plan() {
        return plan;
    }

    /** The seed that it began with. */
    public long seed() {
        return plan.seed();
    }

    /** Its schema, dictionary-encoded fields by the type of their indexes. */
    public Schema schema() {
        return schema;
    }

    /** Its batches, at least one; borrowed. */
    public List<RandomBatch> batches() {
        return batches;
    }

    public WriterOptions options() {
        return plan.options();
    }

    /** The dictionaries of the first batch, and then of whichever {@link #inTurn} gave last; borrowed. */
    public DictionaryProvider dictionaries() {
        return current;
    }

    /** The batches one by one, while {@link #dictionaries} follows; borrowed. */
    public Iterable<VectorSchemaRoot> inTurn() {
        return () -> {
            final Iterator<RandomBatch> iterator = batches.iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return iterator.hasNext();
                }

                @Override
                public VectorSchemaRoot next() {
                    final RandomBatch next = iterator.next();
                    current.provider = next.dictionaries();
                    return next.root();
                }
            };
        };
    }

    /** Its rows, as Arrow's accessors find them. */
    public Table rows() {
        final Table table = ArrowRows.emptyOf(schema);
        batches.forEach(batch -> ArrowRows.append(table, batch.root(), batch.dictionaries()));
        return table;
    }

    /** Writes it to a new file of a folder; the context, borrowed, must be in the state it was in. */
    public WrittenFile write(final Path folder, final WriterContext context) {
        current.provider = batches.get(0).dictionaries();
        return WrittenFile.write(folder, context, schema, dictionaries(), options(), inTurn());
    }

    /**
     * Writes it to a new file of a folder, has that checked, and deletes it. It may be refused, {@link #assertRefusable
     * rightly}: there is nothing to check then.
     *
     * @param context borrowed; must be in the state it was in
     * @return whether it was written
     * @throws Throwable if the file is not what it must be
     */
    public boolean checkWritten(final Path folder, final WriterContext context, final FileProperty property)
            throws Throwable {
        final WrittenFile file;
        try {
            file = write(folder, context);
        } catch (final InvalidBatchException e) {
            assertRefusable(e);
            return false;
        }
        property.check(file);
        Files.delete(file.path());
        return true;
    }

    /** Whatever else is refused is a fault: the generator makes nothing but intervals that Parquet cannot hold. */
    public static void assertRefusable(final InvalidBatchException refusal) {
        assertThat(refusal).hasMessageMatching(NEGATIVE_INTERVAL);
    }

    /** What must hold for the file of a case, which is borrowed. */
    @FunctionalInterface
    public interface FileProperty {
        void check(WrittenFile file) throws Throwable;
    }

    @Override
    public void close() {
        batches.forEach(batch -> batch.root().close());
        dictionariesBySeed
                .values()
                .forEach(dictionaries -> dictionaries.values().forEach(FieldVector::close));
    }

    /** What an embedder has who replaces dictionaries between batches: one provider that answers differently. */
    private static final class CurrentDictionaries implements DictionaryProvider {
        private DictionaryProvider provider;

        @Override
        public Dictionary lookup(final long id) {
            return provider.lookup(id);
        }

        @Override
        public Set<Long> getDictionaryIds() {
            return provider.getDictionaryIds();
        }
    }
}

package dev.intarsia.testkit.random;

import dev.intarsia.testkit.Vectors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A generated batch with its dictionaries. The {@link Case} that it belongs to owns both and closes them.
 *
 * @param root its rows
 * @param dictionaries what its indexes point into, which may be shared with other batches of the case
 */
public record RandomBatch(VectorSchemaRoot root, DictionaryProvider dictionaries) {
    private static final int FEW_ENTRIES = 20;
    private static final int MANY_ENTRIES = 300;
    private static final int ENTRIES_OF_8_BITS = 100;

    static Schema schema(final List<FieldPlan> columns) {
        return new Schema(columns.stream().map(FieldPlan::field).toList());
    }

    /** Generates the rows of a plan; the dictionaries, by id, are borrowed. */
    static VectorSchemaRoot generate(
            final BufferAllocator allocator,
            final List<FieldPlan> columns,
            final BatchPlan batch,
            final Map<Long, FieldVector> dictionaries) {
        final VectorFiller filler = new VectorFiller(allocator, batch.seed(), dictionaries, batch.isSliced());
        final List<FieldVector> vectors = new ArrayList<>();
        for (final FieldPlan column : columns) {
            final FieldVector vector = column.field().createVector(allocator);
            vectors.add(vector);
            filler.fill(column, vector, batch.generatedRows());
            if (batch.isSliced()) {
                vectors.set(vectors.size() - 1, Vectors.slice(vector, batch.from(), batch.rows()));
                vector.close();
            }
        }
        return new VectorSchemaRoot(schema(columns), vectors, batch.rows());
    }

    /** Generates all dictionaries, those that others point into first. */
    static Map<Long, FieldVector> dictionaries(
            final BufferAllocator allocator, final List<FieldPlan> columns, final long seed) {
        final Map<Long, FieldVector> dictionaries = new HashMap<>();
        columns.forEach(column -> addDictionaries(allocator, columns, column, seed, dictionaries));
        return dictionaries;
    }

    static DictionaryProvider provider(final List<FieldPlan> columns, final Map<Long, FieldVector> dictionaries) {
        final DictionaryProvider.MapDictionaryProvider provider = new DictionaryProvider.MapDictionaryProvider();
        columns.stream()
                .flatMap(FieldPlan::all)
                .filter(plan -> plan.form() == Form.DICTIONARY)
                .forEach(plan -> provider.put(new Dictionary(
                        dictionaries.get(plan.dictionaryId()), plan.field().getDictionary())));
        return provider;
    }

    private static void addDictionaries(
            final BufferAllocator allocator,
            final List<FieldPlan> columns,
            final FieldPlan plan,
            final long seed,
            final Map<Long, FieldVector> dictionaries) {
        plan.children().forEach(child -> addDictionaries(allocator, columns, child, seed, dictionaries));
        if (plan.form() != Form.DICTIONARY || dictionaries.containsKey(plan.dictionaryId())) {
            return;
        }
        final FieldPlan values = plan.children().get(0);
        final Field field = values.field();
        final FieldVector vector = field.createVector(allocator);
        new VectorFiller(allocator, seed ^ plan.dictionaryId(), dictionaries, false)
                .fillEntries(values, vector, entries(columns, plan, seed));
        dictionaries.put(plan.dictionaryId(), vector);
    }

    /** None at times, where no field must have a value. */
    private static int entries(final List<FieldPlan> columns, final FieldPlan plan, final long seed) {
        final SplittableRandom random = new SplittableRandom(seed ^ plan.dictionaryId());
        final boolean mayBeEmpty = columns.stream()
                .flatMap(FieldPlan::all)
                .filter(user -> user.dictionaryId() == plan.dictionaryId())
                .allMatch(FieldPlan::nullable);
        if (mayBeEmpty && random.nextInt(10) == 0) {
            return 0;
        }
        final boolean fitsManyEntries = ((ArrowType.Int) plan.type()).getBitWidth() > Byte.SIZE;
        final int most = random.nextInt(3) > 0 ? FEW_ENTRIES : fitsManyEntries ? MANY_ENTRIES : ENTRIES_OF_8_BITS;
        return 1 + random.nextInt(most);
    }
}

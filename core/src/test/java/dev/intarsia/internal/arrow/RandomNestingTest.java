package dev.intarsia.internal.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.internal.memory.SlabPool;
import dev.intarsia.internal.schema.ParquetSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.TransferPair;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RandomNestingTest {
    private static final int SCHEMAS = 60;
    private static final int[] ROWS = {0, 1, 7, 8, 9, 31, 33, 63, 64, 65, 130};

    private final RootAllocator allocator = new RootAllocator();
    private final SlabPool pool = new SlabPool(64 << 20, 0);
    private final Reserve reserve = new Reserve(pool);

    @AfterEach
    void nothingLeaks() {
        allocator.close();
        assertThat(pool.usedBytes()).isZero();
        pool.close();
    }

    /**
     * Whole batches may have anything where nothing is to be read; batches that Arrow has sliced only what it bears.
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatTheReaderSaysIsWhatShreddingValueByValueGives(final boolean whole) {
        for (int seed = 0; seed < SCHEMAS; seed++) {
            final Random random = new Random(seed);
            try (RandomBatches batches = new RandomBatches(random, allocator, whole)) {
                final List<Field> fields = new ArrayList<>();
                for (int i = 0; i <= random.nextInt(2); i++) {
                    fields.add(batches.field("c" + i, 1 + random.nextInt(5), true));
                }
                final Schema schema = new Schema(fields);
                final ParquetSchema columns = ParquetSchema.of(schema, batches.dictionaries());
                final BatchReader reader = new BatchReader(columns, batches.dictionaries(), reserve);
                for (int batch = 0; batch < 4; batch++) {
                    batches.renewDictionaries();
                    final int rows = ROWS[random.nextInt(ROWS.length)];
                    final String name = "seed " + seed + ", batch " + batch + ", " + rows + " rows of " + schema;
                    try (VectorSchemaRoot root = root(schema, batches, rows, whole, random)) {
                        requireShredded(name, columns, reader, root, batches, random);
                    } catch (final RuntimeException e) {
                        throw new AssertionError(name, e);
                    }
                }
            }
        }
    }

    private VectorSchemaRoot root(
            final Schema schema,
            final RandomBatches batches,
            final int rows,
            final boolean whole,
            final Random random) {
        final List<FieldVector> vectors = new ArrayList<>();
        for (final Field field : schema.getFields()) {
            if (whole) {
                vectors.add(batches.vector(field, rows));
            } else {
                final int before = random.nextInt(20);
                try (FieldVector vector = batches.vector(field, before + rows + random.nextInt(20))) {
                    final TransferPair pair = vector.getTransferPair(allocator);
                    pair.splitAndTransfer(before, rows);
                    vectors.add((FieldVector) pair.getTo());
                } catch (final UnsupportedOperationException arrowCannotSliceIt) {
                    vectors.add(batches.vector(field, rows)); // a struct with a field of nulls, for example
                }
            }
        }
        return new VectorSchemaRoot(schema, vectors, rows);
    }

    private void requireShredded(
            final String name,
            final ParquetSchema schema,
            final BatchReader reader,
            final VectorSchemaRoot root,
            final RandomBatches batches,
            final Random random) {
        final Shredder oracle = new Shredder(schema.leaves().size(), batches.dictionaries());
        for (int i = 0; i < schema.roots().size(); i++) {
            oracle.shred(schema.roots().get(i), root.getVector(i), root.getRowCount());
        }
        reader.bind(root);
        reader.validate(1000);
        for (int column = 0; column < schema.leaves().size(); column++) {
            assertThat(ReadBack.entries(reader.leaf(column), random, allocator))
                    .as("column %s of %s", schema.leaves().get(column).path(), name)
                    .isEqualTo(oracle.column(column));
        }
        reader.unbind();
        reserve.giveBack();
        assertThat(pool.usedBytes()).as(name).isZero();
    }
}

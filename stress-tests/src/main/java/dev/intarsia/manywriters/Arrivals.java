package dev.intarsia.manywriters;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Batches that arrive for writers in random order: some writers get many, most get few, none gets none for ever. The same
 * seed gives the same batches for the same writers. Confined to one thread; transferred to whoever closes it.
 */
final class Arrivals implements AutoCloseable {
    private static final int DIFFERENT_BATCHES = 48;
    private static final int MAX_ROWS = 64;
    private static final double NULLS = 0.1;
    private static final int WORDS = 40;

    private static final List<ArrowType> TYPES = List.of(
            new ArrowType.Int(64, true),
            new ArrowType.Utf8(),
            new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE),
            new ArrowType.Int(32, true),
            new ArrowType.Bool());

    private final int writers;
    private final SplittableRandom random;
    private final List<VectorSchemaRoot> batches = new ArrayList<>();

    /** The next arrival. */
    record Arrival(int writer, VectorSchemaRoot batch) {}

    Arrivals(final Plan plan, final BufferAllocator allocator) {
        this.writers = plan.writers();
        this.random = new SplittableRandom(plan.seed());
        final Schema schema = new Schema(IntStream.range(0, plan.columns())
                .mapToObj(column -> Field.nullable("column_" + column, TYPES.get(column % TYPES.size())))
                .toList());
        for (int i = 0; i < DIFFERENT_BATCHES; i++) {
            batches.add(batch(schema, allocator));
        }
    }

    Schema schema() {
        return batches.get(0).getSchema();
    }

    Arrival next() {
        final double place = random.nextDouble();
        return new Arrival((int) (place * place * writers), batches.get(random.nextInt(DIFFERENT_BATCHES)));
    }

    private VectorSchemaRoot batch(final Schema schema, final BufferAllocator allocator) {
        final int rows = 1 + random.nextInt(MAX_ROWS);
        final VectorSchemaRoot batch = VectorSchemaRoot.create(schema, allocator);
        for (final FieldVector column : batch.getFieldVectors()) {
            for (int row = 0; row < rows; row++) {
                if (random.nextDouble() >= NULLS) {
                    set(column, row);
                }
            }
        }
        batch.setRowCount(rows);
        return batch;
    }

    private void set(final FieldVector column, final int row) {
        if (column instanceof BigIntVector longs) {
            longs.setSafe(row, random.nextLong());
        } else if (column instanceof IntVector ints) {
            ints.setSafe(row, random.nextInt(1000));
        } else if (column instanceof Float8Vector doubles) {
            doubles.setSafe(row, random.nextDouble());
        } else if (column instanceof BitVector flags) {
            flags.setSafe(row, random.nextInt(2));
        } else {
            final String word = "word " + random.nextInt(WORDS) + " of a column of names";
            ((VarCharVector) column).setSafe(row, word.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Override
    public void close() {
        batches.forEach(VectorSchemaRoot::close);
    }
}

package dev.intarsia.sink;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Batches of a number and a text, hard to compress. */
final class Batches {
    static final Schema SCHEMA = new Schema(List.of(
            Field.nullable("id", new ArrowType.Int(64, true)), Field.nullable("text", ArrowType.Utf8.INSTANCE)));

    private Batches() {}

    static VectorSchemaRoot random(final BufferAllocator allocator, final int rows, final long seed) {
        final Random random = new Random(seed);
        final VectorSchemaRoot root = VectorSchemaRoot.create(SCHEMA, allocator);
        final BigIntVector id = (BigIntVector) root.getVector("id");
        final VarCharVector text = (VarCharVector) root.getVector("text");
        for (int row = 0; row < rows; row++) {
            if (row % 11 != 0) {
                id.setSafe(row, random.nextLong());
            }
            text.setSafe(row, Long.toHexString(random.nextLong()).getBytes(StandardCharsets.US_ASCII));
        }
        root.setRowCount(rows);
        return root;
    }
}

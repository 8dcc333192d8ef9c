package dev.intarsia.interop;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.Types;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/**
 * Rows to look for some of: {@code id}, sorted; {@code noise}, unsorted; {@code gaps}, with long runs of nulls;
 * {@code text}, whose values begin alike; {@code d}, with NaNs, infinities and both zeros; {@code s.x}, sorted inside a
 * struct. Owns its memory.
 */
final class FilterRows implements AutoCloseable {
    static final int ROWS = 1_000;

    private static final double[] DOUBLES = {-1.5, -0.0, 0.0, 0.5, 1, Double.POSITIVE_INFINITY, Double.NaN};

    private final int[] noise = new int[ROWS];
    private final double[] doubles = new double[ROWS];
    private final VectorSchemaRoot root;

    FilterRows(final BufferAllocator allocator) {
        final BigIntVector id = new BigIntVector(
                new Field("id", FieldType.notNullable(Types.MinorType.BIGINT.getType()), null), allocator);
        final IntVector noiseVector = new IntVector("noise", allocator);
        final IntVector gaps = new IntVector("gaps", allocator);
        final VarCharVector text = new VarCharVector("text", allocator);
        final Float8Vector d = new Float8Vector("d", allocator);
        final Field x = new Field("x", FieldType.nullable(Types.MinorType.BIGINT.getType()), null);
        final StructVector s = (StructVector)
                new Field("s", FieldType.nullable(ArrowType.Struct.INSTANCE), List.of(x)).createVector(allocator);
        final BigIntVector inside = (BigIntVector) s.getChild("x");
        final SplittableRandom random = new SplittableRandom(12);
        for (int row = 0; row < ROWS; row++) {
            noise[row] = random.nextInt(100);
            // NaN in some pages only, so that some have bounds
            doubles[row] = DOUBLES[random.nextInt(row / 100 % 2 == 0 ? DOUBLES.length : DOUBLES.length - 1)];
            id.setSafe(row, row);
            noiseVector.setSafe(row, noise[row]);
            text.setSafe(row, text(row).getBytes(StandardCharsets.UTF_8));
            d.setSafe(row, doubles[row]);
            if (isGap(row)) {
                gaps.setNull(row);
            } else {
                gaps.setSafe(row, row % 10);
            }
            if (row % 11 == 0) {
                s.setNull(row);
            } else {
                s.setIndexDefined(row);
            }
            if (row % 7 == 0) {
                inside.setNull(row);
            } else {
                inside.setSafe(row, 3L * row);
            }
        }
        final VectorSchemaRoot all = VectorSchemaRoot.of(id, noiseVector, gaps, text, d, s);
        all.setRowCount(ROWS);
        root = all;
    }

    /** Texts whose first eight bytes differ only every hundred rows. */
    static String text(final int row) {
        return String.format("Wien-%02d/Beobachtung %04d", row / 100, row);
    }

    boolean isGap(final int row) {
        return row / 130 % 2 == 1;
    }

    int noise(final int row) {
        return noise[row];
    }

    double d(final int row) {
        return doubles[row];
    }

    Long x(final int row) {
        return row % 11 == 0 || row % 7 == 0 ? null : Long.valueOf(3L * row);
    }

    /** All rows; borrowed. */
    VectorSchemaRoot root() {
        return root;
    }

    @Override
    public void close() {
        root.close();
    }
}

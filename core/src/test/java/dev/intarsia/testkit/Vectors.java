package dev.intarsia.testkit;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseValueVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Arrow data from a seed. The same arguments give the same rows; a column's values depend on its position in the
 * schema, so that two columns of one type differ. Whoever asks owns the roots and closes them.
 */
public final class Vectors {
    private static final byte GARBAGE = (byte) 0xA5;

    private Vectors() {}

    /** A root of {@code rows} rows. Required columns have no nulls whatever {@code nulls} says. */
    public static VectorSchemaRoot generate(
            final BufferAllocator allocator,
            final Schema schema,
            final int rows,
            final Pattern pattern,
            final Nulls nulls,
            final long seed) {
        final VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
        for (int column = 0; column < root.getFieldVectors().size(); column++) {
            final FieldVector vector = root.getVector(column);
            fill(vector, rows, pattern, vector.getField().isNullable() ? nulls : Nulls.NONE, seed * 1_000 + column);
        }
        root.setRowCount(rows);
        return root;
    }

    /**
     * Slices of a root, one behind the other; sizes are used in turn, again from the first, until the rows are spent,
     * and may be zero. The slices share the root's memory.
     */
    public static List<VectorSchemaRoot> cut(final VectorSchemaRoot root, final int... sizes) {
        final List<VectorSchemaRoot> slices = new ArrayList<>();
        int row = 0;
        for (int i = 0; row < root.getRowCount(); i++) {
            final int size = Math.min(sizes[i % sizes.length], root.getRowCount() - row);
            slices.add(
                    size == 0 ? VectorSchemaRoot.create(root.getSchema(), allocatorOf(root)) : root.slice(row, size));
            row += size;
        }
        return slices;
    }

    /**
     * Rows of a vector as a vector of the same field; it shares the memory where Arrow can. Arrow's own slices forget
     * the metadata and dictionaries of their fields.
     */
    public static FieldVector slice(final FieldVector vector, final int from, final int rows) {
        final FieldVector slice = vector.getField().createVector(vector.getAllocator());
        vector.makeTransferPair(slice).splitAndTransfer(from, rows);
        return slice;
    }

    /**
     * Takes the validity buffer away, which Arrow's format allows a vector without nulls, and other producers do;
     * Arrow's Java gives no other way to such a vector.
     */
    public static void dropValidity(final FieldVector vector) {
        try {
            final Field field = BaseValueVector.class.getDeclaredField("validityBuffer");
            field.setAccessible(true);
            ((ArrowBuf) field.get(vector)).close();
            field.set(vector, vector.getAllocator().getEmpty());
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException("Arrow's vectors have changed inside", e);
        }
    }

    /** Closes roots that share or own memory. */
    public static void close(final List<VectorSchemaRoot> roots) {
        roots.forEach(VectorSchemaRoot::close);
    }

    private static BufferAllocator allocatorOf(final VectorSchemaRoot root) {
        return root.getVector(0).getAllocator();
    }

    private static void fill(
            final FieldVector vector, final int rows, final Pattern pattern, final Nulls nulls, final long seed) {
        final SlotValues values = new SlotValues(vector.getField().getType(), pattern, seed);
        final SplittableRandom random = new SplittableRandom(seed);
        vector.setInitialCapacity(rows);
        vector.allocateNew();
        for (int row = 0; row < rows; row++) {
            set(vector, row, values.at(row));
            if (nulls.at(row, random)) {
                makeNull(vector, row);
            }
        }
        vector.setValueCount(rows);
    }

    private static void set(final FieldVector vector, final int row, final byte[] slot) {
        if (vector instanceof BitVector bits) {
            bits.setSafe(row, slot[0]);
        } else if (vector instanceof BaseFixedWidthVector fixed) {
            fixed.getDataBuffer().setBytes((long) row * fixed.getTypeWidth(), slot);
            BitVectorHelper.setBit(fixed.getValidityBuffer(), row);
        } else if (vector instanceof BaseVariableWidthVector variable) {
            variable.setSafe(row, slot, 0, slot.length);
        } else {
            ((BaseLargeVariableWidthVector) vector).setSafe(row, slot, 0, slot.length);
        }
    }

    /** Takes the validity away and leaves bytes that no valid value has where the width is fixed, a value elsewhere. */
    private static void makeNull(final FieldVector vector, final int row) {
        if (vector instanceof BaseFixedWidthVector fixed && !(vector instanceof BitVector)) {
            final int width = fixed.getTypeWidth();
            for (int i = 0; i < width; i++) {
                fixed.getDataBuffer().setByte((long) row * width + i, GARBAGE);
            }
        }
        BitVectorHelper.unsetBit(vector.getValidityBuffer(), row);
    }
}

package dev.intarsia.testkit;

import java.util.List;
import java.util.SplittableRandom;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** Flat columns put into structs and lists. */
public final class Nesting {
    private static final int LONGEST_LIST = 4;

    private Nesting() {}

    /** The schema of one column, a nullable list of nullable structs of these fields. */
    public static Schema listOfStructs(final String name, final List<Field> fields) {
        final Field element = new Field("element", FieldType.nullable(ArrowType.Struct.INSTANCE), fields);
        return new Schema(List.of(new Field(name, FieldType.nullable(ArrowType.List.INSTANCE), List.of(element))));
    }

    /**
     * The rows of a root as the structs of lists of up to four; some lists are null or empty, some structs null.
     *
     * @param flat borrowed; its memory is shared
     * @return a root of {@link #listOfStructs}, transferred
     */
    public static VectorSchemaRoot inListsOfStructs(final String name, final VectorSchemaRoot flat, final long seed) {
        final Schema schema = listOfStructs(name, flat.getSchema().getFields());
        final BufferAllocator allocator = flat.getVector(0).getAllocator();
        final SplittableRandom random = new SplittableRandom(seed);
        final ListVector list = (ListVector) schema.getFields().get(0).createVector(allocator);
        final StructVector structs = (StructVector) list.getDataVector();
        final int count = flat.getRowCount();
        for (int column = 0; column < flat.getFieldVectors().size(); column++) {
            flat.getVector(column)
                    .makeTransferPair(structs.getChildrenFromFields().get(column))
                    .splitAndTransfer(0, count);
        }
        for (int slot = 0; slot < count; slot++) {
            if (random.nextInt(6) == 0) {
                structs.setNull(slot);
            } else {
                structs.setIndexDefined(slot);
            }
        }
        structs.setValueCount(count);
        int row = 0;
        for (int slot = 0; slot < count; row++) {
            final int length = Math.min(count - slot, random.nextInt(LONGEST_LIST + 1));
            if (length == 0 && random.nextBoolean()) {
                list.setNull(row);
            } else {
                list.startNewValue(row);
                list.endValue(row, length);
            }
            slot += length;
        }
        list.setValueCount(row);
        return new VectorSchemaRoot(schema, List.<FieldVector>of(list), row);
    }
}

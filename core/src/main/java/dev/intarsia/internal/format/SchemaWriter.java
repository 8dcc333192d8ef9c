package dev.intarsia.internal.format;

import java.util.Optional;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/**
 * Writes a schema as a list of {@code SchemaElement}, parents before their children. Once a file, so on the heap.
 *
 * <p>A type that can be said in both ways is said in both: as {@code LogicalType} for today's readers and as {@code
 * ConvertedType} for older ones, which take a column without it for bare numbers. Thread-safe: there is no state.
 */
public final class SchemaWriter {
    private SchemaWriter() {}

    /**
     * The list of schema elements with its header, for {@link FileMetaDataWriter#writePrefix}.
     *
     * @param schema the schema; its name becomes the name of the root
     * @return transferred; a new array
     */
    public static byte[] bytes(final MessageType schema) {
        final CompactBytes out = new CompactBytes();
        out.listHeader(elements(schema), CompactProtocol.TYPE_STRUCT);
        writeRoot(out, schema);
        return out.toByteArray();
    }

    private static int elements(final Type type) {
        int count = 1;
        if (!type.isPrimitive()) {
            for (final Type child : type.asGroupType().getFields()) {
                count += elements(child);
            }
        }
        return count;
    }

    /** The root is an element with a name and children only: it repeats nothing. */
    private static void writeRoot(final CompactBytes out, final MessageType schema) {
        out.struct(CompactProtocol.FIRST);
        out.stringField(4, schema.getName()); // 4: name
        out.i32Field(5, schema.getFieldCount()); // 5: num_children
        out.stop();
        writeChildren(out, schema);
    }

    private static void writeChildren(final CompactBytes out, final GroupType group) {
        for (final Type child : group.getFields()) {
            writeElement(out, child);
            if (!child.isPrimitive()) {
                writeChildren(out, child.asGroupType());
            }
        }
    }

    /** Struct {@code SchemaElement}, below the root. */
    private static void writeElement(final CompactBytes out, final Type type) {
        out.struct(CompactProtocol.FIRST);
        if (type.isPrimitive()) {
            final PrimitiveType leaf = type.asPrimitiveType();
            out.i32Field(1, ParquetIds.physicalType(leaf.getPrimitiveTypeName())); // 1: type
            if (leaf.getPrimitiveTypeName() == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY) {
                out.i32Field(2, leaf.getTypeLength()); // 2: type_length
            }
        }
        out.i32Field(3, repetition(type.getRepetition())); // 3: repetition_type
        out.stringField(4, type.getName()); // 4: name
        if (!type.isPrimitive()) {
            out.i32Field(5, type.asGroupType().getFieldCount()); // 5: num_children
        }
        final LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
        if (annotation != null) {
            writeConvertedType(out, annotation); // 6: converted_type, 7: scale, 8: precision
        }
        if (type.getId() != null) {
            out.i32Field(9, type.getId().intValue()); // 9: field_id
        }
        if (annotation != null) {
            annotation.accept(new LogicalTypeWriter(out)); // 10: logicalType
        }
        out.stop();
    }

    private static void writeConvertedType(final CompactBytes out, final LogicalTypeAnnotation annotation) {
        final Optional<Integer> converted = ConvertedTypeIds.of(annotation);
        if (converted.isPresent()) {
            out.i32Field(6, converted.get()); // 6: converted_type
        }
        if (annotation instanceof DecimalLogicalTypeAnnotation decimal) {
            out.i32Field(7, decimal.getScale()); // 7: scale
            out.i32Field(8, decimal.getPrecision()); // 8: precision
        }
    }

    private static int repetition(final Type.Repetition repetition) {
        return switch (repetition) {
            case REQUIRED -> 0;
            case OPTIONAL -> 1;
            case REPEATED -> 2;
        };
    }
}

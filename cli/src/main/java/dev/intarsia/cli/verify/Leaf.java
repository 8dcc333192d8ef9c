package dev.intarsia.cli.verify;

import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * A leaf of the schema. Immutable; the array is never written after construction.
 *
 * @param descriptor path, type and greatest levels, in the form that the decoders take
 * @param path the path joined by dots
 * @param order the order of its bounds
 * @param definitionAtRepetition by repetition level: the least definition level that a value of that level can have,
 *     because the repeated field that it continues is there
 */
record Leaf(ColumnDescriptor descriptor, String path, ValueOrder order, int[] definitionAtRepetition) {
    int maxDefinition() {
        return descriptor.getMaxDefinitionLevel();
    }

    int maxRepetition() {
        return descriptor.getMaxRepetitionLevel();
    }

    PrimitiveType type() {
        return descriptor.getPrimitiveType();
    }

    boolean isByteArray() {
        return physical() == PrimitiveTypeName.BINARY;
    }

    boolean isFloat16() {
        return type().getLogicalTypeAnnotation() instanceof Float16LogicalTypeAnnotation;
    }

    /** Whether its values can be NaN. */
    boolean isFloating() {
        return physical() == PrimitiveTypeName.FLOAT || physical() == PrimitiveTypeName.DOUBLE || isFloat16();
    }

    PrimitiveTypeName physical() {
        return type().getPrimitiveTypeName();
    }

    /** Bytes that every PLAIN value takes, or 0 where they differ or are bits. */
    int plainBytes() {
        return switch (physical()) {
            case INT32, FLOAT -> Integer.BYTES;
            case INT64, DOUBLE -> Long.BYTES;
            case INT96 -> 12;
            case FIXED_LEN_BYTE_ARRAY -> type().getTypeLength();
            case BOOLEAN, BINARY -> 0;
        };
    }
}

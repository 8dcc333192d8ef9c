package dev.intarsia.testkit.structure;

import java.util.List;

/**
 * A column as the schema describes it. Immutable.
 *
 * @param path names from below the root
 * @param type of its values
 * @param width bytes of a value; 0 for BYTE_ARRAY
 * @param logical its annotation
 * @param isOpaque a part of a VARIANT, whose bytes have no order
 * @param maxDefinition highest definition level
 * @param maxRepetition highest repetition level
 * @param order of its values and bounds
 */
record Leaf(
        List<String> path,
        PhysicalType type,
        int width,
        LogicalType logical,
        boolean isOpaque,
        int maxDefinition,
        int maxRepetition,
        ValueOrder order) {

    String name() {
        return String.join(".", path);
    }

    boolean isNumber() {
        return type != PhysicalType.BYTE_ARRAY && type != PhysicalType.FIXED_LEN_BYTE_ARRAY;
    }

    boolean isFloating() {
        return order.isFloating();
    }

    boolean isGeospatial() {
        return logical.is(LogicalType.Kind.GEOMETRY) || logical.is(LogicalType.Kind.GEOGRAPHY);
    }

    boolean isText() {
        return logical.is(LogicalType.Kind.STRING)
                || logical.is(LogicalType.Kind.ENUM)
                || logical.is(LogicalType.Kind.JSON);
    }

    /** Whether a bound may be shorter than the value it stands for. */
    boolean canBeCut() {
        return type == PhysicalType.BYTE_ARRAY && order == ValueOrder.BYTES
                || type == PhysicalType.FIXED_LEN_BYTE_ARRAY && logical.is(LogicalType.Kind.NONE);
    }

    Leaf withOrder(final ValueOrder other) {
        return new Leaf(path, type, width, logical, isOpaque, maxDefinition, maxRepetition, other);
    }
}

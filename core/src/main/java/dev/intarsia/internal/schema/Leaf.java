package dev.intarsia.internal.schema;

import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * One column: a leaf of the schema. Immutable.
 *
 * @param column index among the columns of the file, from 0, in the order of the schema
 * @param fields the Arrow fields from the top of the schema down to the one whose slots hold the values; where there is
 *     a dictionary or run ends, the field as a batch states it comes first, then what its slots lead to
 * @param pathParts names from the top of the Parquet schema down to the column; a name may itself contain a dot
 * @param physicalType how values are stored
 * @param typeLength bytes of a value of FIXED_LEN_BYTE_ARRAY, else 0
 * @param maxDefinitionLevel how many of the path's parts are optional or repeated
 * @param maxRepetitionLevel how many of the path's parts are repeated
 * @param nullable whether a null may be met in the slots that hold the values. That is not always what their field
 *     says: under a dictionary or run ends others decide, a key of a map is never null, a field of nulls always is
 * @param conversion how slots become values
 * @param order how values compare
 * @param truncation how bounds may be cut
 * @param geo whether values are geometries
 */
public record Leaf(
        int column,
        List<Field> fields,
        List<String> pathParts,
        PrimitiveTypeName physicalType,
        int typeLength,
        int maxDefinitionLevel,
        int maxRepetitionLevel,
        boolean nullable,
        Conversion conversion,
        Order order,
        Truncation truncation,
        Geo geo) {
    public Leaf {
        fields = List.copyOf(fields);
        pathParts = List.copyOf(pathParts);
    }

    /** The Arrow field whose slots hold the values. */
    public Field field() {
        return fields.get(fields.size() - 1);
    }

    /** The path joined by dots, as options and messages name the column. */
    public String path() {
        return String.join(".", pathParts);
    }

    /** Whether no null may be met in the slots that hold the values. */
    public boolean required() {
        return !nullable;
    }

    /** Whether a row may have any number of values, so that entries have repetition levels. */
    public boolean repeated() {
        return maxRepetitionLevel > 0;
    }

    /** Bytes of a PLAIN value; 0 for booleans, which take a bit, and for values whose lengths differ. */
    public int plainBytes() {
        return switch (physicalType) {
            case INT32, FLOAT -> Integer.BYTES;
            case INT64, DOUBLE -> Long.BYTES;
            case FIXED_LEN_BYTE_ARRAY -> typeLength;
            case INT96, BOOLEAN, BINARY -> 0;
        };
    }

    /** Bytes of a slot of the Arrow vector; 0 where slots have no bytes of their own. */
    public int slotBytes() {
        return conversion.slotBytes(plainBytes());
    }
}

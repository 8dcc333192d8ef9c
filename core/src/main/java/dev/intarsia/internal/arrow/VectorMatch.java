package dev.intarsia.internal.arrow;

import dev.intarsia.internal.schema.Leaf;
import dev.intarsia.options.InvalidBatchException;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Whether a vector is what the schema says.
 *
 * <p>Both are looked at, the type that the vector's field states and the class of the vector: the one gives the slots
 * their meaning, the other their layout, and nothing in Arrow makes them agree.
 */
final class VectorMatch {
    private VectorMatch() {}

    /**
     * @throws InvalidBatchException if it is not
     */
    static void require(final Leaf leaf, final FieldVector vector) {
        final Field field = vector.getField();
        final ArrowType expected = leaf.field().getType();
        if (field.getDictionary() != null) {
            throw new InvalidBatchException("column '" + leaf.path() + "': the vector holds indexes into dictionary "
                    + field.getDictionary().getId() + ", the file was opened for values of " + expected
                    + "; decode the vector first");
        }
        if (!sameType(expected, field.getType())) {
            throw new InvalidBatchException("column '" + leaf.path() + "': the vector is of type " + field.getType()
                    + ", the file was opened for " + expected
                    + "; give a vector of that type or open another file for this schema");
        }
        if (!sameLayout(leaf, vector)) {
            throw new InvalidBatchException("column '" + leaf.path() + "': the vector states the type "
                    + field.getType() + " but is a " + vector.getClass().getName()
                    + ", whose slots are laid out otherwise; give a vector made for its type");
        }
    }

    /** Zones may differ, as values are relative to UTC in all of them; whether there is one may not. */
    private static boolean sameType(final ArrowType expected, final ArrowType actual) {
        if (expected instanceof ArrowType.Timestamp wanted && actual instanceof ArrowType.Timestamp given) {
            return wanted.getUnit() == given.getUnit() && zoned(wanted) == zoned(given);
        }
        return expected.equals(actual);
    }

    private static boolean zoned(final ArrowType.Timestamp type) {
        return type.getTimezone() != null && !type.getTimezone().isEmpty();
    }

    private static boolean sameLayout(final Leaf leaf, final FieldVector vector) {
        return switch (leaf.conversion()) {
            case BITS -> vector instanceof BitVector;
            case BYTES -> vector instanceof BaseVariableWidthVector;
            case LARGE_BYTES -> vector instanceof BaseLargeVariableWidthVector;
            default -> vector instanceof BaseFixedWidthVector fixed && fixed.getTypeWidth() == leaf.slotBytes();
        };
    }
}

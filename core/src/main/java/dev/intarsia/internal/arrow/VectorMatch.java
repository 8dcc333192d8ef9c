package dev.intarsia.internal.arrow;

import dev.intarsia.internal.schema.Indirection;
import dev.intarsia.internal.schema.Leaf;
import dev.intarsia.internal.schema.Node;
import dev.intarsia.options.InvalidBatchException;
import java.util.Objects;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthViewVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntervalDayVector;
import org.apache.arrow.vector.IntervalYearVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.ValueVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.LargeListViewVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.ListViewVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.RunEndEncodedVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Whether a vector is what the schema says. Whether fields are nullable does not matter: nulls do, and are looked for.
 *
 * <p>Of a leaf both are looked at, the type that the vector's field states and the class of the vector: the one gives
 * the slots their meaning, the other their layout, and nothing in Arrow makes them agree. Of anything else the class
 * says it all; its field is not asked, because Arrow makes it anew every time.
 */
final class VectorMatch {
    private VectorMatch() {}

    /**
     * @throws InvalidBatchException if it is not
     */
    static void requireLeaf(final Leaf leaf, final FieldVector vector) {
        final Field field = vector.getField();
        final ArrowType expected = storage(leaf.field().getType());
        if (field.getDictionary() != null) {
            throw new InvalidBatchException("column '" + leaf.path() + "': the vector holds indexes into dictionary "
                    + field.getDictionary().getId() + ", the file was opened for values of " + expected
                    + "; decode the vector first");
        }
        if (!sameType(expected, storage(field.getType()))) {
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

    /**
     * @param names whether the fields of a struct are found by their names, which those of a map's entries are not
     * @throws InvalidBatchException if it is no struct of these fields
     */
    static StructVector requireStruct(
            final String subject, final Node node, final boolean names, final FieldVector vector) {
        if (!(vector instanceof StructVector struct)) {
            throw otherVector(subject, node, vector);
        }
        final int children = node.children().size();
        if (struct.size() != children) {
            throw new InvalidBatchException(subject + ": the struct has " + struct.size()
                    + " fields, the file was opened for " + children
                    + "; give all of them, or open another file for this schema");
        }
        for (int i = 0; names && i < children; i++) {
            final ValueVector child = struct.getChildByOrdinal(i);
            final String expected =
                    Objects.requireNonNullElse(node.children().get(i).carrier().getName(), "");
            if (!expected.equals(child.getName())) {
                throw new InvalidBatchException(subject + ": field " + i + " (counted from 0) of the struct is '"
                        + child.getName() + "', in the schema of the file it is '" + expected
                        + "'; keep names and order");
            }
        }
        return struct;
    }

    /**
     * @throws InvalidBatchException if it is no list of this shape and size
     */
    static void requireList(final String subject, final Node node, final FieldVector vector) {
        final boolean same =
                switch (node.shape()) {
                    case LIST -> vector instanceof ListVector && !(vector instanceof MapVector);
                    case MAP -> vector instanceof MapVector;
                    case LARGE_LIST -> vector instanceof LargeListVector;
                    case LIST_VIEW -> vector instanceof ListViewVector;
                    case LARGE_LIST_VIEW -> vector instanceof LargeListViewVector;
                    case FIXED_SIZE_LIST ->
                        vector instanceof FixedSizeListVector list && list.getListSize() == node.listSize();
                    case LEAF, STRUCT -> false;
                };
        if (!same) {
            throw otherVector(subject, node, vector);
        }
    }

    /**
     * @throws InvalidBatchException if it does not hold indexes of this kind into this dictionary
     */
    static void requireIndexes(final String subject, final Indirection.Dictionary encoding, final FieldVector vector) {
        final Field field = vector.getField();
        final DictionaryEncoding actual = field.getDictionary();
        if (actual == null) {
            throw new InvalidBatchException(subject + ": the vector holds values of " + field.getType()
                    + ", the file was opened for indexes into dictionary " + encoding.id()
                    + "; encode the vector first, or open another file for this schema");
        }
        if (actual.getId() != encoding.id()) {
            throw new InvalidBatchException(subject + ": the vector holds indexes into dictionary " + actual.getId()
                    + ", the file was opened for dictionary " + encoding.id()
                    + "; a dictionary may change from batch to batch, its id may not");
        }
        if (!(field.getType() instanceof ArrowType.Int type
                && type.getIsSigned() == encoding.signed()
                && type.getBitWidth() == encoding.indexBytes() * Byte.SIZE
                && isInts(vector, encoding.indexBytes()))) {
            throw new InvalidBatchException(
                    subject + ": the indexes are a " + vector.getClass().getName() + " of type "
                            + field.getType() + ", the file was opened for "
                            + new ArrowType.Int(encoding.indexBytes() * Byte.SIZE, encoding.signed())
                            + "; give indexes of that type or open another file for this schema");
        }
    }

    /**
     * @throws InvalidBatchException if it does not hold runs with ends of this width
     */
    static RunEndEncodedVector requireRunEnds(
            final String subject, final Indirection.RunEnds encoding, final FieldVector vector) {
        if (vector instanceof RunEndEncodedVector runs && isInts(runs.getRunEndsVector(), encoding.endBytes())) {
            return runs;
        }
        throw new InvalidBatchException(
                subject + ": the vector is a " + vector.getClass().getName()
                        + " of type " + vector.getField() + ", the file was opened for run ends of "
                        + encoding.endBytes() * Byte.SIZE
                        + " bits; give a vector of that type or open another file for this schema");
    }

    private static boolean isInts(final FieldVector vector, final int bytes) {
        return vector instanceof BaseIntVector
                && vector instanceof BaseFixedWidthVector fixed
                && fixed.getTypeWidth() == bytes;
    }

    private static InvalidBatchException otherVector(final String subject, final Node node, final FieldVector vector) {
        return new InvalidBatchException(subject + ": the vector is of type "
                + vector.getField().getType() + ", the file was opened for "
                + storage(node.field().getType())
                + "; give a vector of that type or open another file for this schema");
    }

    /** The type of an extension's storage; extensions that are not registered arrive as such. */
    static ArrowType storage(final ArrowType type) {
        ArrowType storage = type;
        while (storage instanceof ArrowType.ExtensionType extension) {
            storage = extension.storageType();
        }
        return storage;
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
            case VIEWS -> vector instanceof BaseVariableWidthViewVector;
            case NULLS -> vector instanceof NullVector;
            case INTERVAL_MONTHS -> vector instanceof IntervalYearVector;
            case INTERVAL_DAYS -> vector instanceof IntervalDayVector;
            default -> vector instanceof BaseFixedWidthVector fixed && fixed.getTypeWidth() == leaf.slotBytes();
        };
    }
}

package dev.intarsia.internal.schema;

import dev.intarsia.internal.schema.Node.Shape;
import dev.intarsia.options.UnsupportedSchemaException;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.ArrowType.ArrowTypeID;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.Type.Repetition;

/**
 * An Arrow field in its place in the file. Immutable.
 *
 * @param name in the file, which for elements, keys and values is not the one that Arrow has
 * @param path names from the top of the Parquet schema, joined by dots
 * @param value the field whose slots hold the values, and the way to it
 * @param role what it is to its parent
 * @param nullable whether a null may be met
 * @param definitionLevel of an entry whose value here is not null
 * @param repetitionLevel how many ancestors are repeated
 * @param annotation what the values mean beyond their Arrow type; null if nothing
 */
record Place(
        String name,
        String path,
        ValueField value,
        Role role,
        boolean nullable,
        int definitionLevel,
        int repetitionLevel,
        LogicalTypeAnnotation annotation) {
    /**
     * Levels are kept in one byte. Repetition levels need no limit of their own, because each of them comes with a
     * definition level.
     */
    private static final int MAX_LEVEL = 255;

    /** What a field is to its parent. */
    enum Role {
        /** A value of its own, null if its field says so. */
        VALUE,
        /** Key of a map: required in Parquet, whatever Arrow says. */
        KEY,
        /** Metadata or value of a variant: required, and bytes that no order is defined for. */
        VARIANT_PART
    }

    /**
     * @param definition level of an entry whose parent is there
     * @param repetition how many ancestors are repeated
     * @throws UnsupportedSchemaException if the field cannot be in this place
     */
    static Place of(
            final String name,
            final String path,
            final ValueField value,
            final Role role,
            final int definition,
            final int repetition) {
        final ArrowType storage = value.storage();
        final boolean nothing = storage.getTypeID() == ArrowTypeID.Null;
        if (role == Role.KEY && nothing) {
            throw ColumnType.unsupported(path, storage, "a key of a map cannot be null; give the keys a type");
        }
        if (role == Role.VARIANT_PART && !ExtensionTypes.isBinary(storage)) {
            throw ColumnType.unsupported(
                    path,
                    storage,
                    "metadata and value of a variant are Binary, LargeBinary or BinaryView; convert it to one of"
                            + " these");
        }
        // A field of nulls that says it has none is written as one that has some: it has nothing else.
        final boolean nullable = nothing || role == Role.VALUE && value.nullable();
        final int definitionLevel = definition + (nullable ? 1 : 0);
        if (definitionLevel > MAX_LEVEL) {
            throw ColumnType.unsupported(
                    path,
                    storage,
                    "it is nested so deeply that its definition level is " + definitionLevel + ", and levels go to "
                            + MAX_LEVEL + "; nest less, or declare fields on the way to it as not nullable");
        }
        final LogicalTypeAnnotation annotation =
                role == Role.VARIANT_PART ? null : LogicalNames.annotationOf(path, value);
        return new Place(name, path, value, role, nullable, definitionLevel, repetition, annotation);
    }

    Repetition repetition() {
        return nullable ? Repetition.OPTIONAL : Repetition.REQUIRED;
    }

    /** Fields inside that whose slots hold the values. */
    List<Field> children() {
        return value.field().getChildren();
    }

    /**
     * The struct of key and value inside a map.
     *
     * @throws UnsupportedSchemaException if there is no such
     */
    Field entries() {
        if (children().size() == 1
                && children().get(0).getType() instanceof ArrowType.Struct
                && children().get(0).getDictionary() == null
                && children().get(0).getChildren().size() == 2) {
            return children().get(0);
        }
        throw refused("it must have one child, a struct of key and value, while it has " + children() + "; correct it");
    }

    /** The refusal of the field as it is here. */
    UnsupportedSchemaException refused(final String remedy) {
        return ColumnType.unsupported(path, value.storage(), remedy);
    }

    Node node(final Shape shape, final int listSize, final int column, final List<Node> children) {
        return new Node(
                path,
                value.carrier(),
                value.indirections(),
                value.field(),
                shape,
                nullable,
                definitionLevel,
                repetitionLevel,
                listSize,
                column,
                children);
    }
}

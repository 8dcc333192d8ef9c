package dev.intarsia.internal.schema;

import dev.intarsia.options.UnsupportedSchemaException;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.ArrowType.ArrowTypeID;
import org.apache.arrow.vector.types.pojo.ArrowType.ExtensionType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Finds the first field in which two Arrow schemas, both as IPC messages state them, would make other files.
 *
 * <p>Extensions are compared by what their fields' metadata say and how they are stored, since one JVM may know
 * the type and another may not. Children of lists, maps and run ends are told by their places: the file has
 * other names for them.
 */
final class SchemaDifference {
    /** Metadata of fields that decides what is in the file. */
    private static final List<String> KEYS = List.of(
            ParquetSchema.FIELD_ID_KEY,
            ParquetSchema.LOGICAL_TYPE_KEY,
            ExtensionType.EXTENSION_METADATA_KEY_NAME,
            ExtensionType.EXTENSION_METADATA_KEY_METADATA);

    private SchemaDifference() {}

    /**
     * @param begun the schema of a file in progress
     * @param given the schema with which it is restored
     * @throws UnsupportedSchemaException if they differ; the message names the first field that does
     */
    static void requireNone(final Schema begun, final Schema given) {
        requireSameMembers("", begun.getFields(), given.getFields());
    }

    static UnsupportedSchemaException refusal(final String path, final String what) {
        return new UnsupportedSchemaException(
                path,
                what + ", and a file in progress keeps the schema that it was begun with: complete the old file, open a"
                        + " new one for this schema");
    }

    /** Fields of a struct, or of the whole, which go by their names. */
    private static void requireSameMembers(final String prefix, final List<Field> begun, final List<Field> given) {
        for (int i = 0; i < Math.max(begun.size(), given.size()); i++) {
            final String was = i < begun.size() ? FieldNames.of(begun.get(i)) : null;
            final String is = i < given.size() ? FieldNames.of(given.get(i)) : null;
            if (Objects.equals(was, is)) {
                requireSame(prefix + was, begun.get(i), given.get(i));
            } else if (was != null && !has(given, was)) {
                throw refusal(prefix + was, "the checkpoint has it, the schema given does not");
            } else if (is != null && !has(begun, is)) {
                throw refusal(prefix + is, "the schema given has it, the checkpoint does not");
            } else {
                throw refusal(
                        prefix + was,
                        "it is field " + i + " (counted from 0) of the checkpoint, where the schema given has '" + is
                                + "'");
            }
        }
    }

    private static boolean has(final List<Field> fields, final String name) {
        return fields.stream().anyMatch(field -> FieldNames.of(field).equals(name));
    }

    private static void requireSame(final String path, final Field begun, final Field given) {
        final ArrowType type = ValueField.storageOf(begun.getType());
        final ArrowType otherType = ValueField.storageOf(given.getType());
        requireSame(path, "type", type, otherType);
        requireSame(path, "nulls", nulls(begun), nulls(given));
        requireSame(path, "dictionary", dictionary(begun), dictionary(given));
        for (final String key : KEYS) {
            requireSame(
                    path,
                    "metadata " + key,
                    begun.getMetadata().get(key),
                    given.getMetadata().get(key));
        }
        final List<Field> children = begun.getChildren();
        final List<Field> others = given.getChildren();
        if (type.getTypeID() == ArrowTypeID.Struct) {
            requireSameMembers(path + ".", children, others);
            return;
        }
        requireSame(path, "number of children", children.size(), others.size());
        for (int i = 0; i < children.size(); i++) {
            requireSameChild(path, type.getTypeID(), i, children.get(i), others.get(i));
        }
    }

    private static void requireSameChild(
            final String path, final ArrowTypeID parent, final int place, final Field begun, final Field given) {
        if (parent == ArrowTypeID.Map
                && begun.getChildren().size() == 2
                && given.getChildren().size() == 2) {
            final String entries = path + "." + ParquetTypes.KEY_VALUE + ".";
            requireSame(
                    entries + ParquetTypes.KEY,
                    begun.getChildren().get(0),
                    given.getChildren().get(0));
            requireSame(
                    entries + ParquetTypes.VALUE,
                    begun.getChildren().get(1),
                    given.getChildren().get(1));
        } else if (parent == ArrowTypeID.RunEndEncoded) {
            // In the file there is one column for both, so the words say which.
            requireSame(
                    path,
                    place == 0 ? "type of run ends" : "type of the runs' values",
                    ValueField.storageOf(begun.getType()),
                    ValueField.storageOf(given.getType()));
            requireSame(path, begun, given);
        } else {
            requireSame(path + "." + ParquetTypes.LIST + "." + ParquetTypes.ELEMENT, begun, given);
        }
    }

    private static String nulls(final Field field) {
        return field.isNullable() ? "allowed" : "forbidden";
    }

    private static String dictionary(final Field field) {
        final DictionaryEncoding encoding = field.getDictionary();
        return encoding == null
                ? null
                : encoding.getId() + " with indexes of " + encoding.getIndexType()
                        + (encoding.isOrdered() ? ", ordered" : "");
    }

    private static void requireSame(final String path, final String what, final Object begun, final Object given) {
        if (!Objects.equals(begun, given)) {
            throw refusal(
                    path,
                    "its " + what + " in the checkpoint: " + stated(begun) + ", in the schema given: " + stated(given));
        }
    }

    private static String stated(final Object value) {
        return value == null ? "none" : "'" + value + "'";
    }
}

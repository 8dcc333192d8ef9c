package dev.intarsia.internal.schema;

import dev.intarsia.options.UnsupportedSchemaException;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/** Makes the types of the schema model, each with the field id that the metadata of its Arrow field asks for. */
final class ParquetTypes {
    static final String LIST = "list";
    static final String ELEMENT = "element";
    static final String KEY_VALUE = "key_value";
    static final String KEY = "key";
    static final String VALUE = "value";

    private ParquetTypes() {}

    /**
     * @param path of the field, joined by dots, for messages
     * @param carrier the field whose metadata may hold an id
     * @throws UnsupportedSchemaException if the id is no number
     */
    static Type column(
            final String path,
            final String name,
            final Repetition repetition,
            final ColumnType type,
            final Field carrier) {
        final var builder = Types.primitive(type.physical(), repetition);
        if (type.length() > 0) {
            builder.length(type.length());
        }
        if (type.annotation() != null) {
            builder.as(type.annotation());
        }
        identify(path, builder, carrier);
        return builder.named(name);
    }

    /**
     * @param annotation null for a plain struct
     * @param carrier as above
     * @throws UnsupportedSchemaException as above
     */
    static Type group(
            final String path,
            final String name,
            final Repetition repetition,
            final LogicalTypeAnnotation annotation,
            final List<Type> members,
            final Field carrier) {
        final var builder = Types.buildGroup(repetition).addFields(members.toArray(Type[]::new));
        if (annotation != null) {
            builder.as(annotation);
        }
        identify(path, builder, carrier);
        return builder.named(name);
    }

    /** The middle one of the three levels of lists and maps, which has no Arrow field, thus no id. */
    static Type repeated(final String name, final List<Type> members) {
        return Types.repeatedGroup().addFields(members.toArray(Type[]::new)).named(name);
    }

    private static void identify(final String path, final Types.Builder<?, ?> builder, final Field carrier) {
        final String id = carrier.getMetadata().get(ParquetSchema.FIELD_ID_KEY);
        if (id == null) {
            return;
        }
        try {
            builder.id(Integer.parseInt(id));
        } catch (final NumberFormatException e) {
            throw new UnsupportedSchemaException(
                    path,
                    "the entry " + ParquetSchema.FIELD_ID_KEY + " of its metadata is '" + id
                            + "', it must be a whole number of 32 bits; correct it or leave it out");
        }
    }
}

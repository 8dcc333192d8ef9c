package dev.intarsia.internal.schema;

import dev.intarsia.options.UnsupportedSchemaException;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.parquet.schema.LogicalTypeAnnotation;

/**
 * What the metadata of a field says that its values mean, beyond their Arrow type: by the name of a Parquet type under
 * {@link ParquetSchema#LOGICAL_TYPE_KEY}, or by an extension type.
 */
final class LogicalNames {
    private LogicalNames() {}

    /**
     * @param path of the field, joined by dots, for messages
     * @return null if the metadata says nothing that Parquet has a word for
     * @throws UnsupportedSchemaException if it names what there is not, or what the storage cannot be, or two things
     */
    static LogicalTypeAnnotation annotationOf(final String path, final ValueField value) {
        final LogicalTypeAnnotation extension = ExtensionTypes.annotationOf(path, value);
        final String name = find(value, ParquetSchema.LOGICAL_TYPE_KEY);
        if (name == null) {
            return extension;
        }
        final LogicalTypeAnnotation named = named(path, name, value.storage());
        if (extension != null && !extension.equals(named)) {
            throw new UnsupportedSchemaException(
                    path,
                    "the entry " + ParquetSchema.LOGICAL_TYPE_KEY + " of its metadata is '" + name
                            + "', while the extension that it also names is written as " + extension
                            + "; leave one of them out");
        }
        return named;
    }

    /** The nearest entry of this key to the field as a batch states it; null if there is none. */
    private static String find(final ValueField value, final String key) {
        for (final Field field : value.way()) {
            final String entry = field.getMetadata().get(key);
            if (entry != null) {
                return entry;
            }
        }
        return null;
    }

    private static LogicalTypeAnnotation named(final String path, final String name, final ArrowType storage) {
        return switch (name) {
            case "JSON" ->
                fitting(
                        path,
                        name,
                        storage,
                        ExtensionTypes.isText(storage) || ExtensionTypes.isBinary(storage),
                        "strings and binaries of any length",
                        LogicalTypeAnnotation.jsonType());
            case "ENUM" ->
                fitting(
                        path,
                        name,
                        storage,
                        ExtensionTypes.isText(storage) || ExtensionTypes.isBinary(storage),
                        "strings and binaries of any length",
                        LogicalTypeAnnotation.enumType());
            case "BSON" ->
                fitting(
                        path,
                        name,
                        storage,
                        ExtensionTypes.isBinary(storage),
                        "binaries of any length",
                        LogicalTypeAnnotation.bsonType());
            case "UUID" ->
                fitting(
                        path,
                        name,
                        storage,
                        ExtensionTypes.isUuid(storage),
                        "FixedSizeBinary(16)",
                        LogicalTypeAnnotation.uuidType());
            default ->
                throw new UnsupportedSchemaException(
                        path,
                        "the entry " + ParquetSchema.LOGICAL_TYPE_KEY + " of its metadata is '" + name
                                + "', it must be JSON, ENUM, BSON or UUID; correct it or leave it out");
        };
    }

    private static LogicalTypeAnnotation fitting(
            final String path,
            final String name,
            final ArrowType storage,
            final boolean fits,
            final String wanted,
            final LogicalTypeAnnotation annotation) {
        if (!fits) {
            throw ColumnType.unsupported(
                    path,
                    storage,
                    "the entry " + ParquetSchema.LOGICAL_TYPE_KEY + " of its metadata is '" + name + "', which is for "
                            + wanted + "; correct it or leave it out");
        }
        return annotation;
    }
}

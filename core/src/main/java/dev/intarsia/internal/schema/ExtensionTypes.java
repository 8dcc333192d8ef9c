package dev.intarsia.internal.schema;

import dev.intarsia.options.UnsupportedSchemaException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.ArrowType.ArrowTypeID;
import org.apache.arrow.vector.types.pojo.ArrowType.ExtensionType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.parquet.schema.LogicalTypeAnnotation;

/**
 * The Arrow extension types that Parquet has a logical type for. All others are written as their storage; what they are
 * survives in the Arrow schema.
 *
 * <p>An extension need not be registered in this JVM: a field whose metadata names it is one too, which is how it comes
 * out of a stream.
 */
final class ExtensionTypes {
    /** The version of the Variant encoding that a file states; there is no other so far. */
    private static final byte VARIANT_VERSION = 1;

    private static final int UUID_BYTES = 16;

    /** An extension as a field names it. */
    private record Named(String name, String metadata) {}

    private ExtensionTypes() {}

    /**
     * @param path of the field, joined by dots, for messages
     * @return null if the field is no extension, or none that Parquet has a word for
     * @throws UnsupportedSchemaException if it is stored as it cannot be
     */
    static LogicalTypeAnnotation annotationOf(final String path, final ValueField value) {
        final Named extension = find(value);
        if (extension == null) {
            return null;
        }
        final ArrowType storage = value.storage();
        return switch (extension.name()) {
            case "arrow.uuid" -> {
                require(path, extension, storage, isUuid(storage), "FixedSizeBinary(16)");
                yield LogicalTypeAnnotation.uuidType();
            }
            case "arrow.json" -> {
                require(path, extension, storage, isText(storage), "Utf8, LargeUtf8 or Utf8View");
                yield LogicalTypeAnnotation.jsonType();
            }
            case "geoarrow.wkb" -> {
                require(path, extension, storage, isBinary(storage), "Binary, LargeBinary or BinaryView");
                yield GeoArrow.annotationOf(path, extension.metadata());
            }
            case "arrow.parquet.variant", "parquet.variant" -> {
                requireVariant(path, extension, value);
                yield LogicalTypeAnnotation.variantType(VARIANT_VERSION);
            }
            default -> null;
        };
    }

    static boolean isText(final ArrowType storage) {
        return storage.getTypeID() == ArrowTypeID.Utf8
                || storage.getTypeID() == ArrowTypeID.LargeUtf8
                || storage.getTypeID() == ArrowTypeID.Utf8View;
    }

    static boolean isBinary(final ArrowType storage) {
        return storage.getTypeID() == ArrowTypeID.Binary
                || storage.getTypeID() == ArrowTypeID.LargeBinary
                || storage.getTypeID() == ArrowTypeID.BinaryView;
    }

    static boolean isUuid(final ArrowType storage) {
        return storage instanceof ArrowType.FixedSizeBinary bytes && bytes.getByteWidth() == UUID_BYTES;
    }

    /**
     * Under a dictionary or run ends the field of a batch is asked first: that is where a stream names an extension.
     */
    private static Named find(final ValueField value) {
        for (final Field field : value.way()) {
            if (field.getType() instanceof ExtensionType type) {
                return new Named(type.extensionName(), Objects.requireNonNullElse(type.serialize(), ""));
            }
            final Map<String, String> metadata = field.getMetadata();
            final String name = metadata.get(ExtensionType.EXTENSION_METADATA_KEY_NAME);
            if (name != null) {
                return new Named(name, metadata.getOrDefault(ExtensionType.EXTENSION_METADATA_KEY_METADATA, ""));
            }
        }
        return null;
    }

    private static void require(
            final String path,
            final Named extension,
            final ArrowType storage,
            final boolean fits,
            final String wanted) {
        if (!fits) {
            throw ColumnType.unsupported(
                    path,
                    storage,
                    "as the extension " + extension.name() + ", which it says it is, it must be stored as " + wanted
                            + "; convert the values or take the extension's name away");
        }
    }

    /** Of metadata and value alone. What they are stored as is seen when they are mapped. */
    private static void requireVariant(final String path, final Named extension, final ValueField value) {
        require(
                path,
                extension,
                value.storage(),
                value.storage().getTypeID() == ArrowTypeID.Struct,
                "a struct of metadata and value");
        final List<String> names =
                value.field().getChildren().stream().map(Field::getName).toList();
        if (names.contains("typed_value")) {
            throw ColumnType.unsupported(
                    path,
                    value.storage(),
                    "it is a shredded variant, whose values are partly in its field typed_value, and only unshredded"
                            + " ones can be written; put all of them into the field value");
        }
        require(
                path,
                extension,
                value.storage(),
                names.size() == 2 && names.contains("metadata") && names.contains("value"),
                "a struct of metadata and value, while its fields are " + names);
    }
}

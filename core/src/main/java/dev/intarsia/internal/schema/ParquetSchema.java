package dev.intarsia.internal.schema;

import dev.intarsia.options.UnsupportedSchemaException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/** What an Arrow schema is in Parquet. Immutable. */
public final class ParquetSchema {
    /** Key, in the key-value metadata of a file, of the Arrow schema that it was written from. */
    public static final String ARROW_SCHEMA_KEY = "ARROW:schema";

    /** Key, in the metadata of an Arrow field, of the id that its Parquet field shall have. */
    public static final String FIELD_ID_KEY = "PARQUET:field_id";

    private static final String ROOT_NAME = "schema";

    private final MessageType messageType;
    private final List<Leaf> leaves;
    private final String arrowSchemaBase64;
    private final Map<String, String> metadata;

    private ParquetSchema(
            final MessageType messageType,
            final List<Leaf> leaves,
            final String arrowSchemaBase64,
            final Map<String, String> metadata) {
        this.messageType = messageType;
        this.leaves = leaves;
        this.arrowSchemaBase64 = arrowSchemaBase64;
        this.metadata = metadata;
    }

    /**
     * Maps an Arrow schema.
     *
     * @throws UnsupportedSchemaException if it has no fields, has two of one name, has a field id that is no number, or
     *     has a field of a type that cannot be written; the message names the field
     */
    public static ParquetSchema of(final Schema schema) {
        refuseWhatNoReaderTakes(schema);
        final List<Type> types = new ArrayList<>();
        final List<Leaf> leaves = new ArrayList<>();
        for (final Field field : schema.getFields()) {
            final String name = nameOf(field);
            final ColumnType type = columnType(name, field);
            types.add(primitiveType(name, field, type));
            leaves.add(new Leaf(
                    leaves.size(),
                    List.of(field),
                    List.of(name),
                    type.physical(),
                    type.length(),
                    field.isNullable() ? 1 : 0,
                    0,
                    type.conversion(),
                    type.order(),
                    type.truncation()));
        }
        final Map<String, String> metadata =
                new LinkedHashMap<>(Objects.requireNonNullElse(schema.getCustomMetadata(), Collections.emptyMap()));
        // A schema that was itself read from a Parquet file may carry the entry of that file. Kept, it would contradict
        // ours, and grow by a third, in base64, with every generation of files.
        metadata.remove(ARROW_SCHEMA_KEY);
        return new ParquetSchema(
                new MessageType(ROOT_NAME, types),
                List.copyOf(leaves),
                encode(new Schema(schema.getFields(), metadata)),
                Collections.unmodifiableMap(metadata));
    }

    /** The schema as the footer states it. */
    public MessageType messageType() {
        return messageType;
    }

    /** The columns, in the order of the file. */
    public List<Leaf> leaves() {
        return leaves;
    }

    /**
     * Value of the entry {@link #ARROW_SCHEMA_KEY}, from which readers that know Arrow restore what Parquet cannot
     * express: large offsets, names of zones, seconds, metadata of fields.
     */
    public String arrowSchemaBase64() {
        return arrowSchemaBase64;
    }

    /** The schema's own metadata, in its order, without an entry of {@link #ARROW_SCHEMA_KEY}. */
    public Map<String, String> metadata() {
        return metadata;
    }

    private static void refuseWhatNoReaderTakes(final Schema schema) {
        if (schema.getFields().isEmpty()) {
            throw new UnsupportedSchemaException(
                    "", "the schema has no fields, and readers refuse a file without columns; give it one or more");
        }
        final Map<String, Integer> positions = new HashMap<>();
        for (int i = 0; i < schema.getFields().size(); i++) {
            final String name = nameOf(schema.getFields().get(i));
            final Integer first = positions.putIfAbsent(name, i);
            if (first != null) {
                throw new UnsupportedSchemaException(
                        name,
                        "fields " + first + " and " + i + " (counted from 0) both have this name, and Parquet finds a"
                                + " column by its name; rename one of them");
            }
        }
    }

    private static ColumnType columnType(final String path, final Field field) {
        if (field.getDictionary() != null) {
            throw ColumnType.unsupported(
                    path,
                    field.getType(),
                    "it is an index into dictionary " + field.getDictionary().getId()
                            + ", and dictionary-encoded vectors cannot be written yet; decode it first");
        }
        return ColumnType.of(path, field.getType());
    }

    private static PrimitiveType primitiveType(final String name, final Field field, final ColumnType type) {
        final var builder = field.isNullable() ? Types.optional(type.physical()) : Types.required(type.physical());
        if (type.length() > 0) {
            builder.length(type.length());
        }
        if (type.annotation() != null) {
            builder.as(type.annotation());
        }
        final String id =
                field.getMetadata() == null ? null : field.getMetadata().get(FIELD_ID_KEY);
        if (id != null) {
            builder.id(fieldId(name, id));
        }
        return builder.named(name);
    }

    private static int fieldId(final String path, final String id) {
        try {
            return Integer.parseInt(id);
        } catch (final NumberFormatException e) {
            throw new UnsupportedSchemaException(
                    path,
                    "the entry " + FIELD_ID_KEY + " of its metadata is '" + id + "', it must be a whole number of 32"
                            + " bits; correct it or leave it out");
        }
    }

    /** An Arrow field may come without a name, which is the same as an empty one; Parquet must have one. */
    private static String nameOf(final Field field) {
        return Objects.requireNonNullElse(field.getName(), "");
    }

    /**
     * Base64, with padding, of the encapsulated IPC message: FFFFFFFF, the length of what follows as four little-endian
     * bytes, and the message padded to a multiple of eight, which is what Arrow C++ and arrow-rs write and read. Arrow
     * builds it in heap memory, so it needs no JVM flag.
     */
    private static String encode(final Schema schema) {
        return Base64.getEncoder().encodeToString(schema.serializeAsMessage());
    }
}

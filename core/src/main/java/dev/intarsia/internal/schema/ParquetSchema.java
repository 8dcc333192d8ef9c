package dev.intarsia.internal.schema;

import dev.intarsia.options.UnsupportedSchemaException;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** What an Arrow schema is in Parquet. Immutable. */
public final class ParquetSchema {
    /** Key, in the key-value metadata of a file, of the Arrow schema that it was written from. */
    public static final String ARROW_SCHEMA_KEY = "ARROW:schema";

    /** Key, in the metadata of an Arrow field, of the id that its Parquet field shall have. */
    public static final String FIELD_ID_KEY = "PARQUET:field_id";

    /**
     * Key, in the metadata of an Arrow field, of the logical type that its Parquet field shall have where Arrow has no
     * word for it: JSON, ENUM, BSON or UUID.
     */
    public static final String LOGICAL_TYPE_KEY = "PARQUET:logical_type";

    private static final String ROOT_NAME = "schema";

    private final MessageType messageType;
    private final List<Node> roots;
    private final List<Leaf> leaves;
    private final String arrowSchemaBase64;
    private final Map<String, String> metadata;

    private ParquetSchema(
            final SchemaMapping mapping, final String arrowSchemaBase64, final Map<String, String> metadata) {
        this.messageType = new MessageType(ROOT_NAME, mapping.types().toArray(Type[]::new));
        this.roots = mapping.roots();
        this.leaves = mapping.leaves();
        this.arrowSchemaBase64 = arrowSchemaBase64;
        this.metadata = metadata;
    }

    /**
     * Maps an Arrow schema.
     *
     * @param schema as the batches state it: a dictionary-encoded field has the type of its indexes
     * @param dictionaries must know every dictionary that a field names, though its entries may come later; borrowed
     *     until this returns
     * @throws UnsupportedSchemaException if it has no fields, or a field that cannot be written; the message names the
     *     field and says what to do
     */
    public static ParquetSchema of(final Schema schema, final DictionaryProvider dictionaries) {
        if (schema.getFields().isEmpty()) {
            throw new UnsupportedSchemaException(
                    "", "the schema has no fields, and readers refuse a file without columns; give it one or more");
        }
        final SchemaMapping mapping = new SchemaMapping(schema.getFields(), dictionaries);
        final Map<String, String> metadata =
                new TreeMap<>(Objects.requireNonNullElse(schema.getCustomMetadata(), Collections.emptyMap()));
        // A schema that was itself read from a Parquet file may carry the entry of that file. Kept, it would contradict
        // ours, and grow by a third, in base64, with every generation of files.
        metadata.remove(ARROW_SCHEMA_KEY);
        return new ParquetSchema(
                mapping,
                ArrowSchemaEntry.of(schema.getFields(), metadata, dictionaries),
                Collections.unmodifiableMap(metadata));
    }

    /** The schema as the footer states it. */
    public MessageType messageType() {
        return messageType;
    }

    /** The fields of the Arrow schema, in its order, and what is inside them. */
    public List<Node> roots() {
        return roots;
    }

    /** The columns, in the order of the file. */
    public List<Leaf> leaves() {
        return leaves;
    }

    /**
     * The columns whose path reads so when it is joined by dots. There may be two or more, because a name may itself
     * contain a dot: {@code a.b} is a field of that name, and the field {@code b} inside {@code a}.
     */
    public List<Leaf> leavesAt(final String path) {
        return leaves.stream().filter(leaf -> leaf.path().equals(path)).toList();
    }

    /**
     * Value of the entry {@link #ARROW_SCHEMA_KEY}, from which readers that know Arrow restore what Parquet cannot
     * express: large offsets, dictionaries, names of zones, seconds, metadata of fields.
     */
    public String arrowSchemaBase64() {
        return arrowSchemaBase64;
    }

    /** The same as the bytes of an encapsulated IPC message; transferred. */
    public byte[] arrowSchemaMessage() {
        return Base64.getDecoder().decode(arrowSchemaBase64);
    }

    /** The schema's own metadata, in the order of keys, without an entry of {@link #ARROW_SCHEMA_KEY}. */
    public Map<String, String> metadata() {
        return metadata;
    }
}

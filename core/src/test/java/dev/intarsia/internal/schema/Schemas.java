package dev.intarsia.internal.schema;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intarsia.options.UnsupportedSchemaException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.schema.MessageTypeParser;

/** Short ways to Arrow fields and to what becomes of them. */
final class Schemas {
    static final DictionaryProvider NO_DICTIONARIES = new DictionaryProvider.MapDictionaryProvider();
    static final ArrowType UTF8 = new ArrowType.Utf8();
    static final ArrowType BINARY = new ArrowType.Binary();
    static final ArrowType INT = new ArrowType.Int(32, true);
    static final ArrowType STRUCT = new ArrowType.Struct();
    static final ArrowType LIST = new ArrowType.List();
    static final ArrowType MAP = new ArrowType.Map(false);
    static final ArrowType RUNS = new ArrowType.RunEndEncoded();

    private Schemas() {}

    static Field optional(final String name, final ArrowType type, final Field... children) {
        return new Field(name, new FieldType(true, type, null), List.of(children));
    }

    static Field required(final String name, final ArrowType type, final Field... children) {
        return new Field(name, new FieldType(false, type, null), List.of(children));
    }

    /** A nullable map with the child that every map has. */
    static Field map(final String name, final Field key, final Field value) {
        return optional(name, MAP, required("entries", STRUCT, key, value));
    }

    /** A nullable run-end-encoded field. */
    static Field runs(final String name, final int endBits, final Field values) {
        return optional(name, RUNS, required("run_ends", new ArrowType.Int(endBits, true)), values);
    }

    /** The index of a dictionary, as a batch has it. */
    static Field index(final String name, final boolean nullable, final ArrowType.Int type, final long dictionary) {
        return new Field(
                name, new FieldType(nullable, type, new DictionaryEncoding(dictionary, false, type)), List.of());
    }

    static Field with(final Field field, final Map<String, String> metadata) {
        return new Field(
                field.getName(),
                new FieldType(field.isNullable(), field.getType(), field.getDictionary(), metadata),
                field.getChildren());
    }

    static Field extension(final String name, final Field field) {
        return with(field, Map.of(ArrowType.ExtensionType.EXTENSION_METADATA_KEY_NAME, name));
    }

    static Field extension(final String name, final String metadata, final Field field) {
        return with(
                field,
                Map.of(
                        ArrowType.ExtensionType.EXTENSION_METADATA_KEY_NAME,
                        name,
                        ArrowType.ExtensionType.EXTENSION_METADATA_KEY_METADATA,
                        metadata));
    }

    static ParquetSchema parquet(final Field... fields) {
        return parquet(NO_DICTIONARIES, fields);
    }

    static ParquetSchema parquet(final DictionaryProvider dictionaries, final Field... fields) {
        return ParquetSchema.of(new Schema(List.of(fields)), dictionaries);
    }

    /** A message type as parquet-java prints it, from any text that its parser takes. */
    static String message(final String fields) {
        return MessageTypeParser.parseMessageType("message schema {" + fields + "}")
                .toString();
    }

    /** All nodes, each before those inside it. */
    static List<Node> nodes(final ParquetSchema schema) {
        final List<Node> nodes = new ArrayList<>();
        schema.roots().forEach(root -> collect(root, nodes));
        return nodes;
    }

    private static void collect(final Node node, final List<Node> nodes) {
        nodes.add(node);
        node.children().forEach(child -> collect(child, nodes));
    }

    static void assertRefused(final String sentence, final Field... fields) {
        assertRefused(sentence, NO_DICTIONARIES, fields);
    }

    static void assertRefused(final String sentence, final DictionaryProvider dictionaries, final Field... fields) {
        assertThatThrownBy(() -> parquet(dictionaries, fields))
                .isInstanceOf(UnsupportedSchemaException.class)
                .hasMessage(sentence);
    }
}

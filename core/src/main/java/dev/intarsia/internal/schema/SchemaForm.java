package dev.intarsia.internal.schema;

import dev.intarsia.internal.format.SchemaWriter;
import dev.intarsia.internal.schema.Node.Shape;
import dev.intarsia.internal.state.StateFormatException;
import dev.intarsia.internal.state.StateInput;
import dev.intarsia.internal.state.StateOutput;
import dev.intarsia.options.UnsupportedSchemaException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * The schema of a file in progress, as its checkpoints keep it. Immutable.
 *
 * <p>It is the Arrow schema in the bytes that the file itself will have, and beside it what these do not say: a message
 * gives a dictionary-encoded field the type of its entries, but not the metadata of the entries' own field, by which
 * they may be JSON or a geometry. So for every such field its Parquet type is kept, too.
 */
public final class SchemaForm {
    private static final int MESSAGE = 1;
    private static final int ENTRIES = 2;

    private final byte[] message;
    private final List<byte[]> entries;

    private SchemaForm(final byte[] message, final List<byte[]> entries) {
        this.message = message;
        this.entries = entries;
    }

    /** What a checkpoint keeps of a schema. */
    public static SchemaForm of(final ParquetSchema schema) {
        final List<byte[]> entries = new ArrayList<>();
        for (final Entry entry : entriesOf(schema)) {
            entries.add(entry.bytes);
        }
        return new SchemaForm(schema.arrowSchemaMessage(), entries);
    }

    /** Writes the fields; the caller begins and ends the struct. */
    public void write(final StateOutput out) {
        final int first = out.beginField(MESSAGE);
        out.putBytes(message);
        out.end(first);
        final int second = out.beginField(ENTRIES);
        out.putVarint(entries.size());
        entries.forEach(out::putBytes);
        out.end(second);
    }

    /**
     * Reads the fields. What they say is looked at only when it is compared.
     *
     * @param in all of the struct
     * @throws StateFormatException if they are damaged or not known to this version
     */
    public static SchemaForm read(final StateInput in) throws StateFormatException {
        byte[] message = {};
        final List<byte[]> entries = new ArrayList<>();
        for (int id = in.nextField(); id != StateInput.END; id = in.nextField()) {
            switch (id) {
                case MESSAGE -> message = in.field().getBytes();
                case ENTRIES -> {
                    for (int left = in.field().getCount(1); left > 0; left--) {
                        entries.add(in.field().getBytes());
                    }
                }
                default -> throw in.unknownField("the schema");
            }
        }
        return new SchemaForm(message, entries);
    }

    /** Value of the file's entry {@link ParquetSchema#ARROW_SCHEMA_KEY}, as the file was begun with it. */
    public String arrowSchemaBase64() {
        return Base64.getEncoder().encodeToString(message);
    }

    /**
     * Checks that batches of a schema can be written to the file in progress.
     *
     * @param given the schema with which the file is restored
     * @throws UnsupportedSchemaException if it differs in anything that is in the file; the message names the first
     *     field that does. Names inside lists and maps are not in a file, nor is metadata that Parquet has no word for
     * @throws StateFormatException if the schema of the checkpoint is damaged
     */
    public void requireSame(final ParquetSchema given) throws StateFormatException {
        final byte[] other = given.arrowSchemaMessage();
        if (!Arrays.equals(message, other)) {
            SchemaDifference.requireNone(SchemaMessage.read(message), SchemaMessage.read(other));
        }
        final List<Entry> others = entriesOf(given);
        if (others.size() != entries.size()) {
            throw StateFormatException.damaged("its schema has " + others.size() + " dictionary-encoded fields, and it"
                    + " states the types of " + entries.size());
        }
        for (int i = 0; i < others.size(); i++) {
            if (!Arrays.equals(entries.get(i), others.get(i).bytes)) {
                throw SchemaDifference.refusal(
                        others.get(i).path,
                        "the field of its dictionary's entries has other metadata, by which its Parquet type is"
                                + " another");
            }
        }
    }

    /** A dictionary-encoded field and its Parquet type, as a footer would state it. */
    private record Entry(String path, byte[] bytes) {}

    private static List<Entry> entriesOf(final ParquetSchema schema) {
        final List<Entry> found = new ArrayList<>();
        collect(schema.roots(), schema.messageType().getFields(), found);
        return found;
    }

    private static void collect(final List<Node> nodes, final List<Type> types, final List<Entry> found) {
        for (int i = 0; i < nodes.size(); i++) {
            final Node node = nodes.get(i);
            final Type type = types.get(i);
            if (node.indirections().stream().anyMatch(Indirection.Dictionary.class::isInstance)) {
                found.add(new Entry(node.path(), SchemaWriter.bytes(new MessageType("entries", type))));
            }
            if (node.shape() == Shape.STRUCT || node.shape() == Shape.MAP) {
                collect(node.children(), type.asGroupType().getFields(), found);
            } else if (node.shape().repeated()) {
                // Between a list and its element stands a group that Arrow does not have.
                collect(
                        node.children(),
                        type.asGroupType().getType(0).asGroupType().getFields(),
                        found);
            }
        }
    }
}

package dev.intarsia.cli.input;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryEncoder;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** Looks up the values of dictionary-encoded columns, because the writer takes plain ones. Only at the top level. */
final class Decoding {
    private Decoding() {}

    static boolean isNeeded(final Schema schema) {
        return schema.getFields().stream().anyMatch(field -> field.getDictionary() != null);
    }

    /**
     * The batch with the values in place of the indices: a new root, to be closed by the caller.
     *
     * <p>The vectors of the other columns move to it, so {@code batch} is empty of them afterwards.
     */
    static VectorSchemaRoot decoded(
            final VectorSchemaRoot batch, final Schema schema, final DictionaryProvider dictionaries) {
        final List<FieldVector> vectors = new ArrayList<>();
        try {
            for (int i = 0; i < schema.getFields().size(); i++) {
                vectors.add(decoded(batch.getVector(i), schema.getFields().get(i), dictionaries));
            }
        } catch (final RuntimeException e) {
            vectors.forEach(FieldVector::close);
            throw e;
        }
        return new VectorSchemaRoot(schema, vectors, batch.getRowCount());
    }

    /** The schema of decoded batches: names, metadata and nullability of the encoded columns, types of their values. */
    static Schema decoded(final Schema schema, final DictionaryProvider dictionaries) {
        final List<Field> fields = new ArrayList<>();
        for (final Field field : schema.getFields()) {
            fields.add(field.getDictionary() == null ? field : decoded(field, dictionaries));
        }
        return new Schema(fields, schema.getCustomMetadata());
    }

    private static Field decoded(final Field field, final DictionaryProvider dictionaries) {
        final Field values = dictionary(field, dictionaries).getVector().getField();
        // A row is null where its index is, and where its index names a null of the dictionary.
        final boolean nullable = field.isNullable() || values.isNullable();
        return new Field(
                field.getName(),
                new FieldType(nullable, values.getType(), null, field.getMetadata()),
                values.getChildren());
    }

    private static FieldVector decoded(
            final FieldVector vector, final Field field, final DictionaryProvider dictionaries) {
        final Field encoded = vector.getField();
        if (encoded.getDictionary() == null) {
            final var moved = vector.getTransferPair(field, vector.getAllocator());
            moved.transfer();
            return (FieldVector) moved.getTo();
        }
        try (FieldVector values = (FieldVector) DictionaryEncoder.decode(vector, dictionary(encoded, dictionaries))) {
            final var named = values.getTransferPair(field, values.getAllocator());
            named.transfer();
            return (FieldVector) named.getTo();
        }
    }

    private static Dictionary dictionary(final Field field, final DictionaryProvider dictionaries) {
        final long id = field.getDictionary().getId();
        final Dictionary dictionary = dictionaries.lookup(id);
        if (dictionary == null) {
            throw new IllegalArgumentException(
                    "field '" + field.getName() + "' has dictionary " + id + ", which is missing");
        }
        return dictionary;
    }
}

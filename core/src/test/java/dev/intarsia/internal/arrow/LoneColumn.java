package dev.intarsia.internal.arrow;

import dev.intarsia.internal.schema.ParquetSchema;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** A batch of one flat column, which is named {@code x} in the schema and needs no memory but its vector's. */
final class LoneColumn {
    private static final DictionaryProvider NO_DICTIONARIES = new DictionaryProvider.MapDictionaryProvider();

    private final BatchReader batch;

    private LoneColumn(final Field field) {
        batch = new BatchReader(ParquetSchema.of(new Schema(List.of(field)), NO_DICTIONARIES), NO_DICTIONARIES, null);
    }

    static LoneColumn nullable(final ArrowType type) {
        return new LoneColumn(Field.nullable("x", type));
    }

    static LoneColumn required(final ArrowType type) {
        return new LoneColumn(Field.notNullable("x", type));
    }

    LeafReader reader() {
        return batch.leaf(0);
    }

    /** Binds the first rows of a vector, whatever its name. */
    void bind(final FieldVector vector, final int rows) {
        batch.bind(new VectorSchemaRoot(List.of(vector.getField()), List.of(vector), rows));
    }

    void unbind() {
        batch.unbind();
    }
}

package dev.intarsia.internal.arrow;

import dev.intarsia.internal.schema.Leaf;
import dev.intarsia.internal.schema.ParquetSchema;
import java.util.List;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Leaves of a schema of one field, which is named {@code x}. */
final class Leaves {
    private Leaves() {}

    static Leaf nullable(final ArrowType type) {
        return leaf(Field.nullable("x", type));
    }

    static Leaf required(final ArrowType type) {
        return leaf(Field.notNullable("x", type));
    }

    private static Leaf leaf(final Field field) {
        return ParquetSchema.of(new Schema(List.of(field)), new DictionaryProvider.MapDictionaryProvider())
                .leaves()
                .get(0);
    }
}

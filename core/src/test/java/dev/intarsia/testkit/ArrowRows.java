package dev.intarsia.testkit;

import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** What batches hold, of every Arrow type but unions: the expected side of every comparison. */
public final class ArrowRows {
    private ArrowRows() {}

    /** The rows of all batches, none of which has a dictionary, in order; the batches are borrowed. */
    public static Table of(final Schema schema, final List<VectorSchemaRoot> batches) {
        return of(schema, batches, new DictionaryProvider.MapDictionaryProvider());
    }

    /** The rows of all batches, in order; the batches and their common dictionaries are borrowed. */
    public static Table of(
            final Schema schema, final List<VectorSchemaRoot> batches, final DictionaryProvider dictionaries) {
        final Table table = emptyOf(schema);
        batches.forEach(batch -> append(table, batch, dictionaries));
        return table;
    }

    /** A table of this schema, to which {@link #append} adds the batches of a reader that reuses its root. */
    public static Table emptyOf(final Schema schema) {
        return Table.empty(schema.getFields().stream().map(Field::getName).toList());
    }

    /** Adds the rows of a batch; the batch, and the dictionaries as they are now, are borrowed. */
    public static void append(final Table table, final VectorSchemaRoot batch, final DictionaryProvider dictionaries) {
        final ArrowValues neutral = new ArrowValues(dictionaries);
        for (int column = 0; column < table.columns().size(); column++) {
            final FieldVector vector = batch.getVector(column);
            final List<Object> values = table.columns().get(column);
            for (int row = 0; row < batch.getRowCount(); row++) {
                values.add(neutral.at(batch.getSchema().getFields().get(column), vector, row));
            }
        }
    }
}

package dev.intarsia.model;

import dev.intarsia.testkit.Table;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * What was done to the rows of a file, in order: all that its bytes follow from. Immutable.
 *
 * @param columns of the file
 * @param events what was done
 */
record History(List<Column> columns, List<Event> events) {
    /** One thing that was done. */
    sealed interface Event permits Batch, Flush, Metadata, Restored {}

    /**
     * A batch of rows.
     *
     * @param salt what makes its values others than those of another batch
     */
    record Batch(long salt, int rows) implements Event {
        private long random(final int column, final int row) {
            long mixed = salt + 0x9E3779B97F4A7C15L * (row + 1L) + 0xD1B54A32D192ED03L * column;
            mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
            mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
            return mixed ^ mixed >>> 31;
        }
    }

    /** The row group was closed. */
    record Flush() implements Event {}

    /** An entry was put into the metadata. */
    record Metadata(String key, String value) implements Event {}

    /**
     * The file was restored from a tail: its open pages were cut there.
     *
     * @param stored whether they were stored, because there was no time
     */
    record Restored(boolean stored) implements Event {}

    History {
        columns = List.copyOf(columns);
        events = List.copyOf(events);
    }

    /** The same and one thing more. */
    History with(final Event event) {
        final List<Event> more = new ArrayList<>(events);
        more.add(event);
        return new History(columns, more);
    }

    Schema schema() {
        return new Schema(columns.stream().map(column -> column.field).toList());
    }

    long rows() {
        return events.stream()
                .mapToLong(event -> event instanceof Batch batch ? batch.rows : 0)
                .sum();
    }

    /** All rows, in neutral form. */
    Table table() {
        final List<List<Object>> values = new ArrayList<>();
        for (int column = 0; column < columns.size(); column++) {
            final List<Object> ofColumn = new ArrayList<>();
            for (final Event event : events) {
                if (event instanceof Batch batch) {
                    for (int row = 0; row < batch.rows; row++) {
                        ofColumn.add(columns.get(column).value(batch.random(column, row)));
                    }
                }
            }
            values.add(ofColumn);
        }
        return new Table(columns.stream().map(Column::name).toList(), values);
    }

    /** The vectors of a batch, the caller's to close. */
    VectorSchemaRoot vectors(final Batch batch, final BufferAllocator allocator) {
        final VectorSchemaRoot root = VectorSchemaRoot.create(schema(), allocator);
        root.allocateNew();
        for (int column = 0; column < columns.size(); column++) {
            for (int row = 0; row < batch.rows; row++) {
                columns.get(column)
                        .set(root.getVector(column), row, columns.get(column).value(batch.random(column, row)));
            }
        }
        root.setRowCount(batch.rows);
        return root;
    }

    /** Whether pages are cut, or stored, where a writer would not do it by itself. */
    boolean isBroken() {
        return events.stream().anyMatch(Restored.class::isInstance);
    }

    @Override
    public String toString() {
        return rows() + " rows of " + columns + " by " + events.size() + " events";
    }
}

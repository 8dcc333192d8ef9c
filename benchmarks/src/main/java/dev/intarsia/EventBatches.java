package dev.intarsia;

import dev.intarsia.cli.demo.EventGenerator;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** The demo's stream of events, made before anything is timed. */
final class EventBatches implements AutoCloseable {
    /** Seed of the stream; a fixed one, so that every run writes the same file. */
    private static final long SEED = 42;

    private final BufferAllocator allocator = new RootAllocator();
    private final List<VectorSchemaRoot> batches = new ArrayList<>();

    EventBatches(final int rows, final int batchRows) {
        final EventGenerator generator = new EventGenerator(SEED);
        for (int row = 0; row < rows; row += batchRows) {
            final VectorSchemaRoot batch = EventGenerator.newBatch(allocator);
            batches.add(batch);
            generator.fill(batch, row, Math.min(batchRows, rows - row));
        }
    }

    List<VectorSchemaRoot> batches() {
        return batches;
    }

    /** Bytes of the vectors' buffers as far as they hold values, validity of columns without nulls included. */
    long arrowBytes() {
        long bytes = 0;
        for (final VectorSchemaRoot batch : batches) {
            for (final FieldVector vector : batch.getFieldVectors()) {
                bytes += vector.getBufferSize();
            }
        }
        return bytes;
    }

    @Override
    public void close() {
        batches.forEach(VectorSchemaRoot::close);
        allocator.close();
    }
}

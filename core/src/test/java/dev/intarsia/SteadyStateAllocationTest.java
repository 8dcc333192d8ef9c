package dev.intarsia;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.intarsia.buffer.Part;
import dev.intarsia.options.Compression;
import dev.intarsia.options.WriterOptions;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@code write} takes from the heap once it runs warm, in bytes a byte of input: the collector of the host must
 * not notice that files are written. Garbage is counted by the JVM for this thread, which is exact, so tens of
 * megabytes of input are as good as gigabytes.
 */
class SteadyStateAllocationTest {
    private static final double WRITE_LIMIT = 0.01;

    /** Splitting off, viewing and closing parts of 64 KiB, which are small ones. */
    private static final double DRAIN_LIMIT = 0.02;

    private static final int BATCH_ROWS = 8_192;
    private static final int BATCHES = 8;
    private static final int WARM_UP_BATCHES = 160;
    private static final int MEASURED_BATCHES = 80;
    private static final int ROW_GROUP_ROWS = 100_000;
    private static final long PART_BYTES = 64 << 10;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final List<VectorSchemaRoot> batches = new ArrayList<>();
    private long batchBytes;

    /**
     * Heap bytes a byte of input.
     *
     * @param write of write alone
     * @param drain of handing the bytes out beside it
     * @param rowGroups that ended while it was measured
     */
    private record Allocation(double write, double drain, int rowGroups) {}

    @BeforeEach
    void generate(final BufferAllocator allocator) {
        for (int i = 0; i < BATCHES; i++) {
            final VectorSchemaRoot batch = VectorSchemaRoot.create(eventSchema(), allocator);
            batches.add(batch);
            fill(batch, i);
            batchBytes = inputBytes(batch);
        }
    }

    @AfterEach
    void release() {
        batches.forEach(VectorSchemaRoot::close);
    }

    @Test
    void writeLeavesNextToNothingToTheCollector(final WriterContext context) {
        final Allocation allocation = measure(context, Compression.UNCOMPRESSED);

        assertThat(allocation.rowGroups())
                .as("row groups that ended while it was measured")
                .isGreaterThan(4);
        assertThat(allocation.write()).isBetween(0.0, WRITE_LIMIT);
        assertThat(allocation.drain()).isBetween(0.0, DRAIN_LIMIT);
    }

    /** Of Zstandard this cannot be asked: its compressor makes its tables anew for every page. */
    @ParameterizedTest
    @ValueSource(strings = {"snappy", "lz4_raw"})
    void norDoCompressorsThatKeepTheirTables(final String compression, final WriterContext context) {
        assertThat(measure(context, Compression.parse(compression)).write()).isBetween(0.0, WRITE_LIMIT);
    }

    @Test
    void theMeasureNoticesOneObjectAValue(final WriterContext context) {
        final List<Object> garbage = new ArrayList<>(BATCH_ROWS);
        final long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int row = 0; row < BATCH_ROWS; row++) {
            garbage.add(batches.get(0).getVector("amount").getObject(row));
        }
        final long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;

        assertThat(garbage).hasSize(BATCH_ROWS);
        assertThat((double) allocated / batchBytes).isGreaterThan(WRITE_LIMIT);
    }

    private Allocation measure(final WriterContext context, final Compression compression) {
        final WriterOptions options = WriterOptions.builder()
                .compression(compression)
                .rowGroupRows(ROW_GROUP_ROWS)
                .build();
        try (ParquetWriter writer =
                ParquetWriter.open(context, eventSchema(), new DictionaryProvider.MapDictionaryProvider(), options)) {
            for (int i = 0; i < WARM_UP_BATCHES; i++) {
                writer.write(batches.get(i % BATCHES));
                drain(writer);
            }
            final int rowGroups = writer.rowGroups();
            long written = 0;
            long drained = 0;
            for (int i = 0; i < MEASURED_BATCHES; i++) {
                final VectorSchemaRoot batch = batches.get(i % BATCHES);
                final long before = THREADS.getCurrentThreadAllocatedBytes();
                writer.write(batch);
                final long between = THREADS.getCurrentThreadAllocatedBytes();
                drain(writer);
                drained += THREADS.getCurrentThreadAllocatedBytes() - between;
                written += between - before;
            }
            final double input = (double) MEASURED_BATCHES * batchBytes;
            return new Allocation(written / input, drained / input, writer.rowGroups() - rowGroups);
        }
    }

    private static void drain(final ParquetWriter writer) {
        while (writer.bufferedBytes() >= PART_BYTES) {
            try (Part part = writer.splitTo(PART_BYTES)) {
                for (final ByteBuffer view : part.nioBuffers()) {
                    view.position(view.limit());
                }
                writer.durable(part.endOffset());
            }
        }
    }

    /** Bytes of the batch's buffers that hold rows. */
    private static long inputBytes(final VectorSchemaRoot batch) {
        return batch.getFieldVectors().stream()
                .mapToLong(vector -> vector.getBufferSize())
                .sum();
    }

    private static Schema eventSchema() {
        return new Schema(List.of(
                field("id", new ArrowType.Int(64, true), false),
                field("amount", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE), false),
                field("country", new ArrowType.Utf8(), false),
                field("session", new ArrowType.Utf8(), true),
                field("status", new ArrowType.Int(32, true), true),
                field("retries", new ArrowType.Int(32, true), true)));
    }

    private static Field field(final String name, final ArrowType type, final boolean nullable) {
        return new Field(name, new FieldType(nullable, type, null), null);
    }

    private static void fill(final VectorSchemaRoot batch, final int ordinal) {
        final SplittableRandom random = new SplittableRandom(ordinal);
        batch.allocateNew();
        for (int row = 0; row < BATCH_ROWS; row++) {
            ((BigIntVector) batch.getVector("id")).setSafe(row, (long) ordinal * BATCH_ROWS + row);
            ((Float8Vector) batch.getVector("amount")).setSafe(row, random.nextInt(1_000_000) / 100.0);
            ((VarCharVector) batch.getVector("country")).setSafe(row, utf8("country-" + random.nextInt(40)));
            ((VarCharVector) batch.getVector("session")).setSafe(row, utf8("session-" + random.nextLong()));
            ((IntVector) batch.getVector("status")).setSafe(row, random.nextInt(10) == 0 ? 500 : 200);
            if (random.nextInt(3) == 0) {
                ((IntVector) batch.getVector("retries")).setSafe(row, random.nextInt(1_000_000));
            } else {
                ((IntVector) batch.getVector("retries")).setNull(row);
            }
        }
        batch.setRowCount(BATCH_ROWS);
    }

    private static byte[] utf8(final String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

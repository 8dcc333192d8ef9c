package dev.intarsia;

import dev.intarsia.options.ColumnEncoding;
import dev.intarsia.options.ColumnOptions;
import dev.intarsia.options.Compression;
import dev.intarsia.options.WriterOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Question: what does a checkpoint cost: the writer's thread, which captures, and whoever builds a tail, with pages
 * compressed or stored, or finds an increment, or restores from increments?
 *
 * <p>The file has one open row group with Zstandard; half of its int64 columns have a dictionary of a thousand values, the
 * others hold times that grow by about ten a row. Pages end after 20,000 rows. A checkpoint costs what is open, so the
 * three sizes differ by where they end, and by the finished pages that must not count. Entries are put into the file's
 * metadata between two captures, or the second would find nothing changed.
 *
 * <p>Gate: tails that are compressed and stored tell the same rows, a restored writer has them, and the bytes of either
 * tail are printed before the timings.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class CheckpointBenchmark {
    private static final DictionaryProvider NO_DICTIONARIES = new DictionaryProvider.MapDictionaryProvider();
    private static final int BATCH_ROWS = 1_000;
    private static final int NEW_ROWS = 10_000;
    private static final int DISTINCT = 1_000;

    private static void require(final boolean condition, final String otherwise) {
        if (!condition) {
            throw new IllegalStateException(otherwise);
        }
    }

    /** A writer with one open row group. */
    private static final class Open implements AutoCloseable {
        final Schema schema;
        final RootAllocator allocator = new RootAllocator();
        final WriterContext context;
        final ParquetWriter writer;
        private final VectorSchemaRoot batch;
        private final SplittableRandom random = new SplittableRandom(1);

        Open(final int columns, final int rows) {
            final List<Field> fields = IntStream.range(0, columns)
                    .mapToObj(i -> new Field("c" + i, FieldType.notNullable(new ArrowType.Int(64, true)), null))
                    .toList();
            schema = new Schema(fields);
            final WriterOptions.Builder options =
                    WriterOptions.builder().compression(Compression.ZSTD).rowGroupBytes(1 << 30);
            for (int i = 0; i < columns; i++) {
                options.column(
                        "c" + i, ColumnOptions.of(isDictionary(i) ? ColumnEncoding.DICTIONARY : ColumnEncoding.PLAIN));
            }
            context = WriterContext.create(1 << 30);
            writer = ParquetWriter.open(context, schema, NO_DICTIONARIES, options.build());
            batch = VectorSchemaRoot.create(schema, allocator);
            writeAll(rows);
        }

        /** In small batches: what a batch may take at most is reserved for all columns at a time. */
        void writeAll(final int rows) {
            for (int row = 0; row < rows; row += BATCH_ROWS) {
                write(Math.min(BATCH_ROWS, rows - row));
            }
        }

        private static boolean isDictionary(final int column) {
            return column % 2 == 0;
        }

        private void write(final int rows) {
            final long before = writer.rows();
            for (int i = 0; i < batch.getFieldVectors().size(); i++) {
                final BigIntVector vector = (BigIntVector) batch.getVector(i);
                vector.allocateNew(rows);
                for (int row = 0; row < rows; row++) {
                    final long time = 1_700_000_000_000L + 10 * (before + row) + random.nextInt(10);
                    vector.set(row, isDictionary(i) ? random.nextInt(DISTINCT) : time);
                }
                vector.setValueCount(rows);
            }
            batch.setRowCount(rows);
            writer.write(batch);
        }

        @Override
        public void close() {
            batch.close();
            writer.close();
            context.close();
            allocator.close();
        }
    }

    /** What is captured, over and over. */
    @State(Scope.Thread)
    public static class Changing {
        @Param({"200", "2000"})
        int columns;

        private Open file;
        private Capture capture;

        @Setup(Level.Trial)
        public void open() {
            file = new Open(columns, 12_000);
            capture = file.writer.capture(CaptureMode.KEEP_OPEN);
        }

        @TearDown(Level.Trial)
        public void close() {
            capture.close();
            file.close();
        }
    }

    /** A capture that is built from, over and over. */
    @State(Scope.Thread)
    public static class Captured {
        @Param({"50000", "100000", "150000"})
        int rows;

        private Open file;
        private Capture capture;

        @Setup(Level.Trial)
        public void open() throws IOException {
            file = new Open(200, rows);
            capture = file.writer.capture(CaptureMode.KEEP_OPEN);
            try (Checkpoint compressed = capture.build();
                    Checkpoint stored = capture.build(Duration.ZERO)) {
                require(compressed.summary().rows() == rows, "rows are missing");
                require(stored.summary().rows() == rows, "rows are missing in a stored tail");
                require(compressed.storedColumns() == 0, "a build without a deadline stored pages");
                require(stored.storedColumns() > 0, "a build without time compressed pages");
                System.out.printf("tail compressed %,d stored %,d bytes%n", compressed.length(), stored.length());
            }
        }

        @TearDown(Level.Trial)
        public void close() {
            capture.close();
            file.close();
        }
    }

    /** Increments: all of the file, and ten thousand rows more. */
    @State(Scope.Thread)
    public static class Saved {
        @Param({"50000", "100000", "150000"})
        int rows;

        private Open file;
        private Capture capture;
        private long confirmed;
        private List<ByteBuffer> increments;

        @Setup(Level.Trial)
        public void open() throws IOException {
            file = new Open(200, rows - NEW_ROWS);
            final byte[] first;
            try (Capture earlier = file.writer.capture(CaptureMode.KEEP_OPEN);
                    Increment all = earlier.since(0)) {
                first = bytes(all);
                confirmed = earlier.id();
            }
            file.writer.confirm(confirmed);
            file.writeAll(NEW_ROWS);
            capture = file.writer.capture(CaptureMode.KEEP_OPEN);
            try (Increment more = capture.since(confirmed)) {
                increments = List.of(ByteBuffer.wrap(first), ByteBuffer.wrap(bytes(more)));
            }
            System.out.printf(
                    "increments of %,d and %,d bytes%n",
                    increments.get(0).remaining(), increments.get(1).remaining());
            try (ParquetWriter restored = restored()) {
                require(restored.rows() == rows, "rows are missing in a restored file");
            }
        }

        private static byte[] bytes(final Increment increment) throws IOException {
            final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            increment.writeTo(Channels.newChannel(bytes));
            return bytes.toByteArray();
        }

        private ParquetWriter restored() throws IOException {
            final List<ByteBuffer> views =
                    increments.stream().map(ByteBuffer::duplicate).toList();
            return ParquetWriter.restore(file.context, file.schema, NO_DICTIONARIES, SavedFile.ofBytes(views));
        }

        @TearDown(Level.Trial)
        public void close() {
            capture.close();
            file.close();
        }
    }

    /** Takes everything and keeps nothing. */
    private static final class Nowhere implements WritableByteChannel {
        @Override
        public int write(final ByteBuffer source) {
            final int bytes = source.remaining();
            source.position(source.limit());
            return bytes;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    /** On the writer's thread, after something changed; its end, which any thread may do, is in it. */
    @Benchmark
    public long capture(final Changing state) {
        state.file.writer.putMetadata("changed", "yes");
        try (Capture captured = state.file.writer.capture(CaptureMode.KEEP_OPEN)) {
            return captured.id();
        }
    }

    /** The same where nothing changed. */
    @Benchmark
    public long captureUnchanged(final Changing state) {
        try (Capture captured = state.file.writer.capture(CaptureMode.KEEP_OPEN)) {
            return captured.id();
        }
    }

    @Benchmark
    public long buildCompressed(final Captured state) {
        try (Checkpoint checkpoint = state.capture.build()) {
            return checkpoint.length();
        }
    }

    @Benchmark
    public long buildStored(final Captured state) {
        try (Checkpoint checkpoint = state.capture.build(Duration.ZERO)) {
            return checkpoint.length();
        }
    }

    @Benchmark
    public long writeTailStored(final Captured state) throws IOException {
        return state.capture.writeTail(new Nowhere(), Duration.ZERO).bytes();
    }

    /** What is new since ten thousand rows ago, without its way to a store. */
    @Benchmark
    public long since(final Saved state) throws IOException {
        try (Increment increment = state.capture.since(state.confirmed)) {
            return increment.bytes();
        }
    }

    /** From two increments in memory. */
    @Benchmark
    public long restore(final Saved state) throws IOException {
        try (ParquetWriter restored = state.restored()) {
            return restored.rows();
        }
    }
}

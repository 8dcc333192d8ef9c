package dev.intarsia.internal.file;

import dev.intarsia.buffer.Part;
import dev.intarsia.buffer.SharedBuffer;
import dev.intarsia.internal.compress.CompressorPool;
import dev.intarsia.internal.memory.Demand;
import dev.intarsia.internal.memory.Lane;
import dev.intarsia.internal.memory.NativeMemory;
import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.internal.memory.SlabPool;
import dev.intarsia.internal.schema.ParquetSchema;
import dev.intarsia.options.ColumnEncoding;
import dev.intarsia.options.ColumnOptions;
import dev.intarsia.options.Compression;
import dev.intarsia.options.WriterOptions;
import java.nio.ByteBuffer;
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
 * Question: what does closing a row group cost: does it depend on what is still open, and not on the bytes that are
 * finished?
 *
 * <p>{@link #flush} is all of it: reserve the worst case, cut the last page of each of {@value #COLUMNS} columns of int64
 * with five random bytes (PLAIN; half full: 10,000 rows of 20,000, 80 kB), write the row group's metadata, link all pages. What differs between
 * the parameters is how much was finished before: nothing, 15 MB, 64 MB or 129 MiB before compression.
 *
 * <p>{@link #link} is the last step alone, in the same shape: {@value #COLUMNS} lanes of pages of 160 kB are drained into
 * an empty file. With {@code seamless} the pages lie next to each other, as headers of a guessed length leave them, and
 * leave as one slice a segment; otherwise each is a slice. With 53 pages it is a row group of 129 MiB whose pages are all
 * cut; what the last cuts cost beside it is the rest of {@link #flush}.
 *
 * <p>Gate: the linked bytes are exactly those of the pages, each at the address where it was encoded, and the row group's
 * facts say the same.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RowGroupFlushBenchmark {
    private static final DictionaryProvider NO_DICTIONARIES = new DictionaryProvider.MapDictionaryProvider();
    private static final int COLUMNS = 16;
    private static final int BATCH_ROWS = 10_000;
    private static final int RANDOM_BYTES = 5;
    private static final int PAGE_BYTES = 160_000;
    private static final int PAGE_GAP = 8;
    private static final long BUDGET_BYTES = 256 << 20;

    private static void require(final boolean condition, final String otherwise) {
        if (!condition) {
            throw new IllegalStateException(otherwise);
        }
    }

    /** A file whose row group is about to close. */
    @State(Scope.Thread)
    public static class OpenRowGroup {
        /** Finished pages of each column, about: the first pages of the columns end at different rows. */
        @Param({"0", "6", "25", "53"})
        int finishedPages;

        @Param({"UNCOMPRESSED", "ZSTD"})
        Compression.Codec codec;

        private RootAllocator allocator;
        /** Two by turns, so that no page repeats itself, which a codec would find. */
        private final VectorSchemaRoot[] batches = new VectorSchemaRoot[2];

        private SlabPool memory;
        private CompressorPool compressors;
        private ParquetSchema schema;
        private WriterOptions options;
        private FileWriter file;

        @Setup(Level.Trial)
        public void open() {
            final List<Field> fields = IntStream.range(0, COLUMNS)
                    .mapToObj(i -> new Field("c" + i, FieldType.notNullable(new ArrowType.Int(64, true)), null))
                    .toList();
            allocator = new RootAllocator();
            final Schema arrow = new Schema(fields);
            schema = ParquetSchema.of(arrow, NO_DICTIONARIES);
            final WriterOptions.Builder all = WriterOptions.builder()
                    .compression(codec.atDefaultLevel())
                    .rowGroupBytes(Long.MAX_VALUE)
                    .rowGroupRows(Integer.MAX_VALUE);
            fields.forEach(field -> all.column(field.getName(), ColumnOptions.of(ColumnEncoding.PLAIN)));
            options = all.build();
            final SplittableRandom random = new SplittableRandom(1);
            for (int i = 0; i < batches.length; i++) {
                batches[i] = batch(arrow, random);
            }
            memory = new SlabPool(BUDGET_BYTES, 0);
            compressors = new CompressorPool();
            gate();
        }

        private VectorSchemaRoot batch(final Schema arrow, final SplittableRandom random) {
            final VectorSchemaRoot batch = VectorSchemaRoot.create(arrow, allocator);
            for (int i = 0; i < COLUMNS; i++) {
                final BigIntVector vector = (BigIntVector) batch.getVector(i);
                vector.allocateNew(BATCH_ROWS);
                for (int row = 0; row < BATCH_ROWS; row++) {
                    vector.set(row, random.nextLong(1L << Byte.SIZE * RANDOM_BYTES));
                }
                vector.setValueCount(BATCH_ROWS);
            }
            batch.setRowCount(BATCH_ROWS);
            return batch;
        }

        private void gate() {
            fill();
            final long before = file.file().length();
            file.admitFlush();
            file.flush();
            final long linked = file.file().length() - before;
            require(file.rowGroups().size() == 1, "there is not one row group");
            require(file.rowGroups().get(0).compressedBytes() == linked, "facts and linked bytes differ");
            require(file.rowGroups().get(0).rows() == rows(), "rows are missing");
            require(linked >= rows() * COLUMNS * RANDOM_BYTES, "random values cannot become fewer bytes");
            free();
        }

        private long rows() {
            return (2L * finishedPages + 1) * BATCH_ROWS;
        }

        @Setup(Level.Invocation)
        public void fill() {
            file = new FileWriter(schema, NO_DICTIONARIES, options, memory, compressors);
            for (int i = 0; i < rows() / BATCH_ROWS; i++) {
                file.admit(batches[i % batches.length]);
                file.write(BATCH_ROWS);
            }
        }

        @TearDown(Level.Invocation)
        public void free() {
            file.close();
        }

        @TearDown(Level.Trial)
        public void close() {
            memory.close();
            compressors.close();
            batches[0].close();
            batches[1].close();
            allocator.close();
        }
    }

    /** Lanes of finished pages. */
    @State(Scope.Thread)
    public static class FinishedPages {
        @Param({"6", "25", "53"})
        int pages;

        @Param({"true", "false"})
        boolean seamless;

        private final Lane[] lanes = new Lane[COLUMNS];
        private long[][] addresses;
        private SlabPool memory;
        private SharedBuffer file;

        @Setup(Level.Trial)
        public void open() {
            memory = new SlabPool(BUDGET_BYTES, 0);
            addresses = new long[COLUMNS][pages];
            fill();
            drain();
            require(file.length() == (long) COLUMNS * pages * PAGE_BYTES, "pages are missing");
            requireInPlace();
            free();
        }

        /** Not a byte was copied: the file's slices are where the pages were encoded. */
        private void requireInPlace() {
            try (Part part = file.splitTo(file.length())) {
                long left = 0;
                long at = 0;
                int view = 0;
                final ByteBuffer[] views = part.nioBuffers();
                for (int column = 0; column < COLUMNS; column++) {
                    for (int page = 0; page < pages; page++) {
                        for (long from = addresses[column][page], end = from + PAGE_BYTES; from < end; ) {
                            if (left == 0) {
                                left = views[view].remaining();
                                at = NativeMemory.addressOf(views[view]) + views[view].position();
                                view++;
                            }
                            require(at == from, "a page is not where it was encoded");
                            final long bytes = Math.min(left, end - from);
                            at += bytes;
                            left -= bytes;
                            from += bytes;
                        }
                    }
                }
            }
        }

        @Setup(Level.Invocation)
        public void fill() {
            file = new SharedBuffer();
            final Reserve reserve = new Reserve(memory);
            final Demand demand = new Demand();
            for (int i = 0; i < COLUMNS; i++) {
                lanes[i] = new Lane(1 << 20);
                lanes[i].plan(PAGE_GAP + PAGE_BYTES, pages, (long) pages * (PAGE_GAP + PAGE_BYTES), demand);
            }
            reserve.fill(demand, "a benchmark");
            for (int page = 0; page < pages; page++) {
                for (int column = 0; column < COLUMNS; column++) {
                    // As an encoder does: so that the memory is as warm as it would be.
                    final long at = lanes[column].claim(PAGE_GAP + PAGE_BYTES, reserve);
                    final int from = seamless ? 0 : PAGE_GAP;
                    NativeMemory.putLong(at, page);
                    lanes[column].commit(from, PAGE_BYTES);
                    addresses[column][page] = at + from;
                }
            }
            reserve.giveBack();
        }

        void drain() {
            for (final Lane lane : lanes) {
                lane.drainTo(file::link);
            }
        }

        @TearDown(Level.Invocation)
        public void free() {
            file.close();
        }

        @TearDown(Level.Trial)
        public void close() {
            memory.close();
        }
    }

    @Benchmark
    public long flush(final OpenRowGroup rowGroup) {
        rowGroup.file.admitFlush();
        rowGroup.file.flush();
        return rowGroup.file.file().length();
    }

    @Benchmark
    public long link(final FinishedPages pages) {
        pages.drain();
        return pages.file.length();
    }
}

package dev.intarsia.internal.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.buffer.Part;
import dev.intarsia.buffer.SharedBuffer;
import dev.intarsia.options.BloomFilter;
import dev.intarsia.options.ColumnEncoding;
import dev.intarsia.options.ColumnOptions;
import dev.intarsia.options.FloatOrder;
import dev.intarsia.options.SortingColumn;
import dev.intarsia.options.WriterOptions;
import dev.intarsia.testkit.FlatTypes;
import dev.intarsia.testkit.Gathered;
import dev.intarsia.testkit.Nesting;
import dev.intarsia.testkit.Nulls;
import dev.intarsia.testkit.Pattern;
import dev.intarsia.testkit.Vectors;
import dev.intarsia.testkit.random.SeedGroups;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An increment is as small as what came since the checkpoint that it builds upon: completed pages, 1.1 times the PLAIN
 * values, levels and dictionary entries since, metadata of pages and row groups, and for each column 64 bytes, changed
 * bounds, histograms, and hashes or bits of its Bloom filter.
 *
 * <p>{@code -Dintarsia.generated=2000} checks so many seeds, {@code -Dintarsia.generatedFrom=500} begins there.
 */
class IncrementBoundTest {
    private static final SeedGroups SEEDS = SeedGroups.ofCases(60, 20);
    private static final DictionaryProvider NONE = new DictionaryProvider.MapDictionaryProvider();

    @TempDir
    Path folder;

    /** Columns and options of the files that are looked at one by one. */
    enum Shape {
        FIXED_WIDTH(ColumnEncoding.PLAIN, false, "int32", "int64", "float64", "bool", "fixed16"),
        FIXED_WIDTH_WITH_NULLS(ColumnEncoding.PLAIN, true, "int32", "int64", "float32", "bool", "decimal38"),
        STRINGS(ColumnEncoding.PLAIN, false, "utf8", "binary"),
        STRINGS_WITH_NULLS(ColumnEncoding.AUTO, true, "utf8", "binary"),
        DICTIONARIES(ColumnEncoding.DICTIONARY, true, "int32", "int64", "utf8"),
        BLOOM_FILTERS(ColumnEncoding.PLAIN, true, "int64", "utf8"),
        BLOOM_FILTERS_OF_DICTIONARIES(ColumnEncoding.DICTIONARY, true, "int64", "utf8"),
        NESTED(ColumnEncoding.PLAIN, true, "int64", "utf8"),
        NESTED_WITH_ALL(ColumnEncoding.DICTIONARY, true, "int64", "utf8"),
        EVERY_TYPE(ColumnEncoding.AUTO, true);

        final Schema flat;
        final Schema schema;
        final WriterOptions options;

        Shape(final ColumnEncoding encoding, final boolean nullable, final String... types) {
            flat = types.length == 0
                    ? FlatTypes.schemaOfAll()
                    : new Schema(IntStream.range(0, types.length)
                            .mapToObj(i -> FlatTypes.field("c" + i, type(types[i]), nullable))
                            .toList());
            schema = isNested() ? Nesting.listOfStructs("list", flat.getFields()) : flat;
            final ColumnOptions.Builder column = ColumnOptions.builder().encoding(encoding);
            if (name().startsWith("BLOOM") || name().endsWith("ALL")) {
                column.bloomFilter(new BloomFilter(0.01, 0, 1 << 16));
            }
            options = WriterOptions.builder()
                    .defaults(column.build())
                    .pageRows(3_000)
                    .rowGroupRows(9_700)
                    .floatOrder(FloatOrder.IEEE_754_TOTAL_ORDER)
                    .build();
        }

        private boolean isNested() {
            return name().startsWith("NESTED");
        }

        private static ArrowType type(final String name) {
            return Objects.requireNonNull(FlatTypes.ALL.get(name), () -> name + " of " + FlatTypes.ALL.keySet());
        }

        List<VectorSchemaRoot> batches(final BufferAllocator allocator, final int count, final int rows) {
            final List<VectorSchemaRoot> batches = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                final VectorSchemaRoot batch = Vectors.generate(
                        allocator,
                        flat,
                        rows,
                        i % 5 == 4 ? Pattern.EXTREMES : Pattern.DISTINCT,
                        i % 3 == 2 ? Nulls.RUNS : Nulls.SOME,
                        i);
                if (isNested()) {
                    batches.add(Nesting.inListsOfStructs("list", batch, i));
                    batch.close();
                } else {
                    batches.add(batch);
                }
            }
            return batches;
        }
    }

    @ParameterizedTest
    @EnumSource
    void anIncrementIsAsSmallAsWhatIsNew(final Shape shape, final BufferAllocator allocator) throws IOException {
        check(shape, shape.options, allocator, 0, 37);
        check(shape, shape.options, allocator, 0, 1_000);
    }

    /** Numbers are large, and there are next to no values among which they would be lost. */
    @ParameterizedTest
    @EnumSource
    void anIncrementOfOneRowIsSmallWhereThousandsCameBefore(final Shape shape, final BufferAllocator allocator)
            throws IOException {
        final List<VectorSchemaRoot> first = shape.batches(allocator, 1, 18_000);
        final int next = first.get(0).getRowCount() / 2 + 5;
        Vectors.close(first);
        // The second page is cut ten rows later, and once the row group is closed as well.
        final WriterOptions.Builder options = shape.options.toBuilder().pageRows(next);
        check(shape, options.rowGroupRows(1 << 20).build(), allocator, 18_000, 1);
        check(shape, options.rowGroupRows(2 * next).build(), allocator, 18_000, 1);
    }

    private void check(
            final Shape shape,
            final WriterOptions options,
            final BufferAllocator allocator,
            final int rowsBefore,
            final int rows)
            throws IOException {
        final List<VectorSchemaRoot> batches = new ArrayList<>();
        if (rowsBefore > 0) {
            batches.addAll(shape.batches(allocator, 1, rowsBefore));
        }
        batches.addAll(shape.batches(allocator, rowsBefore > 0 ? 13 : 30, rows));
        try (Run run = new Run(shape.schema, NONE, options)) {
            for (final VectorSchemaRoot batch : batches) {
                run.write(batch);
                run.take();
            }
            final Worst worst = run.finish(folder);
            worst.assertWithinBound();
            assertThat(worst.share).as("the bound is not far off").isGreaterThan(0.8);
        } finally {
            Vectors.close(batches);
        }
    }

    /** The last row is told with them. */
    @ParameterizedTest
    @ValueSource(ints = {1, 100})
    void anIncrementOfSortedRowsIsAsSmallAsWhatIsNew(final int rows, final BufferAllocator allocator)
            throws IOException {
        final Schema schema = new Schema(List.of(
                FlatTypes.field("number", new ArrowType.Int(64, true), false),
                FlatTypes.field("name", new ArrowType.Utf8(), false)));
        final WriterOptions options = WriterOptions.builder()
                .defaults(ColumnOptions.of(ColumnEncoding.PLAIN))
                .pageRows(110)
                .rowGroupRows(450)
                .sortingColumns(SortingColumn.ascending("number"), SortingColumn.ascending("name"))
                .build();
        try (Run run = new Run(schema, NONE, options)) {
            for (int first = 0; first < 700; first += rows) {
                try (VectorSchemaRoot batch = VectorSchemaRoot.create(schema, allocator)) {
                    for (int i = 0; i < rows; i++) {
                        final byte[] name = "%0100d".formatted(first + i).getBytes(StandardCharsets.US_ASCII);
                        ((BigIntVector) batch.getVector(0)).setSafe(i, (first + i) / 3);
                        ((VarCharVector) batch.getVector(1)).setSafe(i, name);
                    }
                    batch.setRowCount(rows);
                    run.write(batch);
                }
                run.take();
            }
            run.finish(folder).assertWithinBound();
        }
    }

    /** However many columns, rows, row groups and checkpoints there are. */
    @Test
    void anIncrementOfAnUnchangedFileIsAlwaysAsSmall(final BufferAllocator allocator) {
        final List<Long> bytes = new ArrayList<>();
        for (final Shape shape : List.of(Shape.FIXED_WIDTH, Shape.EVERY_TYPE)) {
            final List<VectorSchemaRoot> batches = shape.batches(allocator, 3, 1_000);
            final WriterOptions options =
                    shape.options.toBuilder().rowGroupRows(1_900).build();
            try (Run run = new Run(shape.schema, NONE, options)) {
                for (final VectorSchemaRoot batch : batches) {
                    run.write(batch);
                    run.take();
                    bytes.add(run.take());
                    run.store(); // what becomes durable changes nothing
                    bytes.add(run.take());
                }
            } finally {
                Vectors.close(batches);
            }
        }
        assertThat(bytes).allSatisfy(each -> assertThat(each).isLessThanOrEqualTo(IncrementBound.FILE_BYTES));
    }

    @Test
    void anIncrementDoesNotGrowWithTheCheckpointsThatItNeeds(final BufferAllocator allocator) {
        final List<VectorSchemaRoot> batches = Shape.FIXED_WIDTH.batches(allocator, 2, 3);
        try (Run run = new Run(Shape.FIXED_WIDTH.schema, NONE, Shape.FIXED_WIDTH.options)) {
            run.write(batches.get(0));
            run.take();
            final long first = run.take();
            for (int i = 0; i < 2_000; i++) {
                run.take();
            }
            assertThat(run.take()).isLessThanOrEqualTo(first + 2);
            for (int i = 0; i < 500; i++) {
                run.write(batches.get(1));
                run.take();
            }
            assertThat(run.take()).isLessThanOrEqualTo(first + 4);
        } finally {
            Vectors.close(batches);
        }
    }

    static List<Integer> firstSeeds() {
        return SEEDS.firsts();
    }

    @ParameterizedTest(name = "seeds from {0} on")
    @MethodSource("firstSeeds")
    void anIncrementOfAnySchemaIsAsSmallAsWhatIsNew(final int firstSeed, final BufferAllocator allocator) {
        SEEDS.check(firstSeed, allocator, generated -> {
            try (Run run = new Run(generated.schema(), generated.dictionaries(), generated.options())) {
                run.take();
                int batches = 0;
                for (final VectorSchemaRoot batch : generated.inTurn()) {
                    run.write(batch);
                    if (batches++ % 2 == 1) {
                        run.note("batches", Integer.toString(batches));
                    }
                    run.take();
                }
                final Worst worst = run.finish(folder);
                worst.assertWithinBound();
            }
        });
    }

    /**
     * What came nearest to its bound.
     *
     * @param share of the bound that it took
     * @param columnBytes what it took a column, beside all that has a term of its own
     */
    record Worst(double share, double columnBytes) {
        void assertWithinBound() {
            assertThat(share)
                    .as("share of the bound, with %s bytes a column of %s", columnBytes, IncrementBound.COLUMN_BYTES)
                    .isLessThanOrEqualTo(1);
        }
    }

    /** A file, and what was taken of it. */
    private static final class Run implements AutoCloseable {
        private static final UUID ID = new UUID(1, 2);

        private record Taken(IncrementBound.Moment base, IncrementBound.Moment now, long bytes) {}

        private final CheckpointLedger ledger = new CheckpointLedger();
        private final WriterOptions options;
        private final LoneFile file;
        private final ByteArrayOutputStream store = new ByteArrayOutputStream();
        private final List<Taken> taken = new ArrayList<>();
        private IncrementBound.Moment last;
        private long confirmed;
        private int notes;

        Run(final Schema schema, final DictionaryProvider dictionaries, final WriterOptions options) {
            this.options = options;
            this.file = new LoneFile(schema, dictionaries, options, 512 << 20, 16 << 20);
        }

        void write(final VectorSchemaRoot batch) {
            if (file.admits(batch)) {
                file.writer.write(batch.getRowCount());
            }
        }

        void note(final String key, final String value) {
            file.writer.putMetadata(key, value);
            notes++;
        }

        long take() {
            final FileState state = file.writer.capture();
            try {
                final long id = ledger.note(state);
                final FileIncrement increment = FileIncrement.of(state, ledger, ID, id, confirmed, file.memory);
                final IncrementBound.Moment now = new IncrementBound.Moment(state.open.marks, state.rows(), notes);
                taken.add(new Taken(last, now, increment.bytes()));
                increment.release();
                ledger.confirm(id);
                confirmed = id;
                last = now;
                return taken.get(taken.size() - 1).bytes;
            } finally {
                state.release();
            }
        }

        void store() {
            final SharedBuffer finished = file.writer.file();
            final long bytes = finished.length() - finished.splitOffset();
            if (bytes > 0) {
                try (Part part = finished.splitTo(bytes)) {
                    store.writeBytes(Gathered.bytes(part.nioBuffers()));
                    finished.durable(part.endOffset());
                }
            }
        }

        Worst finish(final Path folder) throws IOException {
            file.writer.admitFinish();
            file.writer.finish();
            store();
            final IncrementBound bound =
                    new IncrementBound(new SeenFile(store.toByteArray(), folder), file.schema, options);
            double share = 0;
            double columnBytes = 0;
            for (final Taken each : taken) {
                share = Math.max(share, (double) each.bytes / bound.of(each.base, each.now));
                columnBytes = Math.max(
                        columnBytes,
                        (double) (each.bytes - bound.withoutColumns(each.base, each.now))
                                / file.schema.leaves().size());
            }
            return new Worst(share, columnBytes);
        }

        @Override
        public void close() {
            file.close();
        }
    }
}

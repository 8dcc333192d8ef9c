package dev.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.Capture;
import dev.intarsia.CaptureClock;
import dev.intarsia.CaptureMode;
import dev.intarsia.Checkpoint;
import dev.intarsia.FileSummary;
import dev.intarsia.ParquetWriter;
import dev.intarsia.WriterContext;
import dev.intarsia.options.Compression;
import dev.intarsia.options.DataPageVersion;
import dev.intarsia.options.InvalidBatchException;
import dev.intarsia.options.WriterOptions;
import dev.intarsia.testkit.ArrowRows;
import dev.intarsia.testkit.Budget;
import dev.intarsia.testkit.DuckDbReader;
import dev.intarsia.testkit.Gathered;
import dev.intarsia.testkit.Table;
import dev.intarsia.testkit.WrittenFile;
import dev.intarsia.testkit.random.Case;
import dev.intarsia.testkit.random.Property;
import dev.intarsia.testkit.random.RandomBatch;
import dev.intarsia.testkit.random.SeedGroups;
import dev.intarsia.testkit.structure.StructureCheck;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tails whose time was short: with every page stored, and with some, both readers find the rows that were captured; and
 * the tail that is written column by column has the bytes of the one that is built. Every codec in turn, in either
 * version of data pages.
 *
 * <p>{@code -Dintarsia.generated=2000} checks so many seeds, {@code -Dintarsia.generatedFrom=500} begins there.
 */
class PacedTailInteropTest {
    private static final SeedGroups SEEDS = SeedGroups.ofCases(60, 30);
    private static final Compression.Codec[] CODECS = Compression.Codec.values();

    private static DuckDbReader duck;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        duck = new DuckDbReader();
    }

    @AfterAll
    static void stop() {
        duck.close();
    }

    static List<Integer> firstSeeds() {
        return SEEDS.firsts();
    }

    private static WriterOptions options(final Case generated) {
        final int seed = (int) generated.seed();
        return generated.options().toBuilder()
                .compression(CODECS[seed % CODECS.length].atDefaultLevel())
                .dataPages(DataPageVersion.values()[seed / CODECS.length % 2])
                .build();
    }

    @ParameterizedTest(name = "seeds from {0} on")
    @MethodSource("firstSeeds")
    void tailsThatWereBuiltInAHurryHaveTheRows(
            final int firstSeed, final BufferAllocator allocator, @Budget(512L << 20) final WriterContext context) {
        final Set<Compression.Codec> stored = EnumSet.noneOf(Compression.Codec.class);
        forEach(firstSeed, allocator, generated -> {
            final Table rows = ArrowRows.emptyOf(generated.schema());
            final SplittableRandom random = new SplittableRandom(generated.seed());
            final int batches = 1 + random.nextInt(generated.batches().size());
            final ByteArrayOutputStream store = new ByteArrayOutputStream();
            try (ParquetWriter writer =
                    ParquetWriter.open(context, generated.schema(), generated.dictionaries(), options(generated))) {
                int done = 0;
                for (final var root : generated.inTurn()) {
                    if (done == batches) {
                        break;
                    }
                    writer.write(root);
                    final RandomBatch source = generated.batches().get(done++);
                    ArrowRows.append(rows, source.root(), source.dictionaries());
                    if (random.nextBoolean()) {
                        store.writeBytes(Gathered.rest(writer));
                    }
                }
                try (Capture capture = writer.capture(CaptureMode.KEEP_OPEN)) {
                    final Hurry none = new Hurry(Duration.ZERO, 0);
                    final Hurry some = new Hurry(
                            Duration.ofHours(1),
                            1 + random.nextInt(generated.schema().getFields().size() + 1));
                    if (check(capture, none, generated, store, rows) > 0) {
                        stored.add(options(generated).compression().codec());
                    }
                    check(capture, some, generated, store, rows);
                }
            }
        });
        assertThat(stored)
                .as("codecs whose pages were stored")
                .contains(Compression.Codec.ZSTD, Compression.Codec.SNAPPY);
    }

    /** How much time there is, and how often the clock is asked before it is over. */
    private record Hurry(Duration within, int times) {
        LongSupplier clock() {
            return CaptureClock.standingStill(times);
        }
    }

    private int check(
            final Capture capture,
            final Hurry hurry,
            final Case generated,
            final ByteArrayOutputStream store,
            final Table rows)
            throws IOException {
        final ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(store.toByteArray(), 0, Math.toIntExact(capture.fileOffset()));
        final ByteArrayOutputStream written = new ByteArrayOutputStream();
        written.writeBytes(whole.toByteArray());
        try (Checkpoint checkpoint = CaptureClock.build(capture, hurry.within, hurry.clock())) {
            whole.writeBytes(Gathered.bytes(checkpoint.nioBuffers()));
            final byte[] bytes = whole.toByteArray();
            final FileSummary summary =
                    CaptureClock.writeTail(capture, Channels.newChannel(written), hurry.within, hurry.clock());
            assertThat(written.toByteArray()).isEqualTo(bytes);
            assertThat(summary).isEqualTo(checkpoint.summary());
            assertThat(summary.rows()).isEqualTo(rows.rowCount());
            assertThat(summary.bytes()).isEqualTo(bytes.length);
            StructureCheck.assertSound(bytes, WrittenFile.strictness(generated.options()));
            final WrittenFile file = new WrittenFile(
                    Files.write(Files.createTempFile(folder, "tail", ".parquet"), bytes), bytes, summary);
            BothReaders.assertParquetJavaReads(file, rows);
            if (generated.plan().isForDuckDb()) {
                BothReaders.assertDuckDbReads(file, rows, duck);
            }
            Files.delete(file.path());
            return checkpoint.storedColumns();
        }
    }

    @ParameterizedTest(name = "seeds from {0} on")
    @MethodSource("firstSeeds")
    void aFileWhoseCapturesCloseRowGroupsIsOneThatWasFlushedThere(
            final int firstSeed, final BufferAllocator allocator, @Budget(512L << 20) final WriterContext context) {
        forEach(firstSeed, allocator, generated -> {
            final byte[] captured = file(context, generated, writer -> {
                try (Capture capture = writer.capture(CaptureMode.CLOSE_ROW_GROUP);
                        Checkpoint checkpoint = capture.build()) {
                    assertThat(capture.rows()).isEqualTo(writer.rows());
                    assertThat(writer.unflushedBytes()).isZero();
                    assertThat(checkpoint.summary().rows()).isEqualTo(writer.rows());
                    assertThat(checkpoint.summary().rowGroups()).hasSize(writer.rowGroups());
                }
            });
            assertThat(captured).isEqualTo(file(context, generated, ParquetWriter::flushRowGroup));
        });
    }

    private static byte[] file(
            final WriterContext context, final Case generated, final Consumer<ParquetWriter> sometimes) {
        final ByteArrayOutputStream store = new ByteArrayOutputStream();
        final SplittableRandom random = new SplittableRandom(generated.seed());
        try (ParquetWriter writer =
                ParquetWriter.open(context, generated.schema(), generated.dictionaries(), options(generated))) {
            for (final var root : generated.inTurn()) {
                writer.write(root);
                if (random.nextBoolean()) {
                    sometimes.accept(writer);
                }
            }
            writer.finish();
            store.writeBytes(Gathered.rest(writer));
        }
        return store.toByteArray();
    }

    private void forEach(final int firstSeed, final BufferAllocator allocator, final Property property) {
        SEEDS.check(firstSeed, allocator, generated -> {
            try {
                property.check(generated);
            } catch (final InvalidBatchException e) {
                Case.assertRefusable(e);
            }
        });
    }
}

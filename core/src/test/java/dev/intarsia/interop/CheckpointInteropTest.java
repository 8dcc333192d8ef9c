package dev.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.Capture;
import dev.intarsia.CaptureMode;
import dev.intarsia.Checkpoint;
import dev.intarsia.ParquetWriter;
import dev.intarsia.WriterContext;
import dev.intarsia.buffer.Part;
import dev.intarsia.testkit.ArrowRows;
import dev.intarsia.testkit.Budget;
import dev.intarsia.testkit.DuckDbReader;
import dev.intarsia.testkit.Gathered;
import dev.intarsia.testkit.Table;
import dev.intarsia.testkit.WrittenFile;
import dev.intarsia.testkit.random.Case;
import dev.intarsia.testkit.random.RandomBatch;
import dev.intarsia.testkit.random.SeedGroups;
import dev.intarsia.testkit.structure.StructureCheck;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files that are captured while they are written, at random moments, and built on another thread while more is written:
 * every tail ends the file with exactly the rows that were captured, both readers find them, and the file itself
 * becomes what it would have become without.
 *
 * <p>{@code -Dintarsia.generated=2000} checks so many seeds, {@code -Dintarsia.generatedFrom=500} begins there.
 */
class CheckpointInteropTest {
    private static final SeedGroups SEEDS = SeedGroups.ofCases(150, 25);

    private static DuckDbReader duck;
    private static ExecutorService builder;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        duck = new DuckDbReader();
        builder = Executors.newSingleThreadExecutor();
    }

    @AfterAll
    static void stop() {
        duck.close();
        builder.shutdownNow();
    }

    static List<Integer> firstSeeds() {
        return SEEDS.firsts();
    }

    @ParameterizedTest(name = "seeds from {0} on")
    @MethodSource("firstSeeds")
    void everyTailEndsTheFileWhereItWasCaptured(
            final int firstSeed, final BufferAllocator allocator, @Budget(512L << 20) final WriterContext context) {
        SEEDS.check(
                firstSeed,
                allocator,
                generated -> generated.checkWritten(folder, context, expected -> {
                    final Run run = new Run(generated, context);
                    run.write();
                    assertThat(run.stored.toByteArray()).isEqualTo(expected.bytes());
                }));
    }

    /** One file with its captures. */
    private final class Run {
        private final Case generated;
        private final WriterContext context;
        private final SplittableRandom random;
        private final ByteArrayOutputStream stored = new ByteArrayOutputStream();
        private final Deque<Part> inFlight = new ArrayDeque<>();
        private final Deque<Captured> captured = new ArrayDeque<>();
        private final Table rows;

        Run(final Case generated, final WriterContext context) {
            this.generated = generated;
            this.context = context;
            this.random = new SplittableRandom(generated.seed());
            this.rows = ArrowRows.emptyOf(generated.schema());
        }

        private record Captured(Capture capture, Table rows, CompletableFuture<Checkpoint> checkpoint) {}

        void write() throws Exception {
            final long usedBefore = context.usedBytes();
            try (ParquetWriter writer =
                    ParquetWriter.open(context, generated.schema(), generated.dictionaries(), generated.options())) {
                int batch = 0;
                for (final var root : generated.inTurn()) {
                    capture(writer);
                    writer.write(root);
                    final RandomBatch source = generated.batches().get(batch++);
                    ArrowRows.append(rows, source.root(), source.dictionaries());
                    parts(writer, false);
                    settle(1);
                }
                capture(writer);
                if (random.nextBoolean()) {
                    capture(writer); // unchanged, or durable further on
                }
                writer.finish();
                parts(writer, true);
                settle(0);
            }
            assertThat(context.usedBytes()).isEqualTo(usedBefore);
        }

        private void capture(final ParquetWriter writer) {
            if (captured.size() == Capture.MAX_OPEN || random.nextInt(4) == 0) {
                return;
            }
            final Capture capture = writer.capture(CaptureMode.KEEP_OPEN);
            assertThat(capture.rows()).isEqualTo(rows.rowCount());
            final Table copy = ArrowRows.emptyOf(generated.schema());
            final CompletableFuture<Checkpoint> built = new CompletableFuture<>();
            captured.add(new Captured(capture, copy, built));
            int batch = 0;
            while (copy.rowCount() < rows.rowCount()) {
                final RandomBatch source = generated.batches().get(batch++);
                ArrowRows.append(copy, source.root(), source.dictionaries());
            }
            builder.execute(() -> {
                try {
                    built.complete(capture.build());
                } catch (final Throwable e) {
                    built.completeExceptionally(e);
                }
            });
        }

        /** Looks at what was built, but for the newest. */
        private void settle(final int left) throws Exception {
            while (captured.size() > left) {
                final Captured one = captured.remove();
                try (Capture capture = one.capture;
                        Checkpoint checkpoint = one.checkpoint.get()) {
                    assertThat(checkpoint.fileOffset()).isEqualTo(capture.fileOffset());
                    assertEnds(checkpoint, one.rows);
                }
            }
        }

        private void assertEnds(final Checkpoint checkpoint, final Table expected) throws IOException {
            final ByteArrayOutputStream whole = new ByteArrayOutputStream();
            whole.write(stored.toByteArray(), 0, Math.toIntExact(checkpoint.fileOffset()));
            whole.writeBytes(Gathered.bytes(checkpoint.nioBuffers()));
            final byte[] bytes = whole.toByteArray();
            assertThat(checkpoint.summary().bytes()).isEqualTo(bytes.length);
            assertThat(checkpoint.summary().rows()).isEqualTo(expected.rowCount());
            StructureCheck.assertSound(bytes, WrittenFile.strictness(generated.options()));
            final WrittenFile file = new WrittenFile(
                    Files.write(Files.createTempFile(folder, "tail", ".parquet"), bytes), bytes, checkpoint.summary());
            BothReaders.assertParquetJavaReads(file, expected);
            if (generated.plan().isForDuckDb() && random.nextInt(4) == 0) {
                BothReaders.assertDuckDbReads(file, expected, duck);
            }
            Files.delete(file.path());
        }

        /** Hands some bytes out, and says of some that they are durable. */
        private void parts(final ParquetWriter writer, final boolean all) {
            while (writer.bufferedBytes() > 0 && (all || random.nextInt(3) > 0)) {
                final long most = writer.bufferedBytes();
                final Part part = writer.splitTo(all ? most : random.nextLong(1, most + 1));
                inFlight.add(part);
                while (!inFlight.isEmpty() && (all || random.nextBoolean())) {
                    try (Part done = inFlight.remove()) {
                        stored.writeBytes(Gathered.bytes(done.nioBuffers()));
                        writer.durable(done.endOffset());
                    }
                }
            }
            if (all) {
                while (!inFlight.isEmpty()) {
                    try (Part done = inFlight.remove()) {
                        stored.writeBytes(Gathered.bytes(done.nioBuffers()));
                    }
                }
            }
        }
    }
}

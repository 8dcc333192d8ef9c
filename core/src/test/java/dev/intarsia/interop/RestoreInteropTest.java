package dev.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.Capture;
import dev.intarsia.CaptureMode;
import dev.intarsia.Checkpoint;
import dev.intarsia.FileSummary;
import dev.intarsia.Increment;
import dev.intarsia.ParquetWriter;
import dev.intarsia.SavedFile;
import dev.intarsia.WriterContext;
import dev.intarsia.buffer.Part;
import dev.intarsia.testkit.Budget;
import dev.intarsia.testkit.Gathered;
import dev.intarsia.testkit.WrittenFile;
import dev.intarsia.testkit.random.Case;
import dev.intarsia.testkit.random.SeedGroups;
import dev.intarsia.testkit.structure.StructureCheck;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files whose process dies, at random moments, and that are restored from increments: what comes out in the end is,
 * byte for byte, what would have come out of a single process without a checkpoint.
 *
 * <p>{@code -Dintarsia.generated=2000} checks so many seeds, {@code -Dintarsia.generatedFrom=500} begins there.
 */
class RestoreInteropTest {
    private static final SeedGroups SEEDS = SeedGroups.ofCases(300, 50);

    @TempDir
    Path folder;

    static List<Integer> firstSeeds() {
        return SEEDS.firsts();
    }

    /** A third of them: every file is read and looked through. */
    static List<Integer> fewerFirstSeeds() {
        return SEEDS.firstsOfOneIn(3);
    }

    @ParameterizedTest(name = "seeds from {0} on")
    @MethodSource("firstSeeds")
    void aRestoredFileBecomesWhatItWouldHaveBecome(
            final int firstSeed, final BufferAllocator allocator, @Budget(512L << 20) final WriterContext context) {
        SEEDS.check(
                firstSeed,
                allocator,
                generated -> generated.checkWritten(folder, context, expected -> {
                    final long usedBefore = context.usedBytes();
                    final Run run = new Run(generated, context, false);
                    run.write();
                    assertThat(Arrays.mismatch(run.store.toByteArray(), expected.bytes()))
                            .as("the first byte that differs")
                            .isEqualTo(-1);
                    assertThat(context.usedBytes()).isEqualTo(usedBefore);
                }));
    }

    @ParameterizedTest(name = "seeds from {0} on")
    @MethodSource("fewerFirstSeeds")
    void aFileThatIsRestoredFromTailsHasTheSameRows(
            final int firstSeed, final BufferAllocator allocator, @Budget(512L << 20) final WriterContext context) {
        SEEDS.check(
                firstSeed,
                allocator,
                generated -> generated.checkWritten(folder, context, expected -> {
                    final long usedBefore = context.usedBytes();
                    final Run run = new Run(generated, context, true);
                    run.write();
                    assertThat(context.usedBytes()).isEqualTo(usedBefore);
                    final byte[] bytes = run.store.toByteArray();
                    assertThat(run.summary.bytes()).isEqualTo(bytes.length);
                    if (generated.options().rowGroupBytes() >= 1 << 20) { // short pages weigh where row groups are tiny
                        assertThat(run.summary.rowGroups())
                                .hasSameSizeAs(expected.summary().rowGroups());
                    }
                    StructureCheck.assertSound(bytes, WrittenFile.strictness(generated.options()));
                    final WrittenFile file = new WrittenFile(
                            Files.write(Files.createTempFile(folder, "tails", ".parquet"), bytes), bytes, run.summary);
                    BothReaders.assertParquetJavaReads(file, generated.rows());
                    Files.delete(file.path());
                }));
    }

    /** One file and its lives. */
    private static final class Run {
        private final Case generated;
        private final WriterContext context;
        private final SplittableRandom random;
        private final Map<Long, byte[]> blobs = new TreeMap<>();
        /** Number of the increment that was made of others, 0 where there is none. */
        private long compacted;

        private ByteArrayOutputStream store = new ByteArrayOutputStream();
        private List<Long> safe = List.of();
        private final boolean tails;
        private boolean uponTail;
        private long confirmed;
        private FileSummary summary;

        /** @param tails whether a life may end with a tail, upon which the increments of the next one build */
        Run(final Case generated, final WriterContext context, final boolean tails) {
            this.generated = generated;
            this.context = context;
            this.tails = tails;
            this.random = new SplittableRandom(generated.seed());
        }

        void write() throws IOException {
            ParquetWriter writer =
                    ParquetWriter.open(context, generated.schema(), generated.dictionaries(), generated.options());
            try {
                for (final var batch : generated.inTurn()) {
                    writer = perhapsRestored(writer);
                    writer.write(batch);
                    parts(writer, false);
                }
                writer = perhapsRestored(writer);
                summary = writer.finish();
                parts(writer, true);
            } finally {
                writer.close();
            }
        }

        /** Saves a checkpoint; after it, perhaps, the process dies and another one goes on. */
        private ParquetWriter perhapsRestored(final ParquetWriter writer) throws IOException {
            for (int i = random.nextInt(3); i > 0; i--) {
                save(writer);
                perhapsCompact();
            }
            if (safe.isEmpty() || safe.get(safe.size() - 1) != confirmed || random.nextBoolean()) {
                save(writer);
            }
            if (random.nextInt(3) == 0) {
                return writer;
            }
            if (tails && random.nextInt(3) > 0) {
                saveTail(writer);
            } else {
                save(writer);
                perhapsCompact();
            }
            writer.close();
            final SavedFile saved = saved();
            assertThat(saved.id()).isEqualTo(confirmed);
            final byte[] durable = Arrays.copyOf(store.toByteArray(), Math.toIntExact(saved.fileOffset()));
            store = new ByteArrayOutputStream();
            store.writeBytes(durable);
            final ParquetWriter restored =
                    ParquetWriter.restore(context, generated.schema(), generated.dictionaries(), saved);
            assertThat(restored.rows()).isEqualTo(saved.rows());
            return restored;
        }

        /** What is safe, but for what stands in front of an increment that was made of it. */
        private SavedFile saved() throws IOException {
            return SavedFile.ofBytes(
                    blobs.values().stream().map(ByteBuffer::wrap).toList());
        }

        /** Makes one of the increments that are safe; those after it go on building upon the last of them. */
        private void perhapsCompact() throws IOException {
            if (random.nextInt(3) > 0 || uponTail) {
                return;
            }
            final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            saved().compact(generated.schema(), generated.dictionaries(), Channels.newChannel(bytes));
            blobs.clear();
            blobs.put(confirmed, bytes.toByteArray());
            compacted = confirmed;
            assertThat(saved().needs()).containsExactly(confirmed);
        }

        private void saveTail(final ParquetWriter writer) throws IOException {
            try (Capture capture = writer.capture(CaptureMode.KEEP_OPEN);
                    Checkpoint checkpoint = capture.build()) {
                final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                checkpoint.writeTo(Channels.newChannel(bytes));
                assertThat(checkpoint.bytes()).isEqualTo(bytes.size());
                confirmed = checkpoint.id();
                safe = List.of(confirmed);
                uponTail = true;
                compacted = 0;
                blobs.clear();
                blobs.put(confirmed, bytes.toByteArray());
                final ByteArrayOutputStream ended = new ByteArrayOutputStream();
                assertThat(saved().complete(Channels.newChannel(ended))).isEqualTo(checkpoint.length());
                assertThat(ended.toByteArray()).isEqualTo(Gathered.bytes(checkpoint.nioBuffers()));
            }
        }

        private void save(final ParquetWriter writer) throws IOException {
            final boolean whole = random.nextInt(10) == 0;
            uponTail &= !whole;
            try (Capture capture = writer.capture(CaptureMode.KEEP_OPEN);
                    Increment increment = capture.since(whole ? 0 : confirmed)) {
                final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                increment.writeTo(Channels.newChannel(bytes));
                assertThat(bytes.size()).isEqualTo((int) increment.bytes());
                blobs.put(increment.id(), bytes.toByteArray());
                safe = increment.needs();
                confirmed = increment.id();
                writer.confirm(confirmed);
                blobs.keySet().removeIf(id -> !safe.contains(id) && (id != compacted || safe.get(0) > compacted));
            }
        }

        /** Hands some bytes out, and says that they are durable. */
        private void parts(final ParquetWriter writer, final boolean all) {
            while (writer.bufferedBytes() > 0 && (all || random.nextInt(3) > 0)) {
                final long most = writer.bufferedBytes();
                try (Part part = writer.splitTo(all ? most : random.nextLong(1, most + 1))) {
                    store.writeBytes(Gathered.bytes(part.nioBuffers()));
                    writer.durable(part.endOffset());
                }
            }
        }
    }
}

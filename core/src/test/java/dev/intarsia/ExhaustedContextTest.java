package dev.intarsia;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.buffer.Part;
import dev.intarsia.options.Compression;
import dev.intarsia.options.MemoryBudgetException;
import dev.intarsia.options.WriterOptions;
import dev.intarsia.testkit.Budget;
import dev.intarsia.testkit.FlatTypes;
import dev.intarsia.testkit.Gathered;
import dev.intarsia.testkit.Nulls;
import dev.intarsia.testkit.Pattern;
import dev.intarsia.testkit.Vectors;
import dev.intarsia.testkit.WrittenFile;
import dev.intarsia.testkit.structure.StructureCheck;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files that share a context in which nothing is left, after their memory was freed in random order: what is refused
 * harms nothing. Then every file is checkpointed and finished without a byte being given back, and checkpointed in the
 * forms that take room as soon as parts have left, always with the bytes that it would have had in a context with room.
 */
class ExhaustedContextTest {
    private static final int FILES = 12;
    private static final int SLAB_BYTES = 1 << 20;
    private static final long BUDGET_BYTES = 4L * SLAB_BYTES;
    private static final int PAGE_ROWS = 400;
    private static final DictionaryProvider NO_DICTIONARIES = new DictionaryProvider.MapDictionaryProvider();
    private static final Schema SCHEMA = new Schema(List.of(
            FlatTypes.field("id", new ArrowType.Int(64, true), false),
            FlatTypes.field("name", new ArrowType.Utf8(), true),
            FlatTypes.field("flag", ArrowType.Bool.INSTANCE, true),
            FlatTypes.field("value", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE), true)));
    private static final WriterOptions OPTIONS = WriterOptions.builder()
            .compression(Compression.UNCOMPRESSED)
            .pageRows(PAGE_ROWS)
            .build();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void everyFileIsCheckpointedAndFinished(
            final int seed, final BufferAllocator allocator, @Budget(64L << 20) final WriterContext roomy)
            throws IOException {
        final SplittableRandom random = new SplittableRandom(seed);
        final List<VectorSchemaRoot> batches = batches(allocator, seed);
        try (WriterContext context = WriterContext.create(BUDGET_BYTES, SLAB_BYTES)) {
            final Run run = new Run(context, roomy, batches, random);
            run.fill();
            run.writeTails();
            run.checkpoint();
            run.fill();
            run.releaseCaptures();
            run.finish();
            assertThat(context.usedBytes()).isZero();
        } finally {
            Vectors.close(batches);
        }
    }

    private static List<VectorSchemaRoot> batches(final BufferAllocator allocator, final int seed) {
        final List<Pattern> patterns = List.of(Pattern.DISTINCT, Pattern.FEW, Pattern.SORTED, Pattern.DISTINCT);
        return IntStream.range(0, patterns.size())
                .mapToObj(i ->
                        Vectors.generate(allocator, SCHEMA, 60 * i + 1, patterns.get(i), Nulls.SOME, 10L * seed + i))
                .toList();
    }

    /** A file, what was done to it, and its bytes that have left. */
    private static final class OpenFile {
        /** Number of a batch that was written, or -1 where the row group was ended. */
        final List<Integer> steps = new ArrayList<>();

        final ByteArrayOutputStream stored = new ByteArrayOutputStream();
        final ParquetWriter writer;

        OpenFile(final WriterContext context) {
            writer = ParquetWriter.open(context, SCHEMA, NO_DICTIONARIES, OPTIONS);
        }
    }

    private static final class Run {
        private static final int END_ROW_GROUP = -1;

        private final WriterContext context;
        private final WriterContext roomy;
        private final List<VectorSchemaRoot> batches;
        private final SplittableRandom random;
        private final List<OpenFile> files = new ArrayList<>();
        /** What keeps memory from being free. */
        private final List<Runnable> parts = new ArrayList<>();

        private final List<Runnable> captures = new ArrayList<>();

        Run(
                final WriterContext context,
                final WriterContext roomy,
                final List<VectorSchemaRoot> batches,
                final SplittableRandom random) {
            this.context = context;
            this.roomy = roomy;
            this.batches = batches;
            this.random = random;
            for (int i = 0; i < FILES; i++) {
                files.add(new OpenFile(context));
            }
        }

        /** Does this and that in random order until no file takes one more row. */
        void fill() {
            int refused = 0;
            while (refused < 3 * FILES) {
                final OpenFile file = files.get(random.nextInt(FILES));
                switch (random.nextInt(12)) {
                    case 0 -> step(file, END_ROW_GROUP);
                    case 1 -> handOut(file);
                    case 2 -> capture(file);
                    case 3 -> release(context.usedBytes() < BUDGET_BYTES / 2);
                    default -> refused = step(file, random.nextInt(batches.size())) ? 0 : refused + 1;
                }
            }
            for (final OpenFile file : files) {
                while (step(file, 0)) {
                    // until not even a row fits
                }
            }
        }

        private boolean step(final OpenFile file, final int step) {
            try {
                perform(file.writer, step);
                file.steps.add(step);
                return true;
            } catch (final MemoryBudgetException refused) {
                return false;
            }
        }

        private void perform(final ParquetWriter writer, final int step) {
            if (step == END_ROW_GROUP) {
                writer.flushRowGroup();
            } else {
                writer.write(batches.get(step));
            }
        }

        /** The part stays in memory after its bytes were stored, until it is released. */
        private void handOut(final OpenFile file) {
            if (file.writer.bufferedBytes() > 0) {
                final Part part = file.writer.splitTo(random.nextLong(1, file.writer.bufferedBytes() + 1));
                file.stored.writeBytes(Gathered.bytes(part.nioBuffers()));
                parts.add(() -> {
                    part.close();
                    file.writer.durable(part.endOffset());
                });
            }
        }

        private void capture(final OpenFile file) {
            try {
                final Capture capture = file.writer.capture(CaptureMode.KEEP_OPEN);
                final List<Integer> steps = List.copyOf(file.steps);
                captures.add(() -> buildLate(file, capture, steps));
            } catch (final IllegalStateException tooMany) {
                releaseCaptures();
            }
        }

        /** Builds what was captured before other things happened, if there is room now. */
        private void buildLate(final OpenFile file, final Capture captured, final List<Integer> steps) {
            try (Capture capture = captured;
                    Checkpoint checkpoint = capture.build()) {
                assertThat(completed(file, checkpoint)).isEqualTo(inRoomyContext(steps));
            } catch (final MemoryBudgetException refused) {
                // then it is given up
            }
        }

        private static byte[] completed(final OpenFile file, final Checkpoint checkpoint) {
            final ByteArrayOutputStream completed = new ByteArrayOutputStream();
            completed.write(file.stored.toByteArray(), 0, Math.toIntExact(checkpoint.fileOffset()));
            completed.writeBytes(Gathered.bytes(checkpoint.nioBuffers()));
            return completed.toByteArray();
        }

        private void release(final boolean wanted) {
            final List<Runnable> held = random.nextBoolean() && !parts.isEmpty() ? parts : captures;
            if (wanted && !held.isEmpty()) {
                held.remove(random.nextInt(held.size())).run();
            }
        }

        void releaseCaptures() {
            while (!captures.isEmpty()) {
                captures.remove(random.nextInt(captures.size())).run();
            }
        }

        /** In a context without room, and nothing is given back but captures where a file has as many as it may. */
        void writeTails() throws IOException {
            for (final OpenFile file : files) {
                try (Capture capture = capturedAmongTwo(file)) {
                    final ByteArrayOutputStream completed = new ByteArrayOutputStream();
                    completed.write(file.stored.toByteArray(), 0, Math.toIntExact(capture.fileOffset()));
                    capture.writeTail(Channels.newChannel(completed));
                    assertThat(completed.toByteArray()).isEqualTo(inRoomyContext(file.steps));
                }
            }
        }

        /** In the forms that take room. */
        void checkpoint() throws IOException {
            for (final OpenFile file : files) {
                final byte[] expected = inRoomyContext(file.steps);
                try (Capture capture = capturedAmongTwo(file);
                        Checkpoint checkpoint = onceThereIsRoom(capture::build);
                        Increment increment = onceThereIsRoom(() -> capture.since(0))) {
                    assertThat(completed(file, checkpoint)).isEqualTo(expected);
                    assertThat(restored(file, increment)).isEqualTo(expected);
                }
            }
        }

        /** In a context without room; what is stored stays in memory. */
        void finish() {
            while (!files.isEmpty()) {
                final OpenFile file = files.remove(random.nextInt(files.size()));
                final byte[] expected = inRoomyContext(file.steps);
                StructureCheck.assertSound(expected, WrittenFile.strictness(OPTIONS));
                file.writer.finish();
                storeRest(file);
                assertThat(file.stored.toByteArray()).isEqualTo(expected);
            }
            while (!parts.isEmpty()) {
                parts.remove(random.nextInt(parts.size())).run();
            }
        }

        /** Two captures of a file may be open already. */
        private Capture capturedAmongTwo(final OpenFile file) {
            try {
                return file.writer.capture(CaptureMode.KEEP_OPEN);
            } catch (final IllegalStateException tooMany) {
                releaseCaptures();
                return file.writer.capture(CaptureMode.KEEP_OPEN);
            }
        }

        /** Does what may be refused again and again, and releases something in between. */
        private <T> T onceThereIsRoom(final Supplier<T> operation) {
            while (true) {
                try {
                    return operation.get();
                } catch (final MemoryBudgetException refused) {
                    if (parts.isEmpty() && captures.isEmpty()) {
                        throw new AssertionError("nothing is left to release, and still no room", refused);
                    }
                    release(true);
                }
            }
        }

        private void storeRest(final OpenFile file) {
            final Part part = file.writer.splitTo(file.writer.bufferedBytes());
            file.stored.writeBytes(Gathered.bytes(part.nioBuffers()));
            parts.add(() -> {
                part.close();
                file.writer.close();
            });
        }

        private byte[] restored(final OpenFile file, final Increment increment) throws IOException {
            final ByteArrayOutputStream saved = new ByteArrayOutputStream();
            increment.writeTo(Channels.newChannel(saved));
            final SavedFile from = SavedFile.ofBytes(List.of(ByteBuffer.wrap(saved.toByteArray())));
            final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.writeBytes(Arrays.copyOf(file.stored.toByteArray(), Math.toIntExact(from.fileOffset())));
            try (ParquetWriter writer = ParquetWriter.restore(roomy, SCHEMA, NO_DICTIONARIES, from)) {
                bytes.writeBytes(finished(writer));
            }
            return bytes.toByteArray();
        }

        private byte[] inRoomyContext(final List<Integer> steps) {
            try (ParquetWriter writer = ParquetWriter.open(roomy, SCHEMA, NO_DICTIONARIES, OPTIONS)) {
                steps.forEach(step -> perform(writer, step));
                return finished(writer);
            }
        }

        private static byte[] finished(final ParquetWriter writer) {
            writer.finish();
            try (Part part = writer.splitTo(writer.bufferedBytes())) {
                return Gathered.bytes(part.nioBuffers());
            }
        }
    }
}

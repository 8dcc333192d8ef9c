package dev.intarsia.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.Capture;
import dev.intarsia.CaptureMode;
import dev.intarsia.Checkpoint;
import dev.intarsia.ParquetWriter;
import dev.intarsia.SavedFile;
import dev.intarsia.WriterContext;
import dev.intarsia.buffer.Part;
import dev.intarsia.options.WriterOptions;
import dev.intarsia.testkit.DuckDbReader;
import dev.intarsia.testkit.Gathered;
import dev.intarsia.testkit.ParquetJavaReader;
import dev.intarsia.testkit.Tables;
import dev.intarsia.testkit.WrittenFile;
import dev.intarsia.testkit.structure.Strictness;
import dev.intarsia.testkit.structure.StructureCheck;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.dictionary.DictionaryProvider;

/**
 * Says what a file should be: what a writer without a checkpoint makes of its history, but for what a file that was
 * restored from tails makes of it, which is restored here, too. Works in a context of its own, with slabs of the same
 * size, since that bounds pages. One thread.
 */
final class Judge implements AutoCloseable {
    /** Bytes of a slab in the model. */
    static final int SLAB_BYTES = 1 << 17;

    private static final long BUDGET_BYTES = 64L << 20;
    private static final int PER_JAVA = 8;
    private static final int PER_BROKEN = 4;
    private static final int PER_DUCK = 64;

    private final WriterContext context = WriterContext.create(BUDGET_BYTES, SLAB_BYTES);
    private final BufferAllocator allocator;
    private final Path folder;
    private final DuckDbReader duck = new DuckDbReader();
    private final Map<Expected, byte[]> latest = new LatestFiles();
    private int files;

    /** What the bytes of a file follow from. */
    private record Expected(History history, boolean stored, WriterOptions options) {}

    /** The same file is looked at more than once. */
    private static final class LatestFiles extends LinkedHashMap<Expected, byte[]> {
        private static final long serialVersionUID = 1;
        private static final int MOST = 32;

        @Override
        protected boolean removeEldestEntry(final Map.Entry<Expected, byte[]> eldest) {
            return size() > MOST;
        }
    }

    Judge(final BufferAllocator allocator, final Path folder) {
        this.allocator = allocator;
        this.folder = folder;
    }

    /** Files that were looked at. */
    int files() {
        return files;
    }

    /** Asserts that a whole file is what its history makes of it. */
    void assertIs(final byte[] file, final History history, final WriterOptions options, final String what) {
        assertIs(file, history, false, options, what);
    }

    /**
     * Asserts that a whole file is what its history makes of it.
     *
     * @param stored whether it ends with the tail of a build that had no time
     */
    void assertIs(
            final byte[] file,
            final History history,
            final boolean stored,
            final WriterOptions options,
            final String what) {
        final byte[] expected = latest.computeIfAbsent(new Expected(history, stored, options), this::made);
        if (!Arrays.equals(file, expected)) {
            // What is wrong with it comes before how it differs.
            StructureCheck.assertSound(file, strictness(options));
            read(file, history, true);
            throw new AssertionError(
                    what + " has " + file.length + " bytes and differs from the file without checkpoints," + " of "
                            + expected.length + ", from byte " + Arrays.mismatch(file, expected) + " on");
        }
        files++;
        if (files % PER_JAVA == 0 || files % PER_BROKEN == 0 && (stored || history.isBroken())) {
            StructureCheck.assertSound(file, strictness(options));
            read(file, history, files % PER_DUCK == 0);
        }
        assertThat(context.usedBytes()).isZero();
    }

    private byte[] made(final Expected expected) {
        try (ParquetWriter writer = new Replay(context, allocator).of(expected.history, expected.options)) {
            if (expected.stored) {
                try (Capture capture = writer.capture(CaptureMode.KEEP_OPEN);
                        Checkpoint checkpoint = capture.build(Duration.ZERO)) {
                    return Gathered.bytes(checkpoint.nioBuffers());
                }
            }
            writer.finish();
            return rest(writer);
        }
    }

    /** Asserts that a file comes back from what was saved of it, and ends as it should. */
    void assertRestores(
            final List<byte[]> saved, final byte[] durable, final History history, final WriterOptions options)
            throws IOException {
        final SavedFile file =
                SavedFile.ofBytes(saved.stream().map(ByteBuffer::wrap).toList());
        final ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(durable, 0, Math.toIntExact(file.fileOffset()));
        try (ParquetWriter writer = ParquetWriter.restore(
                context, history.schema(), new DictionaryProvider.MapDictionaryProvider(), file)) {
            assertThat(writer.rows()).isEqualTo(history.rows());
            writer.finish();
            whole.writeBytes(rest(writer));
        }
        assertIs(whole.toByteArray(), history, options, "a file restored from " + saved.size() + " envelopes");
    }

    /** A chunk of many pages has no page index where slabs are as small as here. */
    private static Strictness strictness(final WriterOptions options) {
        final Strictness strictness = WrittenFile.strictness(options);
        return strictness == Strictness.WHOLE ? Strictness.HOUSE : strictness;
    }

    private void read(final byte[] bytes, final History history, final boolean withDuck) {
        try {
            final Path file = Files.write(Files.createTempFile(folder, "model", ".parquet"), bytes);
            Tables.assertEqual("parquet-java", ParquetJavaReader.read(file), history.table());
            if (withDuck) {
                Tables.assertEqualValues("DuckDB", duck.rows(file), history.table());
            }
            Files.delete(file);
        } catch (final IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static byte[] rest(final ParquetWriter writer) {
        try (Part part = writer.splitTo(writer.bufferedBytes())) {
            return Gathered.bytes(part.nioBuffers());
        }
    }

    @Override
    public void close() {
        context.close();
        duck.close();
    }
}

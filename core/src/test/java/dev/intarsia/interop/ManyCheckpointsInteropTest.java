package dev.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.Capture;
import dev.intarsia.CaptureMode;
import dev.intarsia.Checkpoint;
import dev.intarsia.Increment;
import dev.intarsia.ParquetWriter;
import dev.intarsia.SavedFile;
import dev.intarsia.WriterContext;
import dev.intarsia.options.WriterOptions;
import dev.intarsia.testkit.Budget;
import dev.intarsia.testkit.Gathered;
import dev.intarsia.testkit.ThriftFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * One file with a checkpoint every few rows: its row groups are as large as without, increments are as small as what is
 * new, and every tail and every chain of increments makes a file of the rows that were captured.
 *
 * <p>{@code -Dintarsia.checkpoints=600} takes so many, ten a second for a minute: a file of 32 MiB, in
 * row groups of 4 MiB.
 */
class ManyCheckpointsInteropTest {
    private static final int CHECKPOINTS = Integer.getInteger("intarsia.checkpoints", 20);
    private static final boolean LONG = CHECKPOINTS >= 200;
    private static final long PACE_NANOS = LONG ? TimeUnit.MILLISECONDS.toNanos(100) : 0;
    private static final int NOTE_EVERY = 7;
    private static final WriterOptions OPTIONS = ManyRows.options(LONG ? 4 << 20 : 256 << 10);
    private static final DictionaryProvider NO_DICTIONARIES = new DictionaryProvider.MapDictionaryProvider();

    @TempDir
    Path folder;

    private final ManyRows rows = new ManyRows(CHECKPOINTS);

    /**
     * A checkpoint.
     *
     * @param needs numbers of the checkpoints whose increments it takes
     * @param tailOffset where its tail begins
     * @param tailDigest of the tail's bytes
     * @param increment since the one before
     */
    private record Taken(long rows, List<Long> needs, long tailOffset, String tailDigest, byte[] increment) {}

    /** What a run came to. */
    private record Outcome(byte[] file, List<Taken> taken, double seconds, double busiest) {}

    @Test
    void everyOneIsSmallAndSound(
            final BufferAllocator allocator,
            @Budget(128L << 20) final WriterContext context,
            final TestReporter reporter)
            throws IOException {
        final Outcome without = write(context, allocator, false);
        final Outcome with = write(context, allocator, true);
        assertThat(Arrays.mismatch(with.file, without.file))
                .as("first byte that differs from a file without checkpoints")
                .isEqualTo(-1);
        if (LONG) {
            assertThat(with.seconds).isBetween(55.0, 75.0);
        }
        final List<Long> shares = assertWithinBound(with);
        final long begun = System.nanoTime();
        final int read = assertBothReadAll(context, with);
        reporter.publishEntry(Map.of(
                "file", with.file.length + " bytes, row groups of " + rowGroupBytes(with.file),
                "checkpoints",
                        "%d in %.1f s, the longest in %.0f ms".formatted(CHECKPOINTS, with.seconds, with.busiest),
                "bytes of an increment", spread(with.taken.stream().map(each -> (long) each.increment.length)),
                "percent of the bound", spread(shares.stream()),
                "files read by both", read + " in " + (System.nanoTime() - begun) / 1_000_000_000 + " s"));
    }

    private static List<Long> rowGroupBytes(final byte[] file) {
        return ThriftFile.of(file).footer().getRow_groups().stream()
                .map(group -> group.getTotal_compressed_size())
                .toList();
    }

    private static String spread(final Stream<Long> values) {
        final List<Long> sorted = values.sorted().toList();
        return "least " + sorted.get(0) + ", median " + sorted.get(sorted.size() / 2) + ", most "
                + sorted.get(sorted.size() - 1);
    }

    private Outcome write(final WriterContext context, final BufferAllocator allocator, final boolean checkpoints)
            throws IOException {
        final ByteArrayOutputStream durable = new ByteArrayOutputStream();
        final List<Taken> taken = new ArrayList<>();
        final long begun = System.nanoTime();
        long busiest = 0;
        try (ParquetWriter writer = ParquetWriter.open(context, ManyRows.SCHEMA, NO_DICTIONARIES, OPTIONS)) {
            for (int i = 0; i < CHECKPOINTS; i++) {
                try (VectorSchemaRoot batch = rows.batch(allocator, i)) {
                    writer.write(batch);
                }
                if (i % NOTE_EVERY == 3) {
                    writer.putMetadata("batches", Integer.toString(i)); // stays of use when its row group is durable
                }
                if (checkpoints) {
                    final long start = System.nanoTime();
                    taken.add(take(writer, taken.size()));
                    busiest = Math.max(busiest, System.nanoTime() - start);
                    waitUntil(begun + (i + 1) * PACE_NANOS);
                }
                durable.writeBytes(Gathered.rest(writer));
            }
            writer.finish();
            durable.writeBytes(Gathered.rest(writer));
        }
        return new Outcome(durable.toByteArray(), taken, (System.nanoTime() - begun) / 1e9, busiest / 1e6);
    }

    private static void waitUntil(final long nanoTime) {
        for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static Taken take(final ParquetWriter writer, final long since) throws IOException {
        try (Capture capture = writer.capture(CaptureMode.KEEP_OPEN);
                Increment increment = capture.since(since);
                Checkpoint checkpoint = capture.build()) {
            assertThat(increment.id()).isEqualTo(since + 1);
            final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            increment.writeTo(Channels.newChannel(bytes));
            writer.confirm(increment.id());
            return new Taken(
                    capture.rows(),
                    increment.needs(),
                    capture.fileOffset(),
                    digest(checkpoint.nioBuffers()),
                    bytes.toByteArray());
        }
    }

    private static String digest(final ByteBuffer... buffers) {
        try {
            final MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (final ByteBuffer buffer : buffers) {
                digest.update(buffer);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (final NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** Completes each from its increments, which gives the very bytes of its tail, and has both readers read it. */
    private int assertBothReadAll(final WriterContext context, final Outcome outcome) throws IOException {
        Path file = Files.createFile(folder.resolve("begun.parquet"));
        long known = 0;
        int read = 0;
        try (ManyReads readers = new ManyReads(rows, folder)) {
            for (final Taken each : outcome.taken) {
                final List<ByteBuffer> chain = each.needs.stream()
                        .map(id -> ByteBuffer.wrap(outcome.taken.get((int) (id - 1)).increment))
                        .toList();
                final SavedFile saved = SavedFile.ofBytes(chain);
                assertThat(saved.fileOffset()).isEqualTo(each.tailOffset);
                final byte[] tail;
                try (ParquetWriter writer = ParquetWriter.restore(context, ManyRows.SCHEMA, NO_DICTIONARIES, saved)) {
                    writer.finish();
                    tail = Gathered.rest(writer);
                }
                assertThat(digest(ByteBuffer.wrap(tail)))
                        .as("tail of checkpoint " + (read + 1) + ", from its increments")
                        .isEqualTo(each.tailDigest);
                // Another name each time: readers may remember a file by it.
                file = Files.move(file, folder.resolve("checkpoint-" + (read + 1) + ".parquet"));
                overwrite(file, outcome.file, (int) known, (int) each.tailOffset, tail);
                known = each.tailOffset;
                readers.assertBothRead(file, (int) (each.rows / ManyRows.BATCH));
                read++;
            }
        }
        return read;
    }

    /** Leaves the durable bytes that the file has already, and puts those that are new and the tail behind them. */
    private static void overwrite(
            final Path file, final byte[] whole, final int known, final int durable, final byte[] tail)
            throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(whole, known, durable - known), known);
            channel.write(ByteBuffer.wrap(tail), durable);
            channel.truncate(durable + tail.length);
        }
    }

    /** How much of its bound each increment takes, in percent. */
    private List<Long> assertWithinBound(final Outcome outcome) throws IOException {
        final ThriftFile file = ThriftFile.of(outcome.file);
        final ManyBounds bounds = new ManyBounds(file, rows);
        final List<Long> shares = new ArrayList<>();
        int notes = 0;
        for (int i = 1; i < outcome.taken.size(); i++) {
            final boolean noted = i % NOTE_EVERY == 3;
            notes += noted ? 1 : 0;
            final long bound = bounds.between(outcome.taken.get(i - 1).rows, outcome.taken.get(i).rows, notes)
                    + (noted ? ManyBounds.metadataBytes(file) : 0);
            final long bytes = outcome.taken.get(i).increment.length;
            assertThat(bytes).as("bytes of increment " + (i + 1)).isLessThanOrEqualTo(bound);
            shares.add(100 * bytes / bound);
        }
        assertThat(shares).as("the bound is not far off").allSatisfy(share -> assertThat(share)
                .isGreaterThan(50));
        return shares;
    }
}

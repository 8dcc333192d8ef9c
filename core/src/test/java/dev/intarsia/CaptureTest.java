package dev.intarsia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.intarsia.internal.memory.MemoryHog;
import dev.intarsia.options.Compression;
import dev.intarsia.options.MemoryBudgetException;
import dev.intarsia.options.WriterOptions;
import dev.intarsia.testkit.Budget;
import dev.intarsia.testkit.FlatTypes;
import dev.intarsia.testkit.Gathered;
import dev.intarsia.testkit.Nulls;
import dev.intarsia.testkit.Pattern;
import dev.intarsia.testkit.Vectors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.Pipe;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The life of a capture: what may be done with it at the same time, after its writer, and after something failed. */
class CaptureTest {
    private static final int COLUMNS = 60;
    private static final int ROWS = 4_900;
    private static final Schema SCHEMA = new Schema(IntStream.range(0, COLUMNS)
            .mapToObj(i -> FlatTypes.field("c" + i, new ArrowType.Int(64, true), i % 2 == 0))
            .toList());

    private WriterContext context;
    private ParquetWriter writer;
    private VectorSchemaRoot batch;
    private long usedBefore;

    @BeforeEach
    void write(@Budget(128L << 20) final WriterContext given, final BufferAllocator allocator) {
        context = given;
        usedBefore = context.usedBytes();
        final WriterOptions options =
                WriterOptions.builder().compression(Compression.SNAPPY).build();
        writer = ParquetWriter.open(context, SCHEMA, new DictionaryProvider.MapDictionaryProvider(), options);
        batch = Vectors.generate(allocator, SCHEMA, ROWS, Pattern.DISTINCT, Nulls.SOME, 1);
        writer.write(batch);
    }

    @AfterEach
    void nothingIsLeft() {
        batch.close();
        writer.close();
        assertThat(context.usedBytes()).as("bytes used in the end").isEqualTo(usedBefore);
    }

    private Capture capture() {
        return writer.capture(CaptureMode.KEEP_OPEN);
    }

    private static byte[] built(final Capture capture) {
        try (Checkpoint checkpoint = capture.build()) {
            return Gathered.bytes(checkpoint.nioBuffers());
        }
    }

    private static byte[] written(final Capture capture) throws IOException {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final FileSummary summary = capture.writeTail(Channels.newChannel(bytes));
        assertThat(summary.bytes() - capture.fileOffset()).isEqualTo(bytes.size());
        return bytes.toByteArray();
    }

    @Test
    void aTailIsWrittenWhereThereIsNoRoomToBuildIt() throws IOException {
        try (Capture capture = capture()) {
            final byte[] expected = built(capture);
            final MemoryHog hog = MemoryHog.takeAllBut(context.memory(), 1 << 20);
            try {
                final long used = context.usedBytes();
                assertThatExceptionOfType(MemoryBudgetException.class)
                        .isThrownBy(capture::build)
                        .withMessageContaining("finishing a file needs");
                assertThat(written(capture)).isEqualTo(expected).hasSizeGreaterThan(1 << 20);
                assertThat(context.usedBytes()).isEqualTo(used);
            } finally {
                hog.giveBack();
            }
        }
    }

    /** What it takes is held by all open files together. */
    @Test
    void aTailIsWrittenWhereNothingIsLeft() throws IOException {
        try (Capture capture = capture()) {
            final byte[] expected = built(capture);
            final MemoryHog hog = MemoryHog.takeAll(context.memory());
            try {
                final long used = context.usedBytes();
                assertThat(written(capture)).isEqualTo(expected);
                assertThat(written(capture)).isEqualTo(expected);
                assertThat(context.usedBytes()).isEqualTo(used);
            } finally {
                hog.giveBack();
            }
        }
    }

    /** What a build still holds, it holds of memory that others could have: it counts until it ends. */
    @Test
    void aClosedCaptureIsOpenForAsLongAsItIsBuilt() throws Exception {
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch goOn = new CountDownLatch(1);
        final Capture built = capture();
        final Thread builder = new Thread(() -> {
            try {
                built.writeTail(new GatedChannel(begun, goOn));
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        builder.start();
        begun.await();
        built.close();
        try (Capture second = capture()) {
            assertThat(second.id()).isGreaterThan(built.id());
            assertThatIllegalStateException()
                    .isThrownBy(this::capture)
                    .withMessageContaining("2 captures of this file");
            goOn.countDown();
            builder.join();
            capture().close();
        }
    }

    /** Takes every byte, once it may. */
    private record GatedChannel(CountDownLatch begun, CountDownLatch goOn) implements WritableByteChannel {
        @Override
        public int write(final ByteBuffer bytes) {
            begun.countDown();
            try {
                goOn.await();
            } catch (final InterruptedException e) {
                throw new AssertionError(e);
            }
            final int count = bytes.remaining();
            bytes.position(bytes.limit());
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    /** One checkpoint was never saved, one was given up, and one made those before it superfluous. */
    @Test
    void aWriterSaysWhatCheckpointsThatAreKnownNeed() {
        assertThat(writer.neededCheckpoints()).isEmpty();
        capture().close();
        for (int id = 2; id <= 4; id++) {
            writer.write(batch);
            try (Capture capture = capture();
                    Increment increment = capture.since(id == 2 ? 0 : 2)) {
                assertThat(increment.id()).isEqualTo(id);
            }
        }
        assertThat(writer.neededCheckpoints()).containsExactly(2L, 3L, 4L);
        writer.confirm(4);
        assertThat(writer.neededCheckpoints()).containsExactly(2L, 4L);
        try (Capture capture = capture();
                Increment whole = capture.since(0)) {
            writer.confirm(whole.id());
        }
        assertThat(writer.neededCheckpoints()).containsExactly(5L);
    }

    @Test
    void anIncrementSinceOneCheckpointIsNoneSinceAnother() {
        try (Capture first = capture();
                Increment whole = first.since(0)) {
            assertThat(whole.needs()).containsExactly(1L);
        }
        writer.write(batch);
        try (Capture second = capture();
                Increment more = second.since(1)) {
            assertThat(more.needs()).containsExactly(1L, 2L);
        }
        writer.write(batch);
        try (Capture third = capture();
                Increment since2 = third.since(2);
                Increment again = third.since(2);
                Increment complete = third.since(0)) {
            assertThat(since2.needs()).containsExactly(1L, 2L, 3L).isEqualTo(again.needs());
            assertThat(complete.needs()).containsExactly(3L);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> third.since(1))
                    .withMessageContaining("checkpoint 3 was asked for as an increment since 2 already");
        }
        writer.write(batch);
        try (Capture fourth = capture();
                Increment more = fourth.since(3)) {
            assertThat(more.needs()).as("whichever of the two was saved").containsExactly(1L, 2L, 3L, 4L);
        }
    }

    @Test
    void aTailLeavesInGatheringWritesWhereTheChannelCan() throws IOException {
        writer.flushRowGroup();
        writer.write(batch);
        final Gathering channel = new Gathering();
        try (Capture capture = capture()) {
            capture.writeTail(channel, Duration.ofHours(1));
            assertThat(channel.bytes.toByteArray()).isEqualTo(built(capture));
        }
        assertThat(channel.mostBuffers).isGreaterThan(1);
    }

    /** Takes from two buffers at a time, and not all of them. */
    private static final class Gathering implements GatheringByteChannel {
        private static final int MOST = 3_001;
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int mostBuffers;

        @Override
        public long write(final ByteBuffer[] sources, final int offset, final int length) {
            mostBuffers = Math.max(mostBuffers, length);
            long written = 0;
            for (int i = offset; i < Math.min(offset + 2, offset + length); i++) {
                written += write(sources[i]);
                if (sources[i].hasRemaining()) {
                    break; // as channels do: a buffer is begun when those before it are done
                }
            }
            return written;
        }

        @Override
        public long write(final ByteBuffer[] sources) {
            return write(sources, 0, sources.length);
        }

        @Override
        public int write(final ByteBuffer source) {
            final byte[] copy = new byte[Math.min(MOST, source.remaining())];
            source.get(copy);
            bytes.writeBytes(copy);
            return copy.length;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    /** A channel that fails once it has taken so many bytes. */
    private static final class Failing implements WritableByteChannel {
        private long left;

        Failing(final long bytes) {
            left = bytes;
        }

        @Override
        public int write(final ByteBuffer source) throws IOException {
            if (left == 0) {
                throw new IOException("the store is full");
            }
            final int taken = (int) Math.min(left, source.remaining());
            source.position(source.position() + taken);
            left -= taken;
            return taken;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    @Test
    void aChannelThatFailsAnywhereLeavesTheCaptureUsableAndNothingHeld() throws IOException {
        writer.flushRowGroup();
        writer.write(batch);
        try (Capture capture = capture()) {
            final byte[] expected = built(capture);
            final long used = context.usedBytes();
            for (long taken = 0; taken < expected.length; taken += expected.length / 23) {
                final WritableByteChannel channel = new Failing(taken);
                assertThatExceptionOfType(IOException.class)
                        .isThrownBy(() -> capture.writeTail(channel))
                        .withMessage("the store is full");
                assertThat(context.usedBytes())
                        .as("bytes used after byte %s", taken)
                        .isEqualTo(used);
            }
            final WritableByteChannel lastByte = new Failing(expected.length - 1);
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> capture.writeTail(lastByte));
            assertThat(written(capture)).isEqualTo(expected);
            assertThat(built(capture)).isEqualTo(expected);
        }
    }

    @Test
    void aChannelThatDoesNotBlockIsRefused() throws IOException {
        final Pipe pipe = Pipe.open();
        try (Pipe.SinkChannel sink = pipe.sink();
                Pipe.SourceChannel source = pipe.source();
                Capture capture = capture()) {
            sink.configureBlocking(false);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> capture.writeTail(sink))
                    .withMessageContaining("does not block");
            assertThat(source.isOpen()).isTrue();
        }
    }

    @Test
    void aCaptureMayBeClosedWhileItIsBuiltFrom() throws Exception {
        final Capture capture = capture();
        final byte[] expected = built(capture);
        final CountDownLatch building = new CountDownLatch(1);
        final CountDownLatch closed = new CountDownLatch(1);
        final AtomicInteger asked = new AtomicInteger();
        final ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            final Future<Checkpoint> build = other.submit(() -> capture.build(Duration.ofHours(1), () -> {
                if (asked.getAndIncrement() == 1) { // before the first column, when all is shared already
                    building.countDown();
                    awaitQuietly(closed);
                }
                return 0;
            }));
            building.await();
            capture.close();
            writer.write(batch);
            closed.countDown();
            try (Checkpoint checkpoint = build.get()) {
                assertThat(Gathered.bytes(checkpoint.nioBuffers())).isEqualTo(expected);
            }
        } finally {
            other.shutdownNow();
        }
    }

    private static void awaitQuietly(final CountDownLatch latch) {
        try {
            latch.await();
        } catch (final InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aClosedCaptureIsNotBuiltFromAndHasNoTail() {
        final Capture capture = capture();
        capture.close();
        capture.close();
        assertThatIllegalStateException()
                .isThrownBy(capture::build)
                .withMessage("a capture that is closed cannot be built from: capture again");
        assertThatIllegalStateException()
                .isThrownBy(() -> capture.writeTail(new Failing(0)))
                .withMessage("a capture that is closed has no tail: capture again");
    }

    @Test
    void twoThreadsMayBuildFromOneCaptureAtATimeWhileItsWriterGoesOn() throws Exception {
        final ExecutorService others = Executors.newFixedThreadPool(2);
        try (Capture capture = capture()) {
            final byte[] expected = built(capture);
            for (int round = 0; round < 5; round++) {
                final List<Future<byte[]>> tails = new ArrayList<>();
                tails.add(others.submit(() -> built(capture)));
                tails.add(others.submit(() -> written(capture)));
                writer.write(batch);
                for (final Future<byte[]> tail : tails) {
                    assertThat(tail.get()).isEqualTo(expected);
                }
            }
        } finally {
            others.shutdownNow();
        }
    }

    @Test
    void aCaptureIsBuiltFromAfterItsWriterIsFinishedAndClosed() throws IOException {
        try (Capture capture = capture()) {
            final byte[] expected = built(capture);
            writer.write(batch);
            writer.finish();
            assertThat(built(capture)).isEqualTo(expected);
            writer.close();
            assertThat(built(capture)).isEqualTo(expected);
            assertThat(written(capture)).isEqualTo(expected);
        }
    }

    @Test
    void aCheckpointOutlivesItsCaptureAndItsWriter() {
        final byte[] expected;
        final Checkpoint checkpoint;
        try (Capture capture = capture()) {
            expected = built(capture);
            checkpoint = capture.build();
        }
        writer.close();
        assertThat(Gathered.bytes(checkpoint.nioBuffers())).isEqualTo(expected);
        checkpoint.close();
    }

    @Test
    void aThirdCaptureIsRefusedUntilOneOfTheTwoIsClosed() {
        final Capture first = capture();
        try (Capture second = capture()) {
            assertThatIllegalStateException()
                    .isThrownBy(this::capture)
                    .withMessage(
                            "2 captures of this file are open, and there may be 2: close one that is built or given up,"
                                    + " and capture again");
            first.close();
            try (Capture third = capture()) {
                assertThat(third.id()).isGreaterThan(second.id());
            }
        }
    }

    @Test
    void aContextIsNotClosedUnderAnOpenCapture() {
        final Capture first = capture();
        final Capture second = capture();
        writer.close();
        assertThatIllegalStateException()
                .isThrownBy(context::close)
                .withMessageStartingWith("0 writers and 2 captures of this context are still open and hold ")
                .withMessageEndingWith(" bytes: close them and their parts first");
        assertThat(built(first)).isEqualTo(built(second));
        first.close();
        second.close();
    }

    @Test
    void storedPagesTakeMoreBytesThanCompressedOnes(final BufferAllocator allocator) {
        writer.flushRowGroup();
        try (VectorSchemaRoot rising = Vectors.generate(allocator, SCHEMA, 10, Pattern.SORTED, Nulls.NONE, 1)) {
            for (int i = 0; i < 60; i++) {
                writer.write(rising);
            }
        }
        try (Capture capture = capture();
                Checkpoint stored = capture.build(Duration.ZERO);
                Checkpoint compressed = capture.build()) {
            final long lastRowGroup = compressed.summary().rowGroups().get(1).bytes();
            assertThat(stored.summary().rowGroups().get(1).bytes()).isGreaterThan(lastRowGroup * 3 / 2);
            assertThat(stored.summary().rowGroups().get(0))
                    .as("what was finished")
                    .isEqualTo(compressed.summary().rowGroups().get(0));
        }
    }

    @Test
    void aBuildWithoutTimeSaysHowManyColumnsItStored() {
        try (Capture capture = capture();
                Checkpoint stored = capture.build(Duration.ZERO);
                Checkpoint compressed = capture.build(Duration.ofDays(1))) {
            assertThat(stored.storedColumns()).isEqualTo(COLUMNS);
            assertThat(compressed.storedColumns()).isZero();
            assertThat(Gathered.bytes(compressed.nioBuffers())).isEqualTo(built(capture));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> capture.build(Duration.ofNanos(-1)))
                    .withMessageContaining("give it zero");
        }
    }
}

package dev.intarsia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.intarsia.testkit.Budget;
import dev.intarsia.testkit.FailingChannel;
import dev.intarsia.testkit.Gathered;
import dev.intarsia.testkit.Nulls;
import dev.intarsia.testkit.Pattern;
import dev.intarsia.testkit.Vectors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The life of a capture: what may be done with it at the same time, after its writer, and after it is closed. */
class CaptureTest {
    private FileInProgress file;

    @BeforeEach
    void write(@Budget(128L << 20) final WriterContext context, final BufferAllocator allocator) {
        file = new FileInProgress(context, allocator);
    }

    @AfterEach
    void nothingIsLeft() {
        file.close();
    }

    /** What a build still holds, it holds of memory that others could have: it counts until it ends. */
    @Test
    void aClosedCaptureIsOpenForAsLongAsItIsBuilt() throws Exception {
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch goOn = new CountDownLatch(1);
        final Capture built = file.capture();
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
        try (Capture second = file.capture()) {
            assertThat(second.id()).isGreaterThan(built.id());
            assertThatIllegalStateException()
                    .isThrownBy(file::capture)
                    .withMessageContaining("2 captures of this file");
            goOn.countDown();
            builder.join();
            file.capture().close();
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

    @Test
    void aCaptureMayBeClosedWhileItIsBuiltFrom() throws Exception {
        final Capture capture = file.capture();
        final byte[] expected = FileInProgress.built(capture);
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
            file.writer.write(file.batch);
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
        final Capture capture = file.capture();
        capture.close();
        capture.close();
        assertThatIllegalStateException()
                .isThrownBy(capture::build)
                .withMessage("a capture that is closed cannot be built from: capture again");
        assertThatIllegalStateException()
                .isThrownBy(() -> capture.writeTail(new FailingChannel(0)))
                .withMessage("a capture that is closed has no tail: capture again");
    }

    @Test
    void twoThreadsMayBuildFromOneCaptureAtATimeWhileItsWriterGoesOn() throws Exception {
        final ExecutorService others = Executors.newFixedThreadPool(2);
        try (Capture capture = file.capture()) {
            final byte[] expected = FileInProgress.built(capture);
            for (int round = 0; round < 5; round++) {
                final List<Future<byte[]>> tails = new ArrayList<>();
                tails.add(others.submit(() -> FileInProgress.built(capture)));
                tails.add(others.submit(() -> FileInProgress.written(capture)));
                file.writer.write(file.batch);
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
        try (Capture capture = file.capture()) {
            final byte[] expected = FileInProgress.built(capture);
            file.writer.write(file.batch);
            file.writer.finish();
            assertThat(FileInProgress.built(capture)).isEqualTo(expected);
            file.writer.close();
            assertThat(FileInProgress.built(capture)).isEqualTo(expected);
            assertThat(FileInProgress.written(capture)).isEqualTo(expected);
        }
    }

    @Test
    void aCheckpointOutlivesItsCaptureAndItsWriter() {
        final byte[] expected;
        final Checkpoint checkpoint;
        try (Capture capture = file.capture()) {
            expected = FileInProgress.built(capture);
            checkpoint = capture.build();
        }
        file.writer.close();
        assertThat(Gathered.bytes(checkpoint.nioBuffers())).isEqualTo(expected);
        checkpoint.close();
    }

    @Test
    void aThirdCaptureIsRefusedUntilOneOfTheTwoIsClosed() {
        final Capture first = file.capture();
        try (Capture second = file.capture()) {
            assertThatIllegalStateException()
                    .isThrownBy(file::capture)
                    .withMessage(
                            "2 captures of this file are open, and there may be 2: close one that is built or given up,"
                                    + " and capture again");
            first.close();
            try (Capture third = file.capture()) {
                assertThat(third.id()).isGreaterThan(second.id());
            }
        }
    }

    @Test
    void aContextIsNotClosedUnderAnOpenCapture() {
        final Capture first = file.capture();
        final Capture second = file.capture();
        file.writer.close();
        assertThatIllegalStateException()
                .isThrownBy(file.context::close)
                .withMessageStartingWith("0 writers and 2 captures of this context are still open and hold ")
                .withMessageEndingWith(" bytes: close them and their parts first");
        assertThat(FileInProgress.built(first)).isEqualTo(FileInProgress.built(second));
        first.close();
        second.close();
    }

    @Test
    void storedPagesTakeMoreBytesThanCompressedOnes(final BufferAllocator allocator) {
        file.writer.flushRowGroup();
        try (VectorSchemaRoot rising =
                Vectors.generate(allocator, FileInProgress.SCHEMA, 10, Pattern.SORTED, Nulls.NONE, 1)) {
            for (int i = 0; i < 60; i++) {
                file.writer.write(rising);
            }
        }
        try (Capture capture = file.capture();
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
        try (Capture capture = file.capture();
                Checkpoint stored = capture.build(Duration.ZERO);
                Checkpoint compressed = capture.build(Duration.ofDays(1))) {
            assertThat(stored.storedColumns()).isEqualTo(FileInProgress.COLUMNS);
            assertThat(compressed.storedColumns()).isZero();
            assertThat(Gathered.bytes(compressed.nioBuffers())).isEqualTo(FileInProgress.built(capture));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> capture.build(Duration.ofNanos(-1)))
                    .withMessageContaining("give it zero");
        }
    }
}

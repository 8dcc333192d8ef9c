package dev.intarsia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.intarsia.internal.memory.MemoryHog;
import dev.intarsia.options.MemoryBudgetException;
import dev.intarsia.testkit.Budget;
import dev.intarsia.testkit.FailingChannel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.Pipe;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tails that are written to a channel: where memory is short, and whatever the channel does. */
class WrittenTailTest {
    private FileInProgress file;

    @BeforeEach
    void write(@Budget(128L << 20) final WriterContext context, final BufferAllocator allocator) {
        file = new FileInProgress(context, allocator);
    }

    @AfterEach
    void nothingIsLeft() {
        file.close();
    }

    @Test
    void aTailIsWrittenWhereThereIsNoRoomToBuildIt() throws IOException {
        try (Capture capture = file.capture()) {
            final byte[] expected = FileInProgress.built(capture);
            final MemoryHog hog = MemoryHog.takeAllBut(file.context.memory(), 1 << 20);
            try {
                final long used = file.context.usedBytes();
                assertThatExceptionOfType(MemoryBudgetException.class)
                        .isThrownBy(capture::build)
                        .withMessageContaining("finishing a file needs");
                assertThat(FileInProgress.written(capture)).isEqualTo(expected).hasSizeGreaterThan(1 << 20);
                assertThat(file.context.usedBytes()).isEqualTo(used);
            } finally {
                hog.giveBack();
            }
        }
    }

    /** What it takes is held by all open files together. */
    @Test
    void aTailIsWrittenWhereNothingIsLeft() throws IOException {
        try (Capture capture = file.capture()) {
            final byte[] expected = FileInProgress.built(capture);
            final MemoryHog hog = MemoryHog.takeAll(file.context.memory());
            try {
                final long used = file.context.usedBytes();
                assertThat(FileInProgress.written(capture)).isEqualTo(expected);
                assertThat(FileInProgress.written(capture)).isEqualTo(expected);
                assertThat(file.context.usedBytes()).isEqualTo(used);
            } finally {
                hog.giveBack();
            }
        }
    }

    @Test
    void aTailLeavesInGatheringWritesWhereTheChannelCan() throws IOException {
        file.writer.flushRowGroup();
        file.writer.write(file.batch);
        final Gathering channel = new Gathering();
        try (Capture capture = file.capture()) {
            capture.writeTail(channel, Duration.ofHours(1));
            assertThat(channel.bytes.toByteArray()).isEqualTo(FileInProgress.built(capture));
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

    @Test
    void aChannelThatFailsAnywhereLeavesTheCaptureUsableAndNothingHeld() throws IOException {
        file.writer.flushRowGroup();
        file.writer.write(file.batch);
        try (Capture capture = file.capture()) {
            final byte[] expected = FileInProgress.built(capture);
            final long used = file.context.usedBytes();
            for (long taken = 0; taken < expected.length; taken += expected.length / 23) {
                final WritableByteChannel channel = new FailingChannel(taken);
                assertThatExceptionOfType(IOException.class)
                        .isThrownBy(() -> capture.writeTail(channel))
                        .withMessage(FailingChannel.FAILURE);
                assertThat(file.context.usedBytes())
                        .as("bytes used after byte %s", taken)
                        .isEqualTo(used);
            }
            final WritableByteChannel lastByte = new FailingChannel(expected.length - 1);
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> capture.writeTail(lastByte));
            assertThat(FileInProgress.written(capture)).isEqualTo(expected);
            assertThat(FileInProgress.built(capture)).isEqualTo(expected);
        }
    }

    @Test
    void aChannelThatDoesNotBlockIsRefused() throws IOException {
        final Pipe pipe = Pipe.open();
        try (Pipe.SinkChannel sink = pipe.sink();
                Pipe.SourceChannel source = pipe.source();
                Capture capture = file.capture()) {
            sink.configureBlocking(false);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> capture.writeTail(sink))
                    .withMessageContaining("does not block");
            assertThat(source.isOpen()).isTrue();
        }
    }
}

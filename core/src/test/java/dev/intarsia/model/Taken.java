package dev.intarsia.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.intarsia.Capture;
import dev.intarsia.Checkpoint;
import dev.intarsia.FileSummary;
import dev.intarsia.ParquetWriter;
import dev.intarsia.buffer.Part;
import dev.intarsia.options.MemoryBudgetException;
import dev.intarsia.options.WriterOptions;
import dev.intarsia.testkit.FailingChannel;
import dev.intarsia.testkit.Gathered;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** A capture that is open, and what it must know. Confined, but for what it builds on the other thread. */
final class Taken {
    final Capture capture;
    final ParquetWriter writer;
    final History history;

    private final byte[] durable;
    private final WriterOptions options;
    private final Work work;
    private Future<Built> building;
    private boolean hardship;
    /** Whether what is built is written column by column. */
    private boolean writing;

    private boolean writtenMeanwhile;
    private boolean closedMeanwhile;

    /**
     * What came of it on the other thread.
     *
     * @param checkpoint null where the tail was written
     * @param tail what was written
     * @param stored whether there was no time
     */
    private record Built(Checkpoint checkpoint, byte[] tail, FileSummary summary, boolean stored) {}

    /**
     * @param durable bytes of the file then
     */
    Taken(
            final Capture capture,
            final ParquetWriter writer,
            final History history,
            final byte[] durable,
            final WriterOptions options,
            final Work work) {
        this.capture = capture;
        this.writer = writer;
        this.history = history;
        this.durable = durable;
        this.options = options;
        this.work = work;
        work.captures++;
        assertThat(capture.rows()).isEqualTo(history.rows());
        assertThat(capture.fileOffset()).isEqualTo(durable.length);
    }

    byte[] durable() {
        return durable;
    }

    /** Says that the writer went on. */
    void went(final boolean closed) {
        writtenMeanwhile |= building != null;
        closedMeanwhile |= closed;
    }

    boolean isBuilding() {
        return building != null;
    }

    /** @param stored whether there is no time for a codec */
    void build(final boolean stored) {
        writing = false;
        begin(() -> {
            final Checkpoint checkpoint = stored ? capture.build(Duration.ZERO) : capture.build();
            return new Built(checkpoint, null, checkpoint.summary(), stored);
        });
    }

    /** As a build, only column by column. */
    void writeTail(final boolean stored) {
        writing = true;
        begin(() -> written(stored));
    }

    private void begin(final Callable<Built> way) {
        hardship = work.hardship;
        building = work.builder().submit(way);
    }

    private Built written(final boolean stored) throws IOException {
        final ByteArrayOutputStream tail = new ByteArrayOutputStream();
        final FileSummary summary = stored
                ? capture.writeTail(Channels.newChannel(tail), Duration.ZERO)
                : capture.writeTail(Channels.newChannel(tail));
        return new Built(null, tail.toByteArray(), summary, stored);
    }

    /** Writes the tail to a channel that fails after some bytes; the capture is unharmed. */
    void breakOff(final int bytes) {
        try {
            capture.writeTail(new FailingChannel(bytes));
        } catch (final IOException e) {
            assertThat(e).hasMessage(FailingChannel.FAILURE);
            work.saw(Seen.TAIL_BROKE_OFF);
        } catch (final MemoryBudgetException e) {
            requireBrokenOff(e);
        }
        work.brokeOff = true;
    }

    /** What an open file holds is enough for its tail, unless another thread has taken what a broken one gave back. */
    private void requireBrokenOff(final MemoryBudgetException e) {
        if (!work.brokeOff) {
            throw new AssertionError("a tail was refused for memory", e);
        }
    }

    /**
     * Waits for what is built, and looks at it.
     *
     * @param completes whether the file shall end there
     * @param saved where to save it; null where it is not to be saved
     */
    void settle(final boolean completes, final SavedStates saved) throws Exception {
        final Built built = await();
        if (built == null) {
            return;
        }
        if (writtenMeanwhile) {
            work.saw(Seen.BUILT_WHILE_WRITTEN);
        }
        if (closedMeanwhile) {
            work.saw(Seen.BUILT_AFTER_ITS_WRITER_WAS_CLOSED);
        }
        final byte[] tail = built.checkpoint == null ? built.tail : tail(built, completes, saved);
        final ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(durable);
        whole.writeBytes(tail);
        assertThat(built.summary.rows()).isEqualTo(history.rows());
        assertThat(built.summary.bytes()).isEqualTo(whole.size());
        work.judge()
                .assertIs(
                        whole.toByteArray(),
                        history,
                        built.stored,
                        options,
                        "a file that ends with the tail of " + capture);
    }

    private byte[] tail(final Built built, final boolean completes, final SavedStates saved) throws IOException {
        try (Checkpoint checkpoint = built.checkpoint) {
            work.saw(built.stored ? Seen.BUILT_WITHOUT_TIME : Seen.BUILT);
            if (checkpoint.storedColumns() > 0) {
                assertThat(built.stored).isTrue();
                work.saw(Seen.BUILT_OF_STORED_PAGES);
            }
            assertThat(checkpoint.id()).isEqualTo(capture.id());
            assertThat(checkpoint.fileOffset()).isEqualTo(durable.length);
            if (saved != null) {
                saved.saveTail(this, checkpoint, built.stored);
            }
            if (!completes) {
                return Gathered.bytes(checkpoint.nioBuffers());
            }
            try (Part part = checkpoint.complete()) {
                assertThatIllegalStateException().isThrownBy(checkpoint::complete);
                work.saw(Seen.COMPLETED);
                return Gathered.bytes(part.nioBuffers());
            }
        }
    }

    /** What was built; where there was no room for it, what was written then, for which there must be. */
    private Built await() throws Exception {
        try {
            final Built built = building.get();
            if (built.checkpoint == null) {
                work.saw(hardship ? Seen.TAIL_WRITTEN_AS_OTHERS_HELD_MEMORY : Seen.TAIL_WRITTEN);
            }
            return built;
        } catch (final ExecutionException e) {
            if (!(e.getCause() instanceof MemoryBudgetException)) {
                throw e;
            }
            if (writing) {
                requireBrokenOff((MemoryBudgetException) e.getCause());
                return null;
            }
            work.saw(Seen.REFUSED_FOR_MEMORY_BUILD);
        } finally {
            building = null;
        }
        try {
            final Built written = written(false);
            work.saw(Seen.TAIL_WRITTEN_AS_A_BUILD_WAS_REFUSED);
            return written;
        } catch (final MemoryBudgetException e) {
            requireBrokenOff(e);
            return null;
        }
    }

    /** Lets go of it, be it built or not. */
    void close() throws Exception {
        if (building != null) {
            settle(false, null);
        }
        capture.close();
        work.captures--;
        assertThatIllegalStateException().isThrownBy(capture::build).withMessageContaining("closed");
        assertThatIllegalStateException().isThrownBy(() -> capture.since(0)).withMessageContaining("closed");
        work.saw(Seen.REFUSED_CLOSED_CAPTURE);
    }
}

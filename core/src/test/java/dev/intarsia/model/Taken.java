package dev.intarsia.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.intarsia.Capture;
import dev.intarsia.Checkpoint;
import dev.intarsia.ParquetWriter;
import dev.intarsia.buffer.Part;
import dev.intarsia.options.MemoryBudgetException;
import dev.intarsia.options.WriterOptions;
import java.io.ByteArrayOutputStream;
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
    private Future<Checkpoint> building;
    private boolean writtenMeanwhile;
    private boolean closedMeanwhile;

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

    void build() {
        building = work.builder().submit(() -> capture.build());
    }

    /**
     * Waits for what is built, and looks at it.
     *
     * @param completes whether the file shall end there
     */
    void settle(final boolean completes) throws Exception {
        final Checkpoint checkpoint;
        try {
            checkpoint = building.get();
        } catch (final ExecutionException e) {
            if (!(e.getCause() instanceof MemoryBudgetException)) {
                throw e;
            }
            work.saw(Seen.REFUSED_FOR_MEMORY_BUILD);
            return;
        } finally {
            building = null;
        }
        work.saw(Seen.BUILT);
        if (writtenMeanwhile) {
            work.saw(Seen.BUILT_WHILE_WRITTEN);
        }
        if (closedMeanwhile) {
            work.saw(Seen.BUILT_AFTER_ITS_WRITER_WAS_CLOSED);
        }
        try (checkpoint) {
            assertThat(checkpoint.id()).isEqualTo(capture.id());
            assertThat(checkpoint.fileOffset()).isEqualTo(durable.length);
            assertThat(checkpoint.summary().rows()).isEqualTo(history.rows());
            final ByteArrayOutputStream whole = new ByteArrayOutputStream();
            whole.writeBytes(durable);
            if (completes) {
                try (Part part = checkpoint.complete()) {
                    assertThatIllegalStateException().isThrownBy(checkpoint::complete);
                    whole.writeBytes(Judge.bytes(part.nioBuffers()));
                }
                work.saw(Seen.COMPLETED);
            } else {
                whole.writeBytes(Judge.bytes(checkpoint.nioBuffers()));
            }
            assertThat(checkpoint.summary().bytes()).isEqualTo(whole.size());
            work.judge()
                    .assertIs(whole.toByteArray(), history, options, "a file that ends with the tail of " + capture);
        }
    }

    /** Lets go of it, be it built or not. */
    void close() throws Exception {
        if (building != null) {
            settle(false);
        }
        capture.close();
        assertThatIllegalStateException().isThrownBy(capture::build).withMessageContaining("closed");
        assertThatIllegalStateException().isThrownBy(() -> capture.since(0)).withMessageContaining("closed");
        work.saw(Seen.REFUSED_CLOSED_CAPTURE);
    }
}

package dev.intarsia;

import dev.intarsia.buffer.Part;
import dev.intarsia.internal.file.CheckpointLedger;
import dev.intarsia.internal.file.FileIncrement;
import dev.intarsia.internal.file.FileState;
import dev.intarsia.internal.file.FileTail;
import dev.intarsia.internal.file.FileWriter;
import dev.intarsia.internal.file.Pace;
import dev.intarsia.internal.file.TailBuilder;
import dev.intarsia.options.MemoryBudgetException;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * A file in progress as it was at one moment: what a checkpoint is built from while its writer goes on. Thread-safe,
 * and transferred to whoever asked for it, who closes it; it may outlive its writer, but not the context.
 *
 * <p>It refers to the memory that the writer wrote, and copies nothing. What it keeps from being free, because the
 * writer has gone on to other memory since, counts in the budget until it is closed. A writer has at most
 * {@value #MAX_OPEN} of them that are not closed.
 */
public final class Capture implements AutoCloseable {
    /** How many captures of a writer may be open at a time. */
    public static final int MAX_OPEN = 2;

    private final WriterContext context;
    private final FileState state;
    private final UUID fileId;
    private final long id;
    private final CheckpointLedger ledger;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * @param state one hold on it, transferred
     * @param ledger of the file
     * @param whenClosed called once, when it is closed and no build goes on
     */
    Capture(
            final WriterContext context,
            final FileState state,
            final UUID fileId,
            final long id,
            final CheckpointLedger ledger,
            final Runnable whenClosed) {
        this.context = context;
        this.state = state;
        this.fileId = fileId;
        this.id = id;
        this.ledger = ledger;
        context.captureOpened();
        state.whenFree(() -> {
            context.captureClosed();
            whenClosed.run();
        });
    }

    /** Number of the checkpoint that is made from this capture: above that of every earlier one of the file. */
    public long id() {
        return id;
    }

    /** Rows that the file had, those of the row group in progress included. */
    public long rows() {
        return state.rows();
    }

    /** File offset of the first byte that was not durable: where the tail begins. */
    public long fileOffset() {
        return state.tailOffset();
    }

    /**
     * As {@link #build(Duration)}, with all the time that it takes to compress every page.
     *
     * @return transferred
     * @throws MemoryBudgetException if the context has no room for the last pages and the footer
     * @throws IllegalStateException if the capture is closed
     */
    public Checkpoint build() {
        return build(Pace.unhurried());
    }

    /**
     * Builds what ends the file here, as if nothing had been written since: the open pages are cut, on the side, and
     * the row group and the file are ended. Finished pages are not touched. On any thread, while the writer goes on,
     * and also when it is finished or closed; it costs what the last pages of all columns cost, however large the row
     * group is. Several threads may build at a time.
     *
     * <p>Where there is no time for a codec, pages are stored: they are valid streams of it that hold the bytes as they
     * are. A stored page costs a small part of the processor time of a compressed one, about a tenth with Zstandard,
     * and the bytes of the tail that are new become two to five times as many. Columns are compressed for as long as
     * the time allows, as measured in this build. The time is a wish: nothing is given up where it is exceeded, and
     * pages that are stored, indexes and the footer take some, too.
     *
     * @param within how long to take at most, from now on; zero stores everything
     * @return transferred
     * @throws IllegalArgumentException if the time is negative
     * @throws MemoryBudgetException if the context has no room for the last pages and the footer; try again when some
     *     is free, or {@linkplain #writeTail write} the tail, which takes less
     * @throws IllegalStateException if the capture is closed
     */
    public Checkpoint build(final Duration within) {
        return build(within, System::nanoTime);
    }

    /** With a clock of its own, for tests. */
    Checkpoint build(final Duration within, final LongSupplier nanoTime) {
        return build(Pace.within(within, nanoTime));
    }

    private Checkpoint build(final Pace pace) {
        hold("cannot be built from");
        try (TailBuilder builder = new TailBuilder(state, context.memory(), context.compressors(), pace)) {
            final FileWriter fork = builder.build();
            final FileSummary summary = Summaries.of(fork);
            final Part tail = fork.file().splitTo(summary.bytes() - state.tailOffset());
            return new Checkpoint(
                    id, summary, tail, pace.storedColumns(), FileTail.of(state, fileId, id, builder.chunks()));
        } finally {
            state.release();
        }
    }

    /**
     * As {@link #writeTail(WritableByteChannel, Duration)}, with all the time that it takes to compress every page.
     *
     * @return what the file holds if it ends here
     * @throws IOException if the channel fails
     * @throws MemoryBudgetException if the context has no room for the last pages of a column, or the metadata
     * @throws IllegalStateException if the capture is closed
     */
    public FileSummary writeTail(final WritableByteChannel channel) throws IOException {
        return writeTail(channel, Pace.unhurried());
    }

    /**
     * Writes what {@link #build(Duration)} would build, column by column as it is made: for a context that has no room
     * for all last pages at a time. It takes room for those of one column, for Bloom filters, page indexes and metadata
     * of the row group in progress, and for a piece of the footer. So much all open files of the context hold together,
     * for one tail at a time: where nothing else is left, a thread waits here until another one has written its tail.
     * On any thread, as a build.
     *
     * @param channel gets the bytes from {@link #fileOffset} on, in gathering writes where it can; blocking,
     *     borrowed until this returns
     * @param within how long to take at most, the time that the channel takes included; zero stores everything
     * @return what the file holds if it ends here
     * @throws IOException if the channel fails. What it has taken till then is no tail; the capture is unharmed, and
     *     can be written again, to another place
     * @throws IllegalArgumentException if the time is negative, or the channel does not block
     * @throws MemoryBudgetException if the context has no room even for that, because an earlier tail failed half-way
     *     and others have taken what it had; nothing was written
     * @throws IllegalStateException if the capture is closed
     */
    public FileSummary writeTail(final WritableByteChannel channel, final Duration within) throws IOException {
        return writeTail(channel, within, System::nanoTime);
    }

    /** With a clock of its own, for tests. */
    FileSummary writeTail(final WritableByteChannel channel, final Duration within, final LongSupplier nanoTime)
            throws IOException {
        return writeTail(channel, Pace.within(within, nanoTime));
    }

    private FileSummary writeTail(final WritableByteChannel channel, final Pace pace) throws IOException {
        requireBlocking(channel);
        hold("has no tail");
        try (TailBuilder builder = new TailBuilder(state, context.memory(), context.compressors(), pace)) {
            return Summaries.of(builder.writeTo(channel));
        } finally {
            state.release();
        }
    }

    private static void requireBlocking(final WritableByteChannel channel) {
        if (channel instanceof SelectableChannel selectable && !selectable.isBlocking()) {
            throw new IllegalArgumentException("a tail was to be written to " + channel
                    + ", which does not block: configure it to, or give a channel that waits");
        }
    }

    private void hold(final String otherwise) {
        if (closed.get() || !state.tryRetain()) { // another build may still go on
            throw new IllegalStateException("a capture that is closed " + otherwise + ": capture again");
        }
    }

    /**
     * Finds what is new in the file since a checkpoint: finished pages, and of open pages the values that were
     * appended. Nothing is compressed, and there is no footer, so nothing needs to be built. On any thread,
     * while the writer goes on.
     *
     * @param confirmedId of a checkpoint of this file that is safe, last said to {@link ParquetWriter#confirm}; 0 for
     *     everything, from the beginning of the file on
     * @return transferred
     * @throws IllegalArgumentException if that checkpoint is not known, not earlier than this one, or was never asked
     *     for as an increment; or this one was, since another that is not 0: later ones may build upon that
     * @throws MemoryBudgetException if the context has no room for what is packed for it: levels and ids of open pages
     * @throws IllegalStateException if the capture is closed
     */
    public Increment since(final long confirmedId) {
        hold("has no increment");
        try {
            return new Increment(FileIncrement.of(state, ledger, fileId, id, confirmedId, context.memory()));
        } finally {
            state.release();
        }
    }

    /**
     * Lets go of what was captured; a build that runs ends well, and the capture counts as open until then. Checkpoints
     * that were built stay. Idempotent, from any thread.
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            state.release();
        }
    }

    @Override
    public String toString() {
        return "Capture[" + id + ", " + rows() + " rows" + (closed.get() ? ", closed]" : "]");
    }
}

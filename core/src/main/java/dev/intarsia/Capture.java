package dev.intarsia;

import dev.intarsia.buffer.Part;
import dev.intarsia.internal.file.CheckpointLedger;
import dev.intarsia.internal.file.FileIncrement;
import dev.intarsia.internal.file.FileState;
import dev.intarsia.internal.file.FileWriter;
import dev.intarsia.options.MemoryBudgetException;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.arrow.vector.dictionary.DictionaryProvider;

/**
 * A file in progress as it was at one moment: what a checkpoint is built from while its writer goes on. Thread-safe, and
 * transferred to whoever asked for it, who closes it; it may outlive its writer, but not the context.
 *
 * <p>It refers to the memory that the writer wrote, and copies nothing. What it keeps from being free, because the writer
 * has gone on to other memory since, counts in the budget until it is closed. A writer has at most {@value #MAX_OPEN} of
 * them that are not closed.
 */
public final class Capture implements AutoCloseable {
    /** How many captures of a writer may be open at a time. */
    public static final int MAX_OPEN = 2;

    private final WriterContext context;
    private final FileState state;
    private final UUID fileId;
    private final long id;
    private final CheckpointLedger ledger;
    private final Runnable whenClosed;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * @param state one hold on it, transferred
     * @param ledger of the file
     * @param whenClosed called once
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
        this.whenClosed = whenClosed;
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
     * Builds what ends the file here, as if nothing had been written since: the open pages are cut, on the side, and the
     * row group and the file are ended. Finished pages are not touched. On any thread, while the writer goes on; it costs
     * what the last pages of all columns cost, however large the row group is.
     *
     * @return transferred
     * @throws MemoryBudgetException if the context has no room for the last pages and the footer; try again when some is
     *     free
     * @throws IllegalStateException if the capture is closed
     */
    public Checkpoint build() {
        if (closed.get() || !state.tryRetain()) { // another build may still hold the state
            throw new IllegalStateException("a capture that is closed cannot be built from: capture again");
        }
        try {
            final FileWriter fork = FileWriter.resume(
                    state, new DictionaryProvider.MapDictionaryProvider(), context.memory(), context.compressors());
            try {
                fork.admitFinish();
                fork.finish();
                final FileSummary summary = Summaries.of(fork);
                final Part tail = fork.file().splitTo(summary.bytes() - state.tailOffset());
                return new Checkpoint(id, summary, tail);
            } finally {
                fork.close();
            }
        } finally {
            state.release();
        }
    }

    /**
     * Finds what is new in the file since a checkpoint: finished pages, and of open pages the values that were appended.
     * Nothing is compressed, and there is no footer, so nothing needs to be built. On any thread, while the writer goes on.
     *
     * @param confirmedId of a checkpoint of this file that is safe, last said to {@link ParquetWriter#confirm}; 0 for
     *     everything, from the beginning of the file on
     * @return transferred
     * @throws IllegalArgumentException if that checkpoint is not known
     * @throws MemoryBudgetException if the context has no room for what is packed for it: levels and ids of open pages
     * @throws IllegalStateException if the capture is closed
     */
    public Increment since(final long confirmedId) {
        if (closed.get() || !state.tryRetain()) { // another build may still hold the state
            throw new IllegalStateException("a capture that is closed has no increment: capture again");
        }
        try {
            return new Increment(
                    FileIncrement.of(state, ledger, fileId, id, confirmedId, context.memory()));
        } finally {
            state.release();
        }
    }

    /**
     * Lets go of what was captured; a build that runs ends well. Checkpoints that were built stay. Idempotent, from any
     * thread.
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            state.release();
            whenClosed.run();
        }
    }

    @Override
    public String toString() {
        return "Capture[" + id + ", " + rows() + " rows" + (closed.get() ? ", closed]" : "]");
    }
}

package dev.intarsia.internal.file;

import dev.intarsia.internal.column.ColumnWriter;
import dev.intarsia.internal.compress.CompressorPool;
import dev.intarsia.internal.memory.LeasedReserve;
import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.internal.memory.SlabPool;
import dev.intarsia.internal.state.StateOutput;
import dev.intarsia.options.MemoryBudgetException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.WritableByteChannel;

/**
 * Ends a file that goes on, on the side: drives a second writer, which shares memory with the one that was captured, to
 * the end of the file. Confined to the thread that builds.
 *
 * <p>Either {@link #build}, and all new bytes are held at a time, or {@link #writeTo}, and they leave column by column.
 */
public final class TailBuilder implements AutoCloseable {
    private final FileState captured;
    private final SlabPool memory;
    private final CompressorPool compressors;
    private final Pace pace;
    private final StateOutput chunks = new StateOutput();
    private FileWriter fork;
    /** What lends the memory, where there is no other. */
    private LeasedReserve leased;

    /**
     * @param captured stays the caller's, who holds it until this is closed
     * @param pace of this build alone
     * @throws MemoryBudgetException if there is no room for what cannot be shared
     */
    public TailBuilder(
            final FileState captured, final SlabPool memory, final CompressorPool compressors, final Pace pace) {
        this.captured = captured;
        this.memory = memory;
        this.compressors = compressors;
        this.pace = pace;
        this.fork = FileWriters.forked(captured, memory, compressors, new Reserve(memory));
    }

    /**
     * Ends the file; its last bytes are in {@link FileWriter#file} then.
     *
     * @return borrowed until this is closed
     * @throws MemoryBudgetException if there is no room for all last pages and the footer
     */
    public FileWriter build() {
        fork.admitFinish();
        finish(new Described());
        return fork;
    }

    /**
     * What it takes, beside the bytes of the file, to go on with the row group that {@link #build} has closed; to be
     * put into a {@link FileTail}.
     */
    public StateOutput chunks() {
        return chunks;
    }

    /**
     * Ends the file and writes its last bytes as they are made, so that it takes room for one column at a time: from
     * the pool, and where that has none from what all files hold for this, as soon as nobody else uses it.
     *
     * @param channel blocking; borrowed
     * @return borrowed until this is closed
     * @throws IOException if the channel fails
     * @throws MemoryBudgetException if there is no room, because an earlier failure has cost some of what is held for
     *     this; nothing was written then
     */
    public FileWriter writeTo(final WritableByteChannel channel) throws IOException {
        admitStreaming();
        stream(channel);
        return fork;
    }

    /** The first half of {@link #writeTo}: reserves. */
    void admitStreaming() {
        if (!fork.tryAdmitStreamedFinish()) {
            fork.close();
            final Reserve lent = memory.leased().lend();
            leased = memory.leased();
            fork = FileWriters.forked(captured, memory, compressors, lent);
            fork.streamFromLease();
        }
    }

    /** The second half of {@link #writeTo}: needs no memory but what is reserved. */
    void stream(final WritableByteChannel channel) throws IOException {
        final TailOutlet outlet = new TailOutlet(fork.file(), fork.reserve(), channel);
        outlet.flow(); // what was finished, but not durable
        try {
            finish(new Streamed(outlet));
        } catch (final UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void finish(final Escort escort) {
        long bytes = 0;
        for (final ColumnWriter column : fork.columns()) {
            bytes += column.bytesToCompress();
        }
        pace.begin(bytes);
        fork.finish(escort);
    }

    @Override
    public void close() {
        fork.close();
        if (leased != null) {
            leased.giveBack();
        }
    }

    /** Stores the pages of columns for which there is no time. */
    private class Paced implements Escort {
        @Override
        public void beforeColumn(final int column) {
            if (pace.mayCompress(fork.columns().get(column).bytesToCompress())) {
                fork.pages().compressPages();
            } else {
                fork.pages().storePages();
            }
        }
    }

    /** Notes what the chunks in progress are, too. */
    private final class Described extends Paced {
        @Override
        public void columnPrepared(final int column) {
            fork.columns().get(column).describeTo(chunks);
        }
    }

    /** Lets bytes leave, too. */
    private final class Streamed extends Paced {
        private final TailOutlet outlet;

        Streamed(final TailOutlet outlet) {
            this.outlet = outlet;
        }

        @Override
        public void linked() {
            try {
                outlet.flow();
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

package dev.intarsia;

import dev.intarsia.internal.file.FileIncrement;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What is new in a file since one of its checkpoints. Confined to one thread at a time; transferred to whoever
 * asked for it, who closes it. Together with the increments that it {@link #needs} it is the file as it was
 * captured: see {@link SavedFile}.
 *
 * <p>Most of its bytes lie where the encoder wrote them, and are kept from being free until it is closed.
 */
public final class Increment implements AutoCloseable {
    private final FileIncrement increment;
    private final AtomicBoolean closed = new AtomicBoolean();

    Increment(final FileIncrement increment) {
        this.increment = increment;
    }

    /** Number of its checkpoint. */
    public long id() {
        return increment.id();
    }

    /** Number of the checkpoint that it builds upon; 0 for the beginning of the file. */
    public long since() {
        return increment.since();
    }

    /**
     * Numbers of the checkpoints whose increments it takes to restore the file, in ascending order, this one the last.
     * A host may delete those that no checkpoint needs to which it may come back.
     */
    public List<Long> needs() {
        return increment.needs();
    }

    /** Bytes that {@link #writeTo} writes. */
    public long bytes() {
        return increment.bytes();
    }

    /**
     * Writes the increment in its serial form, with checksums.
     *
     * @param channel in blocking mode; borrowed until this returns, and left open
     * @throws IOException if the channel fails
     * @throws IllegalStateException if the increment is closed
     */
    public void writeTo(final WritableByteChannel channel) throws IOException {
        if (closed.get()) {
            throw new IllegalStateException("increment " + id() + " is closed: its bytes are not there any more");
        }
        increment.writeTo(channel);
    }

    /** Lets go of the memory. Idempotent. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            increment.release();
        }
    }

    @Override
    public String toString() {
        return "Increment[" + id() + " since " + since() + ", " + bytes() + " bytes]";
    }
}

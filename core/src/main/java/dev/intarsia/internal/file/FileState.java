package dev.intarsia.internal.file;

import dev.intarsia.internal.memory.Slices;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A file in progress as it was when it was captured: memory by reference, everything that changes as a copy. Immutable,
 * but for its end, and thread-safe.
 *
 * <p>It is what a checkpoint is made from, in either form, and what a file is re-opened from:
 * <pre>
 *   FileWriter --capture--> FileState --resume--> FileWriter, and then finish: a tail
 *                               |    --since--> increment
 *                               +&lt;--read-- tail or increments
 * </pre>
 *
 * <p>It is counted, because one thread may close a capture while another builds from it.
 */
public final class FileState {
    final OpenState open;
    /** Finished bytes from {@link #tailOffset} on. */
    final Slices rope;

    private final long tailOffset;
    private final AtomicInteger holders = new AtomicInteger(1);
    private Runnable whenFree = () -> {};

    /** The references are transferred; there is one holder, the caller. */
    FileState(final OpenState open, final long tailOffset, final Slices rope) {
        this.open = open;
        this.tailOffset = tailOffset;
        this.rope = rope;
    }

    /** File offset of the first byte that was not durable. */
    public long tailOffset() {
        return tailOffset;
    }

    /** Rows of the file, those of the row group in progress included. */
    public long rows() {
        return open.closedRows + open.openRows;
    }

    /** Whether nothing but what is durable has changed between two states of the same writer. */
    public boolean isUnchangedSince(final FileState other) {
        return open == other.open;
    }

    /** Says what to run when the last holder has dropped the references. Before anybody else knows the state. */
    public void whenFree(final Runnable action) {
        whenFree = action;
    }

    /** Adds a holder, unless the last one is gone already; false if so. */
    public boolean tryRetain() {
        int before;
        do {
            before = holders.get();
            if (before <= 0) {
                return false;
            }
        } while (!holders.compareAndSet(before, before + 1));
        return true;
    }

    /** Ends a hold; the last one drops the references to memory. From any thread. */
    public void release() {
        if (holders.decrementAndGet() == 0) {
            rope.release();
            open.release();
            whenFree.run();
        }
    }
}

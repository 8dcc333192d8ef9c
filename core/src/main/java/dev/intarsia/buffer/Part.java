package dev.intarsia.buffer;

import dev.intarsia.internal.memory.Segment;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A range of a file on its way to a store: a list of slices of the memory that the encoder wrote, none of them copied.
 * Immutable and thread-safe, as long as nobody closes it under a reader. It is transferred to whoever asked for it, who
 * closes it once the store has the bytes or will not get them.
 *
 * <p>Views are borrowed: an NIO buffer is valid until {@link #close()}, a Netty buffer as long too, or as long as its
 * own count says when it was retained. A retry of an upload takes fresh views of the same part.
 */
public final class Part implements AutoCloseable {
    private final long fileOffset;
    private final long length;
    private final Slice[] slices;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** One piece of memory, on which the part holds a reference. */
    record Slice(Segment segment, int offset, int length) {
        ByteBuffer view() {
            return segment.view(offset, length).asReadOnlyBuffer();
        }
    }

    Part(final long fileOffset, final long length, final Slice[] slices) {
        this.fileOffset = fileOffset;
        this.length = length;
        this.slices = slices;
        slices[0].segment().countPartBytes(length);
    }

    /** Offset of the first byte, from the start of the file, in bytes. */
    public long fileOffset() {
        return fileOffset;
    }

    /** Bytes of this part. */
    public long length() {
        return length;
    }

    /** Offset behind the last byte in the file: what to say to {@code durable} once the store has this part. */
    public long endOffset() {
        return fileOffset + length;
    }

    /**
     * The bytes in file order as direct, read-only views with a position of their own, new at every call; borrowed
     * until {@link #close()}. For gathering writes.
     *
     * @throws IllegalStateException if the part is closed
     */
    public ByteBuffer[] nioBuffers() {
        requireOpen();
        final ByteBuffer[] views = new ByteBuffer[slices.length];
        for (int i = 0; i < views.length; i++) {
            views[i] = slices[i].view();
        }
        return views;
    }

    /**
     * The bytes in file order as read-only Netty buffers, new at every call. Each has a count of its own, which is the
     * caller's to release, and while it is above zero the memory behind it stays.
     *
     * @throws IllegalStateException if the part is closed, be it while this runs; no view is left then
     */
    public ByteBuf[] byteBufs() {
        requireOpen();
        final ByteBuf[] views = new ByteBuf[slices.length];
        int made = 0;
        try {
            for (; made < views.length; made++) {
                views[made] = SliceByteBuf.of(slices[made]).asReadOnly();
            }
            return views;
        } finally {
            // Another thread may close the part meanwhile; then the views before the one that failed must not stay.
            for (int i = 0; made < views.length && i < made; i++) {
                views[i].release();
            }
        }
    }

    private void requireOpen() {
        if (closed.get()) {
            throw new IllegalStateException("this part, bytes " + fileOffset + " to " + endOffset()
                    + " of its file, is closed: its memory may hold something else by now");
        }
    }

    /**
     * Ends this part's hold on its memory; views of it must not be touched any more. The memory is free once the bytes
     * are durable, too, or their writer is closed. Idempotent, from any thread, never waits.
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            slices[0].segment().countPartBytes(-length);
            for (final Slice slice : slices) {
                slice.segment().release();
            }
        }
    }

    @Override
    public String toString() {
        return "Part[bytes " + fileOffset + " to " + endOffset() + ", " + slices.length + " slices"
                + (closed.get() ? ", closed]" : "]");
    }
}

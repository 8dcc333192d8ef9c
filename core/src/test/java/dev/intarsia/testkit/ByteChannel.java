package dev.intarsia.testkit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/**
 * A file in memory, read a few bytes at a time, that does what a test wants before each read. Confined to one thread.
 */
public final class ByteChannel implements SeekableByteChannel {
    private static final int MOST_AT_ONCE = 4_099;

    private final byte[] bytes;
    private Before before = (position, wanted) -> {};
    private long position;
    private boolean open = true;

    /** What happens before a read. */
    @FunctionalInterface
    public interface Before {
        void read(long position, int wanted) throws IOException;
    }

    /** @param bytes borrowed */
    public ByteChannel(final byte[] bytes) {
        this.bytes = bytes;
    }

    /** Does this before every read from now on. */
    public void before(final Before action) {
        before = action;
    }

    @Override
    public int read(final ByteBuffer into) throws IOException {
        if (!open) {
            throw new ClosedChannelException();
        }
        before.read(position, into.remaining());
        if (position >= bytes.length) {
            return -1;
        }
        final int count = (int) Math.min(Math.min(into.remaining(), MOST_AT_ONCE), bytes.length - position);
        into.put(bytes, (int) position, count);
        position += count;
        return count;
    }

    @Override
    public int write(final ByteBuffer from) {
        throw new NonWritableChannelException();
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public SeekableByteChannel position(final long newPosition) {
        position = newPosition;
        return this;
    }

    @Override
    public long size() throws IOException {
        if (!open) {
            throw new ClosedChannelException();
        }
        return bytes.length;
    }

    @Override
    public SeekableByteChannel truncate(final long size) {
        throw new NonWritableChannelException();
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        open = false;
    }
}

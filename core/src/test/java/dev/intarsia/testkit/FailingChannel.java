package dev.intarsia.testkit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** Takes so many bytes, the last of them of a buffer that has more, and fails at the next one. Confined. */
public final class FailingChannel implements WritableByteChannel {
    /** What it fails with. */
    public static final String FAILURE = "the store is full";

    private long left;

    public FailingChannel(final long bytes) {
        this.left = bytes;
    }

    @Override
    public int write(final ByteBuffer source) throws IOException {
        if (left == 0) {
            throw new IOException(FAILURE);
        }
        final int taken = (int) Math.min(left, source.remaining());
        source.position(source.position() + taken);
        left -= taken;
        return taken;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {}
}

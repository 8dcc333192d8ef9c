package dev.intarsia.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** Takes some bytes, and fails. Confined. */
final class FailingChannel implements WritableByteChannel {
    static final String FAILURE = "the disk is full";

    private int left;

    FailingChannel(final int bytes) {
        this.left = bytes;
    }

    @Override
    public int write(final ByteBuffer bytes) throws IOException {
        if (bytes.remaining() > left) {
            throw new IOException(FAILURE);
        }
        final int taken = bytes.remaining();
        bytes.position(bytes.limit());
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

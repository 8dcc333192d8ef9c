package dev.intarsia;

import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** Takes bytes, counts them and keeps none: the store that costs nothing. Confined to one thread. */
final class DroppedOutput implements WritableByteChannel {
    private long bytes;

    long bytes() {
        return bytes;
    }

    @Override
    public int write(final ByteBuffer source) {
        final int length = source.remaining();
        source.position(source.limit());
        bytes += length;
        return length;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {
        // nothing is held
    }
}

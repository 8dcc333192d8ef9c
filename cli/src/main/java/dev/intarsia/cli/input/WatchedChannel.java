package dev.intarsia.cli.input;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * Passes bytes on and knows whether they ended too early. Confined.
 *
 * <p>Arrow's reader takes an input that ends within the length of a message for one that ends properly. It does not: every
 * message of a stream, its length included, is a multiple of eight bytes long.
 */
final class WatchedChannel implements ReadableByteChannel {
    private static final int MESSAGE_ALIGNMENT = 8;

    private final ReadableByteChannel source;
    private long bytes;
    private boolean ended;

    WatchedChannel(final ReadableByteChannel source) {
        this.source = source;
    }

    @Override
    public int read(final ByteBuffer target) throws IOException {
        final int read = source.read(target);
        if (read < 0) {
            ended = true;
        } else {
            bytes += read;
        }
        return read;
    }

    /** Bytes read. */
    long bytes() {
        return bytes;
    }

    /** Whether a read found no more bytes. */
    boolean ended() {
        return ended;
    }

    /** Whether the bytes ended where no message can end. */
    boolean endedWithinMessage() {
        return ended && bytes % MESSAGE_ALIGNMENT != 0;
    }

    @Override
    public boolean isOpen() {
        return source.isOpen();
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}

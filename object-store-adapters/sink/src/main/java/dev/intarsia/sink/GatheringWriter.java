package dev.intarsia.sink;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;

/** Writes lists of buffers to a channel, whole, without copying them together. */
final class GatheringWriter {
    /** Buffers handed over in one call: Linux takes no more in one {@code writev}, and a longer list is cut by the JDK. */
    static final int MAX_BUFFERS = 1024;

    private GatheringWriter() {}

    /**
     * Writes everything that remains in the buffers, in their order, and moves their positions to their limits.
     *
     * <p>A channel may take only some of the bytes. Every round must take at least one, so the loop ends.
     *
     * @return bytes written
     * @throws IOException if the channel fails, or takes nothing though something remains; positions then tell how far
     *     it came
     */
    static long writeFully(final GatheringByteChannel channel, final ByteBuffer[] buffers) throws IOException {
        long total = 0;
        int first = nextWithBytes(buffers, 0);
        while (first < buffers.length) {
            final long written = channel.write(buffers, first, Math.min(MAX_BUFFERS, buffers.length - first));
            if (written <= 0) {
                throw new IOException("the channel took none of the bytes offered to it, after " + total + " bytes");
            }
            total += written;
            first = nextWithBytes(buffers, first);
        }
        return total;
    }

    private static int nextWithBytes(final ByteBuffer[] buffers, final int from) {
        int index = from;
        while (index < buffers.length && !buffers[index].hasRemaining()) {
            index++;
        }
        return index;
    }
}

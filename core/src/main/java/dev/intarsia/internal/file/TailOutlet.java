package dev.intarsia.internal.file;

import dev.intarsia.buffer.SharedBuffer;
import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.internal.memory.Segment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets the finished bytes of a file leave through a channel, and holds their memory for what comes next: whoever writes
 * the file never has to ask the pool for it again, which another thread could have emptied meanwhile. Confined to the
 * writer's thread.
 */
final class TailOutlet {
    private final SharedBuffer file;
    private final Reserve reserve;
    private final WritableByteChannel channel;
    private final List<Segment> segments = new ArrayList<>();
    private final List<ByteBuffer> views = new ArrayList<>();

    /**
     * @param file to which parts are strange: all of its bytes leave here
     * @param reserve that the file is written from
     * @param channel blocking, borrowed
     */
    TailOutlet(final SharedBuffer file, final Reserve reserve, final WritableByteChannel channel) {
        this.file = file;
        this.reserve = reserve;
        this.channel = channel;
    }

    /**
     * Writes all that was linked.
     *
     * @throws IOException if the channel does; how much it took is unknown then, and the rest is gone
     */
    void flow() throws IOException {
        file.drainTo((segment, offset, length) -> {
            segments.add(segment);
            views.add(segment.view(offset, length).asReadOnlyBuffer());
        });
        try {
            write(views.toArray(ByteBuffer[]::new));
        } finally {
            segments.forEach(reserve::takeBack);
            segments.clear();
            views.clear();
        }
    }

    private void write(final ByteBuffer[] buffers) throws IOException {
        for (int next = 0; next < buffers.length; ) {
            if (!buffers[next].hasRemaining()) {
                next++;
            } else if (channel instanceof GatheringByteChannel gathering) {
                gathering.write(buffers, next, buffers.length - next);
            } else {
                channel.write(buffers[next]);
            }
        }
    }
}

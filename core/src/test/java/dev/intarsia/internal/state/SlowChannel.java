package dev.intarsia.internal.state;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;

/** A channel that takes a few bytes at a time, and now and then none. Confined to one thread. */
final class SlowChannel implements GatheringByteChannel {
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private int calls;
    private boolean stopped;

    byte[] taken() {
        return taken.toByteArray();
    }

    /** Takes nothing from now on. */
    void stop() {
        stopped = true;
    }

    @Override
    public long write(final ByteBuffer[] parts, final int offset, final int length) {
        int room = stopped ? 0 : ++calls % 7 * 40;
        final int before = room;
        for (int i = offset; i < offset + length && room > 0; i++) {
            while (room > 0 && parts[i].hasRemaining()) {
                taken.write(parts[i].get());
                room--;
            }
        }
        return before - room;
    }

    @Override
    public long write(final ByteBuffer[] parts) {
        return write(parts, 0, parts.length);
    }

    @Override
    public int write(final ByteBuffer part) {
        return (int) write(new ByteBuffer[] {part}, 0, 1);
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {}
}

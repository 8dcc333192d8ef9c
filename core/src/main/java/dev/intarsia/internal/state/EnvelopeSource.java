package dev.intarsia.internal.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Objects;

/** The bytes of an envelope, wherever they are. Confined to one thread at a time. */
public interface EnvelopeSource {
    /** Bytes of the envelope; they do not change while it is read. */
    long bytes() throws IOException;

    /**
     * Reads until a buffer is full.
     *
     * @param offset of the first byte, counted from the beginning of the envelope; all bytes lie inside it
     * @param into borrowed until this returns
     * @throws IOException if they cannot be read
     */
    void read(long offset, ByteBuffer into) throws IOException;

    /**
     * An envelope that is all of a file.
     *
     * @param channel borrowed for as long as the source is used; its position moves with every read
     */
    static EnvelopeSource of(final SeekableByteChannel channel) {
        Objects.requireNonNull(channel, "channel");
        return new EnvelopeSource() {
            @Override
            public long bytes() throws IOException {
                return channel.size();
            }

            @Override
            public void read(final long offset, final ByteBuffer into) throws IOException {
                final int wanted = into.remaining();
                channel.position(offset);
                while (into.hasRemaining()) {
                    if (channel.read(into) <= 0) {
                        throw StateFormatException.damaged("of " + wanted + " bytes at byte " + offset
                                + " the channel gave " + (wanted - into.remaining()));
                    }
                }
            }
        };
    }

    /**
     * An envelope in memory.
     *
     * @param bytes from position to limit; borrowed for as long as the source is used, though its
     *     position does not move
     */
    static EnvelopeSource of(final ByteBuffer bytes) {
        final ByteBuffer all = bytes.slice();
        return new EnvelopeSource() {
            @Override
            public long bytes() {
                return all.capacity();
            }

            @Override
            public void read(final long offset, final ByteBuffer into) {
                into.put(all.slice(Math.toIntExact(offset), into.remaining()));
            }
        };
    }
}

package dev.intarsia.internal.state;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A run of bytes of an envelope. Immutable.
 *
 * @param source that has it
 * @param offset of its first byte in the source
 * @param length bytes
 */
public record Piece(Source source, long offset, long length) {
    /** What has bytes. */
    @FunctionalInterface
    public interface Source {
        /**
         * Reads the bytes from an offset on until a buffer is full.
         *
         * @throws IOException if they cannot be read
         */
        void read(long offset, ByteBuffer into) throws IOException;
    }

    /** All of an array, which is retained. */
    public static Piece of(final byte[] bytes) {
        return new Piece((offset, into) -> into.put(bytes, Math.toIntExact(offset), into.remaining()), 0, bytes.length);
    }

    /** A part of it; both lie inside. */
    public Piece part(final long from, final long bytes) {
        return new Piece(source, offset + from, bytes);
    }

    /**
     * Reads the bytes from an offset in this piece on until a buffer is full.
     *
     * @throws IOException if they cannot be read
     */
    public void read(final long from, final ByteBuffer into) throws IOException {
        source.read(offset + from, into);
    }
}

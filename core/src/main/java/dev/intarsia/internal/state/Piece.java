package dev.intarsia.internal.state;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A run of bytes in the payload of an envelope. Immutable.
 *
 * @param payload that has it
 * @param encoded whether it is one of those that stand behind all that is there by reference
 * @param offset of its first byte among those of its kind
 * @param length bytes
 */
public record Piece(PayloadReader payload, boolean encoded, long offset, long length) {
    /** A part of it. */
    Piece part(final long from, final long bytes) {
        return new Piece(payload, encoded, offset + from, bytes);
    }

    /**
     * Reads the bytes from an offset in this piece on until a buffer is full.
     *
     * @throws IOException if they cannot be read
     */
    public void read(final long from, final ByteBuffer into) throws IOException {
        payload.read((encoded ? payload.sharedBytes() : 0) + offset + from, into);
    }
}

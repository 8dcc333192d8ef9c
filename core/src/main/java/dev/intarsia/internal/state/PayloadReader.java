package dev.intarsia.internal.state;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The payload of one envelope, known to be what was written: says where the pieces are that its metadata speaks of, in
 * their order, and reads them. Confined to one thread.
 */
public final class PayloadReader {
    private final EnvelopeSource source;
    private final EnvelopeHeader header;
    private final long bytes;
    private long sharedBytes;
    private long encodedBytes;

    private PayloadReader(final EnvelopeSource source, final EnvelopeHeader header, final long bytes) {
        this.source = source;
        this.header = header;
        this.bytes = bytes;
    }

    /**
     * Reads the payload once, for its checksum.
     *
     * @param source of the envelope; borrowed for as long as this is used
     * @throws IOException if it cannot be read, or is not what was written
     */
    public static PayloadReader open(final EnvelopeSource source, final EnvelopeReader envelope) throws IOException {
        envelope.rewindPayload();
        envelope.skipPayload(envelope.payloadBytes());
        envelope.requirePayload();
        return new PayloadReader(source, envelope.header(), envelope.payloadBytes());
    }

    /** What the envelope is. */
    public EnvelopeHeader header() {
        return header;
    }

    /** The next bytes of those that were there by reference. */
    public Piece shared(final long length) throws StateFormatException {
        final Piece piece = new Piece(this::readShared, sharedBytes, requireInside(length));
        sharedBytes += length;
        return piece;
    }

    /** The next bytes of those that were encoded for the envelope. */
    public Piece encoded(final long length) throws StateFormatException {
        final Piece piece = new Piece(this::readEncoded, encodedBytes, requireInside(length));
        encodedBytes += length;
        return piece;
    }

    private long requireInside(final long length) throws StateFormatException {
        final long left = bytes - sharedBytes - encodedBytes;
        if (length < 0 || length > left) {
            throw StateFormatException.damaged("its metadata speaks of " + Long.toUnsignedString(length)
                    + " more bytes of payload, and " + left + " of " + bytes + " are left");
        }
        return length;
    }

    /** Checks that the metadata has spoken of every byte; before that none is read. */
    public void requireEnd() throws StateFormatException {
        if (sharedBytes + encodedBytes != bytes) {
            throw StateFormatException.damaged("its metadata speaks of " + (sharedBytes + encodedBytes)
                    + " bytes of payload, and it has " + bytes);
        }
    }

    /**
     * Bytes of a payload that has nothing but bytes by reference, from an offset on.
     *
     * @throws StateFormatException if there are fewer
     */
    public Piece at(final long offset, final long length) throws StateFormatException {
        if (offset < 0 || length < 0 || offset > bytes - length) {
            throw StateFormatException.damaged("its metadata speaks of " + length + " bytes at byte " + offset
                    + " of its payload, which has " + bytes);
        }
        return new Piece(this::readShared, offset, length);
    }

    /** Bytes of the payload. */
    public long bytes() {
        return bytes;
    }

    private void readShared(final long offset, final ByteBuffer into) throws IOException {
        source.read(EnvelopeHeader.BYTES + offset, into);
    }

    /** Where the encoded bytes begin is known once the metadata has been read. */
    private void readEncoded(final long offset, final ByteBuffer into) throws IOException {
        source.read(EnvelopeHeader.BYTES + sharedBytes + offset, into);
    }
}

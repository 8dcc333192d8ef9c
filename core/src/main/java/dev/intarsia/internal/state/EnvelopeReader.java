package dev.intarsia.internal.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Reads one envelope. Confined to one thread.
 *
 * <p>What it is and its metadata are known, and known to be what was written, before the first byte of the payload is
 * read. The payload is read front to back, straight to where it shall be, and its checksum is known only at its end:
 * whoever reads it makes nothing of it before {@link #requirePayload()} has returned.
 */
public final class EnvelopeReader {
    private final EnvelopeSource source;
    private final EnvelopeHeader header;
    private final EnvelopeTrailer trailer;
    private final byte[] metadata;
    private final CRC32C payloadCrc = new CRC32C();
    private long payloadPosition;

    private EnvelopeReader(
            final EnvelopeSource source,
            final EnvelopeHeader header,
            final EnvelopeTrailer trailer,
            final byte[] metadata) {
        this.source = source;
        this.header = header;
        this.trailer = trailer;
        this.metadata = metadata;
    }

    /**
     * Reads and checks all but the payload.
     *
     * @param source borrowed for as long as the reader is used
     * @throws IOException if it cannot be read; a {@link StateFormatException} if it is not, or not whole, what was
     *     written, or of a later version
     */
    public static EnvelopeReader open(final EnvelopeSource source) throws IOException {
        final long bytes = source.bytes();
        final int least = EnvelopeHeader.BYTES + EnvelopeTrailer.BYTES;
        if (bytes < least) {
            throw StateFormatException.damaged("it has " + bytes + " bytes, and the shortest has " + least);
        }
        final ByteBuffer start = ByteBuffer.allocate(EnvelopeHeader.BYTES);
        source.read(0, start);
        final EnvelopeHeader header = EnvelopeHeader.of(start);
        final ByteBuffer end = ByteBuffer.allocate(EnvelopeTrailer.BYTES);
        source.read(bytes - EnvelopeTrailer.BYTES, end);
        final EnvelopeTrailer trailer = EnvelopeTrailer.of(end, start, bytes);
        if (trailer.metadataBytes() > EnvelopeWriter.MAX_METADATA_BYTES) {
            throw StateFormatException.damaged("it states " + trailer.metadataBytes()
                    + " bytes of metadata, and at most " + EnvelopeWriter.MAX_METADATA_BYTES + " are written");
        }
        final byte[] metadata = new byte[(int) trailer.metadataBytes()];
        final ByteBuffer view = ByteBuffer.wrap(metadata);
        for (int from = 0; from < metadata.length; from += EnvelopeWriter.CHUNK_BYTES) {
            view.limit(Math.min(metadata.length, from + EnvelopeWriter.CHUNK_BYTES));
            source.read(EnvelopeHeader.BYTES + trailer.payloadBytes() + from, view);
        }
        final CRC32C crc = new CRC32C();
        crc.update(metadata);
        if ((int) crc.getValue() != trailer.metadataCrc()) {
            throw StateFormatException.damaged("its metadata is not what was written");
        }
        return new EnvelopeReader(source, header, trailer, metadata);
    }

    /** What the envelope is. */
    public EnvelopeHeader header() {
        return header;
    }

    /** A new input over the metadata, from its beginning. */
    public StateInput metadata() {
        return new StateInput(metadata);
    }

    /** Bytes of the payload, which begins at byte {@link EnvelopeHeader#BYTES} of the envelope. */
    public long payloadBytes() {
        return trailer.payloadBytes();
    }

    /** Bytes of the payload that have been read or passed. */
    public long payloadPosition() {
        return payloadPosition;
    }

    /**
     * Reads the next bytes of the payload until a buffer is full.
     *
     * @param into borrowed until this returns; its position ends at its limit
     * @throws IOException if they cannot be read; a {@link StateFormatException} if the payload has fewer
     */
    public void readPayload(final ByteBuffer into) throws IOException {
        final int count = into.remaining();
        requirePayload(count);
        final int from = into.position();
        source.read(EnvelopeHeader.BYTES + payloadPosition, into);
        payloadCrc.update(into.position(from));
        payloadPosition += count;
    }

    /**
     * Passes over the next bytes of the payload, which are read for the checksum only.
     *
     * @param count 0 or more
     * @throws IOException as {@link #readPayload}
     */
    public void skipPayload(final long count) throws IOException {
        requirePayload(count);
        final ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(EnvelopeWriter.CHUNK_BYTES, count));
        for (long left = count; left > 0; left -= chunk.limit()) {
            chunk.clear().limit((int) Math.min(chunk.capacity(), left));
            readPayload(chunk);
        }
    }

    /**
     * Checks that the payload has been read to its end, and that it is what was written.
     *
     * @throws StateFormatException if not; nothing that came of the payload may be used then
     */
    public void requirePayload() throws StateFormatException {
        if (payloadPosition != trailer.payloadBytes()) {
            throw StateFormatException.damaged("its metadata speaks of " + payloadPosition
                    + " bytes of payload, and it has " + trailer.payloadBytes());
        }
        if ((int) payloadCrc.getValue() != trailer.payloadCrc()) {
            throw StateFormatException.damaged("its payload is not what was written");
        }
    }

    /** Goes back to the beginning of the payload. */
    public void rewindPayload() {
        payloadPosition = 0;
        payloadCrc.reset();
    }

    private void requirePayload(final long count) throws StateFormatException {
        if (count < 0 || count > trailer.payloadBytes() - payloadPosition) {
            throw StateFormatException.damaged("its metadata speaks of " + count + " more bytes of payload, and "
                    + (trailer.payloadBytes() - payloadPosition) + " are left");
        }
    }
}

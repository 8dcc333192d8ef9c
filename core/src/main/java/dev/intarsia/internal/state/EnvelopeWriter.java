package dev.intarsia.internal.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.zip.CRC32C;

/**
 * Writes one envelope to a channel, front to back: nothing of it needs to be known before its turn comes, so that a
 * tail can leave while it is being built. Confined to one thread.
 *
 * <p>A call that throws leaves an envelope that nobody can read, and the writer takes no more.
 */
public final class EnvelopeWriter {
    /** Bytes of metadata that are written and read at most: they lie on the heap as a whole. */
    public static final int MAX_METADATA_BYTES = 1 << 30;

    /** Channels copy a heap buffer to direct memory that no budget covers: as much as they are given at a time. */
    static final int CHUNK_BYTES = 64 << 10;

    /** A blocking channel may take nothing once in a while, though hardly so often in a row. */
    private static final int MOST_VAIN_WRITES = 1000;

    private final WritableByteChannel channel;
    private final CRC32C payloadCrc = new CRC32C();
    private final int headerCrc;
    private long payloadBytes;
    private long bytes;
    private boolean open = true;

    /**
     * Writes the header.
     *
     * @param channel in blocking mode; borrowed until {@link #finish}, and left open
     * @throws IOException if the channel fails
     */
    public EnvelopeWriter(final WritableByteChannel channel, final EnvelopeHeader header) throws IOException {
        this.channel = channel;
        final ByteBuffer start = header.toBytes();
        headerCrc = EnvelopeHeader.crc(start);
        write(start);
    }

    /** Bytes of an envelope with so many bytes of payload and metadata. */
    public static long bytes(final long payloadBytes, final long metadataBytes) {
        return EnvelopeHeader.BYTES + payloadBytes + metadataBytes + EnvelopeTrailer.BYTES;
    }

    /** Bytes of the payload so far: the offset of the next ones in it. */
    public long payloadBytes() {
        return payloadBytes;
    }

    /** Bytes of the envelope so far. */
    public long bytes() {
        return bytes;
    }

    /**
     * Adds to the payload what a buffer has from its position to its limit; the position ends there.
     *
     * @param part borrowed until this returns
     * @throws IOException if the channel fails
     * @throws IllegalStateException after {@link #finish}, or after a failure
     */
    public void payload(final ByteBuffer part) throws IOException {
        begin();
        count(part);
        write(part);
        open = true;
    }

    /**
     * Adds to the payload what buffers have, in their order and in as few writes as the channel allows; their positions
     * end at their limits.
     *
     * @param parts borrowed until this returns
     * @throws IOException if the channel fails
     * @throws IllegalStateException after {@link #finish}, or after a failure
     */
    public void payload(final ByteBuffer[] parts) throws IOException {
        begin();
        for (final ByteBuffer part : parts) {
            count(part);
        }
        if (channel instanceof GatheringByteChannel gathering) {
            gather(gathering, parts);
        } else {
            for (final ByteBuffer part : parts) {
                write(part);
            }
        }
        open = true;
    }

    /**
     * Writes the metadata and the trailer, with which the envelope ends.
     *
     * @param metadata borrowed until this returns
     * @throws IOException if the channel fails
     * @throws IllegalStateException if the envelope has ended or a call has failed, or if there are more than
     *     {@link #MAX_METADATA_BYTES} bytes of metadata
     */
    public void finish(final StateOutput metadata) throws IOException {
        begin();
        if (metadata.length() > MAX_METADATA_BYTES) {
            throw new IllegalStateException(
                    "the metadata of a checkpoint comes to " + metadata.length() + " bytes, and "
                            + MAX_METADATA_BYTES
                            + " are allowed: finish the file earlier, or give it fewer pages and row groups");
        }
        final ByteBuffer view = metadata.view();
        final CRC32C crc = new CRC32C();
        crc.update(view);
        view.rewind();
        for (int from = 0; from < metadata.length(); from += CHUNK_BYTES) {
            write(view.limit(Math.min(metadata.length(), from + CHUNK_BYTES)));
        }
        write(new EnvelopeTrailer(
                        payloadBytes, metadata.length(), (int) payloadCrc.getValue(), (int) crc.getValue(), headerCrc)
                .toBytes());
    }

    private void begin() {
        if (!open) {
            throw new IllegalStateException("an envelope that has ended, or failed, takes no more: begin another one");
        }
        open = false;
    }

    private void count(final ByteBuffer part) {
        final int from = part.position();
        payloadBytes += part.remaining();
        payloadCrc.update(part);
        part.position(from);
    }

    private void write(final ByteBuffer part) throws IOException {
        int vain = 0;
        while (part.hasRemaining()) {
            vain = progress(channel.write(part), vain);
        }
    }

    private void gather(final GatheringByteChannel gathering, final ByteBuffer[] parts) throws IOException {
        int first = 0;
        int vain = 0;
        while (true) {
            while (first < parts.length && !parts[first].hasRemaining()) {
                first++;
            }
            if (first == parts.length) {
                return;
            }
            vain = progress(gathering.write(parts, first, parts.length - first), vain);
        }
    }

    /** Counts what a write took, and how many in a row took nothing. */
    private int progress(final long written, final int vain) throws IOException {
        if (written > 0) {
            bytes += written;
            return 0;
        }
        if (vain == MOST_VAIN_WRITES) {
            throw new IOException("the channel of a checkpoint took nothing " + MOST_VAIN_WRITES
                    + " times in a row: give one in blocking mode");
        }
        return vain + 1;
    }
}

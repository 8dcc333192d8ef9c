package dev.intarsia.internal.state;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The last bytes of an envelope, by which everything else in it is found. Immutable.
 *
 * <pre>
 *   0  payload bytes, i64
 *   8  metadata bytes, i64
 *  16  CRC32C of the payload, u32
 *  20  CRC32C of the metadata, u32
 *  24  CRC32C of the header, u32     as it stands there: it ties the end to the beginning
 *  28  CRC32C of all that, u32
 *  32  magic "AISRATNI"
 * </pre>
 *
 * @param payloadBytes bytes between header and metadata
 * @param metadataBytes bytes between payload and trailer
 * @param payloadCrc CRC32C of the payload
 * @param metadataCrc CRC32C of the metadata
 * @param headerCrc CRC32C of the header
 */
record EnvelopeTrailer(long payloadBytes, long metadataBytes, int payloadCrc, int metadataCrc, int headerCrc) {
    /** Bytes of a trailer. */
    static final int BYTES = 40;

    /** The magic, read as a little-endian number. */
    private static final long MAGIC = 0x494E5441_52534941L;

    private static final int PAYLOAD_CRC_OFFSET = 16;
    private static final int METADATA_CRC_OFFSET = 20;
    private static final int HEADER_CRC_OFFSET = 24;
    private static final int CRC_OFFSET = 28;
    private static final int MAGIC_OFFSET = 32;

    /** A new buffer on the heap, ready to be written. */
    ByteBuffer toBytes() {
        final ByteBuffer out = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(payloadBytes).putLong(metadataBytes);
        out.putInt(payloadCrc).putInt(metadataCrc).putInt(headerCrc);
        return out.putInt(crc(out)).putLong(MAGIC).flip();
    }

    /**
     * @param in {@link #BYTES} bytes from index 0 on; borrowed
     * @param header the header of the same envelope, as bytes; borrowed
     * @param envelopeBytes bytes of the envelope, which header, payload, metadata and trailer must fill
     * @throws StateFormatException if they do not, or are damaged
     */
    static EnvelopeTrailer of(final ByteBuffer in, final ByteBuffer header, final long envelopeBytes)
            throws StateFormatException {
        in.order(ByteOrder.LITTLE_ENDIAN);
        if (in.getLong(MAGIC_OFFSET) != MAGIC) {
            throw StateFormatException.damaged(
                    "it was cut off, or something follows it: it does not end with AISRATNI");
        }
        if (in.getInt(CRC_OFFSET) != crc(in)) {
            throw StateFormatException.damaged("its trailer is not what was written");
        }
        final EnvelopeTrailer trailer = new EnvelopeTrailer(
                in.getLong(0),
                in.getLong(Long.BYTES),
                in.getInt(PAYLOAD_CRC_OFFSET),
                in.getInt(METADATA_CRC_OFFSET),
                in.getInt(HEADER_CRC_OFFSET));
        if (trailer.headerCrc != EnvelopeHeader.crc(header)) {
            throw StateFormatException.damaged("its trailer belongs to another header");
        }
        final long inside = envelopeBytes - EnvelopeHeader.BYTES - BYTES;
        if (trailer.payloadBytes < 0
                || trailer.payloadBytes > inside
                || trailer.metadataBytes != inside - trailer.payloadBytes) {
            throw StateFormatException.damaged("its trailer states " + trailer.payloadBytes + " bytes of payload and "
                    + trailer.metadataBytes + " of metadata, and between header and trailer are " + inside);
        }
        return trailer;
    }

    private static int crc(final ByteBuffer trailer) {
        final CRC32C crc = new CRC32C();
        crc.update(trailer.duplicate().position(0).limit(CRC_OFFSET));
        return (int) crc.getValue();
    }
}

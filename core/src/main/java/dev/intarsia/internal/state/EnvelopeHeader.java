package dev.intarsia.internal.state;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * What an envelope is, and of which file. Immutable.
 *
 * <pre>
 *   0  magic "INTARSIA"
 *   8  version, u16          the ten bytes so far stay as they are in every version
 *  10  kind, u16
 *  12  flags, u32            none is defined: 0
 *  16  file id, 16 bytes     as the text of a UUID has them
 *  32  checkpoint id, i64
 *  40  base id, i64
 *  48  CRC32C of all that, u32
 * </pre>
 *
 * @param kind what it is for
 * @param fileId random, given to a file when it is opened and kept until it is finished
 * @param checkpointId number of the checkpoint in its file; above 0, and above that of every earlier one
 * @param baseId number of the checkpoint since which an increment is; 0 for the beginning of the file, and for a tail
 */
public record EnvelopeHeader(EnvelopeKind kind, UUID fileId, long checkpointId, long baseId) {
    /** The version that is written, and the highest that is read. */
    public static final int VERSION = 1;

    /** Bytes of a header: the offset of the payload. */
    public static final int BYTES = 52;

    /** The magic, read as a little-endian number. */
    private static final long MAGIC = 0x41495352_41544E49L;

    private static final int VERSION_OFFSET = 8;
    private static final int KIND_OFFSET = 10;
    private static final int FLAGS_OFFSET = 12;
    private static final int FILE_OFFSET = 16;
    private static final int CHECKPOINT_OFFSET = 32;
    private static final int BASE_OFFSET = 40;
    private static final int CRC_OFFSET = 48;

    /**
     * @throws IllegalArgumentException if the ids do not follow each other
     */
    public EnvelopeHeader {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(fileId, "fileId");
        if (checkpointId < 1 || baseId < 0 || baseId >= checkpointId || kind == EnvelopeKind.TAIL && baseId != 0) {
            throw new IllegalArgumentException("a checkpoint that is a " + kind + " has the id " + checkpointId
                    + " and the base " + baseId
                    + ": ids begin at 1, a base is an earlier one or 0, and a tail has none");
        }
    }

    /** A new buffer on the heap, ready to be written. */
    ByteBuffer toBytes() {
        final ByteBuffer out = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(MAGIC)
                .putShort((short) VERSION)
                .putShort((short) kind.code())
                .putInt(0);
        out.order(ByteOrder.BIG_ENDIAN)
                .putLong(fileId.getMostSignificantBits())
                .putLong(fileId.getLeastSignificantBits());
        out.order(ByteOrder.LITTLE_ENDIAN).putLong(checkpointId).putLong(baseId);
        return out.putInt(crc(out)).flip();
    }

    /**
     * @param in {@link #BYTES} bytes from index 0 on; borrowed
     * @throws StateFormatException if they are no header, damaged, or of a version that is not known
     */
    static EnvelopeHeader of(final ByteBuffer in) throws StateFormatException {
        in.order(ByteOrder.LITTLE_ENDIAN);
        if (in.getLong(0) != MAGIC) {
            throw StateFormatException.damaged("it does not begin with INTARSIA");
        }
        // Before anything else: a later version may lay out all that follows in another way.
        final int version = Short.toUnsignedInt(in.getShort(VERSION_OFFSET));
        if (version > VERSION) {
            throw StateFormatException.newer("it is in version " + version
                    + " of the checkpoint format, and this Intarsia reads versions up to " + VERSION);
        }
        if (version == 0 || in.getInt(CRC_OFFSET) != crc(in)) {
            throw StateFormatException.damaged("its header is not what was written");
        }
        if (in.getInt(FLAGS_OFFSET) != 0) {
            throw StateInput.unknownCode("the flags of a checkpoint", Integer.toUnsignedLong(in.getInt(FLAGS_OFFSET)));
        }
        final EnvelopeKind kind = EnvelopeKind.of(Short.toUnsignedInt(in.getShort(KIND_OFFSET)));
        final UUID fileId = new UUID(
                Long.reverseBytes(in.getLong(FILE_OFFSET)), Long.reverseBytes(in.getLong(FILE_OFFSET + Long.BYTES)));
        try {
            return new EnvelopeHeader(kind, fileId, in.getLong(CHECKPOINT_OFFSET), in.getLong(BASE_OFFSET));
        } catch (final IllegalArgumentException e) {
            throw StateFormatException.damaged("its header cannot be: " + e.getMessage());
        }
    }

    /**
     * Checks that this increment goes on where another envelope ends.
     *
     * @param before a tail or an increment
     * @throws StateFormatException if it is of another file, since another checkpoint, or no increment
     */
    public void requireFollows(final EnvelopeHeader before) throws StateFormatException {
        if (!fileId.equals(before.fileId)) {
            throw StateFormatException.another(
                    "it is of the file " + fileId + ", and the one before it of the file " + before.fileId);
        }
        if (kind != EnvelopeKind.INCREMENT || baseId != before.checkpointId) {
            throw StateFormatException.another("it is " + this + ", and the one before it is " + before);
        }
    }

    /** Checksum of what a header has in front of its own. */
    static int crc(final ByteBuffer header) {
        final CRC32C crc = new CRC32C();
        crc.update(header.duplicate().position(0).limit(CRC_OFFSET));
        return (int) crc.getValue();
    }

    @Override
    public String toString() {
        return kind == EnvelopeKind.TAIL
                ? "the tail of checkpoint " + checkpointId
                : "the increment from checkpoint " + baseId + " to " + checkpointId;
    }
}

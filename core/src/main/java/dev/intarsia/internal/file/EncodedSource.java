package dev.intarsia.internal.file;

import dev.intarsia.internal.format.FileMetaDataWriter;
import dev.intarsia.internal.format.StoredFooter;
import dev.intarsia.internal.format.StoredRowGroup;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;

/**
 * A finished file of ours as a source of encoded bytes. Confined to one thread; the channel is borrowed, and its
 * position moves with every read.
 *
 * <p>On the heap are the footer and, while a row group is taken over, its offset indexes; each is limited to {@value
 * #MAX_METADATA_BYTES} bytes, so that a file made to do harm costs no more.
 */
public final class EncodedSource {
    static final int MAX_METADATA_BYTES = FileLimits.MAX_READABLE_FOOTER_BYTES;

    private static final int MAGIC = 'P' | 'A' << 8 | 'R' << 16 | '1' << 24;

    private final SeekableByteChannel channel;
    private final long footerOffset;
    private final StoredFooter footer;

    private EncodedSource(final SeekableByteChannel channel, final long footerOffset, final StoredFooter footer) {
        this.channel = channel;
        this.footerOffset = footerOffset;
        this.footer = footer;
    }

    /**
     * Reads and checks the footer.
     *
     * @param channel borrowed for as long as the source is used
     * @throws IOException if the file cannot be read, or is damaged
     * @throws IllegalArgumentException if another writer made the file
     */
    public static EncodedSource open(final SeekableByteChannel channel) throws IOException {
        final long size = size(channel);
        final int ends = FileMetaDataWriter.MAGIC_BYTES + FileMetaDataWriter.TRAILER_BYTES;
        if (size < ends) {
            throw new IOException("a file of " + size + " bytes is no Parquet file, which has " + ends
                    + " or more; if it was cut off, its row groups cannot be found");
        }
        final ByteBuffer start = littleEndian(FileMetaDataWriter.MAGIC_BYTES);
        read(channel, 0, start);
        final ByteBuffer trailer = littleEndian(FileMetaDataWriter.TRAILER_BYTES);
        read(channel, size - FileMetaDataWriter.TRAILER_BYTES, trailer);
        if (start.getInt(0) != MAGIC || trailer.getInt(Integer.BYTES) != MAGIC) {
            throw new IOException(
                    "a file of " + size + " bytes does not begin and end with PAR1: it is no Parquet file,"
                            + " or it was cut off or never finished, and its row groups cannot be found");
        }
        final int footerBytes = trailer.getInt(0);
        if (footerBytes <= 0 || footerBytes > size - ends || footerBytes > MAX_METADATA_BYTES) {
            throw new IOException("a file of " + size + " bytes states that its footer has "
                    + Integer.toUnsignedString(footerBytes) + "; there are " + (size - ends)
                    + " for it, and more than " + MAX_METADATA_BYTES + " are not read");
        }
        final byte[] footer = new byte[footerBytes];
        final long footerOffset = size - FileMetaDataWriter.TRAILER_BYTES - footerBytes;
        read(channel, footerOffset, ByteBuffer.wrap(footer));
        return new EncodedSource(channel, footerOffset, StoredFooter.read(footer));
    }

    private static long size(final SeekableByteChannel channel) throws IOException {
        try {
            return channel.size();
        } catch (final IOException e) {
            throw new IOException("the length of the encoded file cannot be read: " + e, e);
        }
    }

    private static ByteBuffer littleEndian(final int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Row groups of the file. */
    public int rowGroups() {
        return footer.rowGroups();
    }

    /** Rows of a row group. */
    public long rows(final int rowGroup) {
        return footer.rows(rowGroup);
    }

    /** Bytes of the pages of a row group as stored, headers included. */
    public long storedBytes(final int rowGroup) {
        return footer.storedBytes(rowGroup);
    }

    StoredFooter footer() {
        return footer;
    }

    /** Reads the metadata of a row group. */
    StoredRowGroup rowGroup(final int rowGroup) throws IOException {
        return footer.rowGroup(rowGroup);
    }

    /**
     * Checks that a range lies between the start of the file and its footer.
     *
     * @param what stands there, for the message
     * @throws IOException if it does not
     */
    void requireInside(final String what, final long offset, final long bytes) throws IOException {
        if (offset < FileMetaDataWriter.MAGIC_BYTES || bytes > footerOffset - offset) {
            throw new IOException("the footer is damaged: it places " + what + " of " + bytes + " bytes at file offset "
                    + offset + ", and the file has " + footerOffset + " bytes in front of its footer; fetch the file"
                    + " again, or do without it");
        }
    }

    /** Reads a range that lies inside, until the buffer is full. */
    void read(final long offset, final ByteBuffer into) throws IOException {
        read(channel, offset, into);
    }

    private static void read(final SeekableByteChannel channel, final long offset, final ByteBuffer into)
            throws IOException {
        final int bytes = into.remaining();
        try {
            channel.position(offset);
            while (into.hasRemaining()) {
                if (channel.read(into) <= 0) {
                    throw new IOException("the channel gave " + (bytes - into.remaining()) + " of them");
                }
            }
        } catch (final IOException e) {
            throw new IOException(
                    bytes + " bytes at file offset " + offset + " of the encoded file cannot be read: " + e, e);
        }
    }
}

package dev.intarsia.internal.page;

import dev.intarsia.internal.compress.PageChecksum;
import dev.intarsia.internal.compress.PageDecompressor;
import dev.intarsia.internal.format.DictionaryPageHeader;
import dev.intarsia.internal.format.PageHeaderWriter;
import dev.intarsia.options.Compression;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A dictionary page of ours, read back, so that a column can go on with its dictionary. Confined; the page is borrowed
 * for as long as the reader is in use.
 *
 * <p>In two steps: {@link #open} says how much memory the entries take, {@link #readInto} fills it. The page may be
 * damaged or made to do harm. The body is under a checksum, the header is not, so what it states is held against the
 * body: after {@link #readInto} the entries are as many as it said and each lies within their bytes. Until then a
 * caller that knows how large the dictionary of the column may be compares before it takes memory.
 */
public final class DictionaryPageReader {
    private final Compression.Codec codec;
    private final int width;
    private final DictionaryPageHeader header;
    private final ByteBuffer body;

    private DictionaryPageReader(
            final Compression.Codec codec, final int width, final DictionaryPageHeader header, final ByteBuffer body) {
        this.codec = codec;
        this.width = width;
        this.header = header;
        this.body = body;
    }

    /**
     * Reads the header and checks the body against its checksum.
     *
     * @param page borrowed, direct; the page begins at its position, which stays, and may be followed by more
     * @param codec of the column chunk
     * @param width bytes of a value; 0 for byte arrays
     * @throws IOException if the page is damaged, longer than the buffer, or not one that Intarsia wrote
     */
    public static DictionaryPageReader open(final ByteBuffer page, final Compression.Codec codec, final int width)
            throws IOException {
        final ByteBuffer rest = page.slice();
        final byte[] start = new byte[Math.min(rest.capacity(), PageHeaderWriter.MAX_BYTES)];
        rest.get(start);
        final DictionaryPageHeader header = DictionaryPageHeader.read(start);
        final int left = rest.capacity() - header.headerBytes();
        if (header.storedBytes() > left) {
            throw damaged("its header states a body of " + header.storedBytes() + " bytes, and " + left + " follow");
        }
        if (width > 0 && (long) width * header.entries() != header.uncompressedBytes()) {
            throw damaged("its header states " + header.entries() + " values of " + width + " bytes in "
                    + header.uncompressedBytes() + " bytes");
        }
        rest.limit(header.headerBytes() + header.storedBytes()).position(header.headerBytes());
        final int crc = new PageChecksum().of(rest);
        if (crc != header.crc()) {
            throw damaged("its checksum is " + Integer.toHexString(crc) + ", and its header states "
                    + Integer.toHexString(header.crc()));
        }
        return new DictionaryPageReader(codec, width, header, rest);
    }

    /** Entries of the dictionary; above 0. */
    public int entries() {
        return header.entries();
    }

    /** Bytes of the entries in PLAIN form; above 0. */
    public int entryBytes() {
        return header.uncompressedBytes();
    }

    /** Bytes of the page, header and body. */
    public int pageBytes() {
        return header.headerBytes() + header.storedBytes();
    }

    /**
     * Decompresses the entries to the position of {@code target}, which moves behind them.
     *
     * @param target borrowed, direct; {@link #entryBytes} or more are left of it
     * @throws IOException if the page is damaged; what the target holds is undefined then
     * @throws IllegalArgumentException if the target is on the heap or too small
     */
    public void readInto(final ByteBuffer target) throws IOException {
        if (target.remaining() < entryBytes()) {
            throw new IllegalArgumentException(
                    "a dictionary of " + entryBytes() + " bytes was to be read into a buffer with " + target.remaining()
                            + " bytes left; give it as many");
        }
        final ByteBuffer entries = target.slice(target.position(), entryBytes());
        PageDecompressor.decompress(codec, body, entries);
        if (width == 0) {
            requireByteArrays(entries.flip().order(ByteOrder.LITTLE_ENDIAN));
        }
        target.position(target.position() + entryBytes());
    }

    /** What follows the entries by their lengths later must find each within their bytes. */
    private void requireByteArrays(final ByteBuffer entries) throws IOException {
        int at = 0;
        for (int entry = 0; entry < entries(); entry++) {
            final int left = entryBytes() - at - Integer.BYTES;
            if (left < 0) {
                throw damaged("its header states " + entries() + " entries, and it holds " + entry);
            }
            final int length = entries.getInt(at);
            if (length < 0 || length > left) {
                throw damaged("entry " + entry + " would have " + length + " bytes, and " + left + " are left");
            }
            at += Integer.BYTES + length;
        }
        if (at != entryBytes()) {
            throw damaged((entryBytes() - at) + " bytes follow its " + entries() + " entries");
        }
    }

    private static IOException damaged(final String what) {
        return new IOException("a dictionary page is damaged: " + what + "; fetch the file again, or do without it");
    }
}

package dev.intarsia.cli.verify;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;

/** Reads page headers and bodies into two arrays that grow to the largest page and serve all. Confined. */
final class PageBuffers {
    private static final int FIRST_HEADER_WINDOW = 1 << 8;
    private static final int MAX_HEADER_BYTES = 1 << 24;
    private static final int WINDOW_GROWTH = 16;

    private final FileBytes file;
    private final MemoryLimits limits;
    private byte[] window = new byte[FIRST_HEADER_WINDOW];
    private byte[] stored = {};
    private byte[] uncompressed = {};
    private int headerBytes;

    PageBuffers(final FileBytes file, final MemoryLimits limits) {
        this.file = file;
        this.limits = limits;
    }

    /**
     * Parses the page header at {@code offset}.
     *
     * @param end offset behind the chunk
     * @throws MalformedException if there is none, or its page does not end inside the chunk
     */
    PageHeader header(final long offset, final long end) throws IOException, MalformedException {
        int size = (int) Math.min(FIRST_HEADER_WINDOW, end - offset);
        while (true) {
            if (window.length < size) {
                window = new byte[size];
            }
            file.read(offset, window, size);
            headerBytes = CompactGuard.structEnd(window, 0, size);
            if (headerBytes != CompactGuard.NEEDS_MORE) {
                break;
            }
            if (size >= MAX_HEADER_BYTES || size == end - offset) {
                throw new MalformedException("its page header has no end in " + size + " bytes");
            }
            size = (int) Math.min(Math.min((long) size * WINDOW_GROWTH, MAX_HEADER_BYTES), end - offset);
        }
        final PageHeader header = Util.readPageHeader(new ByteArrayInputStream(window, 0, headerBytes));
        if (header.getCompressed_page_size() < 0 || header.getUncompressed_page_size() < 0) {
            throw new MalformedException("its header announces " + header.getCompressed_page_size() + " bytes, "
                    + header.getUncompressed_page_size() + " uncompressed");
        }
        if (header.getCompressed_page_size() > end - offset - headerBytes) {
            throw new MalformedException("its header announces " + header.getCompressed_page_size()
                    + " bytes where the chunk has " + (end - offset - headerBytes) + " left");
        }
        return header;
    }

    /** Bytes of the header that was parsed last. */
    int headerBytes() {
        return headerBytes;
    }

    /**
     * The body of the page whose header was parsed last, from index 0.
     *
     * @throws UnsupportedPartException if it, or what it decompresses to, is more than this JVM's heap allows for
     */
    byte[] body(final long headerOffset, final PageHeader header) throws IOException, UnsupportedPartException {
        final int bytes = header.getCompressed_page_size();
        if (Math.max(bytes, header.getUncompressed_page_size()) > limits.pageBytes()) {
            throw new UnsupportedPartException("its page has " + bytes + " bytes, " + header.getUncompressed_page_size()
                    + " uncompressed, and this program takes " + limits.pageBytes()
                    + " with the heap it has; -Xmx raises that up to 1 GiB");
        }
        if (stored.length < bytes) {
            stored = new byte[bytes];
        }
        file.read(headerOffset + headerBytes, stored, bytes);
        return stored;
    }

    /** An array of at least that many bytes; it serves until the next page. */
    byte[] uncompressed(final int bytes) {
        if (uncompressed.length < bytes) {
            uncompressed = new byte[bytes];
        }
        return uncompressed;
    }
}

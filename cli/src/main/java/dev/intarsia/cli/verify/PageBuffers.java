package dev.intarsia.cli.verify;

import dev.intarsia.cli.parquet.FileBytes;
import dev.intarsia.cli.parquet.MalformedException;
import dev.intarsia.cli.parquet.MemoryLimits;
import dev.intarsia.cli.parquet.PageHeaders;
import dev.intarsia.cli.parquet.UnsupportedPartException;
import java.io.IOException;
import org.apache.parquet.format.PageHeader;

/** Reads page headers and bodies into two arrays that grow to the largest page and serve all. Confined. */
final class PageBuffers {
    private final FileBytes file;
    private final MemoryLimits limits;
    private final PageHeaders headers;
    private byte[] stored = {};
    private byte[] uncompressed = {};

    PageBuffers(final FileBytes file, final MemoryLimits limits) {
        this.file = file;
        this.limits = limits;
        this.headers = new PageHeaders(file);
    }

    /**
     * Parses the page header at {@code offset}.
     *
     * @param end offset behind the chunk
     * @throws MalformedException if there is none, or its page does not end inside the chunk
     */
    PageHeader header(final long offset, final long end) throws IOException, MalformedException {
        return headers.read(offset, end);
    }

    /** Bytes of the header that was parsed last. */
    int headerBytes() {
        return headers.headerBytes();
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
        file.read(headerOffset + headers.headerBytes(), stored, bytes);
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

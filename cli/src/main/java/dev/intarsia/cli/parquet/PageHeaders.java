package dev.intarsia.cli.parquet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;

/** Reads page headers, one after the other, into one array that grows to the largest. Confined. */
public final class PageHeaders {
    private static final int FIRST_WINDOW = 1 << 8;
    private static final int MAX_HEADER_BYTES = 1 << 24;
    private static final int WINDOW_GROWTH = 16;

    private final FileBytes file;
    private byte[] window = new byte[FIRST_WINDOW];
    private int headerBytes;

    /** Reads from a file, which stays the caller's to close. */
    public PageHeaders(final FileBytes file) {
        this.file = file;
    }

    /**
     * Parses the page header at {@code offset}.
     *
     * @param end offset behind the chunk
     * @throws MalformedException if there is none, or its page does not end inside the chunk
     */
    public PageHeader read(final long offset, final long end) throws IOException, MalformedException {
        int size = (int) Math.min(FIRST_WINDOW, end - offset);
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
        final PageHeader header = parse();
        if (header.getCompressed_page_size() < 0 || header.getUncompressed_page_size() < 0) {
            throw new MalformedException("its header announces " + header.getCompressed_page_size() + " bytes, "
                    + header.getUncompressed_page_size() + " uncompressed");
        }
        if (header.getCompressed_page_size() > end - offset - headerBytes) {
            throw new MalformedException("its header announces " + header.getCompressed_page_size()
                    + " bytes where the chunk has " + (end - offset - headerBytes) + " left");
        }
        requireKind(header);
        return header;
    }

    private PageHeader parse() throws MalformedException {
        try {
            return Util.readPageHeader(new ByteArrayInputStream(window, 0, headerBytes));
        } catch (final IOException | RuntimeException e) {
            throw new MalformedException("there is no page header: " + e.getMessage());
        }
    }

    private static void requireKind(final PageHeader header) throws MalformedException {
        final boolean whole =
                switch (header.getType()) {
                    case DATA_PAGE -> header.isSetData_page_header();
                    case DATA_PAGE_V2 -> header.isSetData_page_header_v2();
                    case DICTIONARY_PAGE -> header.isSetDictionary_page_header();
                    case INDEX_PAGE -> true;
                };
        if (!whole) {
            throw new MalformedException("its header is of a " + header.getType() + " but lacks what describes one");
        }
    }

    /** Bytes of the header that was parsed last. */
    public int headerBytes() {
        return headerBytes;
    }
}

package dev.intarsia.cli.inspect;

import dev.intarsia.cli.parquet.MalformedException;
import dev.intarsia.cli.parquet.PageHeaders;
import java.io.IOException;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;

/** Goes over the headers of a chunk's pages; what stops it is a problem of the chunk. Stateless. */
final class PageWalk {
    /** Is told of every page. */
    @FunctionalInterface
    interface Visitor {
        void page(PageView page) throws IOException;
    }

    private PageWalk() {}

    /**
     * Visits the pages in the order of the file.
     *
     * @throws IOException what the visitor throws
     */
    static void over(final ChunkView chunk, final Visitor visitor) throws IOException {
        if (!chunk.hasReadablePages()) {
            return;
        }
        final PageHeaders headers = new PageHeaders(chunk.file().bytes());
        final long end = chunk.range().end();
        long at = chunk.range().start();
        int number = 0;
        while (at < end) {
            final PageHeader header;
            try {
                header = headers.read(at, end);
            } catch (final MalformedException | IOException e) {
                chunk.problems().add("the page at byte " + at + " cannot be read: " + e.getMessage());
                return;
            }
            final boolean data = header.getType() == PageType.DATA_PAGE || header.getType() == PageType.DATA_PAGE_V2;
            visitor.page(PageView.of(chunk, header, at, headers.headerBytes(), number));
            number += data ? 1 : 0;
            at += headers.headerBytes() + (long) header.getCompressed_page_size();
        }
    }
}

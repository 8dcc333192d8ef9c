package dev.intarsia.internal.format;

import java.io.IOException;

/**
 * Rewrites an {@code OffsetIndex} for pages that have come to lie elsewhere: only the offsets change.
 * Thread-safe: there is no state.
 */
public final class OffsetIndexMover {
    private OffsetIndexMover() {}

    /**
     * The index of the chunk in its new place.
     *
     * @param index borrowed; the index as the chunk's file has it
     * @param chunk whose index it is
     * @param rows rows of the row group
     * @param shift how many bytes further on, or back if negative, the pages lie
     * @return transferred; a new array
     * @throws IOException if the index is damaged, or its pages do not fill the chunk one behind the other
     */
    public static byte[] moved(final byte[] index, final StoredChunk chunk, final long rows, final long shift)
            throws IOException {
        final CompactReader in = new CompactReader("an offset index", index, 0, index.length);
        final CompactBytes out = new CompactBytes();
        int copied = 0;
        boolean locations = false;
        for (int id = in.field(0); id != CompactReader.STOP; id = in.field(id)) {
            if (id == 1) { // page_locations
                copied = moveLocations(in, out, index, chunk, rows, shift);
                locations = true;
            } else {
                in.skipField();
            }
        }
        if (!locations || in.position() != index.length) {
            throw in.malformed("it ends without pages or before its " + index.length + " bytes do");
        }
        out.prepared(index, copied, index.length);
        return out.toByteArray();
    }

    private static int moveLocations(
            final CompactReader in,
            final CompactBytes out,
            final byte[] index,
            final StoredChunk chunk,
            final long rows,
            final long shift)
            throws IOException {
        int copied = 0;
        final long chunkEnd = chunk.fileOffset() + chunk.storedBytes();
        long nextOffset = chunk.dataPageOffset();
        long nextRow = 0;
        final int pages = in.listField(CompactProtocol.TYPE_STRUCT);
        for (int page = 0; page < pages; page++) {
            long offset = -1;
            int storedBytes = -1;
            long firstRow = -1;
            for (int id = in.field(0); id != CompactReader.STOP; id = in.field(id)) {
                switch (id) {
                    case 1 -> { // offset
                        out.prepared(index, copied, in.position());
                        offset = in.i64Field();
                        out.i64(offset + shift);
                        copied = in.position();
                    }
                    case 2 -> storedBytes = in.i32Field(); // compressed_page_size
                    case 3 -> firstRow = in.i64Field(); // first_row_index
                    default -> in.skipField();
                }
            }
            if (offset != nextOffset || storedBytes <= 0 || storedBytes > chunkEnd - offset) {
                throw in.malformed("page " + page + " has " + storedBytes + " bytes from file offset " + offset
                        + " on, not behind the page before it, or outside its chunk");
            }
            nextOffset += storedBytes;
            if (page == 0 ? firstRow != 0 : firstRow < nextRow || firstRow >= rows) {
                throw in.malformed("page " + page + " begins with row " + firstRow + " of " + rows);
            }
            nextRow = firstRow + 1;
        }
        if (nextOffset != chunkEnd) {
            throw in.malformed("the pages end at file offset " + nextOffset + ", and their chunk at " + chunkEnd);
        }
        return copied;
    }
}

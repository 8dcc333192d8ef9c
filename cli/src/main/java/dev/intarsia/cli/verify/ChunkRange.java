package dev.intarsia.cli.verify;

import org.apache.parquet.format.ColumnMetaData;

/**
 * The bytes of a column chunk in the file, as its metadata say.
 *
 * @param start offset of its first page
 * @param bytes bytes of all its pages with their headers
 */
record ChunkRange(long start, long bytes) {
    static ChunkRange of(final ColumnMetaData chunk) {
        final long data = chunk.getData_page_offset();
        final long dictionary = chunk.getDictionary_page_offset();
        // A chunk without values has no data page, and some writers then leave its offset at 0.
        final boolean begins = hasDictionary(chunk) && (dictionary < data || data == 0);
        return new ChunkRange(begins ? dictionary : data, chunk.getTotal_compressed_size());
    }

    /** Whether the metadata name a dictionary page; some writers wrote offset 0 for none. */
    static boolean hasDictionary(final ColumnMetaData chunk) {
        return chunk.isSetDictionary_page_offset() && chunk.getDictionary_page_offset() != 0;
    }

    /** Whether the range lies between the first magic number and the footer. */
    boolean isInside(final long footerStart) {
        return isInside(start, bytes, footerStart);
    }

    static boolean isInside(final long start, final long bytes, final long footerStart) {
        return start >= FooterReader.MAGIC_BYTES && bytes >= 0 && start <= footerStart && bytes <= footerStart - start;
    }

    long end() {
        return start + bytes;
    }
}

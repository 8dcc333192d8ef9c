package dev.intarsia.cli.parquet;

import org.apache.parquet.format.ColumnMetaData;

/**
 * The bytes of a column chunk in the file, as its metadata say.
 *
 * @param start offset of its first page
 * @param bytes bytes of all its pages with their headers
 */
public record ChunkRange(long start, long bytes) {
    /** The range of a chunk, from its dictionary page if it has one. */
    public static ChunkRange of(final ColumnMetaData chunk) {
        final long data = chunk.getData_page_offset();
        final long dictionary = chunk.getDictionary_page_offset();
        // A chunk without values has no data page, and some writers then leave its offset at 0.
        final boolean begins = hasDictionary(chunk) && (dictionary < data || data == 0);
        return new ChunkRange(begins ? dictionary : data, chunk.getTotal_compressed_size());
    }

    /** Whether the metadata name a dictionary page; some writers wrote offset 0 for none. */
    public static boolean hasDictionary(final ColumnMetaData chunk) {
        return chunk.isSetDictionary_page_offset() && chunk.getDictionary_page_offset() != 0;
    }

    /** Whether the range lies between the first magic number and the footer. */
    public boolean isInside(final long footerStart) {
        return isInside(start, bytes, footerStart);
    }

    /** The same of any range. */
    public static boolean isInside(final long start, final long bytes, final long footerStart) {
        return start >= FooterReader.MAGIC_BYTES && bytes >= 0 && start <= footerStart && bytes <= footerStart - start;
    }

    /** Offset behind its last byte. */
    public long end() {
        return start + bytes;
    }
}

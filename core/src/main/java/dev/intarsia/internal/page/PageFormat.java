package dev.intarsia.internal.page;

import dev.intarsia.internal.format.PageHeaderWriter;
import dev.intarsia.options.Compression;
import dev.intarsia.options.DataPageVersion;

/**
 * How the pages of a column are written. Immutable.
 *
 * @param compression codec and level
 * @param version of data pages
 * @param minCompressionRatio by how much a page of version 2 must become smaller to stay compressed
 * @param maxHeaderBytes bytes of a header at most
 */
public record PageFormat(
        Compression compression, DataPageVersion version, double minCompressionRatio, int maxHeaderBytes) {
    /** The format of pages without statistics in their headers. */
    public static PageFormat of(final Compression compression) {
        return new PageFormat(compression, DataPageVersion.V1, 1, PageHeaderWriter.MAX_BYTES);
    }

    /** Whether bodies are stored as they were encoded. */
    public boolean storesPlain() {
        return compression.codec() == Compression.Codec.UNCOMPRESSED;
    }
}

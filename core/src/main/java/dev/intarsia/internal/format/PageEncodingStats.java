package dev.intarsia.internal.format;

/**
 * How many pages of one kind and encoding a chunk has: readers learn from it that a chunk is dictionary-coded
 * throughout. Immutable.
 *
 * @param pageTypeId kind of page, see {@link ParquetIds}
 * @param encodingId encoding of their values, see {@link ParquetIds}
 * @param pages number of such pages in the chunk
 */
public record PageEncodingStats(int pageTypeId, int encodingId, int pages) {}

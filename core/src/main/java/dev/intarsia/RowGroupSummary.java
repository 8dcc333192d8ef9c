package dev.intarsia;

/**
 * One row group of a finished file. Immutable.
 *
 * @param rows rows of the row group
 * @param fileOffset offset in the file of its first page, in bytes
 * @param bytes bytes it takes in the file, page headers included
 * @param uncompressedBytes the same before compression
 */
public record RowGroupSummary(long rows, long fileOffset, long bytes, long uncompressedBytes) {}

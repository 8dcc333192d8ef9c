package dev.intarsia.internal.format;

import java.util.List;

/**
 * What a closed row group says about itself, beside its columns. Immutable.
 *
 * @param uncompressedBytes bytes of all pages of all columns before compression, headers included
 * @param rows rows of the row group
 * @param fileOffset file offset of its first page
 * @param compressedBytes bytes of all pages of all columns as stored, headers included
 * @param ordinal its place among the row groups of the file, from 0 on; above 32,767 it is not written, because the
 *     field has 16 bits (only encryption needs it)
 * @param sortingColumns the columns by which its rows are sorted, the most significant first; empty if they are not, or
 *     nobody knows
 */
public record RowGroupFacts(
        long uncompressedBytes,
        long rows,
        long fileOffset,
        long compressedBytes,
        int ordinal,
        List<SortingColumn> sortingColumns) {
    /**
     * @throws IllegalArgumentException if one of the facts is negative
     */
    public RowGroupFacts {
        sortingColumns = List.copyOf(sortingColumns);
        if ((uncompressedBytes | rows | fileOffset | compressedBytes | ordinal) < 0) {
            throw new IllegalArgumentException("a row group cannot have " + rows + " rows in " + compressedBytes
                    + " bytes (" + uncompressedBytes + " uncompressed) at file offset " + fileOffset + " with ordinal "
                    + ordinal + ": none of them may be negative; an int may have overflowed before it got here");
        }
    }

    /**
     * Facts of a row group that is not sorted.
     *
     * @throws IllegalArgumentException if one of the facts is negative
     */
    public RowGroupFacts(
            final long uncompressedBytes,
            final long rows,
            final long fileOffset,
            final long compressedBytes,
            final int ordinal) {
        this(uncompressedBytes, rows, fileOffset, compressedBytes, ordinal, List.of());
    }
}

package dev.intarsia.internal.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The metadata of one row group as a file has it, checked as far as others build on it. Immutable.
 *
 * @param rows its rows
 * @param uncompressedBytes bytes of its pages before compression, headers included
 * @param storedBytes bytes of its pages as stored: they stand in one run, chunk behind chunk
 * @param fileOffset file offset of the first of them
 * @param sortingColumns the columns by which its rows are sorted; empty if they are not, or nobody knows
 * @param chunks its columns, in the order of the schema's leaves
 */
public record StoredRowGroup(
        long rows,
        long uncompressedBytes,
        long storedBytes,
        long fileOffset,
        List<SortingColumn> sortingColumns,
        List<StoredChunk> chunks) {
    public StoredRowGroup {
        sortingColumns = List.copyOf(sortingColumns);
        chunks = List.copyOf(chunks);
    }

    /**
     * Reads {@code RowGroup}.
     *
     * @param bytes retained; exactly the struct
     * @throws IOException if it is damaged
     */
    public static StoredRowGroup read(final byte[] bytes) throws IOException {
        return read(new CompactReader("a row group", bytes, 0, bytes.length), bytes);
    }

    static StoredRowGroup read(final CompactReader in, final byte[] bytes) throws IOException {
        long uncompressedBytes = -1;
        long rows = -1;
        long fileOffset = -1;
        long storedBytes = -1;
        List<SortingColumn> sorting = List.of();
        final List<StoredChunk> chunks = new ArrayList<>();
        for (int id = in.field(0); id != CompactReader.STOP; id = in.field(id)) {
            switch (id) {
                case 1 -> { // columns
                    for (int left = in.listField(CompactProtocol.TYPE_STRUCT); left > 0; left--) {
                        chunks.add(StoredChunk.read(in, bytes));
                    }
                }
                case 2 -> uncompressedBytes = in.i64Field(); // total_byte_size
                case 3 -> rows = in.i64Field(); // num_rows
                case 4 -> sorting = readSortingColumns(in); // sorting_columns
                case 5 -> fileOffset = in.i64Field(); // file_offset
                case 6 -> storedBytes = in.i64Field(); // total_compressed_size
                default -> in.skipField();
            }
        }
        final StoredRowGroup group =
                new StoredRowGroup(rows, uncompressedBytes, storedBytes, fileOffset, sorting, chunks);
        group.requireSums(in);
        return group;
    }

    private static List<SortingColumn> readSortingColumns(final CompactReader in) throws IOException {
        final List<SortingColumn> columns = new ArrayList<>();
        for (int left = in.listField(CompactProtocol.TYPE_STRUCT); left > 0; left--) {
            int column = -1;
            boolean descending = false;
            boolean nullsFirst = false;
            for (int id = in.field(0); id != CompactReader.STOP; id = in.field(id)) {
                switch (id) {
                    case 1 -> column = in.i32Field(); // column_idx
                    case 2 -> descending = in.boolField(); // descending
                    case 3 -> nullsFirst = in.boolField(); // nulls_first
                    default -> in.skipField();
                }
            }
            if (column < 0) {
                throw in.malformed("rows are sorted by column " + column);
            }
            columns.add(new SortingColumn(column, descending, nullsFirst));
        }
        return columns;
    }

    /** The chunks of ours follow each other without a gap: what they say must add up to what the row group says. */
    private void requireSums(final CompactReader in) throws IOException {
        long at = fileOffset;
        long uncompressed = 0;
        for (int column = 0; column < chunks.size(); column++) {
            final StoredChunk chunk = chunks.get(column);
            if (chunk.fileOffset() != at) {
                throw in.malformed("column " + column + " is said to begin at file offset " + chunk.fileOffset()
                        + ", and the one before it ends at " + at);
            }
            if (chunk.values() < rows) {
                throw in.malformed("column " + column + " has " + chunk.values() + " values in " + rows + " rows");
            }
            at += chunk.storedBytes();
            uncompressed += chunk.uncompressedBytes();
            if (at < fileOffset || uncompressed < 0) {
                throw in.malformed("the columns are longer than any file");
            }
        }
        if (fileOffset < FileMetaDataWriter.MAGIC_BYTES
                || at - fileOffset != storedBytes
                || uncompressed != uncompressedBytes) {
            throw in.malformed("the row group has stated " + storedBytes + " bytes (" + uncompressedBytes
                    + " uncompressed) from file offset " + fileOffset + " on, and its columns have "
                    + (at - fileOffset) + " (" + uncompressed + " uncompressed)");
        }
        for (final SortingColumn column : sortingColumns) {
            if (column.column() >= chunks.size()) {
                throw in.malformed("rows are sorted by column " + column.column() + " of " + chunks.size());
            }
        }
    }
}

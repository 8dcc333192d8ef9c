package dev.intarsia.cli.inspect;

import dev.intarsia.cli.parquet.ChunkRange;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.RowGroup;

/**
 * What a row group takes in the file. Immutable.
 *
 * @param stored bytes of its chunks, or {@link #UNKNOWN} where one does not tell
 * @param offset of its first page, or {@link #UNKNOWN}
 */
record RowGroupSize(long stored, long offset) {
    static final long UNKNOWN = -1;

    /** From the chunks, because not every writer fills the fields of the row group. */
    static RowGroupSize of(final RowGroup group) {
        long sum = 0;
        long first = UNKNOWN;
        for (final ColumnChunk chunk : group.getColumns()) {
            if (!chunk.isSetMeta_data()) {
                return new RowGroupSize(
                        group.isSetTotal_compressed_size() ? group.getTotal_compressed_size() : UNKNOWN,
                        group.isSetFile_offset() ? group.getFile_offset() : UNKNOWN);
            }
            final long start = ChunkRange.of(chunk.getMeta_data()).start();
            first = first == UNKNOWN ? start : Math.min(first, start);
            sum += chunk.getMeta_data().getTotal_compressed_size();
        }
        return new RowGroupSize(sum, first);
    }
}

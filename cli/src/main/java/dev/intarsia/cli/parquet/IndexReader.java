package dev.intarsia.cli.parquet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.Util;

/** Reads the page indexes of a chunk. Stateless. */
public final class IndexReader {
    private IndexReader() {}

    /** Whether the chunk has a column index that lies inside the file. */
    public static boolean hasColumnIndex(final ColumnChunk chunk, final long footerStart) {
        return chunk.isSetColumn_index_offset()
                && ChunkRange.isInside(chunk.getColumn_index_offset(), chunk.getColumn_index_length(), footerStart);
    }

    /** Whether the chunk has an offset index that lies inside the file. */
    public static boolean hasOffsetIndex(final ColumnChunk chunk, final long footerStart) {
        return chunk.isSetOffset_index_offset()
                && ChunkRange.isInside(chunk.getOffset_index_offset(), chunk.getOffset_index_length(), footerStart);
    }

    /**
     * Reads a column index that is inside the file.
     *
     * @throws MalformedException if it cannot be parsed
     * @throws UnsupportedPartException if it is larger than this JVM's heap allows for
     */
    public static ColumnIndex columnIndex(final FileBytes file, final MemoryLimits limits, final ColumnChunk chunk)
            throws IOException, MalformedException, UnsupportedPartException {
        final byte[] bytes =
                area("column index", file, limits, chunk.getColumn_index_offset(), chunk.getColumn_index_length());
        try {
            return Util.readColumnIndex(new ByteArrayInputStream(bytes));
        } catch (final IOException | RuntimeException e) {
            throw new MalformedException("its column index cannot be parsed: " + e.getMessage());
        }
    }

    /**
     * Reads an offset index that is inside the file.
     *
     * @throws MalformedException if it cannot be parsed
     * @throws UnsupportedPartException if it is larger than this JVM's heap allows for
     */
    public static OffsetIndex offsetIndex(final FileBytes file, final MemoryLimits limits, final ColumnChunk chunk)
            throws IOException, MalformedException, UnsupportedPartException {
        final byte[] bytes =
                area("offset index", file, limits, chunk.getOffset_index_offset(), chunk.getOffset_index_length());
        try {
            return Util.readOffsetIndex(new ByteArrayInputStream(bytes));
        } catch (final IOException | RuntimeException e) {
            throw new MalformedException("its offset index cannot be parsed: " + e.getMessage());
        }
    }

    private static byte[] area(
            final String what, final FileBytes file, final MemoryLimits limits, final long start, final int length)
            throws IOException, MalformedException, UnsupportedPartException {
        if (length > limits.metadataBytes()) {
            throw new UnsupportedPartException("its " + what + " has " + length
                    + " bytes, the heap of this JVM allows for " + limits.metadataBytes());
        }
        final byte[] bytes = file.read(start, length);
        String fault;
        try {
            final int end = CompactGuard.structEnd(bytes, 0, length);
            fault = end == length
                    ? ""
                    : end == CompactGuard.NEEDS_MORE
                            ? "it goes on behind its last byte"
                            : "it ends " + (length - end) + " bytes before its length says";
        } catch (final MalformedException e) {
            fault = e.getMessage();
        }
        if (!fault.isEmpty()) {
            throw new MalformedException("its " + what + " cannot be parsed: " + fault);
        }
        return bytes;
    }
}

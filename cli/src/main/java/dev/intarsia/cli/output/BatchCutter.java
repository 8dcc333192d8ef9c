package dev.intarsia.cli.output;

import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Says how many rows to write at once, so that a file grows in small steps and one call of {@code write} stays short.
 *
 * <p>A piece starts at a multiple of eight rows of its batch, because Arrow cuts a validity bitmap there without copying.
 */
final class BatchCutter {
    /** Rows of a piece at most. */
    static final int MAX_ROWS = 8192;

    private static final long MAX_BYTES = 4L << 20;
    private static final int ALIGNMENT = 8;

    private BatchCutter() {}

    /**
     * Rows of the next piece.
     *
     * @param restRows rows of the batch that are not written, at least one
     * @param bytesPerRow bytes of a row in Arrow's memory, on average
     * @param roomBytes bytes that the file may still grow by
     * @param fileBytesPerRow bytes of a row in the file, on average, as far as is known
     */
    static int nextRows(
            final int restRows, final double bytesPerRow, final long roomBytes, final double fileBytesPerRow) {
        final double byMemory = MAX_BYTES / Math.max(bytesPerRow, 1e-3);
        final double byRoom = roomBytes / Math.max(fileBytesPerRow, 1e-3);
        final long wanted = (long) Math.min(MAX_ROWS, Math.min(byMemory, byRoom));
        final long aligned = Math.max(ALIGNMENT, wanted / ALIGNMENT * ALIGNMENT);
        return (int) Math.min(restRows, aligned);
    }

    /** Bytes of a batch in Arrow's memory. */
    static long bytes(final VectorSchemaRoot batch) {
        long bytes = 0;
        for (final FieldVector vector : batch.getFieldVectors()) {
            bytes += vector.getBufferSize();
        }
        return bytes;
    }
}

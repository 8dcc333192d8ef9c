package dev.intarsia.internal.column;

import dev.intarsia.internal.memory.Slices;

/**
 * A column chunk in progress as it was when it was captured: memory by reference, everything that changes as a copy.
 * Immutable, but for its end, and so readable on any thread.
 *
 * <p>What it refers to stays as it was, while the writer goes on: bytes are appended behind it, and what would
 * overwrite some moves to other memory before.
 *
 * @param page counts of the open page
 * @param firstPage whether the open page is the first of its chunk
 * @param headerGuess bytes of the longest page header of the chunk so far
 * @param booleans whether PLAIN values are a bitmap
 * @param values values of the open page, and how those of the chunk are encoded
 * @param levels levels of the open page
 * @param pages the finished data pages
 * @param totals sums over the finished pages
 * @param histograms levels of the finished pages
 * @param statistics bounds of the finished pages
 * @param log records of the finished pages; null where chunks have no page index
 * @param bloom null where chunks have no Bloom filter
 * @param geometry null where chunks have no geospatial statistics
 */
public record ColumnState(
        OpenPage page,
        boolean firstPage,
        int headerGuess,
        boolean booleans,
        ChunkValues.State values,
        OpenLevels.State levels,
        Slices pages,
        ChunkTotals totals,
        ChunkHistograms.State histograms,
        ColumnStatistics.State statistics,
        PageLog.State log,
        ChunkBloom.State bloom,
        ChunkGeometry.State geometry) {
    /**
     * How far the chunk had come.
     *
     * @param rowGroup place of its row group in the file
     */
    public ColumnMarks marks(final int rowGroup) {
        return ColumnMarks.of(this, rowGroup);
    }

    /** Drops the references to memory; nothing of it may be read any more. */
    public void release() {
        values.release();
        levels.release();
        pages.release();
        statistics.block().release();
        if (log != null) {
            log.records().release();
        }
        if (bloom != null) {
            bloom.release();
        }
    }
}

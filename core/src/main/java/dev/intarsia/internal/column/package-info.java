/**
 * One column chunk in progress: which values go into which page, how they are encoded, what statistics, indexes and
 * Bloom filter say of them.
 *
 * <pre>
 *   LeafReader --> ColumnValues --> ChunkValues  --+--> ColumnWriter --> page.PageWriter --> lane
 *  (rows, bound)  (one kind for    (PLAIN or ids,  |    (where pages
 *                  each shape)      which encoding) |     and chunks end)
 *              --> OpenLevels  --------------------+
 *                  (repetition, definition)
 * </pre>
 *
 * <p>Rows come in as runs of a bound vector ({@link dev.intarsia.internal.arrow.LeafReader}), become PLAIN bytes or
 * dictionary ids in the areas of the open page, and leave as pages in the column's lane. A
 * {@link dev.intarsia.internal.column.ColumnWriter} serves its column for the whole file, chunk after chunk; nothing of
 * a chunk is left when it is drained. What is said of a page is found at its cut, while its values are still in the
 * cache: its bounds ({@code ColumnStatistics}), its levels ({@code ChunkHistograms}), its line in the page index
 * ({@code PageLog}), its values in the Bloom filter ({@code ChunkBloom}).
 *
 * <p>Every operation is planned before it is done: {@code measure}, {@code plan}, then, once the memory of all columns
 * is reserved, {@code prepare} and {@code append}. What is behind the count of an open page is never changed, and all
 * that does change about it stands in one small object ({@code OpenPage}), so that a capture
 * ({@link dev.intarsia.internal.column.ColumnState}) copies that and refers to the rest. What is overwritten in place,
 * as bounds and Bloom filters are, moves away from memory that a capture has first.
 *
 * <p>Columns share a {@link dev.intarsia.internal.column.ColumnWorkspace} and nothing else. This package knows no row
 * group and no file offset. Confined to the writer's thread.
 */
package dev.intarsia.internal.column;

/**
 * One column chunk in progress: which values go into which page, whether there is a dictionary, what the statistics say.
 *
 * <p>Rows come in as runs of a bound vector ({@link dev.intarsia.internal.arrow.LeafReader}), become PLAIN bytes or
 * dictionary ids in the areas of the open page, and leave as pages in the column's lane. A
 * {@link dev.intarsia.internal.column.ColumnWriter} serves its column for the whole file, chunk after chunk; nothing of a
 * chunk is left when it is drained.
 *
 * <p>Every operation is planned before it is done: {@code measure}, {@code plan}, then, once the memory of all columns is
 * reserved, {@code prepare} and {@code append}. What is behind the count of an open page is never changed, and all that
 * does change about it stands in one small object ({@code OpenPage}), so that a checkpoint can copy that and read the
 * rest.
 *
 * <p>Columns share a {@link dev.intarsia.internal.column.ColumnWorkspace} and nothing else. This package knows no row
 * group and no file offset. Confined to the writer's thread.
 */
package dev.intarsia.internal.column;

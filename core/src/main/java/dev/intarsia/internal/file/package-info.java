/**
 * One file: row groups, offsets, footer, and the order of its slices.
 *
 * <p>A {@link dev.intarsia.internal.file.FileWriter} drives the columns through a batch. A
 * {@link dev.intarsia.internal.file.RowGroupFiller} closes row groups where they are full, and a
 * {@link dev.intarsia.internal.file.RowGroupCloser} links what the columns hand over to the
 * {@link dev.intarsia.buffer.SharedBuffer}; only here is it known where in the file anything lies. The
 * metadata of a closed row group is written once, by {@link dev.intarsia.internal.file.FooterCache}, and kept
 * until the footer takes it.
 *
 * <pre>
 *   PAR1 | row group: chunks, Bloom filters | row group ... | column indexes | offset indexes | footer | PAR1
 * </pre>
 *
 * <p>Bloom filters stand behind the chunks of their row group, and so leave with it. Page indexes stand at the end,
 * where readers fetch them in one range ({@link dev.intarsia.internal.file.FileIndexes}); where they are is filled into
 * the footer's holes when it is written ({@link dev.intarsia.internal.file.FooterPieces}).
 *
 * <p>A row group may also come from a finished file, through {@link dev.intarsia.internal.file.EncodedSource}: its
 * bytes are read into reserved memory and linked as they are.
 *
 * <p>A file in progress can be captured ({@link dev.intarsia.internal.file.FileState}) and resumed, as a fork that ends
 * it on the side or, from {@link dev.intarsia.internal.file.SavedFile what was saved}, in another process.
 * {@link dev.intarsia.internal.file.FileIncrement} is what is new in a state since the marks of another.
 *
 * <p>An operation has two halves. The first looks and reserves, and may refuse; nothing has changed then. The second
 * changes, and does not fail unless something is broken; then the writer is, and says so from then on. The pieces of a
 * file are in {@link dev.intarsia.internal.file.OpenFile}, what is done with them in FileWriter, and what that takes in
 * {@link dev.intarsia.internal.file.FilePlan}, which also sees to it that between operations there is always enough to
 * end the file. Confined to the writer's thread.
 */
package dev.intarsia.internal.file;

/**
 * Parquet files from Arrow batches: off the heap, without native code, without Hadoop, without moving a finished byte.
 *
 * <p>A {@link dev.intarsia.WriterContext} owns a memory budget; a {@link dev.intarsia.ParquetWriter} takes batches and
 * turns them into the bytes of one file, which leave as {@link dev.intarsia.buffer.Part}s. What to do with a part is
 * the embedder's business: this library knows no store and has no thread. A {@link dev.intarsia.FileSummary} tells what
 * a finished file holds, and an {@link dev.intarsia.EncodedFile} is one whose row groups another writer takes over.
 *
 * <p>A {@link dev.intarsia.Capture} is a file in progress as it was at a moment, taken between two batches.
 * Others make a {@link dev.intarsia.Checkpoint} of it, which ends the file there, or an
 * {@link dev.intarsia.Increment}, which has what is new, while the writer goes on; a
 * {@link dev.intarsia.SavedFile} is what a writer goes on from after a failure.
 *
 * <p>Words with one meaning: <em>borrowed</em> is valid until the call returns, <em>retained</em> adds a reference,
 * <em>transferred</em> must not be touched again. A type is <em>immutable</em>, <em>thread-safe</em>, or
 * <em>confined</em> to the thread that writes.
 */
package dev.intarsia;

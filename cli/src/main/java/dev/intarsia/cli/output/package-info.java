/**
 * From batches to named Parquet files.
 *
 * <p>Batches come in, borrowed; finished files leave in a directory, and what is known of each goes to whoever listens. Here
 * it is decided what the files are called, when one is full and the next begins, and how a large batch is cut so that a file
 * does not grow far beyond what was asked. All of it is confined to one thread, but for
 * {@link dev.intarsia.cli.output.Interruption}, by which a signal stops it.
 *
 * <p>Nothing here prints, and nothing knows where batches come from.
 */
package dev.intarsia.cli.output;

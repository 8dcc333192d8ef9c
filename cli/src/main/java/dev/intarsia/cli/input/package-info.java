/**
 * Arrow batches out of files, pipes and standard input.
 *
 * <p>A path or a stream comes in, a schema and batches go out, one at a time, borrowed until the next is loaded. Which of
 * Arrow's two forms it is, is told by its first bytes, never by its name. Whatever is wrong with an input (it is missing,
 * is no Arrow, is cut off, is damaged) leaves here as one {@link dev.intarsia.cli.input.InputException}, with a sentence.
 * Batches are checked before they are handed out, because the writer reads them by address.
 *
 * <p>Confined to one thread. This package does not know what becomes of the batches.
 */
package dev.intarsia.cli.input;

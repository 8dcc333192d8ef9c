/**
 * Arrow batches out of files, pipes and standard input.
 *
 * <p>A path or a stream comes in, a schema and batches go out, one at a time, borrowed until the next is loaded. Which of
 * Arrow's two forms it is, is told by its first bytes, never by its name. Whatever is wrong with an input (it is missing,
 * is no Arrow, is cut off, is damaged) leaves here as one {@link dev.intarsia.cli.input.InputException}, with a sentence.
 * Flat vectors are checked before they are handed out; what is nested the writer checks, as it reads by address.
 * Dictionaries are handed out as they are: the writer takes them in, and nothing is decoded here.
 *
 * <p>Confined to one thread. This package does not know what becomes of the batches.
 */
package dev.intarsia.cli.input;

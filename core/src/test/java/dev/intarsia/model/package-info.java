/**
 * A model of a file in progress, beside the real one: what a host may do with writers, parts, captures, checkpoints and
 * increments, in random order, and what must be true then.
 *
 * <p>The model of a file is the list of what was done to its rows ({@code History}), the bytes that are durable, and
 * which checkpoints are known and saved ({@code ModelFile}). A {@code Sequence} takes steps, chosen by its seed, on a
 * few files of a small budget, and each step says what the real writer must do or refuse. Whatever a checkpoint makes
 * of a file is compared, byte for byte, with what a writer without a checkpoint makes of the same history, in which a
 * restore from a tail is an event, since it cuts pages; readers look at a sample. Everything that was seen is counted,
 * so that no operation and no refusal is left out for ever.
 *
 * <p>Memory that is freed is overwritten in these tests: what is used after its release is wrong for sure.
 */
package dev.intarsia.model;

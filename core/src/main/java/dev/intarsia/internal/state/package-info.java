/**
 * The bytes in which a file in progress survives its process: how small state is spelled, and the envelope around it.
 *
 * <p><b>In</b> come numbers, strings and ranges of native memory
 * ({@link dev.intarsia.internal.state.StateOutput}), and the bytes of pages and values by reference
 * ({@link dev.intarsia.internal.state.EnvelopeWriter}). <b>Out</b> comes one stream, which needs no length
 * beforehand: a header, the payload, the metadata that says what the payload is, and a trailer by which a reader
 * finds all of it from the end. The way back is {@link dev.intarsia.internal.state.EnvelopeReader} and
 * {@link dev.intarsia.internal.state.StateInput}; what they read may be damaged or made to do harm, so every
 * length is compared with what is there before anything is allocated for it.
 *
 * <p>Two things that every state holds are spelled here as well: the options, by
 * {@link dev.intarsia.internal.state.OptionsForm}, and, one storey up, the schema. The whole format is a page of the
 * reference, {@code docs/reference/checkpoint-format.md}, and its bytes are kept: what was written once is read for
 * ever, and what a version does not know it refuses by name.
 *
 * <p><b>Threads.</b> Outputs, inputs, writers and readers are confined; records and sources over bytes are
 * immutable. <b>Ownership.</b> Buffers and addresses are borrowed until the call returns; small state lies on
 * the heap, the payload never does. This package knows neither pages, columns nor Parquet, and does not decide
 * what belongs to a state.
 */
package dev.intarsia.internal.state;

/**
 * Arrow vectors, read by address and a run of slots at a time.
 *
 * <p>In goes a borrowed vector; out come addresses of its buffers, runs of slots turned into PLAIN values, and a
 * refusal if the vector is not what the schema says or holds what Parquet cannot. {@link LeafReader} is bound to a
 * vector when a write begins, validates the whole batch before anything is written, and is unbound when the write ends.
 *
 * <p>Nothing here asks a vector for a value or for its null count, both of which go through a call per slot, nor for an
 * NIO view, which Arrow cannot make without a JVM flag. A buffer that is shorter than the schema and the row count need
 * is refused at bind, offsets that go back or beyond the data are refused at validation: after these two, no address
 * that leaves this package leads outside the vector's memory.
 *
 * <p>A reader is confined: one thread at a time. The kernels, {@link SlotConversion} among them, are static and
 * hold nothing. This package owns no memory and must not know what happens to the values: encodings, statistics, pages.
 */
package dev.intarsia.internal.arrow;

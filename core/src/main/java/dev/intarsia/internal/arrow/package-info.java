/**
 * Arrow vectors, read by address and by runs: from a batch to levels, slots and values.
 *
 * <p>In goes a borrowed batch; out come, for every column, the levels of its entries, runs of the slots that they refer
 * to, addresses of the buffers in which the values are, and a refusal if the batch is not what the schema says or holds
 * what Parquet cannot. {@link dev.intarsia.internal.arrow.BatchReader} is bound to a batch when a write begins,
 * validates the whole of it before anything is written, and is unbound when the write ends; a
 * {@link dev.intarsia.internal.arrow.LeafReader} is what it says of one column.
 *
 * <p>Inside, a tree of readers follows the tree of the schema. Every list makes a space of slots, which all columns
 * below it share: its levels are filled in at once, and only the first element of every list and what is null or empty
 * is visited. Between a list and a column there are only structs, so that there a definition level is a sum of bits, 64
 * slots at a time, of bitmaps that each include those above. Dictionaries and run ends are tables of indexes beside the
 * slots; values are never gathered here. A column at the top of the schema needs none of this and takes none of it.
 *
 * <p>What is under a null is arbitrary, and so is what no list refers to: neither is ever an error, but offsets between
 * values must ascend everywhere. Nothing here asks a vector for a value or for its null count, both of which go through
 * a call per slot, nor for an NIO view, which Arrow cannot make without a JVM flag. What levels rest on is examined at
 * bind, the values at validation: after these two, no address that leaves this package leads outside the batch's memory
 * or that of its dictionaries.
 *
 * <p>A reader is confined: one thread at a time. The kernels are static and hold nothing, those that count excepted.
 * Levels and tables live in memory of the operation's {@link dev.intarsia.internal.memory.Reserve}, from bind to
 * unbind. This package must not know what happens to the values: encodings, statistics, pages.
 */
package dev.intarsia.internal.arrow;

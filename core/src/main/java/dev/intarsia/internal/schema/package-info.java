/**
 * From an Arrow schema to a Parquet schema.
 *
 * <p>In goes what the user has: an Arrow {@code Schema}. Out comes what everything above needs to know of a file before
 * its first row: the {@code MessageType} that the footer spells out, the tree of fields ({@link Node})
 * that says how to read batches of any nesting, one {@link Leaf} for every column with its levels
 * and the way its Arrow slots become PLAIN values, the Arrow schema as other readers of Arrow expect to find it, and
 * the key-value metadata that it brought along. A schema that cannot be written is refused here, by the name of the
 * field, before anything is opened.
 *
 * <p>Everything here is immutable, lives on the heap and owns nothing. What it must not know: vectors, memory, pages,
 * statistics. It says in which {@link Order} values compare and how their bounds may be cut ({@link Truncation}); who
 * compares and cuts is not its business.
 */
package dev.intarsia.internal.schema;

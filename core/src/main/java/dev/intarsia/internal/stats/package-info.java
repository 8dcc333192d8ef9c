/**
 * What is told of column values without reading them: bounds, NaN counts, level histograms, bloom filters, and the
 * boxes around geometries.
 *
 * <p>In: runs of dense PLAIN values (nulls already removed) by address, in whatever portions the page has them. Out: a
 * {@link dev.intarsia.internal.stats.Bounds} a page, merged into one a chunk, and at the end the bytes that Parquet's
 * statistics take, cut to the length that the file allows. A bound is kept whole until it is written, because a
 * shortened one cannot be compared, and because table formats want the full one. Only what readers will search is
 * compared as it was cut: {@link dev.intarsia.internal.stats.BoundaryOrder}.
 *
 * <p>The order of a column is chosen once ({@link dev.intarsia.internal.stats.ValueOrder}) and looked at once a run:
 * the kernels are static loops without a virtual call a value. In Parquet's TYPE_ORDER a NaN is counted and is in no
 * bound, and zeros are written as -0.0 in a minimum and +0.0 in a maximum; in IEEE 754's total order zeros are what
 * they are, and a page of nothing but NaNs has bounds, too. Some types have no order and so no bounds.
 *
 * <p>Everything here is confined to one thread at a time. Addresses are borrowed, with one exception that
 * {@code Bounds} describes: the block in which a chunk keeps the bytes of its bounds, lent by the caller that owns it.
 * Nothing here allocates native memory, knows a schema, a null or a page beyond the record that the format keeps of it,
 * or writes Thrift.
 */
package dev.intarsia.internal.stats;

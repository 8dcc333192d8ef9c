/**
 * Reads a Parquet file back with decoders that are not ours and says whether everything in it is true.
 *
 * <p>In comes a path, out comes a {@link dev.intarsia.cli.verify.FileReport}: what was read and a bounded list of
 * findings, each with its place (row group, column, page) and a sentence. Values are decoded by parquet-column and
 * parquet-encoding, the footer and the page headers by parquet-format-structures, pages are decompressed by
 * aircompressor and the JDK. What is written here is the bookkeeping: which bytes belong to which page, what was
 * counted, and what the file claims: of every value for bloom filters and distinct counts, of every row for sorting
 * columns.
 *
 * <p>A file is taken for hostile until it proves otherwise. Every length is held against the bytes that are really
 * there before anything is allocated for it, and the decoders only see runs that a guard has walked over
 * ({@code CompactGuard} of the package {@code parquet} for Thrift, {@code RunGuard} and {@code DeltaGuard} for values),
 * because they allocate what a header tells them to. One page is in memory at a time, beside one bloom filter and, where
 * rows are said to be sorted, two bits a row and sorting column.
 *
 * <p>Nothing here knows the writer: a rule that only binds files of ours is told from one that binds everybody's by the
 * footer's {@code created_by}. Everything is confined to the thread that calls
 * {@link dev.intarsia.cli.verify.Verifier}.
 */
package dev.intarsia.cli.verify;

/**
 * Proof that others read what we write: every type, encoding and codec, real data, and the edges of the format, each
 * read back value-equal by parquet-java and by DuckDB, neither of which shares code with the writer. What readers let
 * pass or repair in silence is checked on the Thrift structs.
 *
 * <p>Everything here goes through the public API, as an embedder's test would.
 */
package dev.intarsia.interop;

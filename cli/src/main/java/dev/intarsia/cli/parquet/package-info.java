/**
 * What reading a Parquet file needs, whoever reads it: the bytes of the file, its footer, its schema, the headers of its
 * pages, its indexes and bloom filters.
 *
 * <p>In comes a path, out come the structures of parquet-format, still unbelieved: every length in them that was used to
 * find them has been held against the bytes that are there, nothing else has. What cannot be read is a
 * {@link dev.intarsia.cli.parquet.MalformedException} (the file is damaged) or an
 * {@link dev.intarsia.cli.parquet.UnsupportedPartException} (the file is lawful, this program has no means), both with a
 * part of a sentence. {@code CompactGuard} walks over every Thrift struct before it is built, because the generated
 * readers allocate what a length tells them to; {@code MemoryLimits} bounds what is then taken from the heap.
 *
 * <p>No value is decoded here, and nothing here knows why a file is read: {@code verify} judges and {@code inspect} shows.
 * Everything is confined to the thread that reads, or immutable.
 */
package dev.intarsia.cli.parquet;

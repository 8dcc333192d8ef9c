/**
 * What every test of Intarsia stands on: the leak check that runs under each of them, generated Arrow data, the writer
 * driven as an embedder would drive it, and two readers that share no code with us.
 *
 * <p>Data flows one way. {@link dev.intarsia.testkit.Vectors} makes flat batches from a seed, {@code
 * dev.intarsia.testkit.random} nested ones, and {@link dev.intarsia.testkit.IpcFile} reads those that others made;
 * {@link dev.intarsia.testkit.WrittenFile} drives them through the writer into a file;
 * {@link dev.intarsia.testkit.ParquetJavaReader} and {@link dev.intarsia.testkit.DuckDbReader} read that file, and
 * {@link dev.intarsia.testkit.ArrowRows} says what it must hold. All three answer with a
 * {@link dev.intarsia.testkit.Table} in one neutral form, so that {@link dev.intarsia.testkit.Tables} can compare them
 * without knowing a type. {@link dev.intarsia.testkit.IntegrationJson} says the same of the Arrow project's own cases
 * without Arrow's Java. {@link dev.intarsia.testkit.ThriftFile} shows the bytes behind: footer and page headers as
 * parquet-format-structures decodes them, with nothing left out or repaired.
 *
 * <p>Nothing here imports {@code dev.intarsia.internal}: an oracle that used our code would agree with our mistakes.
 * Allocators and writer contexts come as parameters of a test and are closed, and found empty, after it. Everything is
 * confined to the test's thread.
 */
package dev.intarsia.testkit;

/**
 * A stream of events, made up but always the same for the same seed.
 *
 * <p>A seed and the number of a row come in, and that row comes out, so rows do not depend on how they are cut into batches,
 * and any range of them can be made again to be compared. Batches are filled a column at a time, far faster than a writer
 * takes them, so that what is measured is the writer. The demo and the benchmarks use the same stream.
 */
package dev.intarsia.cli.demo;

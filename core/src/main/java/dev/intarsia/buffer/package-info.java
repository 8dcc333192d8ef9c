/**
 * The file as a rope: finished bytes in file order, linked and never moved, and the parts that are handed out of it.
 *
 * <p>A {@link dev.intarsia.buffer.SharedBuffer} is written by one thread, which links slices to its end and splits
 * parts off its front. A {@link dev.intarsia.buffer.Part} is what an upload takes: a handle on memory that stays where
 * the encoder wrote it. Two things hold that memory, and it is free when both have let go: the part, until it is
 * closed, and the rope, until the bytes are said to be durable, because a checkpoint needs what is still in flight.
 * Both may happen on any thread, in any order, without a lock.
 *
 * <p>This package knows memory and nothing of Parquet; another encoder could write through it.
 */
package dev.intarsia.buffer;

/**
 * Where every byte of a file in progress lives, and what it counts against.
 *
 * <p>A {@link dev.intarsia.internal.memory.SlabPool} takes large direct buffers, the
 * {@linkplain dev.intarsia.internal.memory.Slabs slabs}, from a Netty allocator of its own and never more of them than
 * its budget holds: the slabs are the physical bound, not a count beside it. Inside a slab a
 * {@link dev.intarsia.internal.memory.BuddyTree} hands out blocks of a power of two of kibibytes; a
 * {@link dev.intarsia.internal.memory.Segment} is such a block with a reference count. What grows and is read as one
 * piece (the values of an open page, a dictionary) is an {@link dev.intarsia.internal.memory.Area}; what is finished
 * and only ever appended to (the pages of a column chunk) is a {@link dev.intarsia.internal.memory.Lane}.
 *
 * <p>Both can be captured: a {@link dev.intarsia.internal.memory.Prefix} is what an area held up to a count,
 * {@link dev.intarsia.internal.memory.Slices} what a lane or a rope held. Neither is ever changed: an area moves away
 * from memory that is shared before it overwrites any of it.
 *
 * <p>An operation that must not fail half-way states its {@link dev.intarsia.internal.memory.Demand} first and holds
 * the blocks in a {@link dev.intarsia.internal.memory.Reserve} before it changes anything: a reservation is a block
 * that exists, because a mere count could be there while no block of the wanted size is. Between operations the reserve
 * holds what must always be possible. Where the pool has no more than that it is frugal: lanes copy what they keep to
 * small pieces then, and larger blocks are split. What many may need, but one at a time, they hold together: a
 * {@link dev.intarsia.internal.memory.LeasedReserve}.
 *
 * <p>Whoever is refused memory begins a {@link dev.intarsia.internal.memory.Shortage}; whoever gives enough back ends
 * it and so tells those who wait. {@link dev.intarsia.internal.memory.ReliefRequests} carries requests between threads.
 *
 * <p>Threads: the pool and the reference counts are thread-safe, and giving memory back never takes a lock, so that an
 * upload's thread can do it; areas, lanes and reserves are confined to the writer's thread. This package knows nothing
 * of Parquet, Arrow or files.
 */
package dev.intarsia.internal.memory;

package dev.intarsia.internal.memory;

import dev.intarsia.options.MemoryBudgetException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;

/**
 * The memory of a context: at most {@code budget / slabBytes} slabs, from a Netty allocator that nobody else uses.
 * Thread-safe. Slabs are taken when they are first needed and kept until {@link #close()}, because fresh memory costs
 * ten times what a copy does.
 *
 * <p>Taking memory takes a short lock; giving it back pushes the segment on a lock-free stack, which the next taker
 * empties into the trees. Segments leave that stack only all together, so a compare-and-set cannot mistake a recycled
 * one for the one it saw.
 */
public final class SlabPool {
    /** The smallest block, in bytes. */
    public static final int UNIT_BYTES = 1024;

    private static final int MAX_SLAB_BYTES = 64 << 20;
    private static final int MIN_SLAB_BYTES = 64 << 10;
    private static final byte POISON = (byte) 0xDB;
    private static final Demand NOTHING = new Demand();

    private final long budgetBytes;
    private final int slabBytes;
    private final int maxSlabs;
    private final Slabs slabs;
    private final boolean poisonFreed = Boolean.getBoolean("intarsia.poisonFreedMemory");
    private final AtomicReference<Segment> freed = new AtomicReference<>();
    private final AtomicLong usedBytes = new AtomicLong();
    private final LongAdder partBytes = new LongAdder();
    private final LongAdder capturedBytes = new LongAdder();
    private final Shortage shortage = new Shortage();
    private final LeasedReserve leased = new LeasedReserve(this);
    private final LongConsumer onSlabTaken;

    private final Object lock = new Object();
    private boolean closed;

    /** Blocks of each size that the demand in progress has taken. Guarded by the lock, as all of this. */
    private final int[] taken = new int[Demand.ORDERS];

    private final int[] surplus = new int[Demand.ORDERS];

    /**
     * @param budgetBytes bytes that all slabs together may take
     * @param slabBytes bytes of a slab, a power of two; zero for the usual: the largest power of two in a quarter of
     *     the budget, at most 64 MiB
     * @throws IllegalArgumentException if the budget does not hold one slab, or the slab size is no power of two in its
     *     range
     */
    public SlabPool(final long budgetBytes, final int slabBytes) {
        this(budgetBytes, slabBytes, takenBytes -> {});
    }

    /**
     * As {@link #SlabPool(long, int)}.
     *
     * @param onSlabTaken is told the bytes of all slabs when there is a new one, by the thread that needed it
     */
    public SlabPool(final long budgetBytes, final int slabBytes, final LongConsumer onSlabTaken) {
        this.budgetBytes = budgetBytes;
        this.onSlabTaken = onSlabTaken;
        this.slabBytes = slabBytes == 0 ? usualSlabBytes(budgetBytes) : slabBytes;
        if (Integer.bitCount(this.slabBytes) != 1
                || this.slabBytes < MIN_SLAB_BYTES
                || this.slabBytes > MAX_SLAB_BYTES) {
            throw new IllegalArgumentException("slabBytes is " + slabBytes + ", it must be a power of two between "
                    + MIN_SLAB_BYTES + " and " + MAX_SLAB_BYTES);
        }
        if (budgetBytes < this.slabBytes) {
            throw new IllegalArgumentException("a memory budget of " + budgetBytes + " bytes does not hold one slab of "
                    + this.slabBytes + "; the least is " + MIN_SLAB_BYTES);
        }
        this.maxSlabs = Math.toIntExact(Math.min(budgetBytes / this.slabBytes, Integer.MAX_VALUE));
        this.slabs = new Slabs(this, this.slabBytes, maxSlabs);
    }

    private static int usualSlabBytes(final long budgetBytes) {
        final long quarter = Long.highestOneBit(Math.max(1, budgetBytes / 4));
        return (int) Math.max(MIN_SLAB_BYTES, Math.min(MAX_SLAB_BYTES, quarter));
    }

    static int units(final int bytes) {
        return (int) (((long) bytes + UNIT_BYTES - 1) / UNIT_BYTES);
    }

    /** Order of the smallest block that holds so many bytes. */
    static int orderOf(final int bytes) {
        final int units = Math.max(1, units(bytes));
        return 32 - Integer.numberOfLeadingZeros(units - 1);
    }

    /** Bytes of the smallest block that holds so many, which may be more than a slab has. */
    static int blockBytes(final int bytes) {
        return (int) Math.min(1 << 30, (long) UNIT_BYTES << orderOf(bytes));
    }

    /** The largest block that can ever be had, in bytes. */
    public int maxBlockBytes() {
        return slabBytes;
    }

    public long budgetBytes() {
        return budgetBytes;
    }

    /** Bytes that segments hold now. */
    public long usedBytes() {
        return usedBytes.get();
    }

    /** Bytes that slabs have taken from the system so far. */
    public long slabBytesTaken() {
        synchronized (lock) {
            return (long) slabs.count() * slabBytes;
        }
    }

    /** Bytes that segments may still take, perhaps in small pieces. */
    public long freeBytes() {
        return (long) maxSlabs * slabBytes - usedBytes.get();
    }

    /** What files have for those who end them on the side, where nothing else is left. */
    public LeasedReserve leased() {
        return leased;
    }

    /** Bytes of the parts that are handed out and not closed. */
    public long partBytes() {
        return partBytes.sum();
    }

    void countPartBytes(final long delta) {
        partBytes.add(delta);
    }

    /** Bytes that nobody but captures keeps from being free, in whole segments. */
    public long capturedBytes() {
        return capturedBytes.sum();
    }

    void countCapturedBytes(final long delta) {
        capturedBytes.add(delta);
    }

    /** Whether somebody was refused memory, and no memory that would have been enough has come back since. */
    public boolean isShort() {
        return shortage.exists();
    }

    /**
     * Completes, on the thread that gives memory back, when {@link #isShort} ends; complete already where it is not.
     */
    public CompletionStage<Void> available() {
        return shortage.over();
    }

    /** Waits until memory is not short; false if it still is after so many nanoseconds. */
    public boolean awaitAvailable(final long nanos) throws InterruptedException {
        return nanos > 0 && shortage.await(nanos);
    }

    /** Whether a demand exceeds what there is in all, whoever else may hold it. */
    public boolean canNeverHold(final Demand demand) {
        return demand.maxOrder() > slabs.maxOrder() || demand.bytes() > (long) maxSlabs * slabBytes;
    }

    /** A segment of at least so many bytes, with one reference that is the caller's; null if no free block holds it. */
    Segment tryAllocate(final int bytes) {
        final int slabsBefore;
        final int slabsAfter;
        final Segment segment;
        synchronized (lock) {
            requireOpen();
            drainFreed();
            slabsBefore = slabs.count();
            segment = bytes <= slabBytes ? allocateBlock(orderOf(bytes)) : null;
            slabsAfter = slabs.count();
        }
        tellOfSlabs(slabsBefore, slabsAfter);
        return segment;
    }

    /** The refusal to throw where there is no block: what asked, and the sums. */
    public MemoryBudgetException exhausted(final String asked, final long bytes) {
        return exhausted(asked, bytes, Duration.ZERO);
    }

    /** As {@link #exhausted}, after a wait. */
    public MemoryBudgetException exhausted(final String asked, final long bytes, final Duration wait) {
        return new MemoryBudgetException(asked, bytes, freeBytes(), budgetBytes, wait);
    }

    /** Takes every block of the demand that the reserve does not hold, or none of them and the shortage begins. */
    boolean tryAllocate(final Demand demand, final Reserve into) {
        final int slabsBefore;
        final int slabsAfter;
        boolean begun = false;
        boolean all;
        synchronized (lock) {
            requireOpen();
            drainFreed();
            slabsBefore = slabs.count();
            all = takeMissing(demand, into);
            if (!all && !canNeverHold(demand)) {
                shortage.begin(into.missingBytes(demand));
                begun = true;
                // What came back before the shortage was known has told nobody, so it is looked at once more.
                if (freed.get() != null) {
                    drainFreed();
                    all = takeMissing(demand, into);
                }
            }
            slabsAfter = slabs.count();
        }
        tellOfSlabs(slabsBefore, slabsAfter);
        if (all && begun) {
            shortage.endIf(Long.MAX_VALUE);
        }
        return all;
    }

    private boolean takeMissing(final Demand demand, final Reserve into) {
        // Large blocks first: small ones find room in what is left, not the other way round.
        for (int order = demand.maxOrder(); order >= 0; order--) {
            taken[order] = 0;
            for (int missing = demand.blocks(order) - into.blocks(order); missing > 0; missing--) {
                final Segment segment = order <= slabs.maxOrder() ? allocateBlock(order) : null;
                if (segment == null) {
                    giveBackTaken(order, demand.maxOrder(), into);
                    return false;
                }
                into.put(segment);
                taken[order]++;
            }
        }
        return true;
    }

    private void giveBackTaken(final int fromOrder, final int toOrder, final Reserve from) {
        for (int order = fromOrder; order <= toOrder; order++) {
            for (; taken[order] > 0; taken[order]--) {
                freeUnused(from.remove(order));
            }
        }
    }

    private void tellOfSlabs(final int before, final int after) {
        if (after > before) {
            onSlabTaken.accept((long) after * slabBytes);
        }
    }

    private Segment allocateBlock(final int order) {
        final Segment segment = slabs.tryTake(order);
        if (segment != null) {
            usedBytes.addAndGet(segment.capacity());
        }
        return segment;
    }

    /** Halves a block that is held for later: the segment is the first half then, what comes back the second. */
    Segment split(final Segment segment) {
        synchronized (lock) {
            return slabs.split(segment);
        }
    }

    /**
     * Changes what a reserve holds to exactly the blocks of a demand: what is too much is freed and what is
     * missing taken in one step, so that small blocks may come of a large one, whoever else wants memory. False,
     * and nothing has changed, where even that is not enough. The caller calls {@link #endShortageIfEnough} as
     * soon as he has no lock.
     */
    boolean exchange(final Demand demand, final Reserve reserve) {
        final int slabsBefore;
        final int slabsAfter;
        boolean all;
        synchronized (lock) {
            requireOpen();
            drainFreed();
            slabsBefore = slabs.count();
            // Mostly a few blocks are too many or missing. Where that does not do, those that are kept may be halves of
            // what is missing: all of them are freed then, and merge.
            all = exchangeBeyond(demand, demand, reserve) || exchangeBeyond(NOTHING, demand, reserve);
            slabsAfter = slabs.count();
        }
        tellOfSlabs(slabsBefore, slabsAfter);
        return all;
    }

    private boolean exchangeBeyond(final Demand kept, final Demand demand, final Reserve reserve) {
        for (int order = 0; order < Demand.ORDERS; order++) {
            surplus[order] = Math.max(0, reserve.blocks(order) - kept.blocks(order));
            for (int i = 0; i < surplus[order]; i++) {
                freeHeld(reserve.remove(order));
            }
        }
        final boolean all = takeMissing(demand, reserve);
        if (!all) {
            takeSurplusAgain(reserve);
        }
        return all;
    }

    private void freeHeld(final Segment segment) {
        if (segment.handedOut) {
            segment.retire();
            poison(segment);
            slabs.free(segment);
            usedBytes.addAndGet(-segment.capacity());
        } else {
            freeUnused(segment);
        }
    }

    /** What was freed a moment ago is still free, and the largest blocks first fit where they were. */
    private void takeSurplusAgain(final Reserve reserve) {
        for (int order = slabs.maxOrder(); order >= 0; order--) {
            for (int i = 0; i < surplus[order]; i++) {
                final Segment segment = allocateBlock(order);
                if (segment == null) {
                    throw new AssertionError("a block that was just freed cannot be taken again");
                }
                reserve.put(segment);
            }
        }
    }

    /** Takes back a segment that nobody has had: its object may stand for another block. */
    void giveBackUnused(final Segment segment) {
        synchronized (lock) {
            freeUnused(segment);
        }
        endShortageIfEnough();
    }

    private void freeUnused(final Segment segment) {
        slabs.freeUnused(segment);
        usedBytes.addAndGet(-segment.capacity());
    }

    /** Tells those who wait for memory if there is enough of it; what depends on that runs in here. */
    void endShortageIfEnough() {
        if (shortage.exists()) {
            shortage.endIf(freeBytes());
        }
    }

    void trim(final Segment segment, final int keptUnits) {
        final int units = segment.capacity() / UNIT_BYTES;
        synchronized (lock) {
            slabs.trim(segment, keptUnits);
        }
        usedBytes.addAndGet(-(long) (units - keptUnits) * UNIT_BYTES);
        endShortageIfEnough();
    }

    /** Takes back a segment without references. Never blocks. */
    void recycle(final Segment segment) {
        poison(segment);
        usedBytes.addAndGet(-segment.capacity());
        Segment top;
        do {
            top = freed.get();
            segment.nextFreed = top;
        } while (!freed.compareAndSet(top, segment));
        endShortageIfEnough();
    }

    private void poison(final Segment segment) {
        if (poisonFreed) {
            NativeMemory.fill(segment.address(), segment.capacity(), POISON);
        }
    }

    private void drainFreed() {
        Segment segment = freed.getAndSet(null);
        while (segment != null) {
            final Segment next = segment.nextFreed;
            segment.nextFreed = null;
            slabs.freePieces(segment);
            segment = next;
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the memory of a closed context was asked for");
        }
    }

    /**
     * Gives the slabs back to the system. Idempotent.
     *
     * @throws IllegalStateException if segments are still held; their slabs are kept, since a reader may be on them
     */
    public void close() {
        synchronized (lock) {
            if (closed) {
                return;
            }
            drainFreed();
            final long held = usedBytes.get();
            if (held != 0) {
                throw new IllegalStateException(
                        held + " bytes are still held: close every writer and every part before their context");
            }
            closed = true;
            slabs.release();
        }
    }
}

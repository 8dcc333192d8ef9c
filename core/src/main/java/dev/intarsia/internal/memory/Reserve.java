package dev.intarsia.internal.memory;

import dev.intarsia.options.MemoryBudgetException;

/**
 * Blocks that are held before an operation begins, so that it cannot run out of memory half-way, and between
 * operations, so that what must always be possible is. Confined to the writer's thread.
 *
 * <p>{@link #fill} takes what the demand names, or refuses and takes nothing; {@link #take} hands a block out, from the
 * reserve while it has one that is large enough and from the pool otherwise; {@link #settle} ends the operation and
 * keeps what the next ones may need in any case, {@link #giveBack} keeps nothing.
 */
public final class Reserve {
    private final SlabPool pool;
    private final Segment[][] held = new Segment[Demand.ORDERS][];
    private final int[] counts = new int[Demand.ORDERS];
    private boolean hopeless;
    private boolean frugal;
    private boolean lent;
    /** What bytes are copied to now, and how many of its bytes are used. */
    private Segment chain;

    private int chained;

    public Reserve(final SlabPool pool) {
        this.pool = pool;
    }

    /**
     * Holds every block of the demand.
     *
     * @throws dev.intarsia.options.MemoryBudgetException if the pool does not have them; nothing is held then
     */
    public void fill(final Demand demand, final String asked) {
        if (!tryFill(demand)) {
            throw refusal(demand, asked);
        }
    }

    /** What to throw where {@link #tryFill} was refused: what asked, and the sums. */
    public MemoryBudgetException refusal(final Demand demand, final String asked) {
        return pool.exhausted(asked, hopeless ? demand.bytes() : missingBytes(demand));
    }

    /** Whether what was refused last would be refused whatever others gave back. */
    public boolean isHopeless() {
        return hopeless;
    }

    /** Bytes of the blocks of a demand that are not held, in whole blocks. */
    public long missingBytes(final Demand demand) {
        long units = 0;
        for (int order = demand.maxOrder(); order >= 0; order--) {
            units += (long) Math.max(0, demand.blocks(order) - counts[order]) << order;
        }
        return units * SlabPool.UNIT_BYTES;
    }

    /** As {@link #fill}, with false for the refusal; then the pool is short of memory until enough comes back. */
    public boolean tryFill(final Demand demand) {
        if (holds(demand) || pool.tryAllocate(demand, this)) {
            return true;
        }
        hopeless = pool.canNeverHold(demand);
        return false;
    }

    private boolean holds(final Demand demand) {
        for (int order = demand.maxOrder(); order >= 0; order--) {
            if (counts[order] < demand.blocks(order)) {
                return false;
            }
        }
        return true;
    }

    /**
     * A segment of at least so many bytes; its one reference is the caller's. A held block of that size comes first,
     * then one from the pool, then the smallest larger one that is held: whatever is smaller than was demanded, and in
     * whatever order it is taken, what was demanded is enough. A frugal reserve gives no more of a larger block than is
     * asked for, and does so before it looks at the pool.
     *
     * @throws dev.intarsia.options.MemoryBudgetException if the demand did not name it and the pool has none
     */
    public Segment take(final int bytes) {
        final int order = SlabPool.orderOf(bytes);
        int enough = order;
        while (enough < Demand.ORDERS && counts[enough] == 0) {
            enough++;
        }
        if (enough == order || frugal && enough < Demand.ORDERS) {
            return pop(enough, order);
        }
        final Segment segment = pool.tryAllocate(bytes);
        if (segment != null) {
            return segment;
        }
        if (enough < Demand.ORDERS) {
            return pop(enough, enough);
        }
        hopeless = bytes > pool.maxBlockBytes();
        throw pool.exhausted("an open file", bytes);
    }

    /**
     * Copies bytes to pieces of memory that have just enough room for them, one operation's bytes close behind each
     * other, whichever lanes they are in.
     *
     * @param sink takes them, in one or several slices, with their references
     * @throws dev.intarsia.options.MemoryBudgetException if nothing is held and the pool has nothing
     */
    public void copy(final long address, final int length, final SliceSink sink) {
        for (int done = 0; done < length; ) {
            if (chain == null || chained == chain.capacity()) {
                endChain();
                chain = takeSmall(length - done);
            }
            final int run = Math.min(length - done, chain.capacity() - chained);
            NativeMemory.copy(address + done, chain.address() + chained, run);
            chain.retain();
            sink.accept(chain, chained, run);
            chained += run;
            done += run;
        }
    }

    private void endChain() {
        if (chain == null) {
            return;
        }
        if (chain.isWholeAndUnshared()) {
            takeBack(chain); // what was copied to it has left already
        } else {
            chain.trim(chained);
            chain.release();
        }
        chain = null;
        chained = 0;
    }

    /**
     * The smallest held block, or a piece of it, but none larger than it takes to hold so many bytes in whole units.
     */
    private Segment takeSmall(final int bytes) {
        int order = 0;
        while (order < Demand.ORDERS && counts[order] == 0) {
            order++;
        }
        final int most = 31 - Integer.numberOfLeadingZeros(Math.max(1, SlabPool.units(bytes)));
        return order == Demand.ORDERS ? take(SlabPool.UNIT_BYTES) : pop(order, Math.min(order, most));
    }

    /** Whether lanes make do with as little as possible, since there is no more than what is held. */
    public boolean isFrugal() {
        return frugal;
    }

    /** As {@link #beFrugal}, for a borrower: what is held stays here, even where all is given back. */
    void lend() {
        frugal = true;
        lent = true;
    }

    /** Lanes shall make do with what is held, until {@link #settle}. */
    public void beFrugal() {
        frugal = true;
    }

    /**
     * Ends an operation: holds exactly the blocks of the demand from now on, for operations to come. Where they cannot
     * be had all that is held is kept.
     *
     * @return whether what is held is enough for the demand
     */
    public boolean settle(final Demand demand) {
        final boolean exactly = isExactly(demand);
        final boolean enough = settleQuietly(demand);
        if (!exactly) {
            pool.endShortageIfEnough(); // something may have been freed
        }
        return enough;
    }

    /** As {@link #settle}, for a caller with a lock, who tells those who wait for memory when he has none. */
    boolean settleQuietly(final Demand demand) {
        frugal = false;
        lent = false;
        endChain();
        return isExactly(demand) || pool.exchange(demand, this) || covers(demand);
    }

    /**
     * Whether what is held is enough if it is split: it is where, for every size, it has as many pieces of that size as
     * demanded blocks of that size and larger ones would give; of what may lie in pieces only the sum counts.
     */
    private boolean covers(final Demand demand) {
        long spare = 0;
        for (int order = Demand.ORDERS - 1; order >= 0; order--) {
            spare = 2 * spare + counts[order] - demand.wholeBlocks(order);
            if (spare < 0) {
                return false;
            }
        }
        return spare >= demand.pieceUnits();
    }

    private boolean isExactly(final Demand demand) {
        for (int order = 0; order < Demand.ORDERS; order++) {
            if (counts[order] != demand.blocks(order)) {
                return false;
            }
        }
        return true;
    }

    private Segment pop(final int heldOrder, final int order) {
        final Segment segment = remove(heldOrder);
        while (segment.order() > order) {
            put(pool.split(segment));
        }
        segment.handedOut = true;
        return segment;
    }

    /**
     * Takes a segment that the operation does not need any more, with its reference, and holds it for what comes next
     * in the same operation, unless somebody else still refers to it.
     */
    public void takeBack(final Segment segment) {
        if (segment.isWholeAndUnshared()) {
            segment.handedOut = true;
            put(segment);
        } else {
            segment.release();
        }
    }

    /** Gives back every block that is held, unless they are lent. */
    public void giveBack() {
        endChain();
        if (lent) {
            return;
        }
        frugal = false;
        for (int order = 0; order < Demand.ORDERS; order++) {
            while (counts[order] > 0) {
                final Segment segment = remove(order);
                if (segment.handedOut) {
                    segment.release();
                } else {
                    pool.giveBackUnused(segment);
                }
            }
        }
    }

    /** Hands over what it has of the blocks that another reserve lacks of a demand; larger ones in halves. */
    void giveTo(final Reserve other, final Demand demand) {
        for (int order = demand.maxOrder(); order >= 0; order--) {
            int enough = order;
            while (other.counts[order] < demand.blocks(order) && enough < Demand.ORDERS) {
                if (counts[enough] == 0) {
                    enough++;
                } else {
                    final Segment segment = remove(enough);
                    while (segment.order() > order) {
                        put(pool.split(segment));
                    }
                    other.put(segment);
                    enough = order;
                }
            }
        }
    }

    /**
     * Hands over every block that is held.
     *
     * @return how many of each size
     */
    int[] moveTo(final Reserve other) {
        final int[] blocks = counts.clone();
        moveTo(other, blocks);
        return blocks;
    }

    /** Hands over so many blocks of each size, which are held. */
    void moveTo(final Reserve other, final int[] blocks) {
        for (int order = 0; order < Demand.ORDERS; order++) {
            for (int i = 0; i < blocks[order]; i++) {
                other.put(remove(order));
            }
        }
    }

    int blocks(final int order) {
        return counts[order];
    }

    Segment remove(final int order) {
        final Segment segment = held[order][--counts[order]];
        held[order][counts[order]] = null;
        return segment;
    }

    void put(final Segment segment) {
        final int order = segment.order();
        if (held[order] == null) {
            held[order] = new Segment[4];
        } else if (counts[order] == held[order].length) {
            held[order] = java.util.Arrays.copyOf(held[order], 2 * counts[order]);
        }
        held[order][counts[order]++] = segment;
    }
}

package dev.intarsia.internal.memory;

import dev.intarsia.options.MemoryBudgetException;

/**
 * Blocks that are held before an operation begins, so that it cannot run out of memory half-way. Confined to the
 * writer's thread.
 *
 * <p>{@link #fill} takes what the demand names, or refuses and takes nothing; {@link #take} hands a block out, from the
 * reserve while it has one of that size and from the pool otherwise; {@link #giveBack} ends the operation.
 */
public final class Reserve {
    private final SlabPool pool;
    private final Segment[][] held = new Segment[Demand.ORDERS][];
    private final int[] counts = new int[Demand.ORDERS];
    private boolean hopeless;

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
     * A segment of at least so many bytes; its one reference is the caller's. A held block of that size comes first, then
     * one from the pool, then a larger held one.
     *
     * @throws dev.intarsia.options.MemoryBudgetException if the demand did not name it and the pool has none
     */
    public Segment take(final int bytes) {
        final int order = SlabPool.orderOf(bytes);
        if (counts[order] > 0) {
            return pop(order);
        }
        final Segment segment = pool.tryAllocate(bytes);
        if (segment != null) {
            return segment;
        }
        for (int larger = order + 1; larger < Demand.ORDERS; larger++) {
            if (counts[larger] > 0) {
                return pop(larger);
            }
        }
        hopeless = bytes > pool.maxBlockBytes();
        throw pool.exhausted("an open file", bytes);
    }

    private Segment pop(final int order) {
        final Segment segment = remove(order);
        segment.handedOut = true;
        return segment;
    }

    /**
     * Takes a segment that the operation does not need any more, with its reference, and holds it for what comes next in
     * the same operation, unless somebody else still refers to it.
     */
    public void takeBack(final Segment segment) {
        if (segment.isWholeAndUnshared()) {
            segment.handedOut = true;
            put(segment);
        } else {
            segment.release();
        }
    }

    /** Gives back every block that is held. */
    public void giveBack() {
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

package dev.intarsia.internal.memory;

/**
 * Blocks that are held before an operation begins, so that it cannot run out of memory half-way. Confined to the
 * writer's thread.
 *
 * <p>{@link #fill} takes what the demand names, or refuses and takes nothing; {@link #take} hands a block out, from the
 * reserve while it has one of that size and from the pool otherwise; {@link #giveBack} ends the operation.
 */
public final class Reserve {
    private static final int ORDERS = 22;

    private final SlabPool pool;
    private final Segment[][] held = new Segment[ORDERS][];
    private final int[] counts = new int[ORDERS];

    public Reserve(final SlabPool pool) {
        this.pool = pool;
    }

    /**
     * Holds every block of the demand.
     *
     * @throws dev.intarsia.options.MemoryBudgetException if the pool does not have them; nothing is held then
     */
    public void fill(final Demand demand, final String asked) {
        if (demand.bytes() > 0) {
            pool.allocate(demand, this, asked);
        }
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
        for (int larger = order + 1; larger < ORDERS; larger++) {
            if (counts[larger] > 0) {
                return pop(larger);
            }
        }
        throw pool.exhausted("an open file", bytes);
    }

    private Segment pop(final int order) {
        final Segment segment = held[order][--counts[order]];
        held[order][counts[order]] = null;
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
        for (int order = 0; order < ORDERS; order++) {
            while (counts[order] > 0) {
                final Segment segment = held[order][--counts[order]];
                held[order][counts[order]] = null;
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

package dev.intarsia.internal.memory;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Pools of one slab for race tests that look at the sums of a pool: each state has one to itself, and whoever has seen that
 * nothing is held leaves it to the next state, since making one takes longer than the race.
 */
final class StressPools {
    static final int BYTES = 64 << 10;

    private static final Queue<SlabPool> EMPTY = new ConcurrentLinkedQueue<>();

    private StressPools() {}

    static SlabPool take() {
        final SlabPool pool = EMPTY.poll();
        return pool == null ? new SlabPool(BYTES, BYTES) : pool;
    }

    /**
     * As many bytes of the heap as a pool has outside of it: a field of the state, so that the harness, which measures how
     * much states allocate, does not make thousands of them at a time.
     */
    static byte[] weight() {
        return new byte[BYTES];
    }

    /** Takes back a pool of which nothing is held; any other is of no use to anybody. */
    static void giveBack(final SlabPool pool) {
        if (pool.usedBytes() == 0 && pool.capturedBytes() == 0) {
            EMPTY.add(pool);
        }
    }
}

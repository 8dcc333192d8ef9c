package dev.intarsia.internal.memory;

import java.util.ArrayList;
import java.util.List;

/** Holds all the memory of a pool that nobody else holds. */
public final class MemoryHog {
    private final SlabPool pool;
    private final List<Segment> held = new ArrayList<>();

    private MemoryHog(final SlabPool pool) {
        this.pool = pool;
    }

    public static MemoryHog takeAll(final SlabPool pool) {
        final MemoryHog hog = new MemoryHog(pool);
        for (int bytes = pool.maxBlockBytes(); bytes >= SlabPool.UNIT_BYTES; bytes /= 2) {
            Segment segment;
            while ((segment = pool.tryAllocate(bytes)) != null) {
                hog.held.add(segment);
            }
        }
        return hog;
    }

    /**
     * Holds all but so much, which is free in one piece.
     *
     * @param bytes a power of two, at most the largest block of the pool
     */
    public static MemoryHog takeAllBut(final SlabPool pool, final int bytes) {
        final Segment left = pool.tryAllocate(bytes);
        final MemoryHog hog = takeAll(pool);
        left.release();
        return hog;
    }

    /** Nobody has seen this memory, so that it need not be poisoned, which takes far longer than most tests. */
    public void giveBack() {
        held.forEach(pool::giveBackUnused);
    }
}

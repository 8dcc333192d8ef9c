package dev.intarsia.internal.memory;

import io.netty.buffer.PooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;

/**
 * The slabs of a pool and the free blocks in them, as segments. Guarded by the lock of the pool, which also
 * counts what is used.
 */
final class Slabs {
    private static final int PAGE_BYTES = 8192;
    private static final int MAX_SPARES = 256;

    private final SlabPool pool;
    private final int slabBytes;
    private final int maxSlabs;
    private final int maxOrder;
    private final PooledByteBufAllocator allocator;
    private final List<Slab> slabs = new ArrayList<>();

    /** Most of what is reserved is not taken, and most of the garbage of a write would be its segments. */
    private final Segment[] spares = new Segment[MAX_SPARES];

    private int spareCount;

    Slabs(final SlabPool pool, final int slabBytes, final int maxSlabs) {
        this.pool = pool;
        this.slabBytes = slabBytes;
        this.maxSlabs = maxSlabs;
        this.maxOrder = Integer.numberOfTrailingZeros(slabBytes / SlabPool.UNIT_BYTES);
        final int chunkOrder = Integer.numberOfTrailingZeros(slabBytes / PAGE_BYTES);
        // One arena, no thread caches: a slab is a whole chunk, and a cache would hold chunks beyond the budget.
        this.allocator = new PooledByteBufAllocator(true, 0, 1, PAGE_BYTES, chunkOrder, 0, 0, false);
    }

    /** Order of the largest block, a whole slab; needs no lock. */
    int maxOrder() {
        return maxOrder;
    }

    /** Slabs that were taken from the system. */
    int count() {
        return slabs.size();
    }

    /** A block, of a new slab where none of the others has one and there may be another; null otherwise. */
    Segment tryTake(final int order) {
        final Slab slab = slabWithBlock(order);
        if (slab == null) {
            return null;
        }
        final int unit = slab.blocks.allocate(order);
        return segmentAt(slab, unit * SlabPool.UNIT_BYTES, order);
    }

    private Slab slabWithBlock(final int order) {
        for (final Slab slab : slabs) {
            if (slab.blocks.fits(order)) {
                return slab;
            }
        }
        if (slabs.size() == maxSlabs) {
            return null;
        }
        final Slab slab = new Slab(allocator.directBuffer(slabBytes, slabBytes), slabBytes, maxOrder);
        slabs.add(slab);
        return slab;
    }

    private Segment segmentAt(final Slab slab, final int slabOffset, final int order) {
        final Segment segment = spareCount == 0 ? new Segment(pool) : spares[--spareCount];
        segment.assign(slab, slabOffset, order);
        return segment;
    }

    /** Halves a block: the segment is the first half then, what comes back the second. */
    Segment split(final Segment segment) {
        final int half = segment.order() - 1;
        segment.slab().blocks.split(unitOf(segment), segment.order());
        segment.halve();
        return segmentAt(segment.slab(), segment.slabOffset() + (SlabPool.UNIT_BYTES << half), half);
    }

    /** Frees what is behind so many units of a block. */
    void trim(final Segment segment, final int keptUnits) {
        // A trimmed segment is no block any more; trimming it again frees the pieces behind the new end one by one.
        if (segment.capacity() / SlabPool.UNIT_BYTES != 1 << segment.order()) {
            throw new IllegalStateException("a segment is trimmed once");
        }
        segment.slab().blocks.trim(unitOf(segment), segment.order(), keptUnits);
    }

    /** Frees a block that is whole. */
    void free(final Segment segment) {
        segment.slab().blocks.free(unitOf(segment), segment.order());
    }

    /** Frees a block that nobody has had: its segment may stand for another one. */
    void freeUnused(final Segment segment) {
        free(segment);
        if (spareCount < spares.length) {
            spares[spareCount++] = segment;
        }
    }

    /** Frees what a segment has, trimmed or not. */
    void freePieces(final Segment segment) {
        int unit = unitOf(segment);
        int units = segment.capacity() / SlabPool.UNIT_BYTES;
        while (units > 0) {
            final int pieceOrder = 31 - Integer.numberOfLeadingZeros(units);
            segment.slab().blocks.free(unit, pieceOrder);
            unit += 1 << pieceOrder;
            units -= 1 << pieceOrder;
        }
    }

    private static int unitOf(final Segment segment) {
        return segment.slabOffset() / SlabPool.UNIT_BYTES;
    }

    /** Gives all of them back to the system. */
    void release() {
        slabs.forEach(Slab::release);
        slabs.clear();
    }
}

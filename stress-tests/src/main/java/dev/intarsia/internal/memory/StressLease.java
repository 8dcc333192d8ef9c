package dev.intarsia.internal.memory;

/**
 * A lease in a pool that has nothing left, one half of which a file holds: what the race tests of leases begin with. Of the
 * other half one part is promised and others have the rest.
 */
final class StressLease {
    static final int SMALL = StressPools.BYTES / 4;
    static final int PIECES = 4;
    private static final int ROUNDS = 8;

    final byte[] weight = StressPools.weight();
    final SlabPool pool = StressPools.take();
    /** What the file holds. */
    final Reserve own = new Reserve(pool);

    final Demand small = new Demand();
    final Demand large = new Demand();
    private final Segment others;

    StressLease() {
        small.add(SMALL, 1);
        large.add(SMALL / 2, PIECES); // the size that a borrower makes of what is lent
        own.fill(large, "a race test");
        others = pool.tryAllocate(SMALL);
    }

    /** The file gives up what it holds, and others want that: 1 if there was nothing for them, -1 if there was. */
    int end(final boolean held) {
        own.giveBack();
        final Segment left = pool.tryAllocate(SlabPool.UNIT_BYTES);
        if (left != null) {
            left.release();
            return -1;
        }
        return held ? 1 : 0;
    }

    /** Takes a borrowed block in pieces and gives them back, a few times: 1 if they were the borrower's alone, else -1. */
    static int use(final Reserve lent) {
        boolean alone = true;
        for (int round = 0; round < ROUNDS; round++) {
            final Segment one = lent.take(SMALL / 2);
            final Segment other = lent.take(SMALL / 2);
            NativeMemory.putLong(one.address(), StressMemory.ALIVE);
            NativeMemory.putLong(other.address(), ~StressMemory.ALIVE);
            alone &= NativeMemory.getLong(one.address()) == StressMemory.ALIVE
                    && NativeMemory.getLong(other.address()) == ~StressMemory.ALIVE;
            lent.takeBack(one);
            lent.takeBack(other);
        }
        return alone ? 1 : -1;
    }

    /** Whether a reserve holds what both demands name. */
    boolean isBoth(final Reserve held) {
        return held.blocks(SlabPool.orderOf(SMALL)) == 1 && held.blocks(SlabPool.orderOf(SMALL / 2)) == PIECES;
    }

    /** Gives back what others had; what comes back is how many bytes are held then. */
    int heldByNobody() {
        others.release();
        final int held = (int) pool.usedBytes();
        StressPools.giveBack(pool);
        return held;
    }
}

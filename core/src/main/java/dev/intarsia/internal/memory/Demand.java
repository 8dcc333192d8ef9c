package dev.intarsia.internal.memory;

import java.util.Arrays;

/**
 * The blocks that an operation may need at most, counted by size before it begins. Confined to one thread; reused.
 */
public final class Demand {
    private static final int ORDERS = 22;

    private final int[] blocks = new int[ORDERS];
    private int maxOrder = -1;
    private long bytes;

    /** Forgets everything. */
    public void clear() {
        if (maxOrder >= 0) {
            Arrays.fill(blocks, 0, maxOrder + 1, 0);
        }
        maxOrder = -1;
        bytes = 0;
    }

    /** Adds {@code count} blocks that hold {@code blockBytes} each. */
    public void add(final long blockBytes, final int count) {
        if (count == 0 || blockBytes == 0) {
            return;
        }
        // More than any slab holds: such a demand is refused, and the sum says why.
        final int order = blockBytes > 1 << 30 ? ORDERS - 1 : SlabPool.orderOf((int) blockBytes);
        blocks[order] += count;
        maxOrder = Math.max(maxOrder, order);
        bytes += Math.max(blockBytes, (long) SlabPool.UNIT_BYTES << order) * count;
    }

    int blocks(final int order) {
        return blocks[order];
    }

    int maxOrder() {
        return maxOrder;
    }

    /** Bytes of all blocks together. */
    public long bytes() {
        return bytes;
    }
}

package dev.intarsia.internal.memory;

/**
 * Which blocks of a slab are free: a binary buddy allocator over {@code 2^maxOrder} units, one byte a tree node.
 *
 * <p>Node 1 is the whole slab, nodes {@code 2i} and {@code 2i+1} the halves of node {@code i}. A node holds one more
 * than the order of the largest free block below it, zero where there is none. The children of a node that is allocated
 * as a whole keep the values of a free subtree, so that freeing it is one store and the walk to the root.
 *
 * <p>Not thread-safe: {@link SlabPool} guards it.
 */
final class BuddyTree {
    private final byte[] largest;
    private final int maxOrder;

    BuddyTree(final int maxOrder) {
        this.maxOrder = maxOrder;
        this.largest = new byte[2 << maxOrder];
        for (int depth = 0; depth <= maxOrder; depth++) {
            final byte free = (byte) (maxOrder - depth + 1);
            java.util.Arrays.fill(largest, 1 << depth, 2 << depth, free);
        }
    }

    /** Whether a block of this order is free. */
    boolean fits(final int order) {
        return largest[1] > order;
    }

    /** Whether nothing is allocated. */
    boolean isEmpty() {
        return largest[1] == maxOrder + 1;
    }

    /** First unit of a block of {@code 2^order} units, now allocated; -1 where none is free. */
    int allocate(final int order) {
        if (!fits(order)) {
            return -1;
        }
        int node = 1;
        for (int nodeOrder = maxOrder; nodeOrder > order; nodeOrder--) {
            final int left = largest[2 * node];
            final int right = largest[2 * node + 1];
            // The tighter of the halves that fit: large blocks stay whole for large requests.
            final boolean goLeft = left > order && (right <= order || left <= right);
            node = goLeft ? 2 * node : 2 * node + 1;
        }
        largest[node] = 0;
        updateAncestors(node, order);
        return (node << order) - (1 << maxOrder);
    }

    /** Frees a block as {@link #allocate} gave it, or a piece of one that {@link #trim} left. */
    void free(final int unit, final int order) {
        final int node = ((1 << maxOrder) + unit) >>> order;
        largest[node] = (byte) (order + 1);
        updateAncestors(node, order);
    }

    /** Makes two allocated blocks of the halves of an allocated one. */
    void split(final int unit, final int order) {
        final int node = ((1 << maxOrder) + unit) >>> order;
        largest[2 * node] = 0;
        largest[2 * node + 1] = 0;
    }

    /**
     * Gives back the end of an allocated block: its first {@code keptUnits} units stay allocated, as the pieces that
     * the binary digits of that number name from the highest to the lowest.
     */
    void trim(final int unit, final int order, final int keptUnits) {
        int node = ((1 << maxOrder) + unit) >>> order;
        int nodeOrder = order;
        int kept = keptUnits;
        while (kept < 1 << nodeOrder) {
            nodeOrder--;
            final int half = 1 << nodeOrder;
            if (kept <= half) {
                largest[2 * node + 1] = (byte) (nodeOrder + 1);
                node = 2 * node;
            } else {
                largest[2 * node] = 0;
                kept -= half;
                node = 2 * node + 1;
            }
        }
        largest[node] = 0;
        updateAncestors(node, nodeOrder);
    }

    private void updateAncestors(final int from, final int fromOrder) {
        int childOrder = fromOrder;
        for (int node = from >>> 1; node > 0; node >>>= 1, childOrder++) {
            final byte left = largest[2 * node];
            final byte right = largest[2 * node + 1];
            final boolean whole = left == childOrder + 1 && right == childOrder + 1;
            largest[node] = whole ? (byte) (childOrder + 2) : (byte) Math.max(left, right);
        }
    }
}

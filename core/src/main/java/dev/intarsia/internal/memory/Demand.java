package dev.intarsia.internal.memory;

import java.util.Arrays;

/**
 * The blocks that an operation may need at most, counted by size before it begins. Confined to one thread; reused.
 */
public final class Demand {
    /** The least that is taken, in bytes. */
    public static final int UNIT_BYTES = SlabPool.UNIT_BYTES;

    /** Sizes of blocks that there are, and one for what is larger than any. */
    static final int ORDERS = 22;

    /** Order of the blocks that pieces come in: few enough to hold, small enough to be found. */
    private static final int PIECES_ORDER = 4;

    private final int[] blocks = new int[ORDERS];
    private final int[] pieces = new int[PIECES_ORDER + 1];
    private int maxOrder = -1;
    private long bytes;

    /** Forgets everything. */
    public void clear() {
        if (maxOrder >= 0) {
            Arrays.fill(blocks, 0, maxOrder + 1, 0);
            Arrays.fill(pieces, 0);
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

    /**
     * Adds {@code count} blocks of unknown sizes, of which the largest holds {@code maxBytes} and all together hold
     * {@code totalBytes}: the fewer there can be of a size, the larger it is.
     */
    public void addMany(final long maxBytes, final int count, final long totalBytes) {
        if (maxBytes > 1 << 30 || count <= 1) {
            add(maxBytes, count);
            return;
        }
        final int largest = SlabPool.orderOf((int) maxBytes);
        long sum = 0;
        for (int order = 0; order <= largest; order++) {
            sum += (long) mostOfOrder(order, count, totalBytes) << order;
        }
        if (sum >= (long) count << largest) {
            add(maxBytes, count);
            return;
        }
        for (int order = 0; order <= largest; order++) {
            add((long) SlabPool.UNIT_BYTES << order, mostOfOrder(order, count, totalBytes));
        }
    }

    /** A block of an order is asked for by more than half of its bytes. */
    private static int mostOfOrder(final int order, final int count, final long totalBytes) {
        return order == 0 ? count : (int) Math.min(count, totalBytes / ((long) SlabPool.UNIT_BYTES << (order - 1)));
    }

    /** Adds memory for bytes that may lie in pieces of a unit or more: a few larger blocks, which can be split. */
    public void addPieces(final long pieceBytes) {
        final long units = (pieceBytes + UNIT_BYTES - 1) / UNIT_BYTES;
        addPieces(PIECES_ORDER, Math.toIntExact(units >>> PIECES_ORDER));
        for (int order = 0; order < PIECES_ORDER; order++) {
            addPieces(order, (int) (units >>> order & 1));
        }
    }

    private void addPieces(final int order, final int count) {
        add((long) UNIT_BYTES << order, count);
        pieces[order] += count;
    }

    /** Blocks of an order that are needed in one piece. */
    int wholeBlocks(final int order) {
        return order <= PIECES_ORDER ? blocks[order] - pieces[order] : blocks[order];
    }

    /** Units that may lie anywhere. */
    long pieceUnits() {
        long units = 0;
        for (int order = 0; order <= PIECES_ORDER; order++) {
            units += (long) pieces[order] << order;
        }
        return units;
    }

    /** Adds another demand. */
    public void add(final Demand other) {
        for (int order = 0; order <= other.maxOrder; order++) {
            blocks[order] += other.blocks[order];
        }
        for (int order = 0; order <= PIECES_ORDER; order++) {
            pieces[order] += other.pieces[order];
        }
        maxOrder = Math.max(maxOrder, other.maxOrder);
        bytes += other.bytes;
    }

    /** Becomes what satisfies either of two demands, one after the other: of every size as many as the larger names. */
    public void widenTo(final Demand other) {
        for (int order = 0; order <= other.maxOrder; order++) {
            final int more = other.blocks[order] - blocks[order];
            if (more > 0) {
                add((long) SlabPool.UNIT_BYTES << order, more);
            }
        }
    }

    /** Whether its blocks satisfy another demand if larger ones are split. */
    public boolean covers(final Demand other) {
        long spare = 0;
        for (int order = Math.max(maxOrder, other.maxOrder); order >= 0; order--) {
            spare = 2 * spare + blocks[order] - other.blocks[order];
            if (spare < 0) {
                return false;
            }
        }
        return true;
    }

    /** Adds the blocks of one demand that another one does not name. */
    public void addBeyond(final Demand more, final Demand held) {
        for (int order = 0; order <= more.maxOrder; order++) {
            final int missing = more.blocks[order] - held.blocks[order];
            if (missing > 0) {
                add((long) UNIT_BYTES << order, missing);
            }
        }
    }

    /** Takes away what another demand names, all of whose blocks this one has. */
    void minus(final Demand other) {
        for (int order = 0; order <= other.maxOrder; order++) {
            blocks[order] -= other.blocks[order];
            bytes -= ((long) UNIT_BYTES << order) * other.blocks[order];
        }
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

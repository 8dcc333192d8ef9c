package dev.intarsia.internal.arrow;

import dev.intarsia.internal.memory.NativeMemory;
import dev.intarsia.internal.schema.Node.Shape;

/**
 * The first pass over the lists of a batch: where the elements of each lie, and what all take together. Confined;
 * reused from batch to batch.
 *
 * <p>It leaves a pair of int32 for every entry of the space that the lists are in: the first element and their number,
 * or, for an entry that ends here or above, its definition level and {@link #ENDED}.
 */
final class ListSpans {
    /** Bytes of a pair. */
    static final int PAIR_BYTES = 2 * Integer.BYTES;

    /** In the place of a number of elements. */
    static final int ENDED = -1;

    private long elements;
    private long ended;
    private int runs;
    private int slots;
    private long badBegin;
    private long badLength;

    /** Entries of the elements' space. */
    long entries() {
        return elements + ended;
    }

    /** Elements of all lists. */
    long elements() {
        return elements;
    }

    /** Runs of elements that follow each other in the child vector. */
    int runs() {
        return runs;
    }

    /** One more than the last element of the child vector that is in a list. */
    int slots() {
        return slots;
    }

    /** The first element of the list that {@link #read} found astray. */
    long badBegin() {
        return badBegin;
    }

    /** The number of elements of the list that {@link #read} found astray. */
    long badLength() {
        return badLength;
    }

    /**
     * Reads the lists of a space.
     *
     * @param space the entries that the lists are in
     * @param levels address of their definition levels at the list, a byte an entry; 0 where every list is there
     * @param level the definition level of a list that is there
     * @param table address of the index of each slot's list, 0 where that is the slot
     * @param list where the lists' elements are, by shape
     * @param out address of the pairs, with room for one an entry
     * @return the ordinal, in the space, of the first list that is outside the child vector; -1 if none is
     */
    int read(
            final SlotSpace space,
            final long levels,
            final int level,
            final long table,
            final ListBuffers list,
            final long out) {
        elements = 0;
        ended = 0;
        runs = 0;
        slots = 0;
        final long bases = space.baseLevels();
        final int elementLevel = space.elementLevel();
        final int count = space.entries();
        int ordinal = 0;
        int run = 0;
        int runEnd = space.runs() == 0 ? 0 : space.runOrdinal(1);
        int slot = space.runs() == 0 ? 0 : space.runSlot(0);
        long previousEnd = -1;
        for (int entry = 0; entry < count; entry++) {
            final long pair = out + (long) entry * PAIR_BYTES;
            final int reached = levels == 0 ? level : NativeMemory.getByte(levels + entry) & 0xFF;
            if (bases != 0 && (NativeMemory.getByte(bases + entry) & 0xFF) != elementLevel) {
                end(pair, reached);
                continue;
            }
            if (ordinal == runEnd) {
                run++;
                runEnd = space.runOrdinal(run + 1);
                slot = space.runSlot(run);
            }
            final int at =
                    table == 0 || reached < level ? slot : NativeMemory.getInt(table + (long) slot * Integer.BYTES);
            ordinal++;
            slot++;
            if (reached < level) {
                end(pair, reached);
                continue;
            }
            final long begin = list.begin(at);
            final long length = list.length(at, begin);
            if (length == 0) {
                end(pair, level);
                continue;
            }
            if (begin < 0 || length < 0 || length > list.childSlots() - begin) {
                badBegin = begin;
                badLength = length;
                return ordinal - 1;
            }
            NativeMemory.putInt(pair, (int) begin);
            NativeMemory.putInt(pair + Integer.BYTES, (int) length);
            elements += length;
            runs += begin == previousEnd ? 0 : 1;
            previousEnd = begin + length;
            slots = Math.max(slots, (int) previousEnd);
        }
        return -1;
    }

    private void end(final long pair, final int level) {
        NativeMemory.putInt(pair, level);
        NativeMemory.putInt(pair + Integer.BYTES, ENDED);
        ended++;
    }

    /** Where the elements of lists are, by the shape of the list. Confined; reused. */
    static final class ListBuffers {
        private final Shape shape;
        private final int listSize;
        private long offsets;
        private long sizes;
        private int childSlots;

        ListBuffers(final Shape shape, final int listSize) {
            this.shape = shape;
            this.listSize = listSize;
        }

        /** Addresses that the shape has no use for are 0. */
        void bind(final long toOffsets, final long toSizes, final int toChildSlots) {
            offsets = toOffsets;
            sizes = toSizes;
            childSlots = toChildSlots;
        }

        int childSlots() {
            return childSlots;
        }

        private long begin(final int slot) {
            return switch (shape) {
                case LIST, MAP, LIST_VIEW -> NativeMemory.getInt(offsets + (long) slot * Integer.BYTES);
                case LARGE_LIST, LARGE_LIST_VIEW -> NativeMemory.getLong(offsets + (long) slot * Long.BYTES);
                case FIXED_SIZE_LIST -> (long) slot * listSize;
                case LEAF, STRUCT -> throw new AssertionError(shape + " is no list");
            };
        }

        private long length(final int slot, final long begin) {
            return switch (shape) {
                case LIST, MAP -> NativeMemory.getInt(offsets + (slot + 1L) * Integer.BYTES) - begin;
                case LARGE_LIST -> NativeMemory.getLong(offsets + (slot + 1L) * Long.BYTES) - begin;
                case LIST_VIEW -> NativeMemory.getInt(sizes + (long) slot * Integer.BYTES);
                case LARGE_LIST_VIEW -> NativeMemory.getLong(sizes + (long) slot * Long.BYTES);
                case FIXED_SIZE_LIST -> listSize;
                case LEAF, STRUCT -> throw new AssertionError(shape + " is no list");
            };
        }
    }
}

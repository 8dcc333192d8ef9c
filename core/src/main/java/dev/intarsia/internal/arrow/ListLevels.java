package dev.intarsia.internal.arrow;

import dev.intarsia.internal.memory.NativeMemory;

/**
 * The second pass over the lists of a batch: from {@link ListSpans} to levels, rows and runs.
 *
 * <p>Most entries are elements in the middle of their list and have the same two levels: these are filled in at once,
 * and only the first entry of every list is visited.
 */
final class ListLevels {
    private static final int PAIR_BYTES = ListSpans.PAIR_BYTES;

    private ListLevels() {}

    /**
     * Fills the space of the elements, which has been bound to the sums of these spans.
     *
     * @param around the space that the lists are in
     * @param spans address of a pair for every entry of it
     * @param repetitionLevel of an element that is not the first of its list
     * @param elements the space to fill
     */
    static void fill(final SlotSpace around, final long spans, final int repetitionLevel, final SlotSpace elements) {
        final long repetition = elements.repetitionLevels();
        final long bases = elements.baseLevels();
        NativeMemory.fill(repetition, elements.entries(), (byte) repetitionLevel);
        NativeMemory.fill(bases, elements.entries(), (byte) elements.elementLevel());
        final long outerRepetition = around.repetitionLevels();
        final int count = around.entries();
        final long runs = elements.runTable();
        int run = 0;
        int entry = 0;
        int ordinal = 0;
        int previousEnd = -1;
        int row = 0;
        for (int outer = 0; outer < count; outer++) {
            final byte first = outerRepetition == 0 ? 0 : NativeMemory.getByte(outerRepetition + outer);
            if (first == 0) {
                beginRow(elements, row++, entry, ordinal);
            }
            NativeMemory.putByte(repetition + entry, first);
            final int begin = NativeMemory.getInt(spans + (long) outer * PAIR_BYTES);
            final int length = NativeMemory.getInt(spans + (long) outer * PAIR_BYTES + Integer.BYTES);
            if (length == ListSpans.ENDED) {
                NativeMemory.putByte(bases + entry, (byte) begin);
                entry++;
                continue;
            }
            if (begin != previousEnd) {
                putPair(runs + (long) run++ * PAIR_BYTES, ordinal, begin);
            }
            previousEnd = begin + length;
            entry += length;
            ordinal += length;
        }
        beginRow(elements, row, entry, ordinal);
        putPair(runs + (long) run * PAIR_BYTES, ordinal, 0);
    }

    private static void beginRow(final SlotSpace elements, final int row, final int entry, final int ordinal) {
        NativeMemory.putInt(elements.rowEntries() + (long) row * Integer.BYTES, entry);
        NativeMemory.putInt(elements.rowOrdinals() + (long) row * Integer.BYTES, ordinal);
    }

    private static void putPair(final long pair, final int ordinal, final int slot) {
        NativeMemory.putInt(pair, ordinal);
        NativeMemory.putInt(pair + Integer.BYTES, slot);
    }
}

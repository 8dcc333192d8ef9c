package dev.intarsia.internal.arrow;

import dev.intarsia.internal.memory.Area;
import dev.intarsia.internal.memory.NativeMemory;

/**
 * The entries of all columns that have one deepest repeated ancestor in common, and the slots they refer to. Confined.
 *
 * <p>Above every list there are the rows: entry, slot and row are one, and nothing is kept in memory. Below a list,
 * these lie in scratch:
 *
 * <ul>
 *   <li>a repetition level and a base definition level for every entry, a byte each; the base is
 *       {@link #elementLevel()} exactly for entries that have an element, and final for all others, which ended at
 *       the list or above it
 *   <li>the first entry and the first ordinal of every row, and the numbers of both behind the last row
 *   <li>runs: pairs of an ordinal and the slot of the child vector that it refers to, up to the next pair's ordinal
 * </ul>
 */
final class SlotSpace {
    private static final int PAIR_BYTES = 2 * Integer.BYTES;

    private final Area repetitionArea = new Area();
    private final Area baseArea = new Area();
    private final Area rowArea = new Area();
    private final Area runArea = new Area();
    private final int elementLevel;
    private final boolean repeated;

    private int rows;
    private int entries;
    private int ordinals;
    private int runs;
    private int slots;

    private SlotSpace(final boolean repeated, final int elementLevel) {
        this.repeated = repeated;
        this.elementLevel = elementLevel;
    }

    /** The rows of a batch. */
    static SlotSpace ofRows() {
        return new SlotSpace(false, 0);
    }

    /** The elements of a list; {@code elementLevel} is the definition level of an entry that has one. */
    static SlotSpace ofElements(final int elementLevel) {
        return new SlotSpace(true, elementLevel);
    }

    /** Becomes this many rows. */
    void bindRows(final int rowCount) {
        rows = rowCount;
        entries = rowCount;
        ordinals = rowCount;
        slots = rowCount;
        runs = rowCount == 0 ? 0 : 1;
    }

    /** Makes room for the elements that the spans found; {@link ListLevels} fills it. */
    void bindElements(final int rowCount, final ListSpans spans, final Scratch scratch) {
        rows = rowCount;
        entries = (int) spans.entries();
        ordinals = (int) spans.elements();
        runs = spans.runs();
        slots = spans.slots();
        scratch.take(repetitionArea, entries);
        scratch.take(baseArea, entries);
        scratch.take(rowArea, PAIR_BYTES * (rows + 1L));
        scratch.take(runArea, PAIR_BYTES * (runs + 1L));
    }

    void unbind(final Scratch scratch) {
        rows = 0;
        entries = 0;
        ordinals = 0;
        runs = 0;
        slots = 0;
        if (repeated) {
            scratch.giveBack(repetitionArea);
            scratch.giveBack(baseArea);
            scratch.giveBack(rowArea);
            scratch.giveBack(runArea);
        }
    }

    /** Whether this is below a list. */
    boolean repeated() {
        return repeated;
    }

    /** Definition level of an entry that has a slot, where nothing between the list and that slot can be null. */
    int elementLevel() {
        return elementLevel;
    }

    int rows() {
        return rows;
    }

    int entries() {
        return entries;
    }

    /** How many entries have a slot. */
    int ordinals() {
        return ordinals;
    }

    int runs() {
        return runs;
    }

    /** One more than the highest slot that an entry refers to. */
    int slots() {
        return slots;
    }

    /** Address of the repetition levels; 0 for rows. */
    long repetitionLevels() {
        return repetitionArea.address();
    }

    /** Address of the base definition levels; 0 for rows, which are all there. */
    long baseLevels() {
        return baseArea.address();
    }

    /** Address of the first entry of every row. */
    long rowEntries() {
        return rowArea.address();
    }

    /** Address of the first ordinal of every row. */
    long rowOrdinals() {
        return rowArea.address() + Integer.BYTES * (rows + 1L);
    }

    /** Address of the pairs of ordinal and slot. */
    long runTable() {
        return runArea.address();
    }

    int entryOfRow(final int row) {
        return repeated ? NativeMemory.getInt(rowEntries() + (long) Integer.BYTES * row) : row;
    }

    int ordinalOfRow(final int row) {
        return repeated ? NativeMemory.getInt(rowOrdinals() + (long) Integer.BYTES * row) : row;
    }

    int runOrdinal(final int run) {
        return repeated ? NativeMemory.getInt(runTable() + (long) PAIR_BYTES * run) : run == 0 ? 0 : rows;
    }

    int runSlot(final int run) {
        return repeated ? NativeMemory.getInt(runTable() + (long) PAIR_BYTES * run + Integer.BYTES) : 0;
    }

    /** Slots of a run. */
    int runLength(final int run) {
        return runOrdinal(run + 1) - runOrdinal(run);
    }

    /** The run that an ordinal lies in. */
    int runOf(final int ordinal) {
        return repeated ? lastNotAbove(runTable(), PAIR_BYTES, runs, ordinal) : 0;
    }

    /** The row that an entry belongs to. */
    int rowOfEntry(final int entry) {
        return repeated ? lastNotAbove(rowEntries(), Integer.BYTES, rows, entry) : entry;
    }

    /** The row that an ordinal belongs to. */
    int rowOfOrdinal(final int ordinal) {
        // Rows without an element have the ordinal of the next row; of equal ones the last is the one that has it.
        return repeated ? lastNotAbove(rowOrdinals(), Integer.BYTES, rows, ordinal) : ordinal;
    }

    /** How a message names the place of an ordinal. */
    String place(final int ordinal) {
        return (repeated ? "a value in row " : "row ") + rowOfOrdinal(ordinal) + " of the batch (counted from 0)";
    }

    /** Index of the last of {@code count} ascending numbers that is not above a key; the first one must not be. */
    private static int lastNotAbove(final long numbers, final int stride, final int count, final int key) {
        int low = 0;
        int high = count;
        while (high - low > 1) {
            final int middle = (low + high) >>> 1;
            if (NativeMemory.getInt(numbers + (long) stride * middle) <= key) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }
}

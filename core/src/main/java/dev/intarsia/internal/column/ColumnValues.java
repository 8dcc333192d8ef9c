package dev.intarsia.internal.column;

import dev.intarsia.internal.arrow.LeafReader;
import dev.intarsia.internal.memory.Area;
import dev.intarsia.internal.memory.Demand;
import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.internal.schema.Leaf;

/**
 * How the rows of a bound vector become values of an open page, one kind for each shape of value. A run of rows is
 * looked at as runs of neighbouring slots, of which there is one in a column that is not repeated; calls are made once
 * for such a run, never once a value. Confined to the writer's thread.
 */
abstract sealed class ColumnValues permits BooleanValues, FixedValues, ByteArrayValues, ViewValues, IndexedValues {
    /** Kernels may store a word beyond what they return. */
    static final int SLACK_BYTES = 16;

    final LeafReader reader;
    private final SlotRuns runs;

    ColumnValues(final LeafReader reader) {
        this.reader = reader;
        this.runs = new SlotRuns(reader);
    }

    static ColumnValues of(final LeafReader reader, final Area dense) {
        if (reader.indexed()) {
            return new IndexedValues(reader);
        }
        return ofSlots(reader, reader.leaf(), dense);
    }

    private static ColumnValues ofSlots(final LeafReader reader, final Leaf leaf, final Area dense) {
        return switch (leaf.conversion()) {
            case BITS -> new BooleanValues(reader);
            case BYTES, LARGE_BYTES -> new ByteArrayValues(reader);
            case VIEWS -> new ViewValues(reader);
            default -> new FixedValues(reader, dense);
        };
    }

    /**
     * Exact PLAIN bytes of a run of slots; a sum over runs is the same however they are cut.
     * Booleans count a byte each.
     */
    abstract long plainBytesOf(int slot, int slots);

    /** Bytes of the longest PLAIN value of a run of slots, nulls perhaps included. */
    abstract int longestOf(int slot, int slots);

    /**
     * The longest beginning of a run of slots whose values fit as PLAIN behind what is there, within the limit.
     *
     * @param usedBytes PLAIN bytes that are there
     * @param usedValues values that are there
     */
    abstract int fitOf(int slot, int slots, long usedBytes, int usedValues, int limitBytes);

    /**
     * Appends the values of a run of slots as PLAIN. The area has room for them and for {@link #SLACK_BYTES} more.
     *
     * @param values how many of the slots are not null, at least one
     * @return PLAIN bytes of the page then
     */
    abstract long appendOf(int slot, int slots, int values, Area area, OpenPage page);

    /**
     * Appends the ids of a run's values to those of the page, as far as the dictionary goes, and counts them.
     *
     * @return how many slots were taken; fewer than there are only where the dictionary has reached its limit
     */
    abstract int encodeOf(int slot, int slots, ChunkDictionary dictionary, Area ids, OpenPage page);

    /** Adds to the demand what the rows need to be looked at, beside the areas of the page. */
    void plan(final boolean asIds, final Demand demand) {}

    /** Makes ready what was planned. */
    void prepare(final Reserve reserve) {}

    /** The dictionary was emptied: no id holds any more. */
    void forgetIds() {}

    /** Gives back what was made ready. */
    void release(final Reserve reserve) {}

    /** Exact PLAIN bytes of a run of rows. */
    final long plainBytes(final int from, final int rows) {
        long bytes = 0;
        for (runs.begin(from, rows); runs.next(); ) {
            bytes += plainBytesOf(runs.slot(), runs.count());
        }
        return bytes;
    }

    /** Values of a run of rows that are not null. */
    final int values(final int from, final int rows) {
        final long validity = reader.validity();
        int values = 0;
        for (runs.begin(from, rows); runs.next(); ) {
            values += RowRuns.values(validity, runs.slot(), runs.count());
        }
        return values;
    }

    /** Bytes of the longest PLAIN value of a run of rows, nulls perhaps included. */
    final int longestPlainBytes(final int from, final int rows) {
        int longest = 0;
        for (runs.begin(from, rows); runs.next(); ) {
            longest = Math.max(longest, longestOf(runs.slot(), runs.count()));
        }
        return longest;
    }

    /** Appends the values of a run of rows as PLAIN and counts them. */
    final void append(final int from, final int rows, final Area area, final OpenPage page) {
        final long validity = reader.validity();
        for (runs.begin(from, rows); runs.next(); ) {
            final int values = RowRuns.values(validity, runs.slot(), runs.count());
            if (values > 0) {
                page.valueBytes = appendOf(runs.slot(), runs.count(), values, area, page);
                page.values += values;
            }
        }
        page.plainBytes = page.valueBytes;
    }

    /**
     * Appends the ids of a run of rows and counts them.
     *
     * @return how many rows were taken, whole; fewer than there are only where the dictionary has reached its limit
     */
    final int encode(
            final int from, final int rows, final ChunkDictionary dictionary, final Area ids, final OpenPage page) {
        final int valuesBefore = page.values;
        int taken = rows;
        for (runs.begin(from, rows); runs.next(); ) {
            final int slots = encodeOf(runs.slot(), runs.count(), dictionary, ids, page);
            if (slots < runs.count()) {
                taken = rowsWithin(from, rows, runs.ordinalBehind() - runs.count() + slots);
                // Of a row that was taken in part nothing stays but entries that no id names.
                page.values = valuesBefore + values(from, taken);
                break;
            }
        }
        page.valueBytes = (long) Integer.BYTES * page.values;
        page.plainBytes += plainBytes(from, taken);
        return taken;
    }

    /** Rows of a run whose slots all lie in front of an ordinal. */
    private int rowsWithin(final int from, final int rows, final int ordinal) {
        int fits = 0;
        int tooMany = rows;
        while (tooMany - fits > 1) {
            final int middle = (fits + tooMany) >>> 1;
            if (reader.ordinalOfRow(from + middle) <= ordinal) {
                fits = middle;
            } else {
                tooMany = middle;
            }
        }
        return fits;
    }
}

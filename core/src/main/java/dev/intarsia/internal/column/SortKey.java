package dev.intarsia.internal.column;

import dev.intarsia.internal.arrow.LeafReader;
import dev.intarsia.internal.memory.Area;
import dev.intarsia.internal.memory.Bitmaps;
import dev.intarsia.internal.memory.Demand;
import dev.intarsia.internal.memory.NativeMemory;
import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.internal.stats.BoundOrder;
import dev.intarsia.internal.stats.ValueOrder;

/**
 * One of the columns that rows are said to be sorted by: walks its values and compares each row with the one before.
 * Confined to the writer's thread.
 */
final class SortKey {
    /**
     * The last row's value as it was. Immutable.
     *
     * @param value its PLAIN bytes; empty where it is null or a boolean
     */
    record State(boolean isNull, boolean isTrue, byte[] value) {}

    private final LeafReader reader;
    private final ColumnValues source;
    private final ValueOrder order;
    private final int width;
    private final boolean descending;
    private final boolean nullsFirst;

    private final OpenPage counts = new OpenPage();
    private final Area values = new Area();
    /** The value of the last row that was written, kept from batch to batch. */
    private final Area last = new Area();

    private boolean lastIsNull;
    private boolean lastIsTrue;

    private long before;
    private boolean beforeIsNull;
    private long current;
    private boolean currentIsNull;
    private long next;
    private int value;

    SortKey(final LeafReader reader, final Area dense, final boolean descending, final boolean nullsFirst) {
        this.reader = reader;
        this.source = ColumnValues.of(reader, dense);
        this.order = ColumnStatistics.order(reader.leaf(), false);
        this.width = reader.leaf().plainBytes();
        this.descending = descending;
        this.nullsFirst = nullsFirst;
    }

    LeafReader reader() {
        return reader;
    }

    private boolean booleans() {
        return order == ValueOrder.BOOLEAN;
    }

    /** Adds to the demand what it takes to walk the rows that are bound, and to keep the last. */
    void plan(final int rows, final Demand demand) {
        values.plan(source.plainBytes(0, rows) + ColumnValues.SLACK_BYTES, demand);
        last.plan(source.longestPlainBytes(0, rows), demand);
        source.plan(false, demand);
    }

    /** Begins to walk; the first row is compared with the last of the batch before. */
    void begin(final int rows, final Reserve reserve) {
        source.prepare(reserve);
        values.ensure(source.plainBytes(0, rows) + ColumnValues.SLACK_BYTES, 0, reserve);
        counts.clear();
        source.append(0, rows, values, counts);
        current = booleans() ? lastIsTrue ? 1 : 0 : last.address();
        currentIsNull = lastIsNull;
        next = values.address();
        value = 0;
    }

    /** Goes on to a row. */
    void advance(final int row) {
        before = current;
        beforeIsNull = currentIsNull;
        final long validity = reader.validity();
        currentIsNull = validity != 0 && !Bitmaps.isSet(validity, row);
        if (currentIsNull) {
            return;
        }
        if (booleans()) {
            current = Bitmaps.isSet(values.address(), value++) ? 1 : 0;
        } else {
            current = next;
            next += bytesAt(next);
        }
    }

    private long bytesAt(final long at) {
        return width > 0 ? width : Integer.BYTES + NativeMemory.getInt(at);
    }

    /**
     * Compares the row before with the one at hand: above zero if they are in the wrong order, zero if they are equal.
     */
    int compare() {
        if (beforeIsNull || currentIsNull) {
            if (beforeIsNull == currentIsNull) {
                return 0;
            }
            return beforeIsNull == nullsFirst ? -1 : 1;
        }
        final int compared = compareValues();
        return descending ? -compared : compared;
    }

    private int compareValues() {
        if (booleans()) {
            return Long.compare(before, current);
        }
        if (width > 0) {
            return BoundOrder.compare(order, before, width, current, width);
        }
        return BoundOrder.compare(
                order,
                before + Integer.BYTES,
                NativeMemory.getInt(before),
                current + Integer.BYTES,
                NativeMemory.getInt(current));
    }

    /** Keeps the row at hand as the last one. */
    void keep(final Reserve reserve) {
        lastIsNull = currentIsNull;
        if (booleans()) {
            lastIsTrue = current == 1;
        } else if (!currentIsNull && current != last.address()) {
            final long bytes = bytesAt(current);
            last.ensure(bytes, 0, reserve);
            NativeMemory.copy(current, last.address(), bytes);
        }
    }

    State capture() {
        final byte[] value = new byte[last.address() == 0 ? 0 : Math.toIntExact(bytesAt(last.address()))];
        NativeMemory.copy(last.address(), value, 0, value.length);
        return new State(lastIsNull, lastIsTrue, value);
    }

    /** Adds to the demand what {@link #resume} takes. */
    void planResume(final State captured, final Demand demand) {
        demand.add(captured.value.length, 1);
    }

    void resume(final State captured, final Reserve reserve) {
        lastIsNull = captured.isNull;
        lastIsTrue = captured.isTrue;
        if (captured.value.length > 0) {
            last.ensure(captured.value.length, 0, reserve);
            NativeMemory.copy(captured.value, 0, last.address(), captured.value.length);
        }
    }

    /** Gives back what the walk needed. */
    void end(final Reserve reserve) {
        source.release(reserve);
        values.giveBackTo(reserve);
    }

    void free() {
        values.free();
        last.free();
    }
}

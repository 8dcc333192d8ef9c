package dev.intarsia.internal.column;

import dev.intarsia.internal.arrow.BatchReader;
import dev.intarsia.internal.format.SortingColumn;
import dev.intarsia.internal.memory.Area;
import dev.intarsia.internal.memory.Demand;
import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.internal.schema.Leaf;
import dev.intarsia.internal.state.StateFormatException;
import dev.intarsia.internal.state.StateInput;
import dev.intarsia.internal.state.StateOutput;
import dev.intarsia.options.InvalidBatchException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * Checks that rows are in the order that the file says they are in: readers skip what they need not look at because of
 * it, so a claim that is false loses rows. Confined to the writer's thread.
 *
 * <p>The order holds within a row group. So the first row of a batch is compared with the last of the batch before
 * where both may come into the same row group, and all other rows with the one before them.
 */
public final class SortedRows {
    /** The last row as it was; empty where the next one begins a row group. Immutable. */
    public static final class State {
        /** No row. */
        public static final State NONE = new State(List.of());

        final List<SortKey.State> keys;

        State(final List<SortKey.State> keys) {
            this.keys = List.copyOf(keys);
        }

        /** Writes everything. */
        public void write(final StateOutput out) {
            out.putVarint(keys.size());
            for (final SortKey.State key : keys) {
                out.putBoolean(key.isNull());
                out.putBoolean(key.isTrue());
                out.putBytes(key.value());
            }
        }

        /**
         * Checks that this can be the last row of a file that is sorted by these columns.
         *
         * @throws StateFormatException if not
         */
        public void requireOf(final List<SortingColumn> columns, final List<Leaf> leaves) throws StateFormatException {
            boolean sound = keys.isEmpty() || keys.size() == columns.size();
            for (int i = 0; sound && i < keys.size(); i++) {
                final SortKey.State key = keys.get(i);
                final Leaf leaf = leaves.get(columns.get(i).column());
                sound = key.isNull() || isValueOf(leaf, key.value());
            }
            if (!sound) {
                throw StateFormatException.damaged(
                        "the last row that it states is not one of the columns by which the" + " file is sorted");
            }
        }

        private static boolean isValueOf(final Leaf leaf, final byte[] value) {
            if (leaf.physicalType() == PrimitiveTypeName.BINARY) {
                final ByteBuffer bytes = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
                return value.length >= Integer.BYTES && bytes.getInt(0) == value.length - Integer.BYTES;
            }
            return value.length == leaf.plainBytes();
        }

        /** Reads what {@link #write} wrote. */
        public static State read(final StateInput in) throws StateFormatException {
            final List<SortKey.State> keys = new ArrayList<>();
            for (int left = in.getCount(3); left > 0; left--) {
                keys.add(new SortKey.State(in.getBoolean(), in.getBoolean(), in.getBytes()));
            }
            return new State(keys);
        }
    }

    private final List<SortKey> keys = new ArrayList<>();
    private final Area dense = new Area();
    private final Demand demand = new Demand();
    private final int denseBytes;
    private boolean hasLast;

    public SortedRows(final List<SortingColumn> columns, final BatchReader batch) {
        int bytes = 0;
        for (final SortingColumn column : columns) {
            final SortKey key =
                    new SortKey(batch.leaf(column.column()), dense, column.descending(), column.nullsFirst());
            keys.add(key);
            final Leaf leaf = key.reader().leaf();
            if (leaf.conversion().fixedWidth()) {
                bytes = Math.max(bytes, FixedValues.denseBytes(leaf.slotBytes(), leaf.plainBytes()));
            }
        }
        denseBytes = bytes;
    }

    /**
     * Checks the rows that are bound.
     *
     * @throws InvalidBatchException if a row is in the wrong place
     * @throws dev.intarsia.options.MemoryBudgetException if there is no room to look at them
     */
    public void check(final int rows, final Reserve reserve) {
        if (keys.isEmpty() || rows == 0) {
            return;
        }
        demand.clear();
        dense.plan(denseBytes, demand);
        for (int i = 0; i < keys.size(); i++) {
            keys.get(i).plan(rows, demand);
        }
        reserve.fill(demand, "checking the order of a batch");
        dense.ensure(denseBytes, 0, reserve);
        for (int i = 0; i < keys.size(); i++) {
            keys.get(i).begin(rows, reserve);
        }
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < keys.size(); i++) {
                keys.get(i).advance(row);
            }
            if (row > 0 || hasLast) {
                requireOrder(row);
            }
        }
    }

    private void requireOrder(final int row) {
        for (int i = 0; i < keys.size(); i++) {
            final int compared = keys.get(i).compare();
            if (compared > 0) {
                throw new InvalidBatchException(
                        "column '" + keys.get(i).reader().leaf().path() + "': row " + row
                                + " of the batch (counted from 0) belongs in front of the row before it, and the"
                                + " options say that rows are sorted by this column; sort them, or leave out"
                                + " sortingColumns");
            }
            if (compared < 0) {
                return;
            }
        }
    }

    /** Keeps the last row that was checked: the next one comes into the same row group. */
    public void keepLast(final int rows, final Reserve reserve) {
        if (rows > 0) {
            for (int i = 0; i < keys.size(); i++) {
                keys.get(i).keep(reserve);
            }
            hasLast = true;
        }
    }

    /** Forgets the last row: the next one begins a row group. */
    public void forgetLast() {
        hasLast = false;
    }

    /** What the next row will be compared with. */
    public State capture() {
        return new State(hasLast ? keys.stream().map(SortKey::capture).toList() : List.of());
    }

    /**
     * Goes on from what was captured.
     *
     * @throws dev.intarsia.options.MemoryBudgetException if there is no room for it
     */
    public void resume(final State captured, final Reserve reserve) {
        hasLast = !captured.keys.isEmpty();
        demand.clear();
        for (int i = 0; i < captured.keys.size(); i++) {
            keys.get(i).planResume(captured.keys.get(i), demand);
        }
        reserve.fill(demand, "resuming a file");
        for (int i = 0; i < captured.keys.size(); i++) {
            keys.get(i).resume(captured.keys.get(i), reserve);
        }
    }

    /** Gives back what the check needed. */
    public void end(final Reserve reserve) {
        for (int i = 0; i < keys.size(); i++) {
            keys.get(i).end(reserve);
        }
        dense.giveBackTo(reserve);
    }

    public void free() {
        for (int i = 0; i < keys.size(); i++) {
            keys.get(i).free();
        }
        dense.free();
    }
}

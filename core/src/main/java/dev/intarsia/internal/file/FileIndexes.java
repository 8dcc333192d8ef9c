package dev.intarsia.internal.file;

import dev.intarsia.buffer.SharedBuffer;
import dev.intarsia.internal.column.ColumnWriter;
import dev.intarsia.internal.format.IndexLocationWriter;
import dev.intarsia.internal.memory.Demand;
import dev.intarsia.internal.memory.Lane;
import dev.intarsia.internal.memory.Slices;
import java.util.ArrayList;
import java.util.List;

/**
 * The page indexes of closed row groups. They stand together at the end of the file, where readers fetch them in one
 * range: all column indexes, then all offset indexes. Confined to the writer's thread.
 */
final class FileIndexes {
    /**
     * What was captured of the indexes; immutable but for its end.
     *
     * @param lengths of each row group, as many as there were
     */
    record State(Slices columnIndexes, Slices offsetIndexes, List<int[]> lengths, boolean empty) {
        void release() {
            columnIndexes.release();
            offsetIndexes.release();
        }
    }

    private final int columns;
    private final Lane columnIndexes;
    private final Lane offsetIndexes;
    /** Of each row group, in the order of its columns, bytes of the column index and of the offset index. */
    private final List<int[]> lengths = new ArrayList<>();

    private int[] open;
    private boolean empty = true;
    private long columnIndexOffset;
    private long offsetIndexOffset;

    /**
     * @param columns leaf columns
     * @param maxBlockBytes bytes of the largest piece of memory
     */
    FileIndexes(final int columns, final int maxBlockBytes) {
        this.columns = columns;
        this.columnIndexes = new Lane(maxBlockBytes);
        this.offsetIndexes = new Lane(maxBlockBytes);
    }

    /**
     * Adds to the demand what the indexes of so many row groups take.
     *
     * @param maxBytes bytes of the largest index of a chunk
     * @param allBytes bytes of all of them together, of one kind
     */
    void plan(final int groups, final int maxBytes, final long allBytes, final Demand demand) {
        if (groups > 0 && maxBytes > 0) {
            final int claims = (int) Math.min(Integer.MAX_VALUE / 2, (long) groups * columns);
            columnIndexes.plan(maxBytes, claims, allBytes, demand);
            offsetIndexes.plan(maxBytes, claims, allBytes, demand);
        }
    }

    void beginRowGroup() {
        open = new int[2 * columns];
    }

    /** Takes the indexes of a closed chunk. */
    void add(final int column, final ColumnWriter chunk, final long firstDataPage) {
        open[2 * column] = chunk.writeColumnIndex(columnIndexes);
        open[2 * column + 1] = chunk.writeOffsetIndex(offsetIndexes, firstDataPage);
        empty &= open[2 * column + 1] == 0;
    }

    void endRowGroup() {
        lengths.add(open);
    }

    /**
     * Takes the indexes of a row group that are written already.
     *
     * @param bytes of the column index and of the offset index of each column; retained
     * @param ofColumns all column indexes, drained
     * @param ofOffsets all offset indexes, drained
     */
    void add(final int[] bytes, final Intake ofColumns, final Intake ofOffsets) {
        ofColumns.drainTo(columnIndexes::link);
        ofOffsets.drainTo(offsetIndexes::link);
        for (int column = 0; column < columns; column++) {
            empty &= bytes[2 * column + 1] == 0;
        }
        lengths.add(bytes);
    }

    /** Whether no chunk has an index. */
    boolean isEmpty() {
        return empty;
    }

    /** Links the indexes to the end of the file; {@link #writeLocation} may follow. */
    void writeTo(final SharedBuffer file) {
        columnIndexOffset = file.length();
        columnIndexes.drainTo(file::link);
        offsetIndexOffset = file.length();
        offsetIndexes.drainTo(file::link);
    }

    /**
     * Writes where the indexes of the next chunk are, in the order of row groups and columns;
     * nothing where it has none.
     *
     * @param at room for {@link IndexLocationWriter#MAX_BYTES}
     * @return the address behind it
     */
    long writeLocation(final long at, final int group, final int column) {
        final int columnBytes = lengths.get(group)[2 * column];
        final int offsetBytes = lengths.get(group)[2 * column + 1];
        long out = at;
        if (offsetBytes > 0) {
            out = IndexLocationWriter.offsetIndex(out, offsetIndexOffset, offsetBytes);
            if (columnBytes > 0) {
                out = IndexLocationWriter.columnIndex(out, columnIndexOffset, columnBytes);
            }
        }
        columnIndexOffset += columnBytes;
        offsetIndexOffset += offsetBytes;
        return out;
    }

    State capture() {
        return new State(columnIndexes.capture(), offsetIndexes.capture(), List.copyOf(lengths), empty);
    }

    /** Goes on from what was captured; nothing is held before. */
    void resume(final State captured) {
        captured.columnIndexes.shareFrom(0, columnIndexes::link);
        captured.offsetIndexes.shareFrom(0, offsetIndexes::link);
        lengths.addAll(captured.lengths);
        empty = captured.empty;
    }

    void free() {
        columnIndexes.free();
        offsetIndexes.free();
    }
}

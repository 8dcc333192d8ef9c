package dev.intarsia.internal.file;

import dev.intarsia.internal.column.ColumnFormat;
import dev.intarsia.internal.column.ColumnRestore;
import dev.intarsia.internal.column.ColumnState;
import dev.intarsia.internal.column.SortedRows;
import dev.intarsia.internal.format.BloomLocation;
import dev.intarsia.internal.format.KeyValue;
import dev.intarsia.internal.format.RowGroupBytes;
import dev.intarsia.internal.format.RowGroupFacts;
import dev.intarsia.internal.format.SortingColumn;
import dev.intarsia.internal.format.StoredChunk;
import dev.intarsia.internal.format.StoredRowGroup;
import dev.intarsia.internal.memory.Demand;
import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.internal.schema.Leaf;
import dev.intarsia.internal.schema.ParquetSchema;
import dev.intarsia.internal.state.PayloadReader;
import dev.intarsia.internal.state.Piece;
import dev.intarsia.internal.state.PieceLoader;
import dev.intarsia.internal.state.Pieces;
import dev.intarsia.internal.state.StateFormatException;
import dev.intarsia.internal.state.StateInput;
import dev.intarsia.options.WriterOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a file in progress back from what {@link FileForm} wrote of it, increment by increment: first what there is and
 * where, then, once it is known what is still of use, the bytes. Confined to one thread.
 */
final class FileRestore {
    private final ParquetSchema schema;
    final WriterOptions options;
    private final long lastTailOffset;
    final List<ColumnRestore> columns = new ArrayList<>();
    final List<ColumnTotals> totals = new ArrayList<>();

    final List<RowGroupFacts> facts = new ArrayList<>();
    final List<Long> starts = new ArrayList<>();
    final List<int[]> holes = new ArrayList<>();
    final List<int[]> indexLengths = new ArrayList<>();
    final Pieces footer = new Pieces();
    final Pieces columnIndexes = new Pieces();
    final Pieces offsetIndexes = new Pieces();
    private final List<Run> rope = new ArrayList<>();

    List<KeyValue> keyValues = List.of();
    SortedRows.State sorted = SortedRows.State.NONE;
    long tailOffset;
    long length;
    long closedRows;
    int openRows;
    long gauge;
    private boolean lastingNews;

    /**
     * Finished bytes from a file offset on.
     *
     * @param pieces null where they are durable by now, and what has them may be gone
     */
    private record Run(long fileOffset, long length, Pieces pieces) {
        long end() {
            return fileOffset + length;
        }

        Run from(final long offset) throws StateFormatException {
            final Pieces rest = pieces == null ? null : pieces.range(offset - fileOffset, length);
            return new Run(offset, end() - offset, rest);
        }
    }

    /**
     * @param options that the file was begun with
     * @param lastTailOffset file offset behind the last byte that is durable when all is read
     */
    FileRestore(final ParquetSchema schema, final WriterOptions options, final long lastTailOffset) {
        this.schema = schema;
        this.options = options;
        this.lastTailOffset = lastTailOffset;
        for (final Leaf leaf : schema.leaves()) {
            columns.add(new ColumnRestore(leaf, ColumnFormat.of(leaf, options)));
            totals.add(new ColumnTotals());
        }
    }

    /**
     * Takes in an increment, from behind its {@link FileHead} on.
     *
     * @throws StateFormatException if it cannot be
     */
    void read(final FileHead head, final StateInput in, final PayloadReader payload) throws StateFormatException {
        lastingNews = false;
        tailOffset = head.tailOffset();
        closedRows = head.closedRows();
        takeOpenRows(head);
        if (!head.unchanged()) {
            gauge = in.getSigned();
            length = in.getVarint();
            if (in.getBoolean()) {
                readKeyValues(in);
            }
            readFooter(in, payload);
            readRope(in, payload);
            readSorted(in);
            for (final ColumnRestore column : columns) {
                column.read(in, payload);
            }
        }
        in.requireEnd();
        payload.requireEnd();
        requireRope();
        requireRowGroups();
    }

    /**
     * Takes in a tail, in front of any increment, from behind what the file was begun with.
     *
     * @throws IOException if its footer cannot be read, or something is not what it should be
     */
    void readTail(final FileHead head, final StateInput in, final PayloadReader payload) throws IOException {
        tailOffset = head.tailOffset();
        closedRows = head.closedRows();
        takeOpenRows(head);
        gauge = in.getSigned();
        length = in.getVarint();
        readKeyValues(in);
        for (final ColumnTotals sums : totals) {
            sums.read(in);
        }
        readSorted(in);
        final TailFile file = TailFile.open(payload, tailOffset, schema.leaves(), openRows > 0);
        takeClosed(file);
        final Pieces finished = finishedIn(file);
        rope.add(new Run(tailOffset, finished.bytes(), finished));
        requireRope();
        if (openRows > 0) {
            readOpen(in, file);
        }
        in.requireEnd();
    }

    private Pieces finishedIn(final TailFile file) throws StateFormatException {
        final StoredRowGroup open = file.open();
        if (open != null && (open.fileOffset() != length || open.rows() != openRows)) {
            throw StateFormatException.damaged("a row group of " + openRows + " rows was in progress at file offset "
                    + length + ", and the footer has " + open.rows() + " rows at " + open.fileOffset());
        }
        final Pieces finished = new Pieces();
        finished.add(file.at(tailOffset, length - tailOffset));
        return finished;
    }

    private void takeClosed(final TailFile file) throws StateFormatException {
        long rows = 0;
        for (final StoredRowGroup group : file.closed()) {
            facts.add(new RowGroupFacts(
                    group.uncompressedBytes(),
                    group.rows(),
                    group.fileOffset(),
                    group.storedBytes(),
                    facts.size(),
                    group.sortingColumns()));
            final int[] lengths = new int[2 * columns.size()];
            for (int i = 0; i < columns.size(); i++) {
                lengths[2 * i] = group.chunks().get(i).columnIndexBytes();
                lengths[2 * i + 1] = group.chunks().get(i).offsetIndexBytes();
            }
            indexLengths.add(lengths);
            rows += group.rows();
        }
        if (rows != closedRows) {
            throw StateFormatException.damaged(
                    "its row groups have " + rows + " rows, and its metadata speaks of " + closedRows);
        }
        final RowGroupBytes metadata = file.closedBytes();
        footer.add(Piece.of(metadata.bytes()));
        starts.addAll(metadata.starts());
        holes.addAll(metadata.holes());
        columnIndexes.add(file.columnIndexes());
        offsetIndexes.add(file.offsetIndexes());
        lastingNews = true;
    }

    private void readOpen(final StateInput in, final TailFile file) throws StateFormatException {
        for (int i = 0; i < columns.size(); i++) {
            final StoredChunk chunk = file.open().chunks().get(i);
            final long dictionaryBytes = chunk.dataPageOffset() - chunk.fileOffset();
            final BloomLocation bloom = chunk.bloom();
            columns.get(i)
                    .readTail(
                            in,
                            file.at(chunk.dataPageOffset(), chunk.storedBytes() - dictionaryBytes),
                            dictionaryBytes == 0 ? null : file.at(chunk.fileOffset(), dictionaryBytes),
                            bloom.bytes() == 0 ? null : file.at(bloom.fileOffset(), bloom.bytes()));
        }
    }

    private void readSorted(final StateInput in) throws StateFormatException {
        sorted = SortedRows.State.read(in);
        sorted.requireOf(FileMetadata.sortingColumns(schema, options), schema.leaves());
    }

    private void takeOpenRows(final FileHead head) throws StateFormatException {
        openRows = head.openRows();
        if (openRows > 0 && openRows >= options.rowGroupRows()) {
            throw StateFormatException.damaged(
                    "a row group in progress has " + openRows + " rows, and is closed at " + options.rowGroupRows());
        }
    }

    /** Whether the last increment had what stays of use until the file ends. */
    boolean hasLastingNews() {
        return lastingNews;
    }

    /** Row groups that are closed. */
    int rowGroups() {
        return facts.size();
    }

    private void readKeyValues(final StateInput in) throws StateFormatException {
        final List<KeyValue> entries = new ArrayList<>();
        for (int left = in.getCount(2); left > 0; left--) {
            entries.add(new KeyValue(in.getBytes(), in.getBytes()));
        }
        keyValues = entries;
        lastingNews = true;
    }

    private void readFooter(final StateInput in, final PayloadReader payload) throws StateFormatException {
        final int known = in.getVarintAsInt();
        if (known != facts.size()) {
            throw in.malformed("it goes on behind " + known + " row groups, and those before it have " + facts.size());
        }
        final int more = in.getCount(columns.size() + 7);
        if (more == 0) {
            return;
        }
        lastingNews = true;
        long metadataBytes = 0;
        long columnIndexBytes = 0;
        long offsetIndexBytes = 0;
        for (int group = known; group < known + more; group++) {
            facts.add(readFacts(in, group));
            starts.add(footer.bytes() + metadataBytes);
            metadataBytes += in.getVarintAsInt();
            holes.add(readHoles(in, columns.size()));
            final int[] lengths = new int[2 * columns.size()];
            if (in.getBoolean()) {
                for (int i = 0; i < lengths.length; i += 2) {
                    lengths[i] = in.getVarintAsInt();
                    lengths[i + 1] = in.getVarintAsInt();
                    columnIndexBytes += lengths[i];
                    offsetIndexBytes += lengths[i + 1];
                }
            }
            indexLengths.add(lengths);
        }
        for (final ColumnTotals sums : totals) {
            sums.read(in);
        }
        footer.add(payload.shared(metadataBytes));
        columnIndexes.add(payload.shared(columnIndexBytes));
        offsetIndexes.add(payload.shared(offsetIndexBytes));
    }

    /**
     * Each is stated by how far it is behind the one before; {@link #requireRowGroups} sees one that is out of range.
     */
    private static int[] readHoles(final StateInput in, final int count) throws StateFormatException {
        final int[] holes = new int[count];
        int before = 0;
        for (int i = 0; i < count; i++) {
            holes[i] = before + in.getVarintAsInt();
            before = holes[i];
        }
        return holes;
    }

    private static RowGroupFacts readFacts(final StateInput in, final int ordinal) throws StateFormatException {
        final long uncompressedBytes = in.getVarint();
        final long rows = in.getVarint();
        final long fileOffset = in.getVarint();
        final long compressedBytes = in.getVarint();
        final List<SortingColumn> sorting = new ArrayList<>();
        for (int left = in.getCount(3); left > 0; left--) {
            sorting.add(new SortingColumn(in.getVarintAsInt(), in.getBoolean(), in.getBoolean()));
        }
        try {
            return new RowGroupFacts(uncompressedBytes, rows, fileOffset, compressedBytes, ordinal, sorting);
        } catch (final IllegalArgumentException e) {
            throw in.malformed(e.getMessage());
        }
    }

    private void readRope(final StateInput in, final PayloadReader payload) throws StateFormatException {
        final int count = in.getCount(2);
        long fileOffset = count == 0 ? 0 : in.getVarint();
        for (int i = 0; i < count; i++) {
            final long bytes = in.getVarint();
            final int source = in.getVarintAsInt();
            final Pieces pieces;
            if (source == FileForm.NEW) {
                pieces = new Pieces();
                pieces.add(payload.shared(bytes));
            } else if (source <= columns.size()) {
                final long from = i == 0 ? in.getVarint() : 0;
                // An increment stays for what it says of a closed row group, when those that have its pages are gone.
                pieces = fileOffset + bytes <= lastTailOffset
                        ? null
                        : columns.get(source - 1).pages().range(from, from + bytes);
            } else {
                throw in.malformed("finished bytes are said to be of column " + source + " of " + columns.size());
            }
            rope.add(new Run(fileOffset, bytes, pieces));
            fileOffset += bytes;
        }
    }

    /** What became durable is of no use any more; what is left must reach from there to the end. */
    private void requireRope() throws StateFormatException {
        rope.removeIf(run -> run.end() <= tailOffset);
        long at = tailOffset;
        for (int i = 0; i < rope.size(); i++) {
            final Run run = rope.get(i);
            if (run.fileOffset < at && i == 0) {
                rope.set(i, run.from(at));
            } else if (run.fileOffset != at) {
                throw StateFormatException.damaged("finished bytes begin at file offset " + run.fileOffset
                        + ", and those before them end at " + at);
            }
            at = rope.get(i).end();
        }
        if (at != length) {
            throw StateFormatException.damaged(
                    "the file has " + length + " finished bytes, and those that came end at " + at);
        }
    }

    /** What is said of closed row groups is where their metadata is cut, and their indexes. */
    private void requireRowGroups() throws StateFormatException {
        long rows = 0;
        long columnIndexBytes = 0;
        long offsetIndexBytes = 0;
        boolean sound = true;
        for (int group = 0; group < facts.size(); group++) {
            final long end = group + 1 < starts.size() ? starts.get(group + 1) : footer.bytes();
            long at = starts.get(group);
            sound &= group > 0 || at == 0;
            for (final int hole : holes.get(group)) {
                sound &= starts.get(group) + hole > at && hole < end - starts.get(group);
                at = starts.get(group) + hole;
            }
            for (int i = 0; i < 2 * columns.size(); i += 2) {
                columnIndexBytes += indexLengths.get(group)[i];
                offsetIndexBytes += indexLengths.get(group)[i + 1];
            }
            rows += facts.get(group).rows();
        }
        if (!sound
                || rows != closedRows
                || columnIndexBytes != columnIndexes.bytes()
                || offsetIndexBytes != offsetIndexes.bytes()) {
            throw StateFormatException.damaged("what it says of " + facts.size() + " closed row groups of " + rows
                    + " rows does not fit their metadata, or their page indexes");
        }
    }

    /** The finished bytes from {@link #tailOffset} on. */
    Pieces finished() {
        final Pieces finished = new Pieces();
        rope.forEach(run -> finished.addAll(run.pieces));
        return finished;
    }

    /**
     * Reserves the memory and reads the bytes.
     *
     * @param reserve gives the memory; the caller ends the operation
     * @return one hold on the state, transferred
     * @throws IOException if they cannot be read, or are not what they should be
     * @throws dev.intarsia.options.MemoryBudgetException if there is no room for them
     */
    FileState load(final int maxBlockBytes, final Demand demand, final Reserve reserve) throws IOException {
        final PieceLoader loader = new PieceLoader(maxBlockBytes);
        final Pieces finished = finished();
        final Demand passing = new Demand();
        final Demand ofColumn = new Demand();
        for (final Pieces each : List.of(footer, columnIndexes, offsetIndexes, finished)) {
            loader.planSlices(each, demand);
        }
        for (final ColumnRestore column : columns) {
            ofColumn.clear();
            column.plan(loader, demand, ofColumn);
            passing.widenTo(ofColumn);
        }
        demand.add(passing);
        reserve.fill(demand, "restoring a file");
        try {
            final FooterCache.State groups =
                    new FooterCache.State(loader.slices(footer, reserve), holes, starts, facts, keyValues);
            final FileIndexes.State indexes = new FileIndexes.State(
                    loader.slices(columnIndexes, reserve),
                    loader.slices(offsetIndexes, reserve),
                    indexLengths,
                    indexLengths.stream().allMatch(FileRestore::isEmpty));
            final List<ColumnState> states = new ArrayList<>();
            for (final ColumnRestore column : columns) {
                states.add(column.load(loader, reserve));
            }
            final OpenState open = new OpenState(
                    schema, options, closedRows, openRows, gauge, length, groups, indexes, totals, states, sorted);
            return new FileState(open, tailOffset, loader.slices(finished, reserve));
        } catch (final Throwable failure) {
            loader.free();
            throw failure;
        }
    }

    private static boolean isEmpty(final int[] lengths) {
        for (int i = 1; i < lengths.length; i += 2) {
            if (lengths[i] > 0) {
                return false;
            }
        }
        return true;
    }
}

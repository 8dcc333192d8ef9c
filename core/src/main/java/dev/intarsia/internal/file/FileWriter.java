package dev.intarsia.internal.file;

import dev.intarsia.buffer.SharedBuffer;
import dev.intarsia.internal.arrow.BatchReader;
import dev.intarsia.internal.column.ColumnFormat;
import dev.intarsia.internal.column.ColumnWorkspace;
import dev.intarsia.internal.column.ColumnWriter;
import dev.intarsia.internal.column.PageLimits;
import dev.intarsia.internal.column.SortedRows;
import dev.intarsia.internal.compress.CompressorPool;
import dev.intarsia.internal.format.ChunkTemplate;
import dev.intarsia.internal.format.FileMetaDataWriter;
import dev.intarsia.internal.format.KeyValue;
import dev.intarsia.internal.format.RowGroupFacts;
import dev.intarsia.internal.format.RowGroupWriter;
import dev.intarsia.internal.format.SchemaWriter;
import dev.intarsia.internal.format.SortingColumn;
import dev.intarsia.internal.memory.Demand;
import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.internal.memory.SlabPool;
import dev.intarsia.internal.page.PageWriter;
import dev.intarsia.internal.schema.Leaf;
import dev.intarsia.internal.schema.ParquetSchema;
import dev.intarsia.options.InvalidBatchException;
import dev.intarsia.options.MemoryBudgetException;
import dev.intarsia.options.WriterOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;

/**
 * Batches in, the bytes of one file out. Confined to the writer's thread.
 *
 * <p>See the package's essay for the two halves of an operation. A batch is borrowed from the first half to the end of the
 * second.
 */
public final class FileWriter {
    private final WriterOptions options;
    private final List<Leaf> leaves;
    private final Reserve reserve;
    private final BatchReader batch;
    private final ColumnWorkspace workspace;
    private final List<ColumnWriter> columns = new ArrayList<>();
    private final List<ColumnTotals> totals = new ArrayList<>();
    private final SharedBuffer file = new SharedBuffer();
    private final FooterCache footer;
    private final FileIndexes indexes;
    private final RowGroupCloser closer;
    private final RowGroupAppender appender;
    private final RowGroupGauge gauge;
    private final SortedRows sorted;
    private final Demand demand = new Demand();
    private final Demand widest = new Demand();
    private final Demand ofColumn = new Demand();
    /** What is held between operations, so that the file can be finished whoever takes the rest of the memory. */
    private Demand floor = new Demand();
    /** The floor that there will be once the batch is written that is planned. */
    private Demand after = new Demand();

    private final int maxValueBytes;

    private final SlabPool memory;

    private long closedRows;
    private int openRows;
    private long missingBytes;
    private boolean floorHeld;
    /** Rows of the open row group when the floor was worked out from what was there and not from a plan. */
    private int settledRows;

    /** Whether a page may be cut by what was planned last. */
    private boolean mayCut;

    private long admittedWorth;

    /**
     * Begins a file: its first bytes are in {@link #file()} then.
     *
     * @param dictionaries of dictionary-encoded fields, looked at with every batch
     * @throws IllegalArgumentException if the options ask for what a column does not have
     * @throws MemoryBudgetException if the memory has no room for the least that a file takes
     */
    public FileWriter(
            final ParquetSchema schema,
            final DictionaryProvider dictionaries,
            final WriterOptions options,
            final SlabPool memory,
            final CompressorPool compressors) {
        this(memory, compressors, schema, dictionaries, options);
        if (!tryBegin()) {
            throw memory.exhausted("opening a file", missingBytes);
        }
    }

    /** A file that is not begun: it has no bytes and holds no memory, and takes none before {@link #tryBegin}. */
    public static FileWriter unbegun(
            final ParquetSchema schema,
            final DictionaryProvider dictionaries,
            final WriterOptions options,
            final SlabPool memory,
            final CompressorPool compressors) {
        return new FileWriter(memory, compressors, schema, dictionaries, options);
    }

    private FileWriter(
            final SlabPool memory,
            final CompressorPool compressors,
            final ParquetSchema schema,
            final DictionaryProvider dictionaries,
            final WriterOptions options) {
        this.options = options;
        this.leaves = schema.leaves();
        this.memory = memory;
        this.reserve = new Reserve(memory);
        this.batch = new BatchReader(schema, dictionaries, reserve);
        final PageWriter pages = new PageWriter(reserve, compressors);
        this.workspace = new ColumnWorkspace(reserve, pages, leaves);
        final List<ChunkTemplate> templates = new ArrayList<>();
        final BitSet totalOrder = new BitSet();
        final List<SortingColumn> sorting = FileMetadata.sortingColumns(schema, options);
        int variableBytes = RowGroupWriter.maxEndBytes(sorting.size());
        long allVariableBytes = 0;
        int valueBytes = Integer.MAX_VALUE;
        for (final Leaf leaf : leaves) {
            final ColumnFormat format = ColumnFormat.of(leaf, options);
            final PageLimits limits = PageLimits.of(leaf, format, options, pages, memory.maxBlockBytes());
            final ColumnWriter column = new ColumnWriter(
                    batch.leaf(leaf.column()), format, limits, workspace, leaves.size(), memory.maxBlockBytes());
            columns.add(column);
            templates.add(ChunkTemplate.of(
                    leaf.physicalType(),
                    leaf.pathParts().toArray(String[]::new),
                    format.pages().compression().codec()));
            totals.add(new ColumnTotals());
            final int ofChunk = FileMetadata.maxPathBytes(leaf) + column.maxMetadataBytes();
            variableBytes = Math.max(variableBytes, ofChunk);
            allVariableBytes += ofChunk;
            valueBytes = Math.min(valueBytes, limits.valueBytes());
            totalOrder.set(leaf.column(), column.isTotallyOrdered());
        }
        this.maxValueBytes = valueBytes;
        this.footer = new FooterCache(
                SchemaWriter.bytes(schema.messageType()),
                FileMetadata.keyValues(schema, options),
                totalOrder,
                leaves.size(),
                variableBytes,
                allVariableBytes,
                memory.maxBlockBytes());
        this.indexes = new FileIndexes(leaves.size());
        this.sorted = new SortedRows(sorting, batch);
        this.closer = new RowGroupCloser(columns, templates, totals, sorting, file, indexes, footer);
        this.appender = new RowGroupAppender(leaves, totals, file, indexes, footer, memory.maxBlockBytes());
        this.gauge = new RowGroupGauge(options.rowGroupBytes(), columns);
        requireFooterFits();
    }

    private void requireFooterFits() {
        workspace.end(); // what the limits were worked out with
        if (footer.largestPieceBytes() > memory.maxBlockBytes()) {
            throw new MemoryBudgetException(
                    "the footer of a file with " + leaves.size() + " columns, in pieces of at most "
                            + memory.maxBlockBytes() + " bytes,",
                    footer.largestPieceBytes(),
                    memory.freeBytes(),
                    memory.budgetBytes());
        }
    }

    /** Begins the file, or says that memory is short; {@link #missingBytes} then says by how much. */
    public boolean tryBegin() {
        planBeginning();
        final boolean begun = tryFill(demand);
        if (begun) {
            final long at = file.claim(FileMetaDataWriter.MAGIC_BYTES, reserve);
            FileMetaDataWriter.writeMagic(at);
            file.commit(FileMetaDataWriter.MAGIC_BYTES);
            settle();
        }
        workspace.end();
        return begun;
    }

    private void planBeginning() {
        demand.clear();
        demand.add(FileMetaDataWriter.MAGIC_BYTES, 1);
        workspace.beginPlan();
        planClosing(0, 0, demand);
        workspace.endPlan(demand);
    }

    /** Bytes of memory that a file of this schema takes when it is begun, and never less while it is open. */
    public long leastBytes() {
        planBeginning();
        workspace.end(); // what the codecs were asked with
        return demand.bytes();
    }

    /**
     * Bytes of memory that an unbegun file would take in front of the end of a full row group: its encoded pages, its
     * open pages, and what it holds to end the file, planned for values that neither repeat nor can be compressed.
     *
     * @param byteArrayBytes bytes of a value where they differ
     */
    public long fullBytes(final int byteArrayBytes) {
        long rowBytes = 0;
        for (int i = 0; i < columns.size(); i++) {
            rowBytes += columns.get(i).suppose(1, byteArrayBytes);
        }
        final int rows = (int) Math.max(1, Math.min(options.rowGroupRows(), options.rowGroupBytes() / rowBytes));
        demand.clear();
        workspace.beginPlan();
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).suppose(rows, byteArrayBytes);
        }
        planClosing(rows, 0, demand);
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).addOpenPage(demand);
        }
        workspace.endPlan(demand);
        workspace.end();
        return demand.bytes() + Math.min(options.rowGroupBytes(), rows * rowBytes);
    }

    /** The bytes of the file that are finished. */
    public SharedBuffer file() {
        return file;
    }

    /** The leaf columns, in schema order. */
    public List<Leaf> leaves() {
        return leaves;
    }

    /** The closed row groups. */
    public List<RowGroupFacts> rowGroups() {
        return footer.rowGroups();
    }

    /** Sums over the closed chunks of each leaf column. */
    public List<ColumnTotals> columnTotals() {
        return totals;
    }

    /**
     * Adds an entry to the file's own metadata, in the place of an earlier one with its key.
     *
     * @throws IllegalArgumentException if the key is one that the file writes itself, or the footer would not fit a piece
     *     of memory then; nothing was added
     * @throws MemoryBudgetException if there is no room for it at the end of the file; nothing was added
     */
    public void putMetadata(final String key, final String value) {
        if (options.arrowSchema() && key.equals(ParquetSchema.ARROW_SCHEMA_KEY)) {
            throw new IllegalArgumentException(
                    "the entry " + key + " is written by the file itself, from the schema that"
                            + " it was opened with; leave it out, or open the file with arrowSchema(false)");
        }
        final List<KeyValue> before = footer.put(KeyValue.of(key, value));
        if (!settle()) {
            final MemoryBudgetException refusal = memory.exhausted("metadata", floor.bytes());
            footer.putBack(before);
            settle();
            throw refusal;
        }
    }

    /** Rows taken so far. */
    public long rows() {
        return closedRows + openRows;
    }

    /** Estimate of the bytes that the open row group would take if it closed now. */
    public long openBytes() {
        long bytes = 0;
        for (int i = 0; i < columns.size(); i++) {
            bytes += columns.get(i).encodedBytes();
        }
        return bytes;
    }

    /**
     * The first half of a write: binds, validates, reserves. Refusing leaves everything as it was.
     *
     * @throws InvalidBatchException if the batch is not of the schema or holds what a column cannot
     * @throws MemoryBudgetException if there is no room for the worst that the batch could take
     */
    public void admit(final VectorSchemaRoot rowsAndColumns) {
        if (!tryAdmit(rowsAndColumns)) {
            throw refusal();
        }
    }

    /**
     * As {@link #admit}, with false where memory is short; {@link #missingBytes} then says by how much.
     *
     * @throws InvalidBatchException if the batch is not of the schema or holds what a column cannot
     */
    public boolean tryAdmit(final VectorSchemaRoot rowsAndColumns) {
        boolean admitted = false;
        try {
            batch.bind(rowsAndColumns);
            batch.validate(maxValueBytes);
            final int rows = batch.rows();
            sorted.check(rows, reserve);
            long worth = 0;
            for (int i = 0; i < columns.size(); i++) {
                worth += columns.get(i).measure(rows);
            }
            admitted = tryFill(demandOf(rows, rowGroupsThatMayClose(rows, worth)));
            admittedWorth = worth;
        } catch (final MemoryBudgetException refusal) {
            // Reading a batch takes memory, too, before it is known what writing it takes.
            missingBytes = refusal.neededBytes();
        } finally {
            if (!admitted) {
                dropWork();
                floorHeld = reserve.settle(floor);
            }
        }
        return admitted;
    }

    private boolean tryFill(final Demand asked) {
        final boolean filled = reserve.tryFill(asked);
        missingBytes = filled ? 0 : reserve.missingBytes(asked);
        return filled;
    }

    /** Whether what was refused last would be refused, as the file is, if the context held nothing else. */
    public boolean isHopeless() {
        return reserve.isHopeless();
    }

    /** Whether it may help to ask again for what was refused last: so much is free now, or the file was changed. */
    public boolean mayFitNow() {
        return reserve.isHopeless() || memory.freeBytes() >= missingBytes;
    }

    /** Bytes that were missing when a batch, or the beginning, was refused. */
    public long missingBytes() {
        return missingBytes;
    }

    /** What to throw for a batch that was refused: the sums of now. */
    public MemoryBudgetException refusal() {
        return memory.exhausted("a batch of rows", missingBytes);
    }

    /** As {@link #refusal}, after a wait. */
    public MemoryBudgetException refusalAfter(final Duration wait) {
        return memory.exhaustedAfter("a batch of rows", missingBytes, wait);
    }

    private int rowGroupsThatMayClose(final int rows, final long worth) {
        final long byRows = ((long) openRows + rows) / options.rowGroupRows();
        // What is encoded can exceed its PLAIN bytes by levels and headers; a tenth and a page are more than those.
        final long most = openBytes() + worth + worth / 10 + rows + (1 << 16);
        final long byBytes = most < options.rowGroupBytes() ? 0 : most / options.rowGroupBytes() + 1;
        return (int) Math.min(rows, byRows + byBytes);
    }

    /** What it takes to append the rows that were measured, and to end the file afterwards. */
    private Demand demandOf(final int rows, final int chunks) {
        demand.clear();
        workspace.beginPlan();
        planClosing(rows, chunks, demand);
        after.clear();
        after.add(demand);
        workspace.endPlan(after);
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).plan(rows, chunks, demand, demand);
        }
        planShared(chunks);
        workspace.endPlanOfAppending(demand);
        return demand;
    }

    /** What it takes to close the row group and nothing else: each column hands its work space on to the next. */
    private Demand demandOfClosing() {
        demand.clear();
        widest.clear();
        workspace.beginPlan();
        for (int i = 0; i < columns.size(); i++) {
            ofColumn.clear();
            columns.get(i).measure(0);
            columns.get(i).plan(0, 1, demand, ofColumn);
            widest.widenTo(ofColumn);
        }
        demand.add(widest);
        planShared(1);
        workspace.endPlan(demand);
        return demand;
    }

    /**
     * Adds what it takes to end the file where memory is short, but for the workspace: once what passes, for the column
     * that needs most of it, and pieces for what stays. That memory goes from column to column, too, because a chunk that is closed
     * frees what its values were in.
     *
     * @param rows rows that were measured and are appended before
     * @param chunks row groups that close before
     */
    private void planClosing(final int rows, final int chunks, final Demand into) {
        widest.clear();
        mayCut = false;
        long bytes = 0;
        long most = 0;
        final boolean empty = rows + openRows == 0;
        for (int i = 0; i < columns.size() && !empty; i++) {
            final ColumnWriter column = columns.get(i);
            ofColumn.clear();
            column.planClosing(rows, ofColumn);
            widest.widenTo(ofColumn);
            most = Math.max(most, bytes + column.closingBytes());
            if (rows > 0 && column.mayCut(rows, chunks)) {
                bytes += column.surplusBytes();
                mayCut = true;
            } else {
                bytes += column.closingBytes() - column.ownBytes();
            }
        }
        ofColumn.clear();
        bytes += footer.endBytes(empty ? chunks : chunks + 1, ofColumn);
        widest.widenTo(ofColumn);
        into.add(widest);
        into.addPieces(Math.max(most, bytes) + Demand.UNIT_BYTES); // the last piece is filled in part
    }

    private void planShared(final int chunks) {
        footer.plan(chunks, demand);
        closer.plan(chunks, demand);
    }

    /** The second half of a write: takes the admitted batch. */
    public void write(final int rows) {
        if (rows == 0) {
            endOperation(); // nothing was planned for no rows, so nothing may be taken
            return;
        }
        prepare();
        if (openRows + (long) rows < options.rowGroupRows() && gauge.takeWhole(rows, admittedWorth)) {
            append(0, rows);
        } else {
            writeUpToRowGroupEnds(rows);
        }
        if (openRows > 0) {
            sorted.keepLast(rows, reserve);
        }
        if (mayCut || openRows >= 2L * settledRows) {
            endOperation();
        } else {
            settleAsPlanned();
        }
    }

    /** Where no page can have been cut the plan is good enough to go by, and no other need be made. */
    private void settleAsPlanned() {
        dropWork();
        final Demand before = floor;
        floor = after;
        after = before;
        floorHeld = reserve.settle(floor);
    }

    private void prepare() {
        workspace.begin();
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).prepare();
        }
    }

    private void writeUpToRowGroupEnds(final int rows) {
        for (int row = 0; row < rows; ) {
            final int run = gauge.take(row, Math.min(rows - row, options.rowGroupRows() - openRows));
            append(row, run);
            row += run;
            boolean full = openRows == options.rowGroupRows();
            if (gauge.isDue()) {
                final long encodedBytes = openBytes();
                gauge.reset(encodedBytes);
                full |= encodedBytes >= options.rowGroupBytes();
            }
            if (full) {
                closeRowGroup(false);
            }
        }
    }

    private void append(final int from, final int rows) {
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).append(from, rows);
        }
        openRows += rows;
    }

    /** The first half of closing the row group: reserves, or sees to it that what is held is enough. */
    public void admitFlush() {
        demandOfClosing();
        ofColumn.clear();
        demand.addPieces(footer.endBytes(1, ofColumn) + Demand.UNIT_BYTES);
        demand.add(ofColumn);
        fillOrBeFrugal("closing a row group");
    }

    private void fillOrBeFrugal(final String asked) {
        if (tryFill(demand)) {
            return;
        }
        if (!floorHeld && !settle()) {
            throw memory.exhausted(asked, missingBytes);
        }
        reserve.beFrugal();
    }

    /** The second half of closing the row group; nothing to do where it is empty. */
    public void flush() {
        closeRowGroup(true);
        endOperation();
    }

    /**
     * The first half of appending a row group that is encoded already: checks, reserves and reads it. Refusing leaves
     * everything as it was.
     *
     * @throws IOException if the source cannot be read or is damaged
     * @throws IllegalArgumentException if it is not of the schema
     * @throws IllegalStateException if there are rows in the open row group
     * @throws MemoryBudgetException if there is no room for the row group
     */
    public void admitAppend(final EncodedSource source, final int rowGroup) throws IOException {
        if (openRows > 0) {
            throw new IllegalStateException("a row group cannot be appended behind the " + openRows
                    + " rows of the row group in progress: end that with flushRowGroup first");
        }
        try {
            demand.clear();
            workspace.beginPlan();
            planClosing(0, 0, demand);
            workspace.endPlan(demand);
            appender.admit(source, rowGroup, demand, reserve);
        } catch (final Throwable refusal) {
            appender.free();
            endOperation();
            throw refusal;
        }
    }

    /** The second half of appending: takes the row group that was read. */
    public void append() {
        closedRows += appender.append(reserve);
        endOperation();
    }

    /**
     * The first half of finishing: reserves what the row group and the footer take, or sees to it that what is held is
     * enough.
     *
     * @throws IllegalStateException if the footer has become longer than the format can say
     */
    public void admitFinish() {
        if (footer.isTooLong()) {
            throw new IllegalStateException("the footer of this file would exceed " + Integer.MAX_VALUE
                    + " bytes, which is what the format can state; write fewer row groups or columns to a file");
        }
        footer.planEnd(1, demandOfClosing());
        fillOrBeFrugal("finishing a file");
    }

    /** The second half of finishing: closes the row group and links the footer to the end of the file. */
    public void finish() {
        closeRowGroup(true);
        indexes.writeTo(file);
        footer.writeTo(file, closedRows, indexes, reserve);
        // What waits to be handed out is all that a finished file needs.
        freeColumns();
        workspace.end();
        reserve.giveBack();
    }

    /**
     * @param handOn whether each column prepares only now and hands its work space on to the next; in the middle of a
     *     batch they keep it, because more rows follow
     */
    private void closeRowGroup(final boolean handOn) {
        if (openRows == 0) {
            return;
        }
        closer.close(openRows, handOn, reserve);
        sorted.forgetLast();
        closedRows += openRows;
        openRows = 0;
        gauge.reset(0);
    }

    private void endOperation() {
        dropWork();
        settle();
    }

    private void dropWork() {
        sorted.end(reserve);
        batch.unbind();
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).endOperation();
        }
        workspace.end();
    }

    /** Whether so much is held that the file can be ended whoever takes the rest of the memory. */
    boolean holdsFloor() {
        return floorHeld;
    }

    /** Ends an operation: holds the floor, and no more of the reserve than that. Says whether it is held. */
    private boolean settle() {
        settledRows = openRows;
        floor.clear();
        workspace.beginPlan();
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).measure(0);
        }
        planClosing(0, 0, floor);
        workspace.endPlan(floor);
        workspace.end(); // what the codecs were asked with
        floorHeld = reserve.settle(floor);
        return floorHeld;
    }

    private void freeColumns() {
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).free();
        }
    }

    /** Drops every byte that no part holds, and what is in progress. Idempotent. */
    public void close() {
        batch.unbind();
        sorted.free();
        freeColumns();
        indexes.free();
        closer.free();
        appender.free();
        footer.free();
        file.close();
        workspace.end();
        reserve.giveBack();
    }
}

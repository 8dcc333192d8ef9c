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
import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.internal.memory.SlabPool;
import dev.intarsia.internal.page.PageWriter;
import dev.intarsia.internal.schema.Leaf;
import dev.intarsia.internal.schema.ParquetSchema;
import dev.intarsia.options.InvalidBatchException;
import dev.intarsia.options.MemoryBudgetException;
import dev.intarsia.options.WriterOptions;
import java.io.IOException;
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
    private final FilePlan plan;
    private final int maxValueBytes;

    private final Refusal refusal;

    private long closedRows;
    private int openRows;
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
            throw refusal.exception("opening a file");
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
        this.reserve = new Reserve(memory);
        this.refusal = new Refusal(memory, reserve);
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
        this.plan = new FilePlan(columns, workspace, footer, closer, reserve);
        workspace.end(); // what the limits were worked out with
        footer.requireFits(memory);
    }

    /** Begins the file, or says that memory is short; {@link #refusal} then says by how much. */
    public boolean tryBegin() {
        final boolean begun = refusal.orFilled(plan.beginning());
        if (begun) {
            final long at = file.claim(FileMetaDataWriter.MAGIC_BYTES, reserve);
            FileMetaDataWriter.writeMagic(at);
            file.commit(FileMetaDataWriter.MAGIC_BYTES);
            plan.settle(0);
        }
        workspace.end();
        return begun;
    }

    /** Bytes of memory that a file of this schema takes when it is begun, and never less while it is open. */
    public long leastBytes() {
        return plan.leastBytes();
    }

    /** Bytes of memory that an unbegun file would take at most in front of the end of a full row group. */
    public long fullBytes(final int byteArrayBytes) {
        return plan.fullBytes(options, byteArrayBytes);
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
        if (!plan.settle(openRows)) {
            refusal.of(plan.floorBytes());
            footer.putBack(before);
            plan.settle(openRows);
            throw refusal.exception("metadata");
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
            throw refusal.exception("a batch of rows");
        }
    }

    /**
     * As {@link #admit}, with false where memory is short; {@link #refusal} then says by how much.
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
            admitted = refusal.orFilled(plan.appending(rows, openRows, rowGroupsThatMayClose(rows, worth)));
            admittedWorth = worth;
        } catch (final MemoryBudgetException refused) {
            // Reading a batch takes memory, too, before it is known what writing it takes.
            refusal.of(refused);
        } finally {
            if (!admitted) {
                dropWork();
                plan.settleAgain();
            }
        }
        return admitted;
    }

    /** What was refused last. */
    public Refusal refusal() {
        return refusal;
    }

    private int rowGroupsThatMayClose(final int rows, final long worth) {
        final long byRows = ((long) openRows + rows) / options.rowGroupRows();
        // What is encoded can exceed its PLAIN bytes by levels and headers; a tenth and a page are more than those.
        final long most = openBytes() + worth + worth / 10 + rows + (1 << 16);
        final long byBytes = most < options.rowGroupBytes() ? 0 : most / options.rowGroupBytes() + 1;
        return (int) Math.min(rows, byRows + byBytes);
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
        dropWork();
        plan.settleAfterAppending(openRows);
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
        plan.fillOrBeFrugal(plan.flushing(), openRows, refusal, "closing a row group");
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
            appender.admit(source, rowGroup, plan.floorAndMore(), reserve);
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
        plan.fillOrBeFrugal(plan.finishing(), openRows, refusal, "finishing a file");
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
        plan.settle(openRows);
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
        return plan.holdsFloor();
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

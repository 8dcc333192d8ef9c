package dev.intarsia.internal.file;

import dev.intarsia.buffer.SharedBuffer;
import dev.intarsia.internal.arrow.BatchReader;
import dev.intarsia.internal.column.ColumnFormat;
import dev.intarsia.internal.column.ColumnState;
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
import dev.intarsia.internal.memory.Slices;
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
    private final ParquetSchema schema;
    private final WriterOptions options;
    private final List<Leaf> leaves;
    private final Reserve reserve;
    private final BatchReader batch;
    private final PageWriter pages;
    private final ColumnWorkspace workspace;
    private final List<ColumnWriter> columns = new ArrayList<>();
    private final List<ColumnTotals> totals = new ArrayList<>();
    private final SharedBuffer file;
    private final FooterCache footer;
    private final FileLimits limits;
    private final FileIndexes indexes;
    private final RowGroupCloser closer;
    private final RowGroupAppender appender;
    private final RowGroupGauge gauge;
    private final SortedRows sorted;
    private final Demand demand = new Demand();
    private final Demand widest = new Demand();
    private final Demand ofColumn = new Demand();
    private final int maxValueBytes;

    private long closedRows;
    private int openRows;
    private long admittedWorth;
    /** The state of the file, from a capture on until something changes; null otherwise. */
    private OpenState unchanged;

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
        this(schema, dictionaries, options, memory, compressors, FileLimits.Most.OF_FORMAT);
    }

    /** The same with limits of its own: tests meet small ones sooner. */
    FileWriter(
            final ParquetSchema schema,
            final DictionaryProvider dictionaries,
            final WriterOptions options,
            final SlabPool memory,
            final CompressorPool compressors,
            final FileLimits.Most most) {
        this(schema, dictionaries, options, memory, compressors, most, new SharedBuffer());
        begin();
    }

    private FileWriter(
            final ParquetSchema schema,
            final DictionaryProvider dictionaries,
            final WriterOptions options,
            final SlabPool memory,
            final CompressorPool compressors,
            final FileLimits.Most most,
            final SharedBuffer file) {
        this.schema = schema;
        this.options = options;
        this.file = file;
        this.leaves = schema.leaves();
        this.reserve = new Reserve(memory);
        this.batch = new BatchReader(schema, dictionaries, reserve);
        this.pages = new PageWriter(reserve, compressors);
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
            final int ofColumn = FileMetadata.maxPathBytes(leaf) + column.maxMetadataBytes();
            variableBytes = Math.max(variableBytes, ofColumn);
            allVariableBytes += ofColumn;
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
                memory.maxBlockBytes());
        this.limits = new FileLimits(footer, leaves.size(), allVariableBytes, sorting.size(), most);
        this.indexes = new FileIndexes(leaves.size());
        this.sorted = new SortedRows(sorting, batch);
        this.closer = new RowGroupCloser(columns, templates, totals, sorting, file, indexes, footer);
        this.appender = new RowGroupAppender(leaves, totals, file, indexes, footer, limits, memory.maxBlockBytes());
        this.gauge = new RowGroupGauge(options.rowGroupBytes(), columns);
        requireFooterFits(memory);
    }

    private void requireFooterFits(final SlabPool memory) {
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

    private void begin() {
        try {
            demand.add(FileMetaDataWriter.MAGIC_BYTES, 1);
            reserve.fill(demand, "opening a file");
            final long at = file.claim(FileMetaDataWriter.MAGIC_BYTES, reserve);
            FileMetaDataWriter.writeMagic(at);
            file.commit(FileMetaDataWriter.MAGIC_BYTES);
        } finally {
            workspace.end();
        }
    }

    /**
     * A writer of the file that was captured, as it was then. It shares memory with the one that was captured, copy on
     * write, and what one of them does the other never sees. The state stays the caller's.
     *
     * @param dictionaries of batches to come; not looked at before the first
     * @throws MemoryBudgetException if there is no room for what cannot be shared
     */
    public static FileWriter resume(
            final FileState captured,
            final DictionaryProvider dictionaries,
            final SlabPool memory,
            final CompressorPool compressors) {
        final FileWriter writer = new FileWriter(
                captured.open.schema,
                dictionaries,
                captured.open.options,
                memory,
                compressors,
                FileLimits.Most.OF_FORMAT,
                new SharedBuffer(captured.tailOffset()));
        try {
            captured.rope.shareFrom(0, writer.file::link);
            writer.resume(captured.open);
            return writer;
        } catch (final Throwable refusal) {
            writer.close();
            throw refusal;
        }
    }

    /** Notes that increments build upon what the file is now. */
    void expectCaptures() {
        columns.forEach(ColumnWriter::expectCaptures);
    }

    private void resume(final OpenState captured) {
        closedRows = captured.closedRows;
        openRows = captured.openRows;
        gauge.resume(captured.gauge);
        footer.resume(captured.footer);
        indexes.resume(captured.indexes);
        for (int i = 0; i < columns.size(); i++) {
            totals.get(i).resume(captured.totals.get(i));
            columns.get(i).resume(captured.columns.get(i));
        }
        try {
            sorted.resume(captured.sorted, reserve);
        } finally {
            workspace.end();
        }
    }

    /**
     * Captures the file as it is, between operations. Nothing is copied but counts. Of a file that has not changed since it
     * was last captured only the finished bytes that are not durable are looked at.
     *
     * @return one hold on the state, transferred
     */
    public FileState capture() {
        if (unchanged == null) {
            unchanged = captureOpen();
        }
        unchanged.retain();
        final Slices rope = file.capture();
        return new FileState(unchanged, file.length() - rope.bytes(), rope);
    }

    private OpenState captureOpen() {
        final List<ColumnState> states = new ArrayList<>(columns.size());
        final List<ColumnTotals> sums = new ArrayList<>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            states.add(columns.get(i).capture());
            sums.add(totals.get(i).copy());
        }
        return new OpenState(
                schema,
                options,
                closedRows,
                openRows,
                gauge.missingBytes(),
                file.length(),
                footer.capture(),
                indexes.capture(),
                sums,
                states,
                sorted.capture());
    }

    /** Before anything changes, and before it is planned: memory that the writer alone holds need not be copied. */
    private void forgetUnchanged() {
        if (unchanged != null) {
            unchanged.release();
            unchanged = null;
        }
    }

    /** The bytes of the file that are finished. */
    public SharedBuffer file() {
        return file;
    }

    /** What every operation takes its memory from. */
    Reserve reserve() {
        return reserve;
    }

    /** Writes the pages of all columns. */
    PageWriter pages() {
        return pages;
    }

    /** The columns in progress, in schema order. */
    List<ColumnWriter> columns() {
        return columns;
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
     * @throws dev.intarsia.options.FileFullException if the footer could become too long; nothing was added
     */
    public void putMetadata(final String key, final String value) {
        if (options.arrowSchema() && key.equals(ParquetSchema.ARROW_SCHEMA_KEY)) {
            throw new IllegalArgumentException(
                    "the entry " + key + " is written by the file itself, from the schema that"
                            + " it was opened with; leave it out, or open the file with arrowSchema(false)");
        }
        forgetUnchanged();
        footer.put(KeyValue.of(key, value), limits, openRows);
    }

    /** Bytes that the footer takes at most if the file ends now, without the row group that is open. */
    public long footerBytes() {
        return footer.bytes();
    }

    /** Whether the file has come so close to a limit of the format, or of readers, that it should be finished. */
    public boolean isFull() {
        return limits.isFull(openRows);
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
     * @throws dev.intarsia.options.FileFullException if the file could come over a limit with it
     * @throws MemoryBudgetException if there is no room for the worst that the batch could take
     */
    public void admit(final VectorSchemaRoot rowsAndColumns) {
        forgetUnchanged();
        try {
            batch.bind(rowsAndColumns);
            batch.validate(maxValueBytes);
            final int rows = batch.rows();
            sorted.check(rows, reserve);
            long worth = 0;
            for (int i = 0; i < columns.size(); i++) {
                worth += columns.get(i).measure(rows);
            }
            final int closing = rowGroupsThatMayClose(rows, worth);
            limits.admitRows(rows, openRows, options.rowGroupRows(), closing);
            reserve.fill(demandOf(rows, closing), "a batch of rows");
            admittedWorth = worth;
        } catch (final Throwable refusal) {
            endOperation();
            throw refusal;
        }
    }

    private int rowGroupsThatMayClose(final int rows, final long worth) {
        final long byRows = ((long) openRows + rows) / options.rowGroupRows();
        // What is encoded can exceed its PLAIN bytes by levels and headers; a tenth and a page are more than those.
        final long most = openBytes() + worth + worth / 10 + rows + (1 << 16);
        final long byBytes = most < options.rowGroupBytes() ? 0 : most / options.rowGroupBytes() + 1;
        return (int) Math.min(rows, byRows + byBytes);
    }

    private Demand demandOf(final int rows, final int chunks) {
        demand.clear();
        workspace.beginPlan();
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).plan(rows, chunks, demand, demand);
        }
        planShared(chunks);
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
        return demand;
    }

    private void planShared(final int chunks) {
        workspace.endPlan(demand);
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
        endOperation();
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
                closeRowGroup(false, Escort.NONE);
            }
        }
    }

    private void append(final int from, final int rows) {
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).append(from, rows);
        }
        openRows += rows;
    }

    /** The first half of closing the row group: reserves. */
    public void admitFlush() {
        forgetUnchanged();
        try {
            reserve.fill(demandOfClosing(), "closing a row group");
        } catch (final Throwable refusal) {
            endOperation();
            throw refusal;
        }
    }

    /** The second half of closing the row group; nothing to do where it is empty. */
    public void flush() {
        workspace.begin();
        closeRowGroup(true, Escort.NONE);
        endOperation();
    }

    /**
     * The first half of appending a row group that is encoded already: checks, reserves and reads it. Refusing leaves
     * everything as it was.
     *
     * @throws IOException if the source cannot be read or is damaged
     * @throws IllegalArgumentException if it is not of the schema
     * @throws IllegalStateException if there are rows in the open row group
     * @throws dev.intarsia.options.FileFullException if the file could come over a limit with it
     * @throws MemoryBudgetException if there is no room for the row group
     */
    public void admitAppend(final EncodedSource source, final int rowGroup) throws IOException {
        if (openRows > 0) {
            throw new IllegalStateException("a row group cannot be appended behind the " + openRows
                    + " rows of the row group in progress: end that with flushRowGroup first");
        }
        forgetUnchanged();
        try {
            demand.clear();
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

    /** The first half of finishing: reserves what the row group and the footer take. */
    public void admitFinish() {
        forgetUnchanged();
        try {
            footer.planEnd(1, options.pageIndex() || !indexes.isEmpty(), demandOfClosing());
            reserve.fill(demand, "finishing a file");
        } catch (final Throwable refusal) {
            endOperation();
            throw refusal;
        }
    }

    /**
     * As {@link #admitFinish}, for a file whose bytes leave as soon as they are linked, and whose memory then comes back to
     * {@link #reserve}: what a column takes serves the next one, and the pieces of the footer after the last.
     */
    void admitStreamedFinish() {
        forgetUnchanged();
        file.keepBlocks();
        columns.forEach(ColumnWriter::keepBlocks);
        try {
            reserve.fill(demandOfStreamedFinish(), "finishing a file column by column");
        } catch (final Throwable refusal) {
            endOperation();
            throw refusal;
        }
    }

    private Demand demandOfStreamedFinish() {
        demand.clear();
        widest.clear();
        workspace.beginPlan();
        for (int i = 0; i < columns.size(); i++) {
            ofColumn.clear();
            columns.get(i).measure(0);
            columns.get(i).plan(0, 1, ofColumn, ofColumn);
            widest.widenTo(ofColumn);
        }
        footer.planStreamedEnd(1, options.pageIndex() || !indexes.isEmpty(), widest);
        demand.add(widest);
        planShared(1);
        return demand;
    }

    /** The second half of finishing: closes the row group and links the footer to the end of the file. */
    public void finish() {
        finish(Escort.NONE);
    }

    /** As {@link #finish()}, with somebody who goes along. */
    void finish(final Escort escort) {
        workspace.begin();
        closeRowGroup(true, escort);
        indexes.writeTo(file);
        escort.linked();
        footer.writeTo(file, closedRows, indexes, escort, reserve);
        // What waits to be handed out is all that a finished file needs.
        freeColumns();
        workspace.end();
    }

    /**
     * @param handOn whether each column prepares only now and hands its work space on to the next; in the middle of a
     *     batch they keep it, because more rows follow
     */
    private void closeRowGroup(final boolean handOn, final Escort escort) {
        if (openRows == 0) {
            return;
        }
        closer.close(openRows, handOn, escort, reserve);
        sorted.forgetLast();
        closedRows += openRows;
        openRows = 0;
        gauge.reset(0);
    }

    private void endOperation() {
        sorted.end(reserve);
        batch.unbind();
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).endOperation();
        }
        workspace.end();
    }

    private void freeColumns() {
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).free();
        }
    }

    /** Drops every byte that no part holds, and what is in progress. Idempotent. */
    public void close() {
        forgetUnchanged();
        batch.unbind();
        sorted.free();
        freeColumns();
        indexes.free();
        closer.free();
        appender.free();
        footer.free();
        file.close();
        workspace.end();
    }
}

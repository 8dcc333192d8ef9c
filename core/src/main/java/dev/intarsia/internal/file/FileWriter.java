package dev.intarsia.internal.file;

import dev.intarsia.buffer.SharedBuffer;
import dev.intarsia.internal.arrow.LeafReader;
import dev.intarsia.internal.column.ColumnWorkspace;
import dev.intarsia.internal.column.ColumnWriter;
import dev.intarsia.internal.column.EncodedChunk;
import dev.intarsia.internal.column.PageLimits;
import dev.intarsia.internal.compress.CompressorPool;
import dev.intarsia.internal.format.ChunkTemplate;
import dev.intarsia.internal.format.FileMetaDataWriter;
import dev.intarsia.internal.format.RowGroupFacts;
import dev.intarsia.internal.format.SchemaWriter;
import dev.intarsia.internal.memory.Area;
import dev.intarsia.internal.memory.Demand;
import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.internal.memory.SlabPool;
import dev.intarsia.internal.page.PageWriter;
import dev.intarsia.internal.schema.Leaf;
import dev.intarsia.internal.schema.ParquetSchema;
import dev.intarsia.options.InvalidBatchException;
import dev.intarsia.options.MemoryBudgetException;
import dev.intarsia.options.WriterOptions;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

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
    private final ColumnWorkspace workspace;
    private final List<ColumnWriter> columns = new ArrayList<>();
    private final List<ChunkTemplate> templates = new ArrayList<>();
    private final List<ColumnTotals> totals = new ArrayList<>();
    private final SharedBuffer file = new SharedBuffer();
    private final FooterCache footer;
    private final RowGroupGauge gauge;
    private final Demand demand = new Demand();
    private final Demand widest = new Demand();
    private final Demand ofColumn = new Demand();

    private long closedRows;
    private int openRows;
    private long admittedBytes;

    /**
     * Begins a file: its first bytes are in {@link #file()} then.
     *
     * @throws MemoryBudgetException if the memory has no room for the least that a file takes
     */
    public FileWriter(
            final ParquetSchema schema,
            final WriterOptions options,
            final SlabPool memory,
            final CompressorPool compressors) {
        this.options = options;
        this.leaves = schema.leaves();
        this.reserve = new Reserve(memory);
        final PageWriter pages = new PageWriter(reserve, compressors, options.compression());
        final PageLimits limits = PageLimits.of(options, pages, memory.maxBlockBytes());
        this.workspace = new ColumnWorkspace(reserve, pages, new Area(), limits);
        int variableBytes = 0;
        for (final Leaf leaf : leaves) {
            final ColumnWriter column = new ColumnWriter(
                    leaf, leaves.size(), options.column(leaf.path()).encoding(), options.boundBytes(), workspace);
            columns.add(column);
            templates.add(ChunkTemplate.of(
                    leaf.physicalType(),
                    leaf.pathParts().toArray(String[]::new),
                    options.compression().codec()));
            totals.add(new ColumnTotals());
            variableBytes = Math.max(variableBytes, FileMetadata.maxPathBytes(leaf) + column.maxStatisticsBytes());
        }
        this.footer = new FooterCache(
                SchemaWriter.bytes(schema.messageType()),
                FileMetadata.keyValues(schema, options),
                leaves.size(),
                variableBytes);
        this.gauge = new RowGroupGauge(options.rowGroupBytes(), columns);
        requireFooterFits(memory);
        begin();
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
    public void admit(final VectorSchemaRoot batch) {
        try {
            bind(batch);
            final int rows = batch.getRowCount();
            long plainBytes = 0;
            for (int i = 0; i < columns.size(); i++) {
                final ColumnWriter column = columns.get(i);
                column.reader().validate(workspace.limits().valueBytes());
                plainBytes += column.measure(rows);
            }
            reserve.fill(demandOf(rows, rowGroupsThatMayClose(rows, plainBytes)), "a batch of rows");
            admittedBytes = plainBytes;
        } catch (final Throwable refusal) {
            endOperation();
            throw refusal;
        }
    }

    private void bind(final VectorSchemaRoot batch) {
        final List<FieldVector> vectors = batch.getFieldVectors();
        if (vectors.size() != columns.size()) {
            throw new InvalidBatchException("the batch has " + vectors.size() + " columns, the schema of the file has "
                    + columns.size() + "; write batches of the schema that the file was opened with");
        }
        for (int i = 0; i < vectors.size(); i++) {
            final LeafReader reader = columns.get(i).reader();
            final String name = vectors.get(i).getName();
            if (!leaves.get(i).field().getName().equals(name)) {
                throw new InvalidBatchException("column " + i + " of the batch is '" + name + "', in the schema of the"
                        + " file it is '" + leaves.get(i).field().getName() + "'; keep names and order");
            }
            reader.bind(vectors.get(i), batch.getRowCount());
        }
    }

    private int rowGroupsThatMayClose(final int rows, final long plainBytes) {
        final long byRows = ((long) openRows + rows) / options.rowGroupRows();
        // What is encoded can exceed its PLAIN bytes by levels and headers; a tenth and a page are more than those.
        final long most = openBytes() + plainBytes + plainBytes / 10 + rows + (1 << 16);
        final long byBytes = most < options.rowGroupBytes() ? 0 : most / options.rowGroupBytes() + 1;
        return (int) Math.min(rows, byRows + byBytes);
    }

    private Demand demandOf(final int rows, final int chunks) {
        demand.clear();
        int largestBody = 0;
        for (int i = 0; i < columns.size(); i++) {
            largestBody = Math.max(largestBody, columns.get(i).plan(rows, chunks, demand, demand));
        }
        planShared(chunks, largestBody);
        return demand;
    }

    /** What it takes to close the row group and nothing else: each column hands its work space on to the next. */
    private Demand demandOfClosing() {
        demand.clear();
        widest.clear();
        int largestBody = 0;
        for (int i = 0; i < columns.size(); i++) {
            ofColumn.clear();
            columns.get(i).measure(0);
            largestBody = Math.max(largestBody, columns.get(i).plan(0, 1, demand, ofColumn));
            widest.widenTo(ofColumn);
        }
        demand.add(widest);
        planShared(1, largestBody);
        return demand;
    }

    private void planShared(final int chunks, final int largestBody) {
        workspace.plan(leaves, demand);
        workspace.pages().plan(largestBody, demand);
        footer.plan(chunks, demand);
    }

    /** The second half of a write: takes the admitted batch. */
    public void write(final int rows) {
        prepare();
        if (openRows + (long) rows < options.rowGroupRows() && gauge.takeWhole(rows, admittedBytes)) {
            append(0, rows);
        } else {
            writeUpToRowGroupEnds(rows);
        }
        endOperation();
    }

    private void prepare() {
        workspace.begin(leaves);
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

    /** The first half of closing the row group: reserves. */
    public void admitFlush() {
        try {
            reserve.fill(demandOfClosing(), "closing a row group");
        } catch (final Throwable refusal) {
            endOperation();
            throw refusal;
        }
    }

    /** The second half of closing the row group; nothing to do where it is empty. */
    public void flush() {
        workspace.begin(leaves);
        closeRowGroup(true);
        endOperation();
    }

    /**
     * The first half of finishing: reserves what the row group and the footer take.
     *
     * @throws IllegalStateException if the footer has become longer than the format can say
     */
    public void admitFinish() {
        if (footer.isTooLong()) {
            throw new IllegalStateException("the footer of this file would exceed " + Integer.MAX_VALUE
                    + " bytes, which is what the format can state; write fewer row groups or columns to a file");
        }
        try {
            footer.planEnd(demandOfClosing());
            reserve.fill(demand, "finishing a file");
        } catch (final Throwable refusal) {
            endOperation();
            throw refusal;
        }
    }

    /** The second half of finishing: closes the row group and links the footer to the end of the file. */
    public void finish() {
        workspace.begin(leaves);
        closeRowGroup(true);
        footer.writeTo(file, closedRows, reserve);
        // What waits to be handed out is all that a finished file needs.
        freeColumns();
        workspace.end();
    }

    /**
     * @param handOn whether each column prepares only now and hands its work space on to the next; in the middle of a
     *     batch they keep it, because more rows follow
     */
    private void closeRowGroup(final boolean handOn) {
        if (openRows == 0) {
            return;
        }
        final long start = file.length();
        long uncompressedBytes = 0;
        footer.beginRowGroup(reserve);
        for (int i = 0; i < columns.size(); i++) {
            final ColumnWriter column = columns.get(i);
            if (handOn) {
                column.prepare();
            }
            final EncodedChunk chunk = column.closeChunk();
            footer.addChunk(chunk.at(file.length(), templates.get(i)), reserve);
            column.drainTo(file::link);
            if (handOn) {
                column.releaseWork();
            }
            totals.get(i).add(chunk);
            uncompressedBytes += chunk.uncompressedBytes();
        }
        final int ordinal = footer.rowGroups().size();
        footer.endRowGroup(
                new RowGroupFacts(uncompressedBytes, openRows, start, file.length() - start, ordinal), reserve);
        closedRows += openRows;
        openRows = 0;
        gauge.reset(0);
    }

    private void endOperation() {
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
        freeColumns();
        footer.free();
        file.close();
        workspace.end();
    }
}

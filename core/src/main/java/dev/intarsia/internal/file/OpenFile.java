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
import dev.intarsia.internal.format.RowGroupWriter;
import dev.intarsia.internal.format.SchemaWriter;
import dev.intarsia.internal.format.SortingColumn;
import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.internal.memory.SlabPool;
import dev.intarsia.internal.memory.Slices;
import dev.intarsia.internal.page.PageWriter;
import dev.intarsia.internal.schema.Leaf;
import dev.intarsia.internal.schema.ParquetSchema;
import dev.intarsia.options.WriterOptions;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.arrow.vector.dictionary.DictionaryProvider;

/**
 * The pieces of a file in progress, how many rows it has, and how all of that is captured and gone on with. What is
 * done with them, and when, is {@link FileWriter}'s. Confined to the writer's thread.
 */
final class OpenFile {
    final ParquetSchema schema;
    final WriterOptions options;
    final Reserve reserve;
    final BatchReader batch;
    final PageWriter pages;
    final ColumnWorkspace workspace;
    final List<ColumnWriter> columns = new ArrayList<>();
    final List<ColumnTotals> totals = new ArrayList<>();
    final SharedBuffer bytes;
    final FooterCache footer;
    final FileLimits limits;
    final FileIndexes indexes;
    final RowGroupCloser closer;
    final RowGroupAppender appender;
    final RowGroupGauge gauge;
    final SortedRows sorted;
    /** Bytes of a value at most, in whichever column. */
    final int maxValueBytes;

    long closedRows;
    int openRows;
    /** The state of the file, from a capture on until something changes; null otherwise. */
    private OpenState unchanged;

    /**
     * @param most how much the file may hold
     * @param bytes gets the finished ones
     * @param reserve what all operations take their memory from
     */
    OpenFile(
            final ParquetSchema schema,
            final DictionaryProvider dictionaries,
            final WriterOptions options,
            final SlabPool memory,
            final CompressorPool compressors,
            final FileLimits.Most most,
            final SharedBuffer bytes,
            final Reserve reserve) {
        this.schema = schema;
        this.options = options;
        this.bytes = bytes;
        this.reserve = reserve;
        this.batch = new BatchReader(schema, dictionaries, reserve);
        this.pages = new PageWriter(reserve, compressors);
        this.workspace = new ColumnWorkspace(reserve, pages, schema.leaves());
        final List<ChunkTemplate> templates = new ArrayList<>();
        final BitSet totalOrder = new BitSet();
        final List<SortingColumn> sorting = FileMetadata.sortingColumns(schema, options);
        int variableBytes = RowGroupWriter.maxEndBytes(sorting.size());
        long allVariableBytes = 0;
        int valueBytes = Integer.MAX_VALUE;
        for (final Leaf leaf : schema.leaves()) {
            final ColumnFormat format = ColumnFormat.of(leaf, options);
            final PageLimits pageLimits = PageLimits.of(leaf, format, options, pages, memory.maxBlockBytes());
            final ColumnWriter column = new ColumnWriter(
                    batch.leaf(leaf.column()),
                    format,
                    pageLimits,
                    workspace,
                    schema.leaves().size(),
                    memory.maxBlockBytes());
            columns.add(column);
            templates.add(ChunkTemplate.of(
                    leaf.physicalType(),
                    leaf.pathParts().toArray(String[]::new),
                    format.pages().compression().codec()));
            totals.add(new ColumnTotals());
            final int ofChunk = FileMetadata.maxPathBytes(leaf) + column.maxMetadataBytes();
            variableBytes = Math.max(variableBytes, ofChunk);
            allVariableBytes += ofChunk;
            valueBytes = Math.min(valueBytes, pageLimits.valueBytes());
            totalOrder.set(leaf.column(), column.isTotallyOrdered());
        }
        this.maxValueBytes = valueBytes;
        this.footer = new FooterCache(
                SchemaWriter.bytes(schema.messageType()),
                FileMetadata.keyValues(schema, options),
                totalOrder,
                columns.size(),
                variableBytes,
                allVariableBytes,
                memory.maxBlockBytes());
        this.limits = new FileLimits(footer, columns.size(), allVariableBytes, sorting.size(), most);
        this.indexes = new FileIndexes(columns.size(), memory.maxBlockBytes());
        this.sorted = new SortedRows(sorting, batch);
        this.closer =
                new RowGroupCloser(columns, templates, totals, sorting, bytes, indexes, footer, memory.maxBlockBytes());
        this.appender =
                new RowGroupAppender(schema.leaves(), totals, bytes, indexes, footer, limits, memory.maxBlockBytes());
        this.gauge = new RowGroupGauge(options.rowGroupBytes(), columns);
        workspace.end(); // what the limits were worked out with
    }

    /** Whether chunks of the file may have page indexes. */
    boolean mayBeIndexed() {
        return options.pageIndex() || !indexes.isEmpty();
    }

    /** Estimate of the bytes that the open row group would take if it closed now. */
    long openBytes() {
        long encoded = 0;
        for (int i = 0; i < columns.size(); i++) {
            encoded += columns.get(i).encodedBytes();
        }
        return encoded;
    }

    /**
     * Captures the file as it is, between operations. Nothing is copied but counts. Of a file that has not changed
     * since it was last captured only the finished bytes that are not durable are looked at.
     *
     * @return one hold on the state, transferred
     */
    FileState capture() {
        if (unchanged == null) {
            unchanged = captureOpen();
        }
        unchanged.retain();
        final Slices rope = bytes.capture();
        return new FileState(unchanged, bytes.length() - rope.bytes(), rope);
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
                bytes.length(),
                footer.capture(),
                indexes.capture(),
                sums,
                states,
                sorted.capture());
    }

    /** Whether nothing has changed since the file was last captured. */
    boolean isUnchanged() {
        return unchanged != null;
    }

    /** Before anything changes, and before it is planned: memory that the writer alone holds need not be copied. */
    void forgetUnchanged() {
        if (unchanged != null) {
            unchanged.release();
            unchanged = null;
        }
    }

    /**
     * Shares what was captured, to end it; the file has neither rows nor bytes before. The state stays the caller's.
     */
    void share(final FileState captured) {
        captured.rope.shareFrom(0, bytes::link);
        final OpenState open = captured.open;
        closedRows = open.closedRows;
        openRows = open.openRows;
        gauge.resume(open.gauge);
        footer.resume(open.footer);
        indexes.resume(open.indexes);
        for (int i = 0; i < columns.size(); i++) {
            totals.get(i).resume(open.totals.get(i));
            columns.get(i).resume(open.columns.get(i));
        }
    }

    /** As {@link #share}, for rows to come. */
    void resume(final FileState captured) {
        share(captured);
        try {
            sorted.resume(captured.open.sorted, reserve);
        } finally {
            workspace.end();
        }
    }

    /** From now on bytes leave as soon as they are linked, and their blocks serve again. */
    void keepBlocks() {
        bytes.keepBlocks();
        columns.forEach(ColumnWriter::keepBlocks);
    }

    /** Drops what only the operation needed that ends now. */
    void endOperation() {
        sorted.end(reserve);
        batch.unbind();
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).endOperation();
        }
        workspace.end();
    }

    /** Drops what only rows to come would need. */
    void freeColumns() {
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).free();
        }
        workspace.end();
        reserve.giveBack();
    }

    /** Drops every byte that no part holds, and what is in progress. Idempotent. */
    void free() {
        forgetUnchanged();
        batch.unbind();
        sorted.free();
        indexes.free();
        closer.free();
        appender.free();
        footer.free();
        bytes.close();
        freeColumns();
    }
}

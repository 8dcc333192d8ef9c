package dev.intarsia.internal.column;

import dev.intarsia.internal.arrow.LeafReader;
import dev.intarsia.internal.format.ChunkStatistics;
import dev.intarsia.internal.format.GeospatialStatistics;
import dev.intarsia.internal.format.PageCounts;
import dev.intarsia.internal.memory.Lane;
import dev.intarsia.internal.memory.SliceSink;
import dev.intarsia.internal.page.DataPage;
import dev.intarsia.internal.page.Values;
import dev.intarsia.internal.page.WrittenPage;
import dev.intarsia.internal.schema.Leaf;
import dev.intarsia.internal.state.StateOutput;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * One leaf column of a file: takes runs of rows, cuts pages, closes column chunks. Confined to the writer's thread.
 *
 * <p>How the values are encoded is decided on the values of a chunk's first page and changes only forward, at a page
 * cut: see {@link ChunkValues}. No page is ever encoded twice.
 *
 * <p>A page is cut in front of the row that does not fit or behind the row that fills it; both depend on the rows and
 * not on how they came. The first page of a chunk is shorter by a share that differs from column to column, so that the
 * columns of a file do not all cut their pages in the same call.
 */
public final class ColumnWriter {
    private final Leaf leaf;
    private final ColumnFormat format;
    private final PageLimits limits;
    private final ColumnWorkspace workspace;
    private final LeafReader reader;
    private final int firstPageRows;
    private final boolean byteArrays;
    private final ColumnPlan plan;
    private final Lane dictionaryPage;

    // What a plan looks at too.
    final OpenPage page = new OpenPage();
    final ChunkValues values;
    final OpenLevels levels;
    final ColumnStatistics statistics;
    final ChunkTotals totals;
    final ChunkHistograms histograms;
    /** Null where chunks have no page index. */
    final PageLog log;
    /** Null where chunks have no Bloom filter. */
    final ChunkBloom bloom;

    /** Null where chunks have no geospatial statistics. */
    private final ChunkGeometry geometry;

    final Lane lane;

    private boolean firstPage = true;
    private int headerGuess;

    /**
     * @param reader reads the column of every batch that the writer binds
     * @param columns how many columns the file has, for the share by which first pages differ
     * @param maxBlockBytes bytes of the largest piece of memory
     */
    public ColumnWriter(
            final LeafReader reader,
            final ColumnFormat format,
            final PageLimits limits,
            final ColumnWorkspace workspace,
            final int columns,
            final int maxBlockBytes) {
        this.reader = reader;
        this.leaf = reader.leaf();
        this.format = format;
        this.limits = limits;
        this.workspace = workspace;
        this.dictionaryPage = new Lane(0);
        this.lane = new Lane(maxBlockBytes);
        this.byteArrays = leaf.physicalType() == PrimitiveTypeName.BINARY;
        this.values = new ChunkValues(reader, page, format, limits, workspace);
        this.levels = new OpenLevels(leaf);
        this.statistics = new ColumnStatistics(leaf, format);
        this.totals = ChunkTotals.of(format);
        this.histograms = new ChunkHistograms(leaf);
        this.log = format.pageIndex() ? PageLog.of(leaf, format, statistics, maxBlockBytes / 4) : null;
        this.bloom = format.bloomFilter()
                .map(options -> new ChunkBloom(options, leaf.plainBytes(), maxBlockBytes))
                .orElse(null);
        this.geometry = ChunkGeometry.of(leaf.geo(), format.bounds());
        this.firstPageRows = firstPageRows(limits.rows(), leaf.column(), columns);
        this.plan = new ColumnPlan(this, limits);
    }

    /** From a quarter of the limit to the whole of it: shorter ones would tell a dictionary too little. */
    private static int firstPageRows(final int rows, final int column, final int columns) {
        final long shared = (3L * rows * (column + 1)) / (4L * columns);
        return (int) Math.max(1, Math.min(rows, rows / 4 + shared));
    }

    public Leaf leaf() {
        return leaf;
    }

    /** Whether the bounds of the column are in IEEE 754's total order. */
    public boolean isTotallyOrdered() {
        return format.totalOrder() && statistics.order().countsNans();
    }

    ColumnFormat format() {
        return format;
    }

    ColumnWorkspace workspace() {
        return workspace;
    }

    LeafReader reader() {
        return reader;
    }

    int firstPageRows() {
        return firstPageRows;
    }

    /** Rows at which the open page is cut. */
    int rowLimit() {
        return firstPage ? firstPageRows : limits.rows();
    }

    /** What the operation ahead can make the column take; each operation that takes memory plans before. */
    public ColumnPlan plan() {
        return plan;
    }

    /** Makes room in the areas of the open page, as planned and reserved. */
    public void prepare() {
        values.prepare(plan.plainBytes, plan.idBytes, plan.appends, workspace.reserve());
        levels.prepare(plan.levels, plan.mayHaveNulls, plan.appends, page, workspace.reserve());
    }

    /** Appends rows of the bound vector, cutting pages where they end. Nothing in here can fail for want of memory. */
    public void append(final int from, final int rows) {
        int done = 0;
        while (done < rows) {
            // Below 0 in a page that was restored in a context of smaller pieces, with smaller pages.
            final int room = Math.max(0, rowLimit() - page.rows);
            final int run = values.rowsThatFit(from + done, Math.min(rows - done, room));
            final int taken = run == 0 ? 0 : appendRun(from + done, run);
            done += taken;
            // Only when not even a null fits any more: whether more rows follow in this batch must not matter.
            if (taken == 0 || page.rows >= rowLimit()) {
                cutPage();
            }
        }
        page.longestValueBytes = Math.max(page.longestValueBytes, plan.longestValueBytes());
    }

    private int appendRun(final int from, final int rows) {
        if (page.rows == 0) {
            values.restart(workspace.reserve());
            levels.restart(workspace.reserve());
        }
        final int valuesBefore = page.values;
        final int taken = values.append(from, rows);
        if (taken > 0) {
            levels.append(reader, from, taken, page.values - valuesBefore, page);
        }
        return taken;
    }

    private void cutPage() {
        if (page.rows > 0) {
            values.decide();
            final Values encoded = values.values();
            describe(encoded);
            write(encoded);
            page.clear();
            firstPage = false;
        }
        values.pageWasCut();
    }

    /** Looks at the values while they are still in the cache. */
    private void describe(final Values encoded) {
        if (encoded instanceof Values.Ids ids) {
            final ChunkDictionary dictionary = values.dictionary;
            final long bytes = statistics.scratchBytes(dictionary.size(), dictionary.entryBytes());
            final long scratch = workspace.scratch(bytes);
            statistics.addIds(ids.address(), page.values, dictionary, scratch, workspace.reserve());
            if (geometry != null) {
                geometry.addIds(ids.address(), page.values, dictionary);
            }
        } else {
            statistics.addValues(values.plain.address(), page.values, workspace.reserve());
            if (bloom != null && page.values > 0) {
                bloom.addValues(values.plain.address(), page.values, workspace.reserve());
            }
            if (geometry != null) {
                geometry.addValues(values.plain.address(), page.values);
            }
        }
        histograms.addPage(levels, page);
    }

    private void write(final Values encoded) {
        final ChunkStatistics bounds = format.headerBounds() ? statistics.pageStatistics(page.nulls()) : null;
        final DataPage data = new DataPage(levels.of(page), encoded, page.rows, page.nulls(), bounds);
        final WrittenPage written = workspace.pages().writeData(lane, format.pages(), data, headerGuess);
        // The longest so far: a checksum makes one header in sixteen a byte shorter, and a gap too short moves the
        // page.
        headerGuess = Math.max(headerGuess, written.headerBytes());
        final long unencoded = byteArrays ? page.plainBytes - (long) Integer.BYTES * page.values : 0;
        if (log != null) {
            log.add(
                    written.headerBytes() + written.storedBytes(),
                    new PageCounts(page.rows, page.levels, page.nulls(), statistics.pageNans(), unencoded),
                    histograms,
                    statistics.pageBounds(),
                    workspace.reserve());
        }
        totals.addData(written, page, encoded.encodingId(), unencoded);
    }

    /** Estimate of the bytes that the chunk in progress would take in the file if it closed now. */
    public long encodedBytes() {
        final long open = values.estimatedBytes() + levels.estimatedBytes(page);
        if (totals.uncompressedBytes == 0) {
            return open;
        }
        // What is still open will shrink as what is finished did.
        final double ratio = Math.min(1.0, (double) totals.storedBytes / totals.uncompressedBytes);
        return totals.storedBytes + (long) (open * ratio);
    }

    /**
     * Bytes that closing the chunk has to compress, before compression: the open page and the dictionary. Zero
     * where there is no codec.
     */
    public long bytesToCompress() {
        if (format.pages().storesPlain()) {
            return 0;
        }
        final boolean namedOnly = totals.usesDictionary() && !values.asIds();
        final long entries = namedOnly ? values.dictionary.entryBytes() : 0;
        return entries + values.estimatedBytes() + levels.estimatedBytes(page);
    }

    /** From now on pages lie in whole blocks: they leave as soon as they are finished, and the blocks serve again. */
    public void keepBlocks() {
        dictionaryPage.keepBlocks();
        lane.keepBlocks();
    }

    /**
     * What rows of the bound vector are worth in bytes: exact PLAIN bytes, and one for each level of a repeated column.
     */
    public long worth(final int from, final int rows) {
        final int entries = leaf.repeated() ? reader.entryOfRow(from + rows) - reader.entryOfRow(from) : 0;
        return values.source.plainBytes(from, rows) + entries;
    }

    /** Bytes that the metadata of a chunk takes at most beside its template. */
    public int maxMetadataBytes() {
        final int geospatialBytes = geometry == null ? 0 : GeospatialStatistics.MAX_WRITTEN_BYTES;
        return statistics.maxWrittenBytes() + histograms.maxWrittenBytes() + geospatialBytes;
    }

    /**
     * Cuts the open page and says everything of the chunk that its bytes in a file do not say, so that it can be gone
     * on with: between this and {@link #closeChunk} nothing is appended.
     */
    public void describeTo(final StateOutput out) {
        cutPage();
        final ColumnState state = capture();
        ColumnTail.write(state, totals.usesDictionary(), out);
        state.release();
    }

    /**
     * Cuts the last page, writes the dictionary page, and says what the chunk is; {@link #drainTo} hands its bytes on.
     */
    public EncodedChunk closeChunk() {
        if (bloom != null) {
            bloom.end();
        }
        cutPage();
        if (totals.usesDictionary()) {
            final ChunkDictionary used = values.dictionary;
            totals.add(workspace
                    .pages()
                    .writeDictionary(dictionaryPage, format.pages(), used.entries(), used.entryBytes(), used.size()));
        }
        return new EncodedChunk(
                dictionaryPage.bytes(),
                lane.bytes(),
                totals.uncompressedBytes,
                totals.values,
                statistics.nans(),
                totals.encodings(),
                totals.encodingStats(),
                statistics.written(totals.nulls, distinctValues()),
                histograms.sizes(totals.unencodedBytes),
                geometry == null ? GeospatialStatistics.NONE : geometry.statistics());
    }

    /**
     * Distinct values of the chunk where they are known: every value is in the dictionary, and every entry is a value.
     * Floating-point entries differ in their bits, which is not to say that they differ.
     */
    private long distinctValues() {
        final boolean known = totals.isAllDictionary()
                && !values.hasDictionaryEnded()
                && !statistics.order().countsNans();
        return known ? values.dictionary.size() : ChunkStatistics.NO_DISTINCT_COUNT;
    }

    /** Writes the Bloom filter of the closed chunk; returns its bytes, 0 where there is none. */
    public int writeBloomFilter(final Lane target) {
        return bloom == null
                ? 0
                : bloom.write(target, totals.usesDictionary() ? values.dictionary : null, workspace.reserve());
    }

    /** Writes the column index of the closed chunk; returns its bytes, 0 where there is none. */
    public int writeColumnIndex(final Lane target) {
        return log == null ? 0 : log.writeColumnIndex(target, statistics.order(), workspace.reserve());
    }

    /**
     * Writes the offset index of the closed chunk; returns its bytes, 0 where there is none.
     *
     * @param firstDataPage its file offset
     */
    public int writeOffsetIndex(final Lane target, final long firstDataPage) {
        return log == null ? 0 : log.writeOffsetIndex(target, firstDataPage, workspace.reserve());
    }

    /** Hands the pages of the closed chunk over in file order and begins the next chunk. */
    public void drainTo(final SliceSink sink) {
        dictionaryPage.drainTo(sink);
        lane.drainTo(sink);
        totals.clear();
        histograms.clear();
        statistics.clear();
        if (log != null) {
            log.clear(workspace.reserve());
        }
        if (bloom != null) {
            bloom.clear(workspace.reserve());
        }
        if (geometry != null) {
            geometry.clear();
        }
        values.nextChunk();
        headerGuess = 0;
        firstPage = true;
    }

    /** Captures the chunk in progress, between operations; the references are the caller's. */
    public ColumnState capture() {
        return new ColumnState(
                page.copy(),
                firstPage,
                headerGuess,
                leaf.physicalType() == PrimitiveTypeName.BOOLEAN,
                values.capture(totals.usesDictionary()),
                levels.capture(page),
                lane.capture(),
                totals.copy(),
                histograms.capture(),
                statistics.capture(),
                log == null ? null : log.capture(),
                bloom == null ? null : bloom.capture(),
                geometry == null ? null : geometry.capture());
    }

    /** Notes that the chunk in progress will be captured, and increments build upon what it is now. */
    public void expectCaptures() {
        if (bloom != null) {
            bloom.expectCaptures();
        }
    }

    /** Goes on from what was captured of a column with the same format; nothing was appended before. */
    public void resume(final ColumnState captured) {
        page.resume(captured.page());
        firstPage = captured.firstPage();
        headerGuess = captured.headerGuess();
        values.resume(captured.values());
        levels.resume(captured.levels());
        captured.pages().shareFrom(0, lane::link);
        totals.resume(captured.totals());
        histograms.resume(captured.histograms());
        statistics.resume(captured.statistics());
        if (log != null) {
            log.resume(captured.log());
        }
        if (bloom != null) {
            bloom.resume(captured.bloom());
        }
        if (geometry != null) {
            geometry.resume(captured.geometry());
        }
    }

    /** Ends an operation: drops what only the operation needed. */
    public void endOperation() {
        values.endOperation(totals.usesDictionary());
    }

    /** Between chunks: gives the memory of the open page and of the chunk in progress to the operation in progress. */
    public void releaseWork() {
        values.giveBack();
        levels.giveBackTo(workspace.reserve());
        statistics.free(workspace.reserve());
        if (log != null) {
            log.giveBackTo(workspace.reserve());
        }
        if (bloom != null) {
            bloom.giveBackTo(workspace.reserve());
        }
    }

    /** Drops everything, the chunk in progress with it. */
    public void free() {
        lane.free();
        dictionaryPage.free();
        statistics.clear();
        releaseWork();
    }
}

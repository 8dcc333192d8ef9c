package dev.intarsia.internal.column;

import dev.intarsia.internal.arrow.LeafReader;
import dev.intarsia.internal.memory.Area;
import dev.intarsia.internal.memory.Bitmaps;
import dev.intarsia.internal.memory.Demand;
import dev.intarsia.internal.memory.Lane;
import dev.intarsia.internal.memory.SliceSink;
import dev.intarsia.internal.page.Levels;
import dev.intarsia.internal.page.Values;
import dev.intarsia.internal.page.WrittenPage;
import dev.intarsia.internal.schema.Leaf;
import dev.intarsia.options.ColumnEncoding;

/**
 * One leaf column of a file: takes runs of rows, cuts pages, closes column chunks. Confined to the writer's thread.
 *
 * <p>The values of a chunk's first page are kept as PLAIN until it is cut, and decide whether the chunk has a dictionary.
 * After that the decision changes only forward: a dictionary that has reached its limit gives way to PLAIN, from a page
 * cut on. No page is ever encoded twice.
 *
 * <p>A page is cut in front of the value that does not fit or behind the row that fills it; both depend on the rows and
 * not on how they came. The first page of a chunk is shorter by a share that differs from column to column, so that the
 * columns of a file do not all cut their pages in the same call.
 */
public final class ColumnWriter {
    /** How the pages of the chunk in progress are encoded. */
    enum Phase {
        /** The first page with values is still open. */
        UNDECIDED,
        DICTIONARY,
        PLAIN
    }

    private final Leaf leaf;
    private final ColumnWorkspace workspace;
    private final ColumnEncoding encoding;
    private final int firstPageRows;
    private final int boundBytes;

    private final ColumnValues source;
    private final ColumnPlan plan;
    private final Lane dictionaryPage = new Lane();

    // What a plan looks at too.
    final ColumnStatistics statistics;
    final OpenPage page = new OpenPage();
    final ChunkTotals totals = new ChunkTotals();
    final Area presence = new Area();
    final Area plain = new Area();
    final Area ids = new Area();
    final ChunkDictionary dictionary;
    final Lane lane = new Lane();

    private Phase phase;
    private boolean firstPage = true;
    /** Entries of the dictionary that the statistics know, and their bytes. */
    private int describedEntries;

    private int describedBytes;
    private int headerGuess;

    /**
     * @param columns how many columns the file has, for the share by which first pages differ
     */
    public ColumnWriter(
            final Leaf leaf,
            final int columns,
            final ColumnEncoding encoding,
            final int boundBytes,
            final ColumnWorkspace workspace) {
        this.leaf = leaf;
        this.workspace = workspace;
        this.boundBytes = boundBytes;
        this.source = ColumnValues.of(leaf, workspace.dense());
        this.statistics = new ColumnStatistics(leaf);
        this.encoding = source instanceof BooleanValues ? ColumnEncoding.PLAIN : encoding;
        this.dictionary = this.encoding == ColumnEncoding.PLAIN
                ? null
                : new ChunkDictionary(leaf, workspace.limits().dictionaryBytes(), workspace.reserve());
        this.firstPageRows = firstPageRows(workspace.limits().rows(), leaf.column(), columns);
        this.phase = startPhase();
        this.plan = new ColumnPlan(this, workspace.limits());
    }

    /** From a quarter of the limit to the whole of it: shorter ones would tell a dictionary too little. */
    private static int firstPageRows(final int rows, final int column, final int columns) {
        final long shared = (3L * rows * (column + 1)) / (4L * columns);
        return (int) Math.max(1, Math.min(rows, rows / 4 + shared));
    }

    private Phase startPhase() {
        return encoding == ColumnEncoding.PLAIN ? Phase.PLAIN : Phase.UNDECIDED;
    }

    /** Reads the rows of the vector that is written next. */
    public LeafReader reader() {
        return source.reader;
    }

    public Leaf leaf() {
        return leaf;
    }

    /** Measures the first rows of the bound vector for the operation ahead; returns their exact PLAIN bytes. */
    public long measure(final int rows) {
        return plan.measure(rows);
    }

    /**
     * Adds up what it takes to append the measured rows and to close chunks at most so often.
     *
     * @param lasting gets what stays when the chunk is closed
     * @param passing gets what {@link #releaseWork} gives back
     * @return bytes of the largest page body that may be written
     */
    public int plan(final int rows, final int chunks, final Demand lasting, final Demand passing) {
        return plan.compute(rows, chunks, lasting, passing);
    }

    /** Makes room in the areas of the open page, as planned and reserved. */
    public void prepare() {
        if (plan.plainBytes > 0) {
            plain.ensure(plan.plainBytes, phase == Phase.DICTIONARY ? 0 : page.valueBytes, workspace.reserve());
        }
        if (plan.idBytes > 0) {
            ids.ensure(plan.idBytes, phase == Phase.DICTIONARY ? page.valueBytes : 0, workspace.reserve());
        }
        if (plan.presenceBytes > 0) {
            final long used = page.presenceKept ? Bitmaps.bytesFor(page.levels) : 0;
            presence.ensure(plan.presenceBytes, used, workspace.reserve());
        }
    }

    /** Appends rows of the bound vector, cutting pages where they end. Nothing in here can fail for want of memory. */
    public void append(final int from, final int rows) {
        int done = 0;
        while (done < rows) {
            final int run = Math.min(rows - done, rowLimit() - page.levels);
            final int taken = phase == Phase.DICTIONARY ? appendIds(from + done, run) : appendPlain(from + done, run);
            done += taken;
            if (taken < run || page.levels == rowLimit()) {
                cutPage();
            }
        }
        page.longestValueBytes = Math.max(page.longestValueBytes, plan.longestValueBytes);
    }

    Phase phase() {
        return phase;
    }

    ColumnEncoding encoding() {
        return encoding;
    }

    ColumnWorkspace workspace() {
        return workspace;
    }

    int firstPageRows() {
        return firstPageRows;
    }

    int longestPlainBytes(final int rows) {
        return source.longestPlainBytes(0, rows);
    }

    /** Rows at which the open page is cut. */
    int rowLimit() {
        return firstPage ? firstPageRows : workspace.limits().rows();
    }

    private int appendPlain(final int from, final int run) {
        int rows = source.fit(from, run, page, workspace.limits().bytes());
        if (rows < run && page.values == 0) {
            // A value that is larger than a page is its page, with the nulls around it.
            rows = Math.max(rows, 1 + RowRuns.prefixWithin(reader().validity(), from, run, 0));
        }
        final int values = RowRuns.values(reader().validity(), from, rows);
        if (values > 0) {
            page.valueBytes = source.append(from, rows, values, plain, page);
        }
        page.levels += rows;
        page.values += values;
        keepPresence(from, rows, values);
        return rows;
    }

    private int appendIds(final int from, final int run) {
        final int room = workspace.limits().ids() - page.values;
        final int rows = RowRuns.prefixWithin(reader().validity(), from, run, room);
        final int valuesBefore = page.values;
        final int taken = source.encode(from, rows, dictionary, ids, page);
        page.valueBytes = 4L * page.values;
        keepPresence(from, taken, page.values - valuesBefore);
        return taken;
    }

    /** Keeps which rows of a run, already counted, are null; nothing is kept before the first null of a page. */
    private void keepPresence(final int from, final int rows, final int values) {
        final int before = page.levels - rows;
        if (values < rows) {
            if (!page.presenceKept) {
                Bitmaps.fillOnes(presence.address(), 0, before);
                page.presenceKept = true;
            }
            Bitmaps.append(reader().validity(), from, presence.address(), before, rows);
        } else if (page.presenceKept) {
            Bitmaps.fillOnes(presence.address(), before, rows);
        }
    }

    private void cutPage() {
        if (page.levels > 0) {
            if (phase == Phase.UNDECIDED && page.values > 0) {
                decide();
            }
            writePage();
        }
        if (phase == Phase.DICTIONARY && dictionary.isFull()) {
            phase = Phase.PLAIN;
        }
    }

    private void decide() {
        final boolean forced = encoding == ColumnEncoding.DICTIONARY;
        phase = dictionary.build(plain, page, ids, forced) ? Phase.DICTIONARY : Phase.PLAIN;
    }

    private void writePage() {
        final boolean asIds = phase == Phase.DICTIONARY;
        final Levels levels = new Levels(
                page.levels, leaf.maxDefinitionLevel() == 0 ? 0 : 1, page.presenceKept ? presence.address() : 0);
        final Values values = asIds
                ? new Values.Ids(ids.address(), page.values, dictionary.bitWidth())
                : new Values.Plain(plain, (int) page.valueBytes);
        final WrittenPage written = workspace.pages().writeData(lane, levels, values, headerGuess);
        // The longest so far: a checksum makes one header in sixteen a byte shorter, and a gap too short moves the
        // page.
        headerGuess = Math.max(headerGuess, written.headerBytes());
        if (asIds) {
            describeEntries();
            statistics.addIds(ids.address(), page.values, dictionary.entries().address());
        } else if (page.values > 0) {
            statistics.addValues(plain.address(), page.values, workspace.reserve());
        }
        totals.addData(written, page, values.encodingId());
        page.clear();
        firstPage = false;
    }

    private void describeEntries() {
        final int gained = dictionary.size() - describedEntries;
        if (gained > 0) {
            final long first = dictionary.entries().address() + describedBytes;
            statistics.addEntries(first, gained, workspace.reserve());
            describedEntries = dictionary.size();
            describedBytes = dictionary.entryBytes();
        }
    }

    /** Estimate of the bytes that the chunk in progress would take in the file if it closed now. */
    public long encodedBytes() {
        final long open = phase == Phase.DICTIONARY
                ? dictionary.entryBytes() + (((long) page.values * dictionary.bitWidth()) >>> 3)
                : page.valueBytes;
        final long levels = page.presenceKept ? page.levels >>> 3 : 0;
        if (totals.uncompressedBytes == 0) {
            return open + levels;
        }
        // What is still open will shrink as what is finished did.
        final double ratio = Math.min(1.0, (double) totals.storedBytes / totals.uncompressedBytes);
        return totals.storedBytes + (long) ((open + levels) * ratio);
    }

    /** Exact PLAIN bytes of rows of the bound vector; see {@link ColumnValues#plainBytes}. */
    public long plainBytes(final int from, final int rows) {
        return source.plainBytes(from, rows);
    }

    /** Bytes that the metadata of a chunk takes at most beside its template. */
    public int maxStatisticsBytes() {
        return statistics.maxWrittenBytes(boundBytes);
    }

    /** Cuts the last page, writes the dictionary page, and says what the chunk is; {@link #drainTo} hands its bytes on. */
    public EncodedChunk closeChunk() {
        cutPage();
        if (totals.usesDictionary()) {
            totals.add(workspace
                    .pages()
                    .writeDictionary(dictionaryPage, dictionary.entries(), dictionary.entryBytes(), dictionary.size()));
        }
        return new EncodedChunk(
                dictionaryPage.bytes(),
                lane.bytes(),
                totals.uncompressedBytes,
                totals.values,
                statistics.nans(),
                totals.encodings(),
                totals.encodingStats(),
                statistics.written(totals.nulls, boundBytes));
    }

    /** Hands the pages of the closed chunk over in file order and begins the next chunk. */
    public void drainTo(final SliceSink sink) {
        dictionaryPage.drainTo(sink);
        lane.drainTo(sink);
        totals.clear();
        statistics.clear();
        if (dictionary != null) {
            dictionary.clear();
        }
        describedEntries = 0;
        describedBytes = 0;
        headerGuess = 0;
        firstPage = true;
        phase = startPhase();
    }

    /** Ends an operation: drops the areas that the phase at hand does not use, and every address of the batch. */
    public void endOperation() {
        reader().unbind();
        if (phase == Phase.DICTIONARY) {
            plain.giveBackTo(workspace.reserve());
        } else {
            ids.giveBackTo(workspace.reserve());
            if (dictionary != null) {
                dictionary.release(totals.usesDictionary());
            }
        }
    }

    /** Between chunks: gives the memory of the open page and of the chunk in progress to the operation in progress. */
    public void releaseWork() {
        plain.giveBackTo(workspace.reserve());
        ids.giveBackTo(workspace.reserve());
        presence.giveBackTo(workspace.reserve());
        statistics.free(workspace.reserve());
        if (dictionary != null) {
            dictionary.free();
        }
    }

    /** Drops everything, the chunk in progress with it. */
    public void free() {
        reader().unbind();
        lane.free();
        dictionaryPage.free();
        statistics.clear();
        releaseWork();
    }
}

package dev.intarsia.internal.column;

import dev.intarsia.internal.encoding.IdGather;
import dev.intarsia.internal.encoding.RleHybrid;
import dev.intarsia.internal.memory.Demand;
import dev.intarsia.internal.page.Levels;
import dev.intarsia.internal.page.PageFormat;
import dev.intarsia.internal.page.PageWriter;

/**
 * What an operation can make a column take at most, found before anything of it is done: first the rows are {@linkplain
 * #measure measured}, then it is planned to {@linkplain #appending append} them or to {@linkplain #closing close} the
 * chunk, and then the figures are there until the next plan. Reused; confined to the writer's thread.
 *
 * <p>The figures are bounds, not guesses: the operation takes exactly these areas and at most these blocks, so once
 * they are reserved it cannot run out of memory. They are bounds for the worst values that the rows could hold, so what
 * is not taken is given back at once.
 */
public final class ColumnPlan {
    private static final int ID_BYTES = 4;

    /** Framing of levels and codec, and slack of a page, generously. */
    private static final int PAGE_OVERHEAD_BYTES = 256;

    private final ColumnWriter column;
    private final ChunkValues values;
    private final PageLimits limits;
    private final PageFormat format;
    private final PlannedRows planned;
    private final int repetitionWidth;
    private final int definitionWidth;

    /** Bytes that the areas of the open page must hold; zero where the operation does not use the area. */
    long plainBytes;

    long idBytes;

    /** Levels that the open page must hold, and whether some may be null. */
    int levels;

    boolean mayHaveNulls;

    /** Whether rows are appended, and the memory of the open page is not only read. */
    boolean appends;

    private int indexBytes;
    private long allIndexBytes;
    private int bloomBytes;

    /** Bytes of the largest claim that closing a chunk makes. */
    private int largestClaimBytes;

    /** Bytes of the claims of a page and of a dictionary page. */
    private int pageClaimBytes;

    private int dictionaryClaimBytes;

    /** Bytes of all claims that closing a chunk makes, and how many of them are in no area that it frees. */
    private long claimedBytes;

    private long surplusBytes;

    ColumnPlan(final ColumnWriter column, final PageLimits limits) {
        this.column = column;
        this.values = column.values;
        this.limits = limits;
        this.format = column.format().pages();
        this.planned = new PlannedRows(column, limits);
        this.repetitionWidth = Levels.width(column.leaf().maxRepetitionLevel());
        this.definitionWidth = Levels.width(column.leaf().maxDefinitionLevel());
    }

    /**
     * Measures the rows of the bound vector that are planned for; returns what they are {@linkplain ColumnWriter#worth
     * worth}.
     *
     * @throws dev.intarsia.options.InvalidBatchException if a row is too large for any page
     */
    public long measure(final int rows) {
        return planned.measure(rows);
    }

    /**
     * In the place of {@link #measure}: supposes rows that nobody has yet, each with one value.
     *
     * @param byteArrayBytes bytes of a value where they differ
     * @return PLAIN bytes of a value
     */
    public int suppose(final int rows, final int byteArrayBytes) {
        return planned.suppose(rows, byteArrayBytes);
    }

    /** Bytes of the longest PLAIN value that the open page holds or the rows bring. */
    int longestValueBytes() {
        return planned.longestValueBytes;
    }

    /**
     * Plans to append the measured rows and to close chunks at most so often; tells the workspace its share.
     *
     * @param lasting gets what stays when the chunk is closed
     * @param passing gets what {@link ColumnWriter#releaseWork} gives back
     */
    public void appending(final int rows, final int chunks, final Demand lasting, final Demand passing) {
        compute(rows, chunks, lasting, passing, null);
    }

    /**
     * Plans to close the chunk after the measured rows were appended, where memory is short: all pages pass through one
     * piece and are kept in pieces of any size.
     *
     * @param passing gets what is free again when the chunk is closed
     * @param forked gets what a fork takes in addition that lets its pages leave; null where that is not asked
     */
    public void closing(final int rows, final Demand passing, final Demand forked) {
        compute(rows, 1, null, passing, forked);
        passing.add(largestClaimBytes, 1);
    }

    /** Bytes of the largest page index that the planned operation may write for a chunk. */
    public int maxIndexBytes() {
        return indexBytes;
    }

    /** Bytes of all page indexes of a kind that the planned operation may write, beside a few for each chunk. */
    public long allIndexBytes() {
        return allIndexBytes;
    }

    /** Bytes of the largest Bloom filter that the planned operation may write for a chunk. */
    public int maxBloomBytes() {
        return bloomBytes;
    }

    /** Bytes that the planned closing writes at most. */
    public long closingBytes() {
        return claimedBytes;
    }

    /**
     * Those of {@link #closingBytes} that the chunk does not make up for with what it frees, whatever is in it then.
     */
    public long surplusBytes() {
        return surplusBytes;
    }

    /** Those of {@link #closingBytes} that are neither pages nor dictionary, and stay until the file ends. */
    public long indexAndFilterBytes() {
        return 2L * indexBytes + bloomBytes;
    }

    /** Bytes of the memory that closing the chunk frees after the measured rows are appended without a cut. */
    public long ownBytes() {
        // What grows only to be closed is lent by the column before, and goes to the next one.
        final int growth = appends ? values.growth(plainBytes, idBytes) : 0;
        return (long) (values.ownUnits() + growth + column.levels.ownUnits()) * Demand.UNIT_BYTES;
    }

    /** Adds what the open page alone takes of what was planned. */
    public void addOpenPage(final Demand demand) {
        values.plain.plan(plainBytes, demand);
        column.levels.plan(levels, mayHaveNulls, true, false, demand);
    }

    /**
     * Plans to append the measured rows of the bound vector and to close chunks at most so often,
     * and adds what it takes.
     *
     * @param lasting gets what pages take, which stays; null where that is not asked
     * @param passing gets what the chunk in progress takes, which is given back when it is closed
     * @param forked gets what closing the chunk takes in addition where all of its memory is shared and nothing is
     *     copied to smaller pieces; null where that is not asked
     */
    private void compute(
            final int rows, final int chunks, final Demand lasting, final Demand passing, final Demand forked) {
        largestClaimBytes = 0;
        pageClaimBytes = 0;
        dictionaryClaimBytes = 0;
        claimedBytes = 0;
        surplusBytes = 0;
        final OpenPage page = column.page;
        final boolean ids = values.asIds();
        final boolean decided = values.phase() == ChunkValues.Phase.DICTIONARY;
        final boolean overflows = overflows(ids);
        final boolean mayBePlain = !decided || chunks > 0 || overflows;
        final long plainAfter = decided ? planned.plainBytes : page.plainBytes + planned.plainBytes;
        final boolean once = lasting == null && rows > 0 && planned.cuts(rows, 0, ids, overflows, true) == 0;
        final int cuts = once ? 1 : planned.cuts(rows, chunks, ids, overflows, mayBePlain);
        // Undecided columns choose at a cut, and those that have chosen choose again once their chunk is closed.
        final boolean mayBeIds = ids || values.dictionary != null && cuts > 0 && (chunks > 0 || values.mayBecomeIds());

        levels = planned.pageLevels();
        mayHaveNulls = page.presenceKept || rows > 0 && column.reader().validity() != 0;
        plainBytes = mayBePlain && plainAfter > 0 ? planned.plainArea(plainAfter) + slack(rows > 0 || ids) : 0;
        // No page has more values, and so ids, than this, whether it was begun as ids or turned into them.
        final int idsAfter = (int) Math.min(levels, planned.newValues());
        idBytes = mayBeIds ? (long) idsAfter * ID_BYTES + slack(rows > 0 || !ids) : 0;

        appends = rows > 0;
        final boolean restarts = appends && (cuts > 0 || page.rows == 0);
        if (lasting == null) {
            // What rows were appended to is there by then; only what a page is turned into is not.
            values.plan(ids ? plainBytes : 0, ids ? 0 : idBytes, false, false, passing);
        } else {
            values.plan(plainBytes, idBytes, appends, restarts, passing);
            column.levels.plan(levels, mayHaveNulls, appends, restarts, passing);
            if (appends) {
                values.source.plan(mayBeIds, passing);
            }
        }
        final int entryBytes = lasting == null
                ? planDictionaryOfPage(ids, mayBeIds, plainAfter, passing)
                : planDictionary(ids, mayBeIds, cuts > 0, plainAfter, passing);
        needScratch(entryBytes);
        if (chunks > 0 && entryBytes > 0) {
            planDictionaryPage(Math.max(entryBytes, plainAfter), entryBytes, chunks, lasting);
            claimDictionaryPage(entryBytes, rows > 0 || decided || column.totals.usesDictionary());
        }
        // A page has a row or more, so a chunk does not have more pages than rows.
        final int pages = Math.min(cuts, limits.rowGroupRows() + 1);
        final long valueBytes = page.plainBytes + planned.plainBytes;
        indexBytes = column.log == null ? 0 : column.log.plan(pages, valueBytes, chunks > 0, passing);
        allIndexBytes = column.log == null ? 0 : column.log.maxIndexBytes(cuts, valueBytes);
        bloomBytes = column.bloom == null || cuts == 0 && chunks == 0
                ? 0
                : column.bloom.plan(planned.newValues(), appends && lasting != null, passing);
        if (cuts > 0) {
            planPages(cuts, chunks, rows, mayBeIds ? idsAfter : -1, entryBytes, plainAfter, lasting);
            column.statistics.plan(planned.longestValueBytes, passing);
        }
        claim(indexBytes, 2L * indexBytes, 2L * indexBytes);
        claim(bloomBytes, bloomBytes, bloomBytes);
        if (forked != null && cuts > 0) {
            planForked(pages, mayBeIds && !ids, plainAfter, forked);
        }
    }

    private void planForked(final int pages, final boolean builds, final long plainAfter, final Demand forked) {
        forked.add(pageClaimBytes, 1);
        forked.add(dictionaryClaimBytes, 1);
        if (builds) {
            values.dictionary.planFresh(
                    Math.min(levels, planned.newValues()), Math.min(plainAfter, planned.plainArea(plainAfter)), forked);
        }
        if (column.log != null) {
            column.log.planForked(pages, column.page.plainBytes + planned.plainBytes, forked);
        }
        if (column.bloom != null) {
            column.bloom.planForked(forked);
        }
        column.statistics.planForked(planned.longestValueBytes, forked);
    }

    /** Whether appending the measured rows, and closing so many chunks, may cut a page: if not, its memory stays. */
    public boolean mayCut(final int rows, final int chunks) {
        final boolean ids = values.asIds();
        return planned.cuts(rows, chunks, ids, overflows(ids), true) > 0;
    }

    private boolean overflows(final boolean ids) {
        return ids && values.dictionary.entryBytes() + planned.plainBytes > limits.dictionaryBytes();
    }

    private void claim(final int largest, final long all, final long surplus) {
        largestClaimBytes = Math.max(largestClaimBytes, largest);
        claimedBytes += all;
        surplusBytes += surplus;
    }

    /**
     * @param beside whether the entries come in addition to the values of the page; otherwise the two are smaller
     *     together than the page in PLAIN form, or there would be no dictionary
     */
    private void claimDictionaryPage(final int entryBytes, final boolean beside) {
        final int claim = column.workspace().pages().claimBytes(format, entryBytes);
        dictionaryClaimBytes = claim;
        final boolean adds = beside || column.format().dictionaryForced();
        claim(claim, adds ? claim : claim - entryBytes, claim - entryBytes);
    }

    /** What is only read needs no slack, and so what a fork shares is not moved to have some. */
    private static int slack(final boolean written) {
        return written ? ColumnValues.SLACK_BYTES : 0;
    }

    private int planDictionary(
            final boolean ids,
            final boolean mayBeIds,
            final boolean restarts,
            final long plainAfter,
            final Demand passing) {
        if (!mayBeIds) {
            return writtenEntryBytes();
        }
        final int entryBytes = values.dictionary.plan(
                ids ? planned.slots : planned.newValues(), ids ? planned.plainBytes : plainAfter, restarts, passing);
        return Math.max(entryBytes, writtenEntryBytes());
    }

    /** Entries that pages of the chunk refer to: they are written with it, whatever its later pages are. */
    private int writtenEntryBytes() {
        return column.totals.usesDictionary() ? values.dictionary.entryBytes() : 0;
    }

    /** As {@link #planDictionary}, once all rows are appended: at most the open page is turned into ids. */
    private int planDictionaryOfPage(
            final boolean ids, final boolean mayBeIds, final long plainAfter, final Demand passing) {
        if (mayBeIds && !ids) {
            final long values = Math.min(levels, planned.newValues());
            final int entryBytes = this.values.dictionary.plan(
                    values, Math.min(plainAfter, planned.plainArea(plainAfter)), false, passing);
            return Math.max(entryBytes, writtenEntryBytes());
        }
        if (ids) {
            return values.dictionary.entryBytesWith(planned.plainBytes);
        }
        return writtenEntryBytes();
    }

    private void needScratch(final int entryBytes) {
        if (entryBytes > 0) {
            final int entriesAfter = values.dictionary.entriesWithin(entryBytes);
            column.workspace().needScratch(column.statistics.scratchBytes(entriesAfter, entryBytes));
            column.workspace().needScratch(IdGather.entryOffsetBytes(entriesAfter));
        }
    }

    private void planDictionaryPage(
            final long allEntryBytes, final int entryBytes, final int chunks, final Demand lasting) {
        final PageWriter pages = column.workspace().pages();
        column.workspace().needBody(format, entryBytes);
        if (lasting != null) {
            final long all = allEntryBytes + chunks * overheadBytes();
            lasting.addMany(pages.claimBytes(format, entryBytes), chunks, all + all / 4);
        }
    }

    private long overheadBytes() {
        return (long) PAGE_OVERHEAD_BYTES + format.maxHeaderBytes();
    }

    /**
     * What encodings take for a page beside what they take for its values: that of two values, which is a whole block.
     */
    private long encodingOverheadBytes(final int width) {
        return column.format().maxEncodedBytes(2, 2L * Math.max(width, ID_BYTES), width);
    }

    /**
     * @param idsAfter ids that a page may hold, -1 if none does
     */
    private void planPages(
            final int cuts,
            final int chunks,
            final int rows,
            final int idsAfter,
            final int entryBytes,
            final long plainAfter,
            final Demand lasting) {
        final PageWriter pages = column.workspace().pages();
        final long packed = idsAfter < 0 ? 0 : 1 + RleHybrid.maxBytes(idsAfter, bitWidth(entryBytes));
        final int width = column.leaf().plainBytes();
        final long plain = column.format().maxEncodedBytes(levels, plainBytes, width);
        final int body =
                Math.toIntExact(Levels.maxBytes(levels, repetitionWidth, definitionWidth) + Math.max(plain, packed));
        column.workspace().needBody(format, body);
        if (column.format().encodings().size() > 1) {
            final int sample = EncodingChoice.maxSampleBytes(plainBytes);
            column.workspace()
                    .needSample(format, Math.toIntExact(column.format().maxEncodedBytes(levels, sample, width)));
        }
        final int claim = pages.claimBytes(format, body);
        pageClaimBytes = claim;
        // Values are in an area that is freed, levels may not be, and encodings may be larger than PLAIN is.
        claim(claim, claim, claim - Math.max(plain, packed) + Math.max(0, plain - plainBytes));
        if (lasting == null) {
            return;
        }
        final long allLevels = ((long) column.page.levels + planned.entries) * (repetitionWidth + definitionWidth);
        final int allValues = (int) Math.min(Integer.MAX_VALUE, planned.newValues());
        final long allBodies = column.format().maxEncodedBytes(allValues, plainAfter, width)
                + (idsAfter < 0 ? 0 : ID_BYTES * planned.newValues())
                + allLevels / 4;
        final long allClaims = allBodies + allBodies / 4 + cuts * (overheadBytes() + encodingOverheadBytes(width));
        column.lane.plan(claim, cuts, allClaims, lasting);
        // Every chunk but the one in progress begins with a block of its own.
        lasting.addMany(claim, rows == 0 ? 0 : chunks, allClaims);
    }

    private static int bitWidth(final int entryBytes) {
        // Every entry takes at least a byte, so this many bits name any of them.
        return Math.min(32, 33 - Integer.numberOfLeadingZeros(Math.max(1, entryBytes)));
    }
}

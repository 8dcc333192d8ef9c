package dev.intarsia.internal.column;

import dev.intarsia.internal.format.ColumnIndexWriter;
import dev.intarsia.internal.format.OffsetIndexWriter;
import dev.intarsia.internal.format.PageCounts;
import dev.intarsia.internal.format.PageRecord;
import dev.intarsia.internal.memory.Area;
import dev.intarsia.internal.memory.Demand;
import dev.intarsia.internal.memory.Lane;
import dev.intarsia.internal.memory.Prefix;
import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.internal.schema.Leaf;
import dev.intarsia.internal.stats.BoundaryOrder;
import dev.intarsia.internal.stats.ValueOrder;
import dev.intarsia.internal.stats.WrittenBounds;
import dev.intarsia.options.StatisticsDepth;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * What the page indexes of the column chunk in progress will say: a record for every page that is cut. Confined to the
 * writer's thread.
 *
 * <p>A chunk of so many pages that their records do not fit one block of memory has no page indexes; it has some
 * hundred thousand pages then.
 */
final class PageLog {
    /** What was captured of the records; immutable but for its end. */
    record State(Prefix records, int pages, boolean dropped) {}

    private static final int MIN_BYTES = 1024;

    /** Bounds of numbers may be longer than their values while a page is open: those of booleans are. */
    private static final int NUMBER_BYTES = 16;

    private final Area records = new Area();
    private final int repetitionCounts;
    private final int definitionCounts;
    private final int maxBoundBytes;
    private final int maxRecordBytes;
    private final int limitBytes;
    private final boolean bounds;
    private final boolean byteArrays;
    private int usedBytes;
    private int pages;
    private boolean dropped;

    /** The log of a column whose records may take so many bytes. */
    static PageLog of(
            final Leaf leaf, final ColumnFormat format, final ColumnStatistics statistics, final int limitBytes) {
        return new PageLog(
                ChunkHistograms.counts(leaf.maxRepetitionLevel()),
                ChunkHistograms.counts(leaf.maxDefinitionLevel()),
                statistics.maxWrittenBytes() / 2,
                format.bounds() == StatisticsDepth.PAGE && statistics.order().isOrdered(),
                leaf.physicalType() == PrimitiveTypeName.BINARY,
                limitBytes);
    }

    /**
     * @param repetitionCounts length of the histogram of repetition levels that pages bring; 0 for none
     * @param definitionCounts likewise
     * @param maxBoundBytes bytes of a bound of a page at most
     * @param bounds whether there is a column index and not only an offset index
     * @param byteArrays whether the column is of byte arrays, whose sizes the offset index tells
     * @param limitBytes bytes that all records may take
     */
    private PageLog(
            final int repetitionCounts,
            final int definitionCounts,
            final int maxBoundBytes,
            final boolean bounds,
            final boolean byteArrays,
            final int limitBytes) {
        this.repetitionCounts = repetitionCounts;
        this.definitionCounts = definitionCounts;
        this.maxBoundBytes = maxBoundBytes;
        this.maxRecordBytes = PageRecord.bytes(repetitionCounts, definitionCounts, maxBoundBytes, maxBoundBytes);
        this.bounds = bounds;
        this.byteArrays = byteArrays;
        this.limitBytes = limitBytes;
    }

    /**
     * Adds to the demand what so many more pages take.
     *
     * @param plainBytes bytes of all values of these pages
     * @param restarts whether a chunk may be begun on the way
     * @return bytes of the larger one of the indexes that the chunk can have then
     */
    int plan(final int morePages, final long plainBytes, final boolean restarts, final Demand demand) {
        final long most = recordBytes(morePages, plainBytes);
        if (!dropped) {
            planGrowth(records.capacity(), most, demand);
        }
        if (restarts && records.isShared()) {
            planGrowth(0, most, demand);
        }
        // Records without bounds are shorter, and there may be more of them.
        final int pagesAfter = (int) Math.min(pages + (long) morePages, limitBytes / PageRecord.bytes(0, 0, 0, 0));
        final long byPages = (long) pagesAfter
                * ColumnIndexWriter.maxPageBytes(repetitionCounts, definitionCounts, maxBoundBytes, maxBoundBytes);
        // What all records hold is less than so many of the longest, and may be far less: an index has the bounds of a
        // record as they are, and five bytes where a record has four.
        final long columnIndex = ColumnIndexWriter.MAX_FIXED_BYTES + Math.min(byPages, most + most / 4);
        return Math.toIntExact(Math.max(bounds ? columnIndex : 0, OffsetIndexWriter.maxBytes(pagesAfter)));
    }

    /** Adds to the demand what a fork takes for its last page, once so many pages have come; see {@link #plan}. */
    void planForked(final int morePages, final long plainBytes, final Demand demand) {
        if (!dropped) {
            demand.add(2 * recordBytes(morePages, plainBytes), 1);
        }
    }

    /** Bytes that all records have at most once so many pages have come: their bounds are values, or shorter. */
    private long recordBytes(final int morePages, final long plainBytes) {
        final long bounds =
                Math.min(2L * morePages * maxBoundBytes, 2 * (plainBytes + (long) morePages * NUMBER_BYTES));
        final long fixed = (long) morePages * PageRecord.bytes(repetitionCounts, definitionCounts, 0, 0);
        return Math.min(limitBytes, usedBytes + fixed + bounds);
    }

    private static void planGrowth(final long from, final long most, final Demand demand) {
        long held = from;
        while (held < most) {
            held = grown(held, held + 1);
            demand.add(held, 1);
        }
    }

    /**
     * Bytes that the indexes of all chunks take at most, of one kind, to which so many more pages come.
     *
     * @param plainBytes bytes of all values of these pages: their bounds are values, or shorter
     */
    long maxIndexBytes(final long morePages, final long plainBytes) {
        final long allPages = pages + morePages;
        final long columnIndex = allPages * ColumnIndexWriter.maxPageBytes(repetitionCounts, definitionCounts, 0, 0)
                + Math.min(2 * morePages * maxBoundBytes, 2 * (plainBytes + morePages * NUMBER_BYTES))
                + usedBytes;
        return Math.max(bounds ? columnIndex : 0, allPages * OffsetIndexWriter.MAX_PAGE_BYTES);
    }

    private static long grown(final long held, final long needed) {
        long bytes = Math.max(MIN_BYTES, held);
        while (bytes < needed) {
            bytes *= 2;
        }
        return bytes;
    }

    /** Adds a page that was written. */
    void add(
            final int storedBytes,
            final PageCounts counts,
            final ChunkHistograms histograms,
            final WrittenBounds pageBounds,
            final Reserve reserve) {
        if (dropped) {
            return;
        }
        final boolean recorded = bounds && pageBounds.isPresent();
        final byte[] min = recorded ? pageBounds.min() : null;
        final byte[] max = recorded ? pageBounds.max() : null;
        final int bytes = PageRecord.bytes(
                repetitionCounts, definitionCounts, min == null ? 0 : min.length, max == null ? 0 : max.length);
        if (usedBytes + (long) maxRecordBytes > limitBytes) {
            dropped = true;
            return;
        }
        if (usedBytes + bytes > records.capacity()) {
            records.ensure(grown(records.capacity(), usedBytes + (long) bytes), usedBytes, reserve);
        }
        PageRecord.write(
                records.address() + usedBytes,
                storedBytes,
                counts,
                histograms.pageRepetitions(),
                histograms.pageDefinitions(),
                min,
                max);
        usedBytes += bytes;
        pages++;
    }

    private boolean isEmpty() {
        return dropped || pages == 0;
    }

    /** Writes the column index; returns its bytes, 0 where the chunk has none: some page with a value has no bounds. */
    int writeColumnIndex(final Lane lane, final ValueOrder order, final Reserve reserve) {
        final long first = records.address();
        if (!bounds || isEmpty() || !ColumnIndexWriter.possible(first, pages)) {
            return 0;
        }
        final long at = lane.claim(Math.toIntExact(ColumnIndexWriter.maxBytes(first, pages)), reserve);
        final int ordered = BoundaryOrder.of(order, first, pages);
        final int bytes = (int) (ColumnIndexWriter.write(at, first, pages, ordered, order.countsNans()) - at);
        lane.commit(0, bytes);
        return bytes;
    }

    /**
     * Writes the offset index; returns its bytes, 0 where the chunk has none.
     *
     * @param firstPage file offset of the first data page
     */
    int writeOffsetIndex(final Lane lane, final long firstPage, final Reserve reserve) {
        if (isEmpty()) {
            return 0;
        }
        final long at = lane.claim(Math.toIntExact(OffsetIndexWriter.maxBytes(pages)), reserve);
        final int bytes = (int) (OffsetIndexWriter.write(at, records.address(), pages, firstPage, byteArrays) - at);
        lane.commit(0, bytes);
        return bytes;
    }

    State capture() {
        return new State(records.capture(usedBytes), pages, dropped);
    }

    /** Goes on from what was captured; nothing is held before. */
    void resume(final State captured) {
        records.share(captured.records);
        usedBytes = (int) captured.records.bytes();
        pages = captured.pages;
        dropped = captured.dropped;
    }

    /** Forgets the pages of a closed chunk and keeps the memory, unless a capture has it, too. */
    void clear(final Reserve reserve) {
        if (records.isShared()) {
            records.giveBackTo(reserve);
        }
        usedBytes = 0;
        pages = 0;
        dropped = false;
    }

    /** Gives the memory of an empty log to the operation in progress. */
    void giveBackTo(final Reserve reserve) {
        records.giveBackTo(reserve);
    }
}

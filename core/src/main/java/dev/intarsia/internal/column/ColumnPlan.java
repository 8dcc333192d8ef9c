package dev.intarsia.internal.column;

import dev.intarsia.internal.column.ColumnWriter.Phase;
import dev.intarsia.internal.encoding.RleHybrid;
import dev.intarsia.internal.memory.Bitmaps;
import dev.intarsia.internal.memory.Demand;
import dev.intarsia.internal.page.Levels;
import dev.intarsia.internal.page.PageWriter;
import dev.intarsia.options.ColumnEncoding;

/**
 * What an operation can make a column take at most, found before anything of it is done. Reused; confined to the writer's
 * thread.
 *
 * <p>The figures are bounds, not guesses: the operation takes exactly these areas and at most these blocks, so once they
 * are reserved it cannot run out of memory. They are bounds for the worst values that the rows could hold, so what is not
 * taken is given back at once.
 */
final class ColumnPlan {
    private static final int ID_BYTES = 4;

    /** Header, framing of levels and codec, and slack of a page, generously. */
    private static final int PAGE_OVERHEAD_BYTES = 256;

    private final ColumnWriter column;
    private final PageLimits limits;

    /** Bytes that the areas of the open page must hold; zero where the operation does not use the area. */
    long plainBytes;

    long idBytes;
    long presenceBytes;

    /** Bytes of the longest PLAIN value that the open page holds or the rows bring. */
    int longestValueBytes;

    private long run;

    ColumnPlan(final ColumnWriter column, final PageLimits limits) {
        this.column = column;
        this.limits = limits;
    }

    /** Measures the rows of the bound vector that {@link #compute} will plan for; returns their exact PLAIN bytes. */
    long measure(final int rows) {
        run = rows == 0 ? 0 : column.plainBytes(0, rows);
        longestValueBytes = Math.max(column.page.longestValueBytes, rows == 0 ? 0 : column.longestPlainBytes(rows));
        return run;
    }

    /**
     * Plans to append the measured rows of the bound vector and to close chunks at most so often, and adds what it takes.
     *
     * @param lasting gets what pages take, which stays
     * @param passing gets what the chunk in progress takes, which is given back when it is closed
     * @return bytes of the largest page body that may be written; zero where no page is cut
     */
    int compute(final int rows, final int chunks, final Demand lasting, final Demand passing) {
        final OpenPage page = column.page;
        final boolean ids = column.phase() == Phase.DICTIONARY;
        final boolean overflows = ids && column.dictionary.entryBytes() + run > limits.dictionaryBytes();
        final boolean mayBePlain = !ids || chunks > 0 || overflows;
        final long plainAfter = ids ? run : page.valueBytes + run;
        final int cuts = cuts(rows, chunks, ids, overflows, mayBePlain);
        // Undecided columns choose at a cut, and those that have chosen choose again once their chunk is closed.
        final boolean mayBeIds = ids
                || column.encoding() != ColumnEncoding.PLAIN
                        && cuts > 0
                        && (chunks > 0 || column.phase() == Phase.UNDECIDED);

        plainBytes = mayBePlain && plainAfter > 0 ? plainArea(plainAfter) + ColumnValues.SLACK_BYTES : 0;
        // No page has more rows, and so ids, than this, whether it was begun as ids or turned into them.
        final int idsAfter = (int) Math.min(limits.rows(), (long) page.values + rows);
        idBytes = mayBeIds ? (long) idsAfter * ID_BYTES + ColumnValues.SLACK_BYTES : 0;
        final int levels = (int) Math.min(limits.rows(), (long) page.levels + rows);
        final boolean nullable = column.leaf().maxDefinitionLevel() > 0;
        presenceBytes = nullable && (page.presenceKept || column.reader().validity() != 0)
                ? Bitmaps.bytesFor(levels) + ColumnValues.SLACK_BYTES
                : 0;

        column.plain.plan(plainBytes, passing);
        column.ids.plan(idBytes, passing);
        column.presence.plan(presenceBytes, passing);
        final PageWriter pages = column.workspace().pages();
        int entryBytes = 0;
        if (mayBeIds) {
            final long values = ids ? rows : (long) page.values + rows;
            entryBytes = column.dictionary.plan(values, ids ? run : plainAfter, passing);
        } else if (column.totals.usesDictionary()) {
            entryBytes = column.dictionary.entryBytes();
        }
        if (chunks > 0 && entryBytes > 0) {
            final long allEntries = Math.max(entryBytes, plainAfter) + (long) chunks * PAGE_OVERHEAD_BYTES;
            lasting.addMany(pages.claimBytes(entryBytes), chunks, allEntries + allEntries / 4);
        }
        if (cuts == 0) {
            return 0;
        }
        final long packed = mayBeIds ? 1 + RleHybrid.maxBytes(idsAfter, bitWidth(entryBytes)) : 0;
        final long values = Math.max(plainBytes, packed);
        final int body = Math.toIntExact(Levels.maxBytes(levels, nullable ? 1 : 0) + values);
        final long allBodies =
                plainAfter + (mayBeIds ? (long) ID_BYTES * idsAfter : 0) + ((long) page.levels + rows) / 4;
        final long allClaims = allBodies + allBodies / 4 + (long) cuts * PAGE_OVERHEAD_BYTES;
        column.lane.plan(pages.claimBytes(body), cuts, allClaims, lasting);
        // Every chunk but the one in progress begins with a block of its own.
        lasting.addMany(pages.claimBytes(body), rows == 0 ? 0 : chunks, allClaims);
        column.statistics.plan(longestValueBytes, passing);
        return body;
    }

    /** Pages that may be cut; zero where the open page certainly takes all rows and stays open. */
    private int cuts(
            final int rows, final int chunks, final boolean ids, final boolean overflows, final boolean mayBePlain) {
        final OpenPage page = column.page;
        if (rows == 0) {
            return chunks > 0 && page.levels > 0 ? 1 : 0;
        }
        final long levels = (long) page.levels + rows;
        final long values = (long) page.values + rows;
        final long plain = (ids ? 0 : page.valueBytes) + run;
        final boolean fits = ids ? values <= limits.ids() : plain <= limits.bytes();
        if (chunks == 0 && !overflows && fits && levels < column.rowLimit()) {
            return 0;
        }
        final long byRows = levels / Math.min(limits.rows(), column.firstPageRows()) + 1;
        // Of two pages that were cut for their bytes, the second begins with what the first had no room for.
        final long byBytes = mayBePlain ? 2 * (plain / limits.bytes() + 1) : 0;
        final long byIds = values / limits.ids() + 1;
        return Math.toIntExact(Math.min(Integer.MAX_VALUE / 4, byRows + byBytes + byIds + 2L * chunks));
    }

    /** PLAIN bytes that a page can come to hold: the limit, or a single value that is larger. */
    private long plainArea(final long plainAfter) {
        return Math.min(plainAfter, Math.max(limits.bytes(), Math.max(column.page.valueBytes, longestValueBytes)));
    }

    private static int bitWidth(final int entryBytes) {
        // Every entry takes at least two bytes, so this many bits name any of them.
        return Math.min(32, 33 - Integer.numberOfLeadingZeros(Math.max(1, entryBytes)));
    }
}

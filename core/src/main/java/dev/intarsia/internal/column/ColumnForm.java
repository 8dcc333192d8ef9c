package dev.intarsia.internal.column;

import dev.intarsia.internal.encoding.RleHybrid;
import dev.intarsia.internal.memory.Bitmaps;
import dev.intarsia.internal.memory.Demand;
import dev.intarsia.internal.memory.Prefix;
import dev.intarsia.internal.page.Levels;
import dev.intarsia.internal.schema.Leaf;
import dev.intarsia.internal.state.StateOutput;
import dev.intarsia.internal.state.StatePayload;
import dev.intarsia.internal.stats.Bounds;

/**
 * The serial form of a column chunk in progress: what is new since its marks. Static functions without state; the way back
 * is {@link ColumnRestore}, and docs/reference/checkpoint-format.md says what stands where.
 *
 * <p>Finished pages, their records, PLAIN values and dictionary entries go into the payload by reference, each from where
 * the marks end. Levels and ids, which are kept wide while a page is open, are packed for it.
 */
public final class ColumnForm {
    static final int UNCHANGED = 0;
    static final int CONTINUED = 1;
    static final int BEGUN = 2;

    static final int FIRST_PAGE = 1;
    static final int DICTIONARY_TRIED = 1 << 1;
    static final int DICTIONARY_ENDED = 1 << 2;
    static final int PRESENCE_KEPT = 1 << 3;
    static final int AS_IDS = 1 << 4;
    static final int LOG_DROPPED = 1 << 5;
    static final int DICTIONARY = 1 << 6;
    static final int DICTIONARY_SEALED = 1 << 7;
    static final int SAME_PAGE = 1 << 8;
    static final int PAGES_CUT = 1 << 9;
    static final int BOUNDS_CHANGED = 1 << 10;
    static final int BLOOM_CHANGED = 1 << 11;
    static final int BLOOM_BY_HASHES = 1 << 12;
    static final int FLAGS = 13;

    private static final int ID_BYTES = 4;

    private ColumnForm() {}

    /** Bits of an id in the form: enough for every entry of a dictionary. */
    static int idWidth(final int entries) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(0, entries - 1));
    }

    /** The first level of an open page that is told: bitmaps go on at whole bytes. */
    static int firstLevel(final int known) {
        return known & -8;
    }

    /** Adds to the demand what the payload takes that is packed for it. */
    public static void plan(final ColumnState state, final Leaf leaf, final Demand demand) {
        final OpenPage page = state.page();
        if (state.values().asIds() && page.values > 0) {
            demand.add(RleHybrid.maxBytes(page.values, idWidth(entries(state))), 1);
        }
        if (state.levels().definitions().bytes() > 0) {
            demand.add(RleHybrid.maxBytes(page.levels, Levels.width(leaf.maxDefinitionLevel())), 1);
        }
        if (state.levels().repetitions().bytes() > 0) {
            demand.add(RleHybrid.maxBytes(page.levels, Levels.width(leaf.maxRepetitionLevel())), 1);
        }
        if (page.presenceKept) {
            demand.add(RleHybrid.maxBytes(page.levels, 1), 1);
        }
    }

    private static int entries(final ColumnState state) {
        final ChunkDictionary.State dictionary = state.values().dictionary();
        return dictionary == null ? 0 : dictionary.size();
    }

    /**
     * Writes what is new.
     *
     * @param rowGroup place of the row group in progress
     * @param since how far the chunk had come that is built upon; null where nothing is
     */
    public static void write(
            final ColumnState state,
            final Leaf leaf,
            final int rowGroup,
            final ColumnMarks since,
            final StatePayload payload,
            final StateOutput out) {
        final ColumnMarks now = ColumnMarks.of(state, rowGroup);
        if (now.equals(since)) {
            out.putByte(UNCHANGED);
            return;
        }
        final boolean continued = since != null && since.rowGroup() == rowGroup;
        final ColumnMarks chunk = continued ? since : ColumnMarks.beginningOf(rowGroup);
        final boolean samePage = chunk.dataPages() == now.dataPages() && chunk.asIds() == now.asIds();
        final ColumnMarks known = samePage ? chunk : chunk.withoutPage();
        final int flags = flags(state, known, now, samePage);
        out.putByte(continued ? CONTINUED : BEGUN);
        out.putVarint(flags);
        out.putByte(state.values().phase().ordinal());
        out.putByte(state.values().encoding().id());
        out.putVarint(state.headerGuess());
        page(state.page(), out);
        if ((flags & PAGES_CUT) != 0) {
            pages(state, known, payload, out);
        }
        if ((flags & BOUNDS_CHANGED) != 0) {
            bounds(state.statistics(), payload, out);
        }
        if ((flags & DICTIONARY) != 0) {
            out.putVarint(now.entries());
            out.putVarint(now.entryBytes());
            payload.share(state.values().dictionary().entries(), known.entryBytes(), now.entryBytes());
        }
        if ((flags & BLOOM_CHANGED) != 0) {
            out.putVarint(now.bloomValues());
            bloom(state.bloom(), known, (flags & BLOOM_BY_HASHES) != 0, payload, out);
        }
        values(state, known, payload, out);
        levels(state, leaf, known, payload, out);
    }

    private static int flags(
            final ColumnState state, final ColumnMarks known, final ColumnMarks now, final boolean samePage) {
        final ChunkValues.State values = state.values();
        return flag(FIRST_PAGE, state.firstPage())
                | flag(DICTIONARY_TRIED, values.dictionaryTried())
                | flag(DICTIONARY_ENDED, values.dictionaryEnded())
                | flag(PRESENCE_KEPT, state.page().presenceKept)
                | flag(AS_IDS, values.asIds())
                | flag(LOG_DROPPED, state.log() != null && state.log().dropped())
                | flag(DICTIONARY, values.dictionary() != null)
                | flag(
                        DICTIONARY_SEALED,
                        values.dictionary() != null && values.dictionary().sealed())
                | flag(SAME_PAGE, samePage)
                | flag(PAGES_CUT, now.dataPages() != known.dataPages())
                | flag(BOUNDS_CHANGED, now.boundsVersion() != known.boundsVersion())
                | flag(BLOOM_CHANGED, now.bloomValues() != known.bloomValues())
                | flag(BLOOM_BY_HASHES, isByHashes(state.bloom(), known));
    }

    private static int flag(final int bit, final boolean set) {
        return set ? bit : 0;
    }

    private static void page(final OpenPage page, final StateOutput out) {
        out.putVarint(page.rows);
        out.putVarint(page.levels);
        out.putVarint(page.values);
        out.putVarint(page.valueBytes);
        out.putVarint(page.plainBytes);
        out.putVarint(page.longestValueBytes);
    }

    private static void pages(
            final ColumnState state, final ColumnMarks known, final StatePayload payload, final StateOutput out) {
        state.totals().write(out);
        for (final long count : state.histograms().repetitions()) {
            out.putVarint(count);
        }
        for (final long count : state.histograms().definitions()) {
            out.putVarint(count);
        }
        if (state.geometry() != null) {
            state.geometry().bounds().write(out);
            out.putVarint(state.geometry().entries());
            out.putVarint(state.geometry().entryBytes());
        }
        out.putVarint(state.pages().bytes() - known.pageBytes());
        payload.share(state.pages(), known.pageBytes(), state.pages().bytes());
        if (state.log() != null) {
            final long recordBytes = state.log().records().bytes();
            out.putVarint(state.log().pages());
            out.putVarint(recordBytes - known.recordBytes());
            payload.share(state.log().records(), known.recordBytes(), recordBytes);
        }
    }

    private static void bounds(
            final ColumnStatistics.State statistics, final StatePayload payload, final StateOutput out) {
        final Bounds.State bounds = statistics.bounds();
        out.putVarint(statistics.version());
        out.putVarint(statistics.nans());
        bounds.write(out);
        if (bounds.heldBytes() > 0) {
            // The minimum lies at the start of the block, the maximum at its end.
            final long end = statistics.block().bytes();
            payload.share(statistics.block(), 0, bounds.minRest());
            payload.share(statistics.block(), end - bounds.maxRest(), end);
        }
    }

    private static void bloom(
            final ChunkBloom.State bloom,
            final ColumnMarks known,
            final boolean byHashes,
            final StatePayload payload,
            final StateOutput out) {
        out.putVarint(bloom.bytes());
        if (byHashes) {
            final Prefix hashes = bloom.hashes().hashes();
            payload.share(hashes, hashes.bytes() - bloom.hashes().bytesSince(known.bloomValues()), hashes.bytes());
        } else {
            payload.share(bloom.bits(), 0, bloom.bytes());
        }
    }

    /** Whether the hashes that are new are all there, and smaller than the bitset. */
    private static boolean isByHashes(final ChunkBloom.State bloom, final ColumnMarks known) {
        if (bloom == null || bloom.values() == known.bloomValues()) {
            return false;
        }
        final long bytes = bloom.hashes().bytesSince(known.bloomValues());
        return bytes >= 0 && bytes < bloom.bytes();
    }

    private static void values(
            final ColumnState state, final ColumnMarks known, final StatePayload payload, final StateOutput out) {
        final OpenPage page = state.page();
        if (state.values().asIds()) {
            final int more = page.values - known.values();
            final int width = idWidth(entries(state));
            if (more > 0) {
                final long at = payload.claim(Math.toIntExact(RleHybrid.maxBytes(more, width)));
                final long ids = state.values().ids().address() + (long) ID_BYTES * known.values();
                commit(at, RleHybrid.encodeInts(ids, more, width, at), payload, out);
            }
        } else if (page.values > known.values()) {
            payload.share(state.values().plain(), firstByte(state, known), page.valueBytes);
        }
    }

    /** The first byte of the open page's PLAIN values that is told: the last of a bitmap may have got more bits. */
    private static long firstByte(final ColumnState state, final ColumnMarks known) {
        return state.booleans() ? known.values() >>> 3 : known.valueBytes();
    }

    private static void levels(
            final ColumnState state,
            final Leaf leaf,
            final ColumnMarks known,
            final StatePayload payload,
            final StateOutput out) {
        final int levels = state.page().levels;
        if (levels == known.levels()) {
            return;
        }
        final OpenLevels.State open = state.levels();
        final int from = known.levels();
        if (open.definitions().bytes() > 0) {
            bytes(open.definitions().address(), from, levels, leaf.maxDefinitionLevel(), payload, out);
        }
        if (open.repetitions().bytes() > 0) {
            bytes(open.repetitions().address(), from, levels, leaf.maxRepetitionLevel(), payload, out);
        }
        if (state.page().presenceKept) {
            final int first = known.presenceKept() ? firstLevel(from) : 0;
            final long at = payload.claim(Math.toIntExact(RleHybrid.maxBytes(levels - first, 1)));
            final long bitmap = open.presence().address() + Bitmaps.bytesFor(first);
            commit(at, RleHybrid.encodeBits(bitmap, levels - first, at), payload, out);
        }
    }

    private static void bytes(
            final long address,
            final int from,
            final int to,
            final int maxLevel,
            final StatePayload payload,
            final StateOutput out) {
        final int width = Levels.width(maxLevel);
        final long at = payload.claim(Math.toIntExact(RleHybrid.maxBytes(to - from, width)));
        commit(at, RleHybrid.encodeBytes(address + from, to - from, width, at), payload, out);
    }

    private static void commit(final long at, final long end, final StatePayload payload, final StateOutput out) {
        payload.commit((int) (end - at));
        out.putVarint(end - at);
    }
}

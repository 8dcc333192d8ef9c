package dev.intarsia.internal.column;

import dev.intarsia.internal.encoding.RleHybrid;
import dev.intarsia.internal.encoding.ValueEncoding;
import dev.intarsia.internal.memory.Bitmaps;
import dev.intarsia.internal.memory.Demand;
import dev.intarsia.internal.memory.Prefix;
import dev.intarsia.internal.page.Levels;
import dev.intarsia.internal.schema.Leaf;
import dev.intarsia.internal.state.Piece;
import dev.intarsia.internal.state.Pieces;
import dev.intarsia.internal.state.StateOutput;
import dev.intarsia.internal.state.StatePayload;
import dev.intarsia.internal.stats.BoundsState;
import dev.intarsia.internal.stats.WkbBounds;
import java.util.function.Consumer;

/**
 * The serial form of a column chunk in progress: what is new since its marks. Static functions without state; the way
 * back is {@link ColumnRestore}, and docs/reference/checkpoint-format.md says what stands where.
 *
 * <p>Finished pages, their records, PLAIN values and dictionary entries go into the payload by reference, each from
 * where the marks end. Levels and ids, which are kept wide while a page is open, are packed for it.
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
    static final int BLOOM_BITSET = 1 << 12;
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
        begin(state, flags, out);
        page(state.page(), out);
        if ((flags & PAGES_CUT) != 0) {
            pages(state, known, payload, out);
        }
        if ((flags & BOUNDS_CHANGED) != 0) {
            bounds(state.statistics(), out);
            held(state.statistics(), payload);
        }
        if ((flags & DICTIONARY) != 0) {
            out.putVarint(now.entries());
            out.putVarint(now.entryBytes());
            payload.share(state.values().dictionary().entries(), known.entryBytes(), now.entryBytes());
        }
        if ((flags & BLOOM_CHANGED) != 0) {
            bloom(state.bloom(), known, (flags & BLOOM_BITSET) != 0, payload, out);
        }
        values(state, known, payload, out);
        levels(state, leaf, known, payload, out);
    }

    private static int flags(
            final ColumnState state, final ColumnMarks known, final ColumnMarks now, final boolean samePage) {
        return flags(state)
                | flag(SAME_PAGE, samePage)
                | flag(PAGES_CUT, now.dataPages() != known.dataPages())
                | flag(BOUNDS_CHANGED, now.boundsVersion() != known.boundsVersion())
                | flag(BLOOM_CHANGED, now.bloomValues() != known.bloomValues())
                | flag(BLOOM_BITSET, now.bloomValues() != known.bloomValues() && !isByHashes(state.bloom(), known));
    }

    /** The flags that do not depend on what is known already. */
    static int flags(final ColumnState state) {
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
                        values.dictionary() != null && values.dictionary().sealed());
    }

    private static int flag(final int bit, final boolean set) {
        return set ? bit : 0;
    }

    /** Writes what every form begins with. */
    static void begin(final ColumnState state, final int flags, final StateOutput out) {
        final ChunkValues.State values = state.values();
        begin(flags, values.phase(), values.encoding(), state.headerGuess(), out);
    }

    private static void begin(
            final int flags,
            final ChunkValues.Phase phase,
            final ValueEncoding encoding,
            final int headerGuess,
            final StateOutput out) {
        out.putVarint(flags);
        out.putByte(phase.code());
        out.putByte(encoding.id());
        out.putVarint(headerGuess);
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
        counts(state, out);
        out.putVarint(state.pages().bytes() - known.pageBytes());
        payload.share(state.pages(), known.pageBytes(), state.pages().bytes());
        if (state.log() != null) {
            final long recordBytes = state.log().records().bytes();
            out.putVarint(state.log().pages());
            out.putVarint(recordBytes - known.recordBytes());
            payload.share(state.log().records(), known.recordBytes(), recordBytes);
        }
    }

    /** Writes what finished pages add up to. */
    static void counts(final ColumnState state, final StateOutput out) {
        counts(state.totals(), state.histograms(), out);
        if (state.geometry() != null) {
            geometry(
                    state.geometry().bounds(),
                    state.geometry().entries(),
                    state.geometry().entryBytes(),
                    out);
        }
    }

    private static void counts(
            final ChunkTotals totals, final ChunkHistograms.State histograms, final StateOutput out) {
        totals.write(out);
        for (final long count : histograms.repetitions()) {
            out.putVarint(count);
        }
        for (final long count : histograms.definitions()) {
            out.putVarint(count);
        }
    }

    private static void geometry(
            final WkbBounds bounds, final int entries, final long entryBytes, final StateOutput out) {
        bounds.write(out);
        out.putVarint(entries);
        out.putVarint(entryBytes);
    }

    /** Writes the bounds but for the bytes that lie in a block. */
    static void bounds(final ColumnStatistics.State statistics, final StateOutput out) {
        bounds(statistics.version(), statistics.nans(), statistics.bounds(), out);
    }

    private static void bounds(final int version, final long nans, final BoundsState bounds, final StateOutput out) {
        out.putVarint(version);
        out.putVarint(nans);
        bounds.write(out);
    }

    private static void held(final ColumnStatistics.State statistics, final StatePayload payload) {
        final BoundsState bounds = statistics.bounds();
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
            final boolean bitset,
            final StatePayload payload,
            final StateOutput out) {
        out.putVarint(bloom.values());
        out.putVarint(bloom.bytes());
        if (bitset) {
            out.putVarint(0);
            payload.share(bloom.bits(), 0, bloom.bytes());
        } else {
            final Prefix hashes = bloom.hashes().hashes();
            final long more = bloom.hashes().bytesSince(known.bloomValues());
            out.putVarint(more);
            payload.share(hashes, hashes.bytes() - more, hashes.bytes());
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
                final long bytes = RleHybrid.encodeInts(ids, more, width, at) - at;
                payload.commit((int) bytes);
                PackedRuns.describe(known.values(), more, width, bytes, out);
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
            final long bytes = RleHybrid.encodeBits(bitmap, levels - first, at) - at;
            payload.commit((int) bytes);
            PackedRuns.describe(first, levels - first, 1, bytes, out);
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
        final long bytes = RleHybrid.encodeBytes(address + from, to - from, width, at) - at;
        payload.commit((int) bytes);
        PackedRuns.describe(from, to - from, width, bytes, out);
    }

    /**
     * Writes a chunk that was read from several envelopes as if it were of one.
     *
     * @param shared gets the pieces that stand by reference
     * @param encoded gets the pieces that stand behind them
     */
    static void write(
            final SavedColumn column,
            final Consumer<Pieces> shared,
            final Consumer<Piece> encoded,
            final StateOutput out) {
        final boolean cut = column.totals.dataPages() > 0;
        final boolean bounded = column.boundsVersion > 0;
        final boolean bloomed = column.bloomValues > 0;
        final int flags = column.flags & ~(SAME_PAGE | PAGES_CUT | BOUNDS_CHANGED | BLOOM_CHANGED | BLOOM_BITSET)
                | flag(SAME_PAGE, !cut)
                | flag(PAGES_CUT, cut)
                | flag(BOUNDS_CHANGED, bounded)
                | flag(BLOOM_CHANGED, bloomed)
                | flag(BLOOM_BITSET, bloomed && column.bits.bytes() > 0);
        out.putByte(BEGUN);
        begin(flags, column.phase, column.encoding, column.headerGuess, out);
        page(column.page, out);
        if (cut) {
            counts(column.totals, column.histograms, out);
            if (column.geo) {
                geometry(column.geometry, column.geometryEntries, column.geometryBytes, out);
            }
            out.putVarint(column.pages.bytes());
            shared.accept(column.pages);
            if (column.logged) {
                out.putVarint(column.logPages);
                out.putVarint(column.records.bytes());
                shared.accept(column.records);
            }
        }
        if (bounded) {
            bounds(column.boundsVersion, column.nans, column.bounds, out);
            shared.accept(column.held);
        }
        if (column.has(DICTIONARY)) {
            out.putVarint(column.entries);
            out.putVarint(column.entryPieces.bytes());
            shared.accept(column.entryPieces);
        }
        if (bloomed) {
            out.putVarint(column.bloomValues);
            out.putVarint(column.bloomBytes);
            out.putVarint(column.bloomHashes.bytes());
            shared.accept(column.bits);
            shared.accept(column.bloomHashes);
        }
        packed(column, shared, encoded, out);
    }

    private static void packed(
            final SavedColumn column,
            final Consumer<Pieces> shared,
            final Consumer<Piece> encoded,
            final StateOutput out) {
        if (column.page.values > 0) {
            if (column.has(AS_IDS)) {
                column.ids.write(encoded, out);
            } else {
                shared.accept(column.plain);
            }
        }
        if (column.page.levels > 0) {
            if (column.nested()) {
                column.definitions.write(encoded, out);
                if (column.leaf.maxRepetitionLevel() > 0) {
                    column.repetitions.write(encoded, out);
                }
            } else if (column.page.presenceKept) {
                column.presence.write(encoded, out);
            }
        }
    }
}

package dev.intarsia.internal.column;

import dev.intarsia.internal.format.PageRecord;
import dev.intarsia.internal.memory.Bitmaps;
import dev.intarsia.internal.memory.Demand;
import dev.intarsia.internal.memory.NativeMemory;
import dev.intarsia.internal.memory.Prefix;
import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.internal.memory.Segment;
import dev.intarsia.internal.page.DictionaryPageReader;
import dev.intarsia.internal.state.PieceLoader;
import dev.intarsia.internal.state.Pieces;
import dev.intarsia.internal.state.StateFormatException;
import dev.intarsia.internal.stats.BloomFilter;
import java.io.IOException;
import java.util.List;

/**
 * Loads a column chunk in progress, once it is known where its bytes are. Static functions without state.
 *
 * <p>What the bytes say is not believed where others would follow it blindly: lengths of byte arrays and of records,
 * ids and levels are looked at before the chunk goes on.
 */
final class ColumnLoader {
    private static final int MAX_HASH_BYTES = 64 << 10;

    private ColumnLoader() {}

    /** Adds to the demand what the chunk takes, and to another what it takes in passing. */
    static void plan(final SavedColumn column, final PieceLoader loader, final Demand demand, final Demand passing) {
        final OpenPage page = column.page;
        loader.planSlices(column.pages, demand);
        demand.add(column.records.bytes(), 1);
        demand.add(column.held.bytes(), 1);
        demand.add(column.bloomBytes, 1);
        passing.add(hashBytesAtOnce(column), 1);
        demand.add(room(column.entryBytes()), 1);
        demand.add(room(column.plain.bytes()), 1);
        demand.add(room(idBytes(column)), 1);
        demand.add(room(column.definitions.isEmpty() ? 0 : page.levels), 1);
        demand.add(room(column.repetitions.isEmpty() ? 0 : page.levels), 1);
        demand.add(room(column.presence.isEmpty() ? 0 : Bitmaps.bytesFor(page.levels)), 1);
        for (final PackedRuns each : packed(column)) {
            each.plan(passing);
        }
        if (column.dictionaryPage != null) {
            passing.add(column.dictionaryPage.length(), 1);
        }
    }

    private static List<PackedRuns> packed(final SavedColumn column) {
        return List.of(column.ids, column.definitions, column.repetitions, column.presence);
    }

    private static long room(final long bytes) {
        return bytes == 0 ? 0 : bytes + ColumnValues.SLACK_BYTES;
    }

    private static long idBytes(final SavedColumn column) {
        return column.ids.isEmpty() ? 0 : (long) Integer.BYTES * column.page.values;
    }

    /**
     * Reads the bytes.
     *
     * @return one reference to each, transferred
     */
    static ColumnState load(final SavedColumn column, final PieceLoader loader, final Reserve reserve)
            throws IOException {
        requireOpenPage(column);
        final OpenPage page = column.page;
        final Prefix values = loader.prefix(column.plain, ColumnValues.SLACK_BYTES, reserve);
        if (isOfByteArrays(column)) {
            requireByteArrays(values, column.has(ColumnForm.AS_IDS) ? 0 : page.values);
        }
        final ChunkDictionary.State dictionary =
                column.has(ColumnForm.DICTIONARY) ? dictionary(column, loader, reserve) : null;
        final Prefix ids = column.ids.load(idBytes(column), column.entries, loader, reserve);
        final OpenLevels.State levels = new OpenLevels.State(
                column.presence.load(Bitmaps.bytesFor(page.levels), 1, loader, reserve),
                column.definitions.load(page.levels, column.leaf.maxDefinitionLevel() + 1, loader, reserve),
                column.repetitions.load(page.levels, column.leaf.maxRepetitionLevel() + 1, loader, reserve));
        return new ColumnState(
                page.copy(),
                column.firstPage,
                column.headerGuess,
                column.booleans,
                new ChunkValues.State(
                        column.phase,
                        column.encoding,
                        column.has(ColumnForm.DICTIONARY_TRIED),
                        column.has(ColumnForm.DICTIONARY_ENDED),
                        values,
                        ids,
                        column.has(ColumnForm.AS_IDS),
                        dictionary),
                levels,
                loader.slices(column.pages, reserve),
                column.totals.copy(),
                column.histograms,
                new ColumnStatistics.State(
                        column.bounds, loader.prefix(column.held, 0, reserve), column.nans, column.boundsVersion),
                column.logged ? log(column, loader, reserve) : null,
                column.bloomed ? bloom(column, loader, reserve) : null,
                column.geo
                        ? new ChunkGeometry.State(column.geometry, column.geometryEntries, column.geometryBytes)
                        : null);
    }

    /** What came of the open page, perhaps in several envelopes, must be all of it and nothing else. */
    private static void requireOpenPage(final SavedColumn column) throws StateFormatException {
        final OpenPage page = column.page;
        final boolean ids = column.has(ColumnForm.AS_IDS);
        final boolean presence = !column.nested() && page.presenceKept;
        if (column.ids.count() != (ids ? page.values : 0)
                || column.plain.bytes() != (ids ? 0 : page.valueBytes)
                || column.definitions.count() != (column.nested() ? page.levels : 0)
                || column.repetitions.count() != (column.leaf.maxRepetitionLevel() > 0 ? page.levels : 0)
                || column.presence.count() != (presence ? page.levels : 0)
                || column.presence.isEmpty() == (presence && page.levels > 0)
                || column.held.bytes() != column.bounds.heldBytes()) {
            throw StateFormatException.damaged("of an open page of " + page.levels + " levels and " + page.values
                    + " values of the column '" + column.leaf.path() + "' there is less, or more");
        }
    }

    private static boolean isOfByteArrays(final SavedColumn column) {
        return !column.booleans && column.leaf.plainBytes() == 0;
    }

    private static ChunkDictionary.State dictionary(
            final SavedColumn column, final PieceLoader loader, final Reserve reserve) throws IOException {
        final int bytes = Math.toIntExact(column.entryBytes());
        Prefix entries = Prefix.NONE;
        if (bytes > 0) {
            final Segment segment = loader.take(bytes + ColumnValues.SLACK_BYTES, reserve);
            if (column.dictionaryPage != null) {
                readPage(column, segment, loader, reserve);
            }
            column.entryPieces.read(0, segment, column.pageEntryBytes, bytes - column.pageEntryBytes);
            entries = new Prefix(segment, bytes);
        }
        if (isOfByteArrays(column)) {
            requireByteArrays(entries, column.entries);
            requireGeometries(column, entries);
        }
        return new ChunkDictionary.State(entries, column.entries, column.has(ColumnForm.DICTIONARY_SEALED));
    }

    private static void readPage(
            final SavedColumn column, final Segment entries, final PieceLoader loader, final Reserve reserve)
            throws IOException {
        final int pageBytes = Math.toIntExact(column.dictionaryPage.length());
        final Segment page = loader.segment(column.dictionaryPage, reserve);
        try {
            final DictionaryPageReader reader = DictionaryPageReader.open(
                    page.view(0, pageBytes), column.format.pages().compression().codec(), column.leaf.plainBytes());
            if (reader.entries() != column.pageEntries
                    || reader.entryBytes() != column.pageEntryBytes
                    || reader.pageBytes() != pageBytes) {
                throw StateFormatException.damaged("a dictionary page of " + reader.pageBytes() + " bytes has "
                        + reader.entries() + " entries in " + reader.entryBytes() + " bytes, and there should be "
                        + column.pageEntries + " in " + column.pageEntryBytes);
            }
            reader.readInto(entries.view(0, column.pageEntryBytes));
        } finally {
            reserve.takeBack(page);
        }
    }

    /** Each has its length in front. */
    private static void requireByteArrays(final Prefix bytes, final int count) throws StateFormatException {
        long at = 0;
        int found = 0;
        while (found < count && bytes.bytes() - at >= Integer.BYTES) {
            final int length = NativeMemory.getInt(bytes.address() + at);
            if (length < 0 || length > bytes.bytes() - at - Integer.BYTES) {
                break;
            }
            at += (long) Integer.BYTES + length;
            found++;
        }
        if (found != count || at != bytes.bytes()) {
            throw StateFormatException.damaged(
                    "byte arrays end at byte " + at + " of " + bytes.bytes() + " with " + found + " of " + count);
        }
    }

    /** Of as many entries as were looked at, so many bytes. */
    private static void requireGeometries(final SavedColumn column, final Prefix entries) throws StateFormatException {
        long bytes = 0;
        for (int i = 0; i < column.geometryEntries; i++) {
            bytes += Integer.BYTES + (long) NativeMemory.getInt(entries.address() + bytes);
        }
        if (bytes != column.geometryBytes) {
            throw StateFormatException.damaged("the first " + column.geometryEntries + " entries of a dictionary have "
                    + bytes + " bytes, and its metadata speaks of " + column.geometryBytes);
        }
    }

    private static PageLog.State log(final SavedColumn column, final PieceLoader loader, final Reserve reserve)
            throws IOException {
        final boolean dropped = column.has(ColumnForm.LOG_DROPPED);
        final Pieces pieces = column.records;
        final Prefix records = loader.prefix(pieces, 0, reserve);
        if (!dropped
                && !PageRecord.areSound(
                        records.address(),
                        records.bytes(),
                        column.logPages,
                        column.histograms.repetitions().length,
                        column.histograms.definitions().length)) {
            throw StateFormatException.damaged("its records of pages are not what was written");
        }
        return new PageLog.State(records, column.logPages, dropped);
    }

    private static ChunkBloom.State bloom(final SavedColumn column, final PieceLoader loader, final Reserve reserve)
            throws IOException {
        if (column.bloomBytes == 0) {
            return ChunkBloom.State.restored(Prefix.NONE, column.bloomValues);
        }
        final Segment bits = loader.take(column.bloomBytes, reserve);
        final int held = Math.toIntExact(column.bits.bytes());
        column.bits.read(0, bits, 0, held);
        if (held == 0) {
            NativeMemory.fill(bits.address(), column.bloomBytes, (byte) 0);
        } else if (column.bloomFolded) {
            BloomFilter.expand(bits.address(), held, column.bloomBytes);
        }
        enterHashes(column, bits, reserve);
        return ChunkBloom.State.restored(new Prefix(bits, column.bloomBytes), column.bloomValues);
    }

    private static void enterHashes(final SavedColumn column, final Segment bits, final Reserve reserve)
            throws IOException {
        final long all = column.bloomHashes.bytes();
        if (all == 0) {
            return;
        }
        final int atOnce = hashBytesAtOnce(column);
        final Segment some = reserve.take(atOnce);
        try {
            for (long from = 0; from < all; from += atOnce) {
                final int bytes = (int) Math.min(atOnce, all - from);
                column.bloomHashes.read(from, some, 0, bytes);
                BloomFilter.insertHashes(
                        bits.address(), column.bloomBytes, some.address(), bytes / BloomFilter.HASH_BYTES);
            }
        } finally {
            reserve.takeBack(some);
        }
    }

    private static int hashBytesAtOnce(final SavedColumn column) {
        return (int) Math.min(MAX_HASH_BYTES, column.bloomHashes.bytes());
    }
}

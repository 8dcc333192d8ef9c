package dev.intarsia.internal.column;

import dev.intarsia.internal.encoding.ValueEncoding;
import dev.intarsia.internal.memory.Demand;
import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.internal.page.Levels;
import dev.intarsia.internal.schema.Leaf;
import dev.intarsia.internal.state.PayloadReader;
import dev.intarsia.internal.state.Piece;
import dev.intarsia.internal.state.PieceLoader;
import dev.intarsia.internal.state.Pieces;
import dev.intarsia.internal.state.StateFormatException;
import dev.intarsia.internal.state.StateInput;
import dev.intarsia.internal.state.StateOutput;
import dev.intarsia.internal.stats.BloomFilter;
import dev.intarsia.internal.stats.BoundsState;
import dev.intarsia.internal.stats.WkbBounds;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads a column chunk in progress back from what {@link ColumnForm} wrote of it, increment by increment, or {@link
 * ColumnTail} in front of them: first what there is and where, then, once it is known what is still of use, the bytes.
 * Confined to one thread.
 */
public final class ColumnRestore {
    private static final int ID_BITS = 31;

    private final SavedColumn column;

    /**
     * @param leaf the column
     * @param format how it was written, and will be
     */
    public ColumnRestore(final Leaf leaf, final ColumnFormat format) {
        column = new SavedColumn(leaf, format);
    }

    /** The finished pages that came so far, of the chunk that is in progress. */
    public Pieces pages() {
        return column.pages;
    }

    /**
     * Takes in what a tail says of the chunk.
     *
     * @param pages its data pages
     * @param dictionaryPage null where it has none
     * @param bloom its Bloom filter with the header; null where it has none
     * @throws StateFormatException if it cannot be
     */
    public void readTail(final StateInput in, final Piece pages, final Piece dictionaryPage, final Piece bloom)
            throws StateFormatException {
        ColumnTail.read(in, column, pages, dictionaryPage, bloom);
    }

    /**
     * Takes in what is new.
     *
     * @throws StateFormatException if it cannot be
     */
    public void read(final StateInput in, final PayloadReader payload) throws StateFormatException {
        final int kind = in.getByte();
        if (kind == ColumnForm.UNCHANGED) {
            return;
        }
        if (kind > ColumnForm.BEGUN) {
            throw StateInput.unknownCode("a column", kind);
        }
        if (kind == ColumnForm.BEGUN) {
            column.begin();
        }
        final OpenPage page = column.page;
        final OpenPage before = page.copy();
        readFlags(in, column);
        if (!column.has(ColumnForm.SAME_PAGE)) {
            column.beginPage();
            before.clear();
        }
        page.rows = in.getVarintAsInt();
        page.levels = in.getVarintAsInt();
        page.values = in.getVarintAsInt();
        page.valueBytes = in.getVarintAsInt();
        page.plainBytes = in.getVarint();
        page.longestValueBytes = in.getVarintAsInt();
        page.presenceKept = column.has(ColumnForm.PRESENCE_KEPT);
        requirePage(in, before);
        if (column.has(ColumnForm.PAGES_CUT)) {
            readCounts(in, column);
            column.pages.add(payload.shared(in.getVarint()));
            if (column.logged) {
                column.logPages = in.getVarintAsInt();
                column.records.add(payload.shared(in.getVarint()));
                if (column.has(ColumnForm.LOG_DROPPED)) {
                    column.records.clear();
                    column.logPages = 0;
                }
            }
        }
        if (column.has(ColumnForm.BOUNDS_CHANGED)) {
            final BoundsState bounds = readBounds(in, column);
            if (bounds.heldBytes() > 0) {
                column.held.add(payload.shared(bounds.minRest()));
                column.held.add(payload.shared(bounds.maxRest()));
            }
        }
        if (column.has(ColumnForm.DICTIONARY)) {
            readDictionary(in, payload);
        } else {
            column.forgetDictionary();
        }
        if (column.has(ColumnForm.BLOOM_CHANGED)) {
            readBloom(in, payload);
        }
        requireDictionary(in, column);
        readValues(in, payload, before);
        readLevels(in, payload, before);
    }

    /** What pages name must be there, and no larger than a dictionary may become. */
    static void requireDictionary(final StateInput in, final SavedColumn column) throws StateFormatException {
        if (column.totals.usesDictionary() && !column.has(ColumnForm.DICTIONARY)
                || column.entryBytes() > column.format.dictionaryBytes()
                || column.geometryEntries > column.entries) {
            throw in.malformed("the column '" + column.leaf.path() + "' has " + column.entries
                    + " entries in its dictionary, of " + column.entryBytes() + " bytes, which cannot be all");
        }
    }

    /** Reads what every form begins with. */
    static void readFlags(final StateInput in, final SavedColumn column) throws StateFormatException {
        column.flags = in.getVarintAsInt();
        if (column.flags >>> ColumnForm.FLAGS != 0) {
            throw StateInput.unknownCode("the flags of a column", column.flags);
        }
        column.firstPage = column.has(ColumnForm.FIRST_PAGE);
        column.phase = ChunkValues.Phase.of(in.getByte());
        column.encoding = encoding(in.getByte());
        column.headerGuess = in.getVarintAsInt();
        final boolean needed = column.phase == ChunkValues.Phase.DICTIONARY || column.has(ColumnForm.AS_IDS);
        if ((column.has(ColumnForm.DICTIONARY) || needed) && !column.format.dictionary()
                || needed && !column.has(ColumnForm.DICTIONARY)
                || column.phase == ChunkValues.Phase.DICTIONARY && !column.has(ColumnForm.AS_IDS)
                || column.phase == ChunkValues.Phase.ENCODED && column.has(ColumnForm.AS_IDS)
                || !column.encoding.suits(column.leaf.physicalType())
                || column.headerGuess > column.format.pages().maxHeaderBytes()) {
            throw in.malformed("the column '" + column.leaf.path() + "' cannot be encoded in the way that is stated");
        }
    }

    private static ValueEncoding encoding(final int id) throws StateFormatException {
        for (final ValueEncoding candidate : ValueEncoding.values()) {
            if (candidate.id() == id) {
                return candidate;
            }
        }
        throw StateInput.unknownCode("an encoding", id);
    }

    private void requirePage(final StateInput in, final OpenPage before) throws StateFormatException {
        final OpenPage page = column.page;
        final int width = column.leaf.plainBytes();
        final long fixedBytes = column.has(ColumnForm.AS_IDS)
                ? (long) Integer.BYTES * page.values
                : column.booleans ? (page.values + 7L) >>> 3 : (long) width * page.values;
        final boolean fixed = column.has(ColumnForm.AS_IDS) || column.booleans || width > 0;
        if (page.rows < before.rows
                || page.levels < before.levels
                || page.values < before.values
                || page.values > page.levels
                || page.rows > page.levels
                || fixed && page.valueBytes != fixedBytes
                || page.valueBytes < before.valueBytes) {
            throw in.malformed("an open page of " + page.rows + " rows has " + page.levels + " levels and "
                    + page.values + " values in " + page.valueBytes + " bytes, and had " + before.levels + " and "
                    + before.values + " before");
        }
    }

    /** Reads what finished pages add up to. */
    static void readCounts(final StateInput in, final SavedColumn column) throws StateFormatException {
        column.totals.read(in);
        for (final long[] counts : List.of(column.histograms.repetitions(), column.histograms.definitions())) {
            for (int i = 0; i < counts.length; i++) {
                counts[i] = in.getVarint();
            }
        }
        if (column.geo) {
            column.geometry = WkbBounds.read(in);
            column.geometryEntries = in.getVarintAsInt();
            column.geometryBytes = in.getVarint();
        }
    }

    /** Reads the bounds but for the bytes that lie in a block. */
    static BoundsState readBounds(final StateInput in, final SavedColumn column) throws StateFormatException {
        column.boundsVersion = in.getVarintAsInt();
        column.nans = in.getVarint();
        column.bounds = BoundsState.read(in);
        if (!ColumnStatistics.accepts(column.bounds, column.leaf, column.format)) {
            throw in.malformed("the bounds of '" + column.leaf.path() + "' are not of its type");
        }
        column.held.clear();
        return column.bounds;
    }

    private void readDictionary(final StateInput in, final PayloadReader payload) throws StateFormatException {
        final int before = column.entries;
        column.entries = in.getVarintAsInt();
        final int bytes = in.getVarintAsInt();
        if (bytes < column.entryBytes() || column.entries < before) {
            throw in.malformed("a dictionary has " + column.entries + " entries of " + bytes + " bytes, and had "
                    + before + " of " + column.entryBytes() + " before");
        }
        column.entryPieces.add(payload.shared(bytes - column.entryBytes()));
        final int width = column.leaf.plainBytes();
        if (width > 0 && bytes != (long) width * column.entries) {
            throw in.malformed("a dictionary has " + column.entries + " entries of " + width + " bytes in " + bytes);
        }
    }

    private void readBloom(final StateInput in, final PayloadReader payload) throws StateFormatException {
        final long before = column.bloomValues;
        final int bytesBefore = column.bloomBytes;
        final boolean bitset = column.has(ColumnForm.BLOOM_BITSET);
        column.bloomValues = in.getVarint();
        final int bytes = in.getVarintAsInt();
        final long hashBytes = in.getVarint();
        if (!column.bloomed
                || bytes < BloomFilter.MIN_BYTES
                || bytes > BloomFilter.MAX_BYTES
                || Integer.bitCount(bytes) != 1
                || !bitset && before > 0 && bytes != bytesBefore
                || column.bloomValues <= before
                || hashBytes % BloomFilter.HASH_BYTES != 0
                || !bitset && hashBytes / BloomFilter.HASH_BYTES != column.bloomValues - before) {
            throw in.malformed("a Bloom filter of " + bytes + " bytes has " + column.bloomValues + " values, of which "
                    + hashBytes + " bytes are hashes, and one of " + bytesBefore + " bytes had " + before + " before");
        }
        if (bitset) {
            column.forgetBloom();
            column.bits.add(payload.shared(bytes));
        }
        column.bloomBytes = bytes;
        column.bloomHashes.add(payload.shared(hashBytes));
    }

    private void readValues(final StateInput in, final PayloadReader payload, final OpenPage before)
            throws StateFormatException {
        final OpenPage page = column.page;
        if (page.values == before.values) {
            return;
        }
        if (column.has(ColumnForm.AS_IDS)) {
            column.ids.read(in, payload, before.values, page.values, ID_BITS);
        } else {
            final long from = column.booleans ? before.values >>> 3 : before.valueBytes;
            column.plain.cut(from);
            column.plain.add(payload.shared(page.valueBytes - from));
        }
    }

    private void readLevels(final StateInput in, final PayloadReader payload, final OpenPage before)
            throws StateFormatException {
        final OpenPage page = column.page;
        if (page.levels == before.levels) {
            return;
        }
        if (column.nested()) {
            final int width = Levels.width(column.leaf.maxDefinitionLevel());
            column.definitions.read(in, payload, before.levels, page.levels, width);
            if (column.leaf.maxRepetitionLevel() > 0) {
                final int repetitionWidth = Levels.width(column.leaf.maxRepetitionLevel());
                column.repetitions.read(in, payload, before.levels, page.levels, repetitionWidth);
            }
        } else if (page.presenceKept) {
            column.presence.read(in, payload, before.presenceKept ? before.levels : 0, page.levels, 1);
        }
    }

    /**
     * Writes everything that was read as if it were of one increment.
     *
     * @param shared gets the pieces that stand by reference
     * @param encoded gets the pieces that stand behind them
     */
    public void write(final Consumer<Pieces> shared, final Consumer<Piece> encoded, final StateOutput out) {
        ColumnForm.write(column, shared, encoded, out);
    }

    /** Adds to the demand what the chunk takes, and to another what it takes in passing. */
    public void plan(final PieceLoader loader, final Demand demand, final Demand passing) {
        ColumnLoader.plan(column, loader, demand, passing);
    }

    /**
     * Reads the bytes.
     *
     * @return one reference to each, transferred
     * @throws IOException if they cannot be read, or are not what they should be
     */
    public ColumnState load(final PieceLoader loader, final Reserve reserve) throws IOException {
        return ColumnLoader.load(column, loader, reserve);
    }
}

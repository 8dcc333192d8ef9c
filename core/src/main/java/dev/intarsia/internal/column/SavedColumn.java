package dev.intarsia.internal.column;

import dev.intarsia.internal.encoding.ValueEncoding;
import dev.intarsia.internal.schema.Leaf;
import dev.intarsia.internal.state.Piece;
import dev.intarsia.internal.state.Pieces;
import dev.intarsia.internal.stats.BoundsState;
import dev.intarsia.internal.stats.WkbBounds;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * What envelopes say of a column chunk in progress, and where its bytes are; nothing of them is loaded. Confined to one
 * thread.
 */
final class SavedColumn {
    final Leaf leaf;
    final ColumnFormat format;
    final boolean booleans;
    final boolean logged;
    final boolean bloomed;
    final boolean geo;

    final OpenPage page = new OpenPage();
    boolean firstPage = true;
    int headerGuess;
    ChunkValues.Phase phase;
    ValueEncoding encoding;
    /** Of {@link ColumnForm}. */
    int flags;

    ChunkTotals totals;
    ChunkHistograms.State histograms;
    WkbBounds geometry;
    int geometryEntries;
    long geometryBytes;
    int logPages;
    BoundsState bounds;
    long nans;
    int boundsVersion;
    int entries;
    long bloomValues;
    int bloomBytes;

    final Pieces pages = new Pieces();
    final Pieces records = new Pieces();
    /** Entries of the dictionary, those of {@link #dictionaryPage} left out, which stand in front of them. */
    final Pieces entryPieces = new Pieces();

    final Pieces bits = new Pieces();
    /** Hashes to be entered into the bitset, or into an empty one. */
    final Pieces bloomHashes = new Pieces();

    final Pieces held = new Pieces();
    final Pieces plain = new Pieces();
    final PackedRuns ids = new PackedRuns(PackedRuns.Kind.IDS);
    final PackedRuns definitions = new PackedRuns(PackedRuns.Kind.LEVELS);
    final PackedRuns repetitions = new PackedRuns(PackedRuns.Kind.LEVELS);
    final PackedRuns presence = new PackedRuns(PackedRuns.Kind.BITS);

    /** The dictionary page of a tail; null where there is none. */
    Piece dictionaryPage;
    /** Its entries, and their bytes before compression. */
    int pageEntries;

    int pageEntryBytes;
    /** Whether {@link #bits} are those of a file: perhaps fewer, to be spread over {@link #bloomBytes}. */
    boolean bloomFolded;

    SavedColumn(final Leaf leaf, final ColumnFormat format) {
        this.leaf = leaf;
        this.format = format;
        this.booleans = leaf.physicalType() == PrimitiveTypeName.BOOLEAN;
        this.logged = format.pageIndex();
        this.bloomed = format.bloomFilter().isPresent();
        this.geo = ChunkGeometry.of(leaf.geo(), format.bounds()) != null;
        begin();
    }

    /** Begins a chunk. */
    void begin() {
        page.clear();
        firstPage = true;
        headerGuess = 0;
        encoding = format.encodings().get(0);
        phase = ChunkValues.firstPhase(format, !format.dictionary());
        flags = format.dictionary() ? 0 : ColumnForm.DICTIONARY_TRIED;
        totals = ChunkTotals.of(format);
        histograms = new ChunkHistograms(leaf).capture();
        geometry = new WkbBounds();
        geometryEntries = 0;
        geometryBytes = 0;
        logPages = 0;
        bounds = BoundsState.NONE;
        nans = 0;
        boundsVersion = 0;
        bloomValues = 0;
        pages.clear();
        records.clear();
        held.clear();
        forgetDictionary();
        forgetBloom();
        beginPage();
    }

    void forgetDictionary() {
        entries = 0;
        entryPieces.clear();
        dictionaryPage = null;
        pageEntries = 0;
        pageEntryBytes = 0;
    }

    void forgetBloom() {
        bloomBytes = 0;
        bloomFolded = false;
        bits.clear();
        bloomHashes.clear();
    }

    void beginPage() {
        plain.clear();
        ids.clear();
        definitions.clear();
        repetitions.clear();
        presence.clear();
    }

    boolean has(final int flag) {
        return (flags & flag) != 0;
    }

    /** Bytes of all entries of the dictionary. */
    long entryBytes() {
        return pageEntryBytes + entryPieces.bytes();
    }

    /** Whether every level takes a byte. */
    boolean nested() {
        return leaf.maxDefinitionLevel() > 1 || leaf.maxRepetitionLevel() > 0;
    }
}

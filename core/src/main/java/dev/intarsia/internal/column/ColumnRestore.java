package dev.intarsia.internal.column;

import dev.intarsia.internal.encoding.RleHybridReader;
import dev.intarsia.internal.encoding.ValueEncoding;
import dev.intarsia.internal.memory.Bitmaps;
import dev.intarsia.internal.memory.Demand;
import dev.intarsia.internal.memory.NativeMemory;
import dev.intarsia.internal.memory.Prefix;
import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.internal.memory.Segment;
import dev.intarsia.internal.page.Levels;
import dev.intarsia.internal.schema.Leaf;
import dev.intarsia.internal.state.PayloadReader;
import dev.intarsia.internal.state.Piece;
import dev.intarsia.internal.state.PieceLoader;
import dev.intarsia.internal.state.Pieces;
import dev.intarsia.internal.state.StateFormatException;
import dev.intarsia.internal.state.StateInput;
import dev.intarsia.internal.stats.BloomFilter;
import dev.intarsia.internal.stats.Bounds;
import dev.intarsia.internal.stats.WkbBounds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * Reads a column chunk in progress back from what {@link ColumnForm} wrote of it, increment by increment: first what there
 * is and where, then, once it is known what is still of use, the bytes. Confined to one thread.
 */
public final class ColumnRestore {
    private final Leaf leaf;
    private final boolean booleans;
    private final boolean logged;
    private final boolean bloomed;
    private final boolean geo;
    private final ColumnFormat format;

    private final OpenPage page = new OpenPage();
    private boolean firstPage = true;
    private int headerGuess;
    private ChunkValues.Phase phase = ChunkValues.Phase.UNDECIDED;
    private ValueEncoding encoding = ValueEncoding.PLAIN;
    private int flags;
    private ChunkTotals totals;
    private ChunkHistograms.State histograms;
    private WkbBounds geometry = new WkbBounds();
    private int geometryEntries;
    private long geometryBytes;
    private int logPages;
    private Bounds.State bounds = Bounds.State.NONE;
    private long nans;
    private int boundsVersion;
    private int entries;
    private long bloomValues;
    private int bloomBytes;

    private final Pieces pages = new Pieces();
    private final Pieces records = new Pieces();
    private final Pieces entryPieces = new Pieces();
    private final Pieces bits = new Pieces();
    private final List<Piece> hashes = new ArrayList<>();
    private final Pieces held = new Pieces();
    private final Pieces plain = new Pieces();
    private final List<Packed> ids = new ArrayList<>();
    private final List<Packed> definitions = new ArrayList<>();
    private final List<Packed> repetitions = new ArrayList<>();
    private final List<Packed> presence = new ArrayList<>();

    /** Values that were packed for the payload: from which on, how many, and how wide. */
    private record Packed(Piece piece, int from, int count, int width) {}

    /**
     * @param leaf the column
     * @param format how it was written, and will be
     */
    public ColumnRestore(final Leaf leaf, final ColumnFormat format) {
        this.leaf = leaf;
        this.booleans = leaf.physicalType() == PrimitiveTypeName.BOOLEAN;
        this.logged = format.pageIndex();
        this.bloomed = format.bloomFilter().isPresent();
        this.geo = ChunkGeometry.of(leaf.geo(), format.bounds()) != null;
        this.format = format;
        begin();
    }

    private void begin() {
        page.clear();
        firstPage = true;
        headerGuess = 0;
        totals = ChunkTotals.of(format);
        histograms = new ChunkHistograms(leaf).capture();
        geometry = new WkbBounds();
        geometryEntries = 0;
        geometryBytes = 0;
        logPages = 0;
        bounds = Bounds.State.NONE;
        nans = 0;
        boundsVersion = 0;
        entries = 0;
        bloomValues = 0;
        bloomBytes = 0;
        hashes.clear();
        pages.clear();
        records.clear();
        entryPieces.clear();
        bits.clear();
        held.clear();
        beginPage();
    }

    private void beginPage() {
        plain.clear();
        ids.clear();
        definitions.clear();
        repetitions.clear();
        presence.clear();
    }

    /** The finished pages that came so far, of the chunk that is in progress. */
    public Pieces pages() {
        return pages;
    }

    /** Adds the payloads that have bytes of use. */
    public void collect(final Set<PayloadReader> payloads) {
        for (final Pieces each : List.of(pages, records, entryPieces, bits, held, plain)) {
            each.collect(payloads);
        }
        hashes.forEach(piece -> payloads.add(piece.payload()));
        for (final List<Packed> each : List.of(ids, definitions, repetitions, presence)) {
            each.forEach(packed -> payloads.add(packed.piece.payload()));
        }
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
            begin();
        }
        final OpenPage before = page.copy();
        flags = in.getVarintAsInt();
        if (flags >>> ColumnForm.FLAGS != 0) {
            throw StateInput.unknownCode("the flags of a column", flags);
        }
        final boolean samePage = has(ColumnForm.SAME_PAGE);
        if (!samePage) {
            beginPage();
            before.clear();
        }
        firstPage = has(ColumnForm.FIRST_PAGE);
        phase = phase(in.getByte());
        encoding = encoding(in.getByte());
        headerGuess = in.getVarintAsInt();
        page.rows = in.getVarintAsInt();
        page.levels = in.getVarintAsInt();
        page.values = in.getVarintAsInt();
        page.valueBytes = in.getVarintAsInt();
        page.plainBytes = in.getVarint();
        page.longestValueBytes = in.getVarintAsInt();
        page.presenceKept = has(ColumnForm.PRESENCE_KEPT);
        requirePage(in, before);
        if (has(ColumnForm.PAGES_CUT)) {
            readPages(in, payload);
        }
        if (has(ColumnForm.BOUNDS_CHANGED)) {
            readBounds(in, payload);
        }
        if (has(ColumnForm.DICTIONARY)) {
            readDictionary(in, payload);
        } else {
            entries = 0;
            entryPieces.clear();
        }
        if (has(ColumnForm.BLOOM_CHANGED)) {
            readBloom(in, payload);
        }
        readValues(in, payload, before);
        readLevels(in, payload, before);
    }

    private boolean has(final int flag) {
        return (flags & flag) != 0;
    }

    private static ChunkValues.Phase phase(final int code) throws StateFormatException {
        final ChunkValues.Phase[] phases = ChunkValues.Phase.values();
        if (code >= phases.length) {
            throw StateInput.unknownCode("how a column is encoded", code);
        }
        return phases[code];
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
        if (page.rows < before.rows
                || page.levels < before.levels
                || page.values < before.values
                || page.values > page.levels
                || page.rows > page.levels
                || page.valueBytes < before.valueBytes) {
            throw in.malformed("an open page of " + page.rows + " rows has " + page.levels + " levels and "
                    + page.values + " values, and had " + before.levels + " and " + before.values + " before");
        }
    }

    private void readPages(final StateInput in, final PayloadReader payload) throws StateFormatException {
        totals.read(in);
        for (final long[] counts : List.of(histograms.repetitions(), histograms.definitions())) {
            for (int i = 0; i < counts.length; i++) {
                counts[i] = in.getVarint();
            }
        }
        if (geo) {
            geometry = WkbBounds.read(in);
            geometryEntries = in.getVarintAsInt();
            geometryBytes = in.getVarint();
        }
        pages.add(payload.shared(in.getVarint()));
        if (logged) {
            logPages = in.getVarintAsInt();
            records.add(payload.shared(in.getVarint()));
            if (has(ColumnForm.LOG_DROPPED)) {
                records.clear();
                logPages = 0;
            }
        }
    }

    private void readBounds(final StateInput in, final PayloadReader payload) throws StateFormatException {
        boundsVersion = in.getVarintAsInt();
        nans = in.getVarint();
        bounds = Bounds.State.read(in);
        held.clear();
        if (bounds.heldBytes() > 0) {
            held.add(payload.shared(bounds.minRest()));
            held.add(payload.shared(bounds.maxRest()));
        }
    }

    private void readDictionary(final StateInput in, final PayloadReader payload) throws StateFormatException {
        entries = in.getVarintAsInt();
        final int bytes = in.getVarintAsInt();
        if (bytes < entryPieces.bytes()) {
            throw in.malformed(
                    "a dictionary has " + bytes + " bytes of entries, and had " + entryPieces.bytes() + " before");
        }
        entryPieces.add(payload.shared(bytes - entryPieces.bytes()));
    }

    private void readBloom(final StateInput in, final PayloadReader payload) throws StateFormatException {
        final long before = bloomValues;
        final int bytesBefore = bloomBytes;
        bloomValues = in.getVarint();
        bloomBytes = in.getVarintAsInt();
        if (has(ColumnForm.BLOOM_BY_HASHES)) {
            final long more = bloomValues - before;
            if (before > 0 && bloomBytes != bytesBefore || more <= 0 || more > bloomBytes / BloomFilter.HASH_BYTES) {
                throw in.malformed("a Bloom filter of " + bloomBytes + " bytes has " + bloomValues
                        + " values, and one of " + bytesBefore + " bytes had " + before + " before");
            }
            hashes.add(payload.shared(more * BloomFilter.HASH_BYTES));
        } else {
            bits.clear();
            hashes.clear();
            bits.add(payload.shared(bloomBytes));
        }
        if (bloomBytes < BloomFilter.MIN_BYTES || Integer.bitCount(bloomBytes) != 1) {
            throw in.malformed("a Bloom filter has " + bloomBytes + " bytes, which is no power of two from "
                    + BloomFilter.MIN_BYTES + " on");
        }
    }

    private void readValues(final StateInput in, final PayloadReader payload, final OpenPage before)
            throws StateFormatException {
        final int more = page.values - before.values;
        if (more == 0) {
            return;
        }
        if (has(ColumnForm.AS_IDS)) {
            ids.add(new Packed(
                    payload.encoded(in.getVarint()), before.values, more, ColumnForm.idWidth(entries)));
        } else {
            final long from = booleans ? before.values >>> 3 : before.valueBytes;
            plain.cut(from);
            plain.add(payload.shared(page.valueBytes - from));
        }
    }

    private void readLevels(final StateInput in, final PayloadReader payload, final OpenPage before)
            throws StateFormatException {
        final int more = page.levels - before.levels;
        if (more == 0) {
            return;
        }
        if (nested()) {
            final int width = Levels.width(leaf.maxDefinitionLevel());
            definitions.add(new Packed(payload.encoded(in.getVarint()), before.levels, more, width));
            if (leaf.maxRepetitionLevel() > 0) {
                final int repetitionWidth = Levels.width(leaf.maxRepetitionLevel());
                repetitions.add(
                        new Packed(payload.encoded(in.getVarint()), before.levels, more, repetitionWidth));
            }
        } else if (page.presenceKept) {
            final int from = before.presenceKept ? ColumnForm.firstLevel(before.levels) : 0;
            presence.add(new Packed(payload.encoded(in.getVarint()), from, page.levels - from, 1));
        }
    }

    private boolean nested() {
        return leaf.maxDefinitionLevel() > 1 || leaf.maxRepetitionLevel() > 0;
    }

    /** Adds to the demand what the chunk takes, and to another what it takes in passing. */
    public void plan(final PieceLoader loader, final Demand demand, final Demand passing) {
        loader.planSlices(pages, demand);
        for (final Pieces each : List.of(records, held)) {
            demand.add(each.bytes(), 1);
        }
        demand.add(bloomBytes, 1);
        passing.add(hashes.isEmpty() ? 0 : bloomBytes, 1); // one run at a time, each smaller than the bitset
        demand.add(room(entryPieces.bytes()), 1);
        demand.add(room(plain.bytes()), 1);
        demand.add(room(idBytes()), 1);
        demand.add(room(definitions.isEmpty() ? 0 : page.levels), 1);
        demand.add(room(repetitions.isEmpty() ? 0 : page.levels), 1);
        demand.add(room(presence.isEmpty() ? 0 : Bitmaps.bytesFor(page.levels)), 1);
        for (final List<Packed> each : List.of(ids, definitions, repetitions, presence)) {
            for (final Packed packed : each) {
                passing.add(packed.piece.length(), 1);
            }
        }
    }

    private static long room(final long bytes) {
        return bytes == 0 ? 0 : bytes + ColumnValues.SLACK_BYTES;
    }

    private long idBytes() {
        return ids.isEmpty() ? 0 : (long) Integer.BYTES * page.values;
    }

    /**
     * Reads the bytes.
     *
     * @return one reference to each, transferred
     * @throws IOException if they cannot be read, or are not what they should be
     */
    public ColumnState load(final PieceLoader loader, final Reserve reserve) throws IOException {
        final Prefix values = loader.prefix(plain, ColumnValues.SLACK_BYTES, reserve);
        final Prefix idPrefix = unpack(ids, idBytes(), Target.IDS, loader, reserve);
        final ChunkDictionary.State dictionary = has(ColumnForm.DICTIONARY)
                ? new ChunkDictionary.State(
                        loader.prefix(entryPieces, ColumnValues.SLACK_BYTES, reserve),
                        entries,
                        has(ColumnForm.DICTIONARY_SEALED))
                : null;
        final OpenLevels.State levels = new OpenLevels.State(
                unpack(presence, Bitmaps.bytesFor(page.levels), Target.BITS, loader, reserve),
                unpack(definitions, page.levels, Target.LEVELS, loader, reserve),
                unpack(repetitions, page.levels, Target.LEVELS, loader, reserve));
        return new ColumnState(
                page.copy(),
                firstPage,
                headerGuess,
                booleans,
                new ChunkValues.State(
                        phase,
                        encoding,
                        has(ColumnForm.DICTIONARY_TRIED),
                        has(ColumnForm.DICTIONARY_ENDED),
                        values,
                        idPrefix,
                        has(ColumnForm.AS_IDS),
                        dictionary),
                levels,
                loader.slices(pages, reserve),
                totals.copy(),
                histograms,
                new ColumnStatistics.State(bounds, loader.prefix(held, 0, reserve), nans, boundsVersion),
                logged
                        ? new PageLog.State(
                                loader.prefix(records, 0, reserve), logPages, has(ColumnForm.LOG_DROPPED))
                        : null,
                bloomed ? ChunkBloom.State.restored(bloom(loader, reserve), bloomValues) : null,
                geo ? new ChunkGeometry.State(geometry, geometryEntries, geometryBytes) : null);
    }

    private Prefix bloom(final PieceLoader loader, final Reserve reserve) throws IOException {
        if (bloomBytes == 0) {
            return Prefix.NONE;
        }
        final Prefix bitset;
        if (bits.bytes() > 0) {
            bitset = loader.prefix(bits, 0, reserve);
        } else {
            bitset = new Prefix(loader.take(bloomBytes, reserve), bloomBytes);
            NativeMemory.fill(bitset.address(), bloomBytes, (byte) 0);
        }
        for (final Piece piece : hashes) {
            final Segment more = loader.segment(piece, reserve);
            final int count = (int) (piece.length() / BloomFilter.HASH_BYTES);
            BloomFilter.insertHashes(bitset.address(), bloomBytes, more.address(), count);
            reserve.takeBack(more);
        }
        return bitset;
    }

    private enum Target {
        IDS,
        LEVELS,
        BITS
    }

    private static Prefix unpack(
            final List<Packed> runs,
            final long bytes,
            final Target target,
            final PieceLoader loader,
            final Reserve reserve)
            throws IOException {
        if (runs.isEmpty()) {
            return Prefix.NONE;
        }
        final Segment segment = loader.take(Math.toIntExact(room(bytes)), reserve);
        final long out = segment.address();
        for (final Packed run : runs) {
            final Segment packed = loader.segment(run.piece, reserve);
            final long from = packed.address();
            final long end = from + run.piece.length();
            final boolean sound =
                    switch (target) {
                        case IDS ->
                            RleHybridReader.ints(from, end, run.count, run.width, out + (long) Integer.BYTES * run.from);
                        case LEVELS -> RleHybridReader.bytes(from, end, run.count, run.width, out + run.from);
                        case BITS -> RleHybridReader.bits(from, end, run.count, out, run.from);
                    };
            reserve.takeBack(packed);
            if (!sound) {
                throw StateFormatException.damaged("levels or ids of an open page are not what was written");
            }
        }
        return new Prefix(segment, bytes);
    }
}

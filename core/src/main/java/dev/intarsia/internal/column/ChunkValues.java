package dev.intarsia.internal.column;

import dev.intarsia.internal.arrow.LeafReader;
import dev.intarsia.internal.encoding.ValueEncoding;
import dev.intarsia.internal.memory.Area;
import dev.intarsia.internal.memory.Demand;
import dev.intarsia.internal.memory.Prefix;
import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.internal.page.Values;
import dev.intarsia.internal.schema.Leaf;
import dev.intarsia.internal.state.StateFormatException;
import dev.intarsia.internal.state.StateInput;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * The values of the open page, and how those of the column chunk in progress are encoded. Confined to
 * the writer's thread.
 *
 * <pre>{@code
 *   UNDECIDED --first page with values is cut--> DICTIONARY --its limit is reached--> UNDECIDED, without a dictionary
 *       |                                                                                 |
 *       +---------------> ENCODED <--next page is cut-------------------------------------+
 * }</pre>
 *
 * <p>Values are kept as PLAIN while a page is open, and are encoded when it is cut; as ids once there is a dictionary.
 * A column that comes with dictionaries of its own is kept as ids from the start, and turned into PLAIN at the first
 * cut where that does not pay.
 */
final class ChunkValues {
    /** How the pages of the chunk in progress are encoded. */
    enum Phase {
        /** The page that decides is still open. */
        UNDECIDED(0),
        DICTIONARY(1),
        /** Without a dictionary. */
        ENCODED(2);

        private final int code;

        Phase(final int code) {
            this.code = code;
        }

        /** How checkpoints state it. */
        int code() {
            return code;
        }

        static Phase of(final int code) throws StateFormatException {
            for (final Phase phase : values()) {
                if (phase.code == code) {
                    return phase;
                }
            }
            throw StateInput.unknownCode("how a column is encoded", code);
        }
    }

    /**
     * What was captured of the values; immutable but for its end.
     *
     * @param plain values of the open page, while they are kept PLAIN
     * @param ids values of the open page, while they are kept as ids
     * @param asIds which of them it is
     * @param dictionary entries; null where there are none
     * @param encoding of the chunk's pages without dictionary, in phase ENCODED
     */
    record State(
            Phase phase,
            ValueEncoding encoding,
            boolean dictionaryTried,
            boolean dictionaryEnded,
            Prefix plain,
            Prefix ids,
            boolean asIds,
            ChunkDictionary.State dictionary) {
        void release() {
            plain.release();
            ids.release();
            if (dictionary != null) {
                dictionary.entries().release();
            }
        }
    }

    final Area plain = new Area();
    final Area ids = new Area();
    final ColumnValues source;
    /** Null where chunks never have one. */
    final ChunkDictionary dictionary;

    private final ColumnFormat format;
    private final RowFit fit;
    private final ColumnWorkspace workspace;
    private final LeafReader reader;
    private final OpenPage page;
    private final int width;
    private final boolean booleans;

    private Phase phase;
    private ValueEncoding encoding;
    private boolean dictionaryTried;
    private boolean dictionaryEnded;

    ChunkValues(
            final LeafReader reader,
            final OpenPage page,
            final ColumnFormat format,
            final PageLimits limits,
            final ColumnWorkspace workspace) {
        final Leaf leaf = reader.leaf();
        this.reader = reader;
        this.page = page;
        this.format = format;
        this.workspace = workspace;
        this.width = leaf.plainBytes();
        this.booleans = leaf.physicalType() == PrimitiveTypeName.BOOLEAN;
        this.source = ColumnValues.of(reader, workspace.dense());
        this.fit = new RowFit(source, page, limits);
        this.dictionary =
                format.dictionary() ? new ChunkDictionary(leaf, limits.dictionaryBytes(), workspace.reserve()) : null;
        startChunk();
    }

    private void startChunk() {
        dictionaryTried = dictionary == null;
        dictionaryEnded = false;
        startWithoutDictionary();
    }

    /** Decided at once where there is no choice. */
    private void startWithoutDictionary() {
        encoding = format.encodings().get(0);
        phase = firstPhase(format, dictionaryTried);
    }

    /** The phase in which there is no dictionary yet, or none any more. */
    static Phase firstPhase(final ColumnFormat format, final boolean dictionaryTried) {
        return dictionaryTried && format.encodings().size() == 1 ? Phase.ENCODED : Phase.UNDECIDED;
    }

    Phase phase() {
        return phase;
    }

    /** Whether the open page is one of ids. */
    boolean asIds() {
        return phase == Phase.DICTIONARY || phase == Phase.UNDECIDED && !dictionaryTried && reader.indexed();
    }

    /** Whether the page that is cut next may turn into one of ids. */
    boolean mayBecomeIds() {
        return phase == Phase.UNDECIDED && !dictionaryTried;
    }

    /**
     * Adds to the demand what {@link #prepare} takes for so many bytes, and {@link #restart} behind it.
     *
     * @param appends whether values are appended
     * @param restarts whether that begins an empty page, perhaps
     */
    void plan(
            final long plainBytes,
            final long idBytes,
            final boolean appends,
            final boolean restarts,
            final Demand demand) {
        plain.plan(plainBytes, restarts || appends && booleans, demand);
        ids.plan(idBytes, restarts, demand);
    }

    /** Makes room for so many bytes; none where an area is not used. */
    void prepare(final long plainBytes, final long idBytes, final boolean appends, final Reserve reserve) {
        if (plainBytes > 0) {
            final long used = asIds() ? 0 : page.valueBytes;
            plain.ensure(plainBytes, used, reserve);
            if (appends && booleans) {
                plain.own(used, reserve); // the last byte of a bitmap that goes on gets more bits
            }
        }
        if (idBytes > 0) {
            ids.ensure(idBytes, asIds() ? page.valueBytes : 0, reserve);
        }
        source.prepare(reserve);
    }

    /** Makes ready to fill an empty page. */
    void restart(final Reserve reserve) {
        plain.own(0, reserve);
        ids.own(0, reserve);
    }

    State capture(final boolean keepEntries) {
        return new State(
                phase,
                encoding,
                dictionaryTried,
                dictionaryEnded,
                asIds() ? Prefix.NONE : plain.capture(page.valueBytes),
                asIds() ? ids.capture(page.valueBytes) : Prefix.NONE,
                asIds(),
                keepEntries || asIds() ? dictionary.capture() : null);
    }

    /**
     * Goes on from what was captured; nothing is held before.
     *
     * @throws IllegalArgumentException if it was not captured of such a column
     */
    void resume(final State captured) {
        phase = captured.phase;
        encoding = captured.encoding;
        dictionaryTried = captured.dictionaryTried;
        dictionaryEnded = captured.dictionaryEnded;
        if (page.values > 0 && captured.asIds != asIds()) {
            throw new IllegalArgumentException("values of '" + reader.leaf().path() + "' are said to be kept "
                    + (captured.asIds ? "as ids" : "in full") + ", and a page that is " + phase
                    + " has them otherwise");
        }
        plain.share(captured.plain);
        ids.share(captured.ids);
        if (captured.dictionary != null) {
            dictionary.resume(captured.dictionary);
        }
    }

    /** Rows of a run that the open page takes; 0 where it must be cut first, which an empty one never must. */
    int rowsThatFit(final int from, final int rows) {
        return fit.rows(from, rows, phase != Phase.DICTIONARY, asIds());
    }

    /** Appends rows that fit; returns how many were taken, fewer only where the dictionary has reached its limit. */
    int append(final int from, final int rows) {
        if (asIds()) {
            return source.encode(from, rows, dictionary, ids, page);
        }
        source.append(from, rows, plain, page);
        return rows;
    }

    /** Settles how the page that is cut is encoded, if it has values and that is still open. */
    void decide() {
        if (phase != Phase.UNDECIDED || page.values == 0) {
            return;
        }
        if (asIds()) {
            dictionaryTried = true;
            if (format.dictionaryForced() || dictionary.pageBytes(page.values) < page.plainBytes) {
                phase = Phase.DICTIONARY;
                return;
            }
            turnIdsToValues();
        } else if (!dictionaryTried) {
            dictionaryTried = true;
            if (dictionary.build(plain, page, ids, format.dictionaryForced()) && isSmallest()) {
                phase = Phase.DICTIONARY;
                page.valueBytes = (long) Integer.BYTES * page.values;
                return;
            }
            dictionary.clear();
        }
        encoding = EncodingChoice.smallest(
                format.encodings(), workspace.pages(), format.pages(), plain.address(), page, width, booleans);
        phase = Phase.ENCODED;
    }

    /** Whether the dictionary that was built is smaller than what the other encodings make of the page. */
    private boolean isSmallest() {
        if (format.dictionaryForced()) {
            return true;
        }
        final long bytes = dictionary.pageBytes(page.values);
        for (int i = 0; i < format.encodings().size(); i++) {
            final ValueEncoding other = format.encodings().get(i);
            if (other != ValueEncoding.PLAIN
                    && other.measure(plain.address(), page.values, page.valueBytes, width) < bytes) {
                return false;
            }
        }
        return true;
    }

    private void turnIdsToValues() {
        plain.ensure(page.plainBytes + ColumnValues.SLACK_BYTES, 0, workspace.reserve());
        dictionary.valuesOf(ids.address(), page.values, workspace, plain.address());
        page.valueBytes = page.plainBytes;
        dictionary.clear();
        source.forgetIds();
    }

    /** The values of the page that is cut, in the form that its encoding takes. */
    Values values() {
        if (phase == Phase.DICTIONARY) {
            return new Values.Ids(ids.address(), page.values, dictionary.bitWidth());
        }
        final int bytes = page.values == 0 ? 0 : (int) page.valueBytes;
        // A page of nulls may come before the first value, which decides.
        if (phase == Phase.ENCODED && encoding != ValueEncoding.PLAIN) {
            final int room = Math.toIntExact(encoding.maxBytes(page.values, bytes, width));
            return new Values.Encoded(encoding, plain.address(), page.values, bytes, width, room);
        }
        return new Values.Plain(plain, bytes);
    }

    /** After a page was cut: a dictionary that has reached its limit gives way. */
    void pageWasCut() {
        if (asIds() && dictionary.isFull()) {
            dictionaryTried = true;
            dictionaryEnded = true;
            startWithoutDictionary();
        }
    }

    /** Whether the dictionary of the chunk has reached its limit: a row that it took in part may have left an entry. */
    boolean hasDictionaryEnded() {
        return dictionaryEnded || dictionary != null && dictionary.isFull();
    }

    /**
     * Estimate of the bytes that the values of the open page, and the entries of a dictionary, take before compression.
     */
    long estimatedBytes() {
        return asIds() ? dictionary.pageBytes(page.values) : page.valueBytes;
    }

    /** Begins the next chunk. */
    void nextChunk() {
        if (dictionary != null) {
            dictionary.clear();
            source.forgetIds();
        }
        startChunk();
    }

    /**
     * Ends an operation: drops the areas that the phase at hand does not use, and what the batch needed.
     *
     * @param keepEntries whether pages of the chunk name entries of the dictionary
     */
    void endOperation(final boolean keepEntries) {
        source.release(workspace.reserve());
        if (asIds()) {
            plain.giveBackTo(workspace.reserve());
        } else {
            ids.giveBackTo(workspace.reserve());
            if (dictionary != null) {
                dictionary.release(keepEntries);
            }
        }
    }

    /** Units that are free once the chunk is closed. */
    int ownUnits() {
        return plain.ownUnits() + ids.ownUnits() + (dictionary == null ? 0 : dictionary.ownUnits());
    }

    /** By how many units the area that rows are appended to grows when it is to hold so many bytes. */
    int growth(final long plainBytes, final long idBytes) {
        final Area area = asIds() ? ids : plain;
        return area.ownUnitsWith(asIds() ? idBytes : plainBytes) - area.ownUnits();
    }

    /** Between chunks: gives all memory to the operation in progress. */
    void giveBack() {
        plain.giveBackTo(workspace.reserve());
        ids.giveBackTo(workspace.reserve());
        source.release(workspace.reserve());
        if (dictionary != null) {
            dictionary.free();
        }
    }
}

package dev.intarsia.internal.column;

import dev.intarsia.internal.memory.Prefix;
import dev.intarsia.internal.state.Piece;
import dev.intarsia.internal.state.StateFormatException;
import dev.intarsia.internal.state.StateInput;
import dev.intarsia.internal.state.StateOutput;
import dev.intarsia.internal.stats.BloomFilter;
import dev.intarsia.internal.stats.BoundsState;

/**
 * What the tail of a file says of a column chunk in progress, beside the bytes that its Parquet file has: pages,
 * dictionary page and Bloom filter are read from there. Static functions without state;
 * docs/reference/checkpoint-format.md says what stands where.
 *
 * <p>The chunk has no open page: it was cut for the tail, and whoever goes on has a short page more.
 */
final class ColumnTail {
    private static final int ALLOWED = ColumnForm.FIRST_PAGE
            | ColumnForm.DICTIONARY_TRIED
            | ColumnForm.DICTIONARY_ENDED
            | ColumnForm.AS_IDS
            | ColumnForm.LOG_DROPPED
            | ColumnForm.DICTIONARY
            | ColumnForm.DICTIONARY_SEALED;

    private ColumnTail() {}

    /**
     * Writes everything.
     *
     * @param state of a chunk whose open page is empty
     * @param dictionaryPage whether pages name entries of the dictionary, so that the chunk has one in its file
     */
    static void write(final ColumnState state, final boolean dictionaryPage, final StateOutput out) {
        final int flags = ColumnForm.flags(state) & ALLOWED & (dictionaryPage ? -1 : ~ColumnForm.DICTIONARY_SEALED);
        ColumnForm.begin(state, flags, out);
        ColumnForm.counts(state, out);
        if (state.log() != null) {
            out.putVarint(state.log().pages());
            put(state.log().records(), 0, state.log().records().bytes(), out);
        }
        final BoundsState bounds = state.statistics().bounds();
        ColumnForm.bounds(state.statistics(), out);
        if (bounds.heldBytes() > 0) {
            // The minimum lies at the start of the block, the maximum at its end.
            final Prefix block = state.statistics().block();
            put(block, 0, bounds.minRest(), out);
            put(block, block.bytes() - bounds.maxRest(), block.bytes(), out);
        }
        out.putBoolean(dictionaryPage);
        if (dictionaryPage) {
            out.putVarint(state.values().dictionary().size());
            out.putVarint(state.values().dictionary().bytes());
        }
        if (state.bloom() != null) {
            out.putVarint(state.bloom().values());
            out.putVarint(state.bloom().bytes());
        }
    }

    private static void put(final Prefix bytes, final long from, final long to, final StateOutput out) {
        out.putMemory(bytes.address() + from, Math.toIntExact(to - from));
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param pages the data pages
     * @param dictionaryPage null where there is none
     * @param bloom the Bloom filter with its header; null where there is none
     */
    static void read(
            final StateInput in,
            final SavedColumn column,
            final Piece pages,
            final Piece dictionaryPage,
            final Piece bloom)
            throws StateFormatException {
        ColumnRestore.readFlags(in, column);
        if ((column.flags & ~ALLOWED) != 0) {
            throw StateInput.unknownCode("the flags of a column in a tail", column.flags);
        }
        ColumnRestore.readCounts(in, column);
        column.pages.add(pages);
        if (column.logged) {
            column.logPages = in.getVarintAsInt();
            final Piece records = Piece.of(in.getBytes());
            if (column.has(ColumnForm.LOG_DROPPED)) {
                column.logPages = 0;
            } else {
                column.records.add(records);
            }
        }
        final BoundsState bounds = ColumnRestore.readBounds(in, column);
        if (bounds.heldBytes() > 0) {
            column.held.add(Piece.of(requireLength(in, in.getBytes(), bounds.minRest())));
            column.held.add(Piece.of(requireLength(in, in.getBytes(), bounds.maxRest())));
        }
        readDictionary(in, column, dictionaryPage);
        if (column.bloomed) {
            readBloom(in, column, bloom);
        }
    }

    private static byte[] requireLength(final StateInput in, final byte[] bytes, final long length)
            throws StateFormatException {
        if (bytes.length != length) {
            throw in.malformed("a bound of " + length + " bytes is stated in " + bytes.length);
        }
        return bytes;
    }

    private static void readDictionary(final StateInput in, final SavedColumn column, final Piece page)
            throws StateFormatException {
        final boolean there = in.getBoolean();
        if (there != (page != null) || there != column.totals.usesDictionary()) {
            throw in.malformed("the column '" + column.leaf.path() + "' is said to have " + (there ? "a" : "no")
                    + " dictionary page, and its metadata says otherwise");
        }
        if (there) {
            column.dictionaryPage = page;
            column.pageEntries = in.getVarintAsInt();
            column.pageEntryBytes = in.getVarintAsInt();
            column.entries = column.pageEntries;
        }
        ColumnRestore.requireDictionary(in, column);
    }

    /** The filter in the file is adopted only where the chunk in progress had one: one that begins has another size. */
    private static void readBloom(final StateInput in, final SavedColumn column, final Piece bloom)
            throws StateFormatException {
        column.bloomValues = in.getVarint();
        column.bloomBytes = in.getVarintAsInt();
        if (column.bloomBytes == 0) {
            return;
        }
        final int folded = bloom == null ? 0 : (int) Long.highestOneBit(bloom.length());
        if (folded < BloomFilter.MIN_BYTES
                || column.bloomBytes < folded
                || Integer.bitCount(column.bloomBytes) != 1
                || column.bloomBytes > BloomFilter.MAX_BYTES) {
            throw in.malformed(
                    "a Bloom filter of " + column.bloomBytes + " bytes is said to have " + folded + " in the file");
        }
        column.bits.add(bloom.part(bloom.length() - folded, folded));
        column.bloomFolded = true;
    }
}

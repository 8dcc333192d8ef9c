package dev.intarsia.internal.column;

/**
 * How far a column chunk in progress had come when it was captured: enough to tell, from a later capture, what is new
 * since. It holds no memory, so it may be kept for as long as a checkpoint may be built upon. Immutable.
 *
 * @param rowGroup place of the chunk's row group in its file, from 0 on
 * @param dataPages finished pages
 * @param pageBytes their bytes
 * @param recordBytes bytes of their records
 * @param rows rows of the open page
 * @param levels levels of the open page
 * @param values values of the open page
 * @param valueBytes their bytes, as they are kept
 * @param asIds whether they are kept as ids
 * @param presenceKept whether nulls of the open page are kept
 * @param entries entries of the dictionary
 * @param entryBytes their bytes
 * @param boundsVersion how often the chunk's bounds have changed
 * @param bloomValues values that were entered into the Bloom filter
 */
public record ColumnMarks(
        int rowGroup,
        int dataPages,
        long pageBytes,
        long recordBytes,
        int rows,
        int levels,
        int values,
        long valueBytes,
        boolean asIds,
        boolean presenceKept,
        int entries,
        long entryBytes,
        int boundsVersion,
        long bloomValues) {
    /** The beginning of the chunk that is in progress in a row group. */
    static ColumnMarks beginningOf(final int rowGroup) {
        return new ColumnMarks(rowGroup, 0, 0, 0, 0, 0, 0, 0, false, false, 0, 0, 0, 0);
    }

    /** How far a state had come. */
    static ColumnMarks of(final ColumnState state, final int rowGroup) {
        final OpenPage page = state.page();
        final ChunkDictionary.State dictionary = state.values().dictionary();
        return new ColumnMarks(
                rowGroup,
                state.totals().dataPages(),
                state.pages().bytes(),
                state.log() == null ? 0 : state.log().records().bytes(),
                page.rows,
                page.levels,
                page.values,
                page.valueBytes,
                state.values().asIds(),
                page.presenceKept,
                dictionary == null ? 0 : dictionary.size(),
                dictionary == null ? 0 : dictionary.bytes(),
                state.statistics().version(),
                state.bloom() == null ? 0 : state.bloom().values());
    }

    /** The same chunk with nothing of its open page: what there is to build upon when another page is open now. */
    ColumnMarks withoutPage() {
        return new ColumnMarks(
                rowGroup,
                dataPages,
                pageBytes,
                recordBytes,
                0,
                0,
                0,
                0,
                false,
                false,
                entries,
                entryBytes,
                boundsVersion,
                bloomValues);
    }
}

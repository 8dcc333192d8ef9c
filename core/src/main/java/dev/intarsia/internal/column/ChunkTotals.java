package dev.intarsia.internal.column;

import dev.intarsia.internal.format.PageEncodingStats;
import dev.intarsia.internal.format.ParquetIds;
import dev.intarsia.internal.page.WrittenPage;
import dev.intarsia.internal.state.StateFormatException;
import dev.intarsia.internal.state.StateInput;
import dev.intarsia.internal.state.StateOutput;
import dev.intarsia.options.DataPageVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Sums over the pages of a column chunk in progress. Confined to the writer's thread. */
final class ChunkTotals {
    private static final int ENCODING_IDS = 10;

    long values;
    long nulls;
    long storedBytes;
    long uncompressedBytes;

    /** Bytes of byte arrays without their lengths, as if each value were written out. */
    long unencodedBytes;

    private final int dataPageId;
    private final int[] pages = new int[ENCODING_IDS];

    private ChunkTotals(final int dataPageId) {
        this.dataPageId = dataPageId;
    }

    /** The sums of no pages. */
    static ChunkTotals of(final ColumnFormat format) {
        return new ChunkTotals(
                format.pages().version() == DataPageVersion.V1 ? ParquetIds.PAGE_DATA : ParquetIds.PAGE_DATA_V2);
    }

    void addData(final WrittenPage page, final OpenPage open, final int encodingId, final long unencoded) {
        add(page);
        values += open.levels;
        nulls += open.nulls();
        unencodedBytes += unencoded;
        pages[encodingId]++;
    }

    void add(final WrittenPage page) {
        storedBytes += page.headerBytes() + page.storedBytes();
        uncompressedBytes += page.headerBytes() + page.uncompressedBytes();
    }

    boolean usesDictionary() {
        return pages[ParquetIds.ENCODING_RLE_DICTIONARY] > 0;
    }

    /** Finished data pages. */
    int dataPages() {
        int sum = 0;
        for (final int count : pages) {
            sum += count;
        }
        return sum;
    }

    /** Whether no page has values that are not in the dictionary. */
    boolean isAllDictionary() {
        return usesDictionary() && pages[ParquetIds.ENCODING_RLE_DICTIONARY] == dataPages();
    }

    /**
     * The encodings used, as a set of bits. RLE is always one: it is what every page header names for its levels, of
     * which a required column has none.
     */
    int encodings() {
        int set = 1 << ParquetIds.ENCODING_RLE;
        if (usesDictionary()) {
            set |= 1 << ParquetIds.ENCODING_PLAIN; // the entries of a dictionary
        }
        for (int id = 0; id < ENCODING_IDS; id++) {
            if (pages[id] > 0) {
                set |= 1 << id;
            }
        }
        return set;
    }

    List<PageEncodingStats> encodingStats() {
        final List<PageEncodingStats> stats = new ArrayList<>(3);
        if (usesDictionary()) {
            stats.add(new PageEncodingStats(ParquetIds.PAGE_DICTIONARY, ParquetIds.ENCODING_PLAIN, 1));
            stats.add(new PageEncodingStats(
                    dataPageId, ParquetIds.ENCODING_RLE_DICTIONARY, pages[ParquetIds.ENCODING_RLE_DICTIONARY]));
        }
        for (int id = 0; id < ENCODING_IDS; id++) {
            if (pages[id] > 0 && id != ParquetIds.ENCODING_RLE_DICTIONARY) {
                stats.add(new PageEncodingStats(dataPageId, id, pages[id]));
            }
        }
        return stats;
    }

    void write(final StateOutput out) {
        out.putVarint(values);
        out.putVarint(nulls);
        out.putVarint(storedBytes);
        out.putVarint(uncompressedBytes);
        out.putVarint(unencodedBytes);
        for (final int count : pages) {
            out.putVarint(count);
        }
    }

    void read(final StateInput in) throws StateFormatException {
        values = in.getVarint();
        nulls = in.getVarint();
        storedBytes = in.getVarint();
        uncompressedBytes = in.getVarint();
        unencodedBytes = in.getVarint();
        for (int id = 0; id < ENCODING_IDS; id++) {
            pages[id] = in.getVarintAsInt();
            if (pages[id] > 0 && !ParquetIds.isWrittenEncoding(id)) {
                throw StateInput.unknownCode("an encoding", id);
            }
        }
    }

    /** A copy, which stays as it is. */
    ChunkTotals copy() {
        final ChunkTotals copy = new ChunkTotals(dataPageId);
        copy.resume(this);
        return copy;
    }

    /** Becomes equal to another of the same kind of pages. */
    void resume(final ChunkTotals captured) {
        values = captured.values;
        nulls = captured.nulls;
        storedBytes = captured.storedBytes;
        uncompressedBytes = captured.uncompressedBytes;
        unencodedBytes = captured.unencodedBytes;
        System.arraycopy(captured.pages, 0, pages, 0, ENCODING_IDS);
    }

    void clear() {
        values = 0;
        nulls = 0;
        storedBytes = 0;
        uncompressedBytes = 0;
        unencodedBytes = 0;
        Arrays.fill(pages, 0);
    }
}

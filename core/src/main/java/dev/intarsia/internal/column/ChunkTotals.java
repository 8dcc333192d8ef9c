package dev.intarsia.internal.column;

import dev.intarsia.internal.format.PageEncodingStats;
import dev.intarsia.internal.format.ParquetIds;
import dev.intarsia.internal.page.WrittenPage;
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

    /**
     * @param dataPageId Parquet's id of the kind of data pages
     */
    ChunkTotals(final int dataPageId) {
        this.dataPageId = dataPageId;
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

    /** Whether no page has values that are not in the dictionary. */
    boolean isAllDictionary() {
        return usesDictionary()
                && pages[ParquetIds.ENCODING_RLE_DICTIONARY]
                        == Arrays.stream(pages).sum();
    }

    /**
     * The encodings used, as a set of bits. RLE is always one: it is what every page header names for its levels, of which
     * a required column has none.
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

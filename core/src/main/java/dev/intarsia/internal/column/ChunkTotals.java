package dev.intarsia.internal.column;

import dev.intarsia.internal.format.PageEncodingStats;
import dev.intarsia.internal.format.ParquetIds;
import dev.intarsia.internal.page.WrittenPage;
import java.util.ArrayList;
import java.util.List;

/** Sums over the pages of a column chunk in progress. Confined to the writer's thread. */
final class ChunkTotals {
    long values;
    long nulls;
    long storedBytes;
    long uncompressedBytes;
    private int plainPages;
    private int dictionaryPages;

    void addData(final WrittenPage page, final OpenPage open, final int encodingId) {
        add(page);
        values += open.levels;
        nulls += open.nulls();
        if (encodingId == ParquetIds.ENCODING_PLAIN) {
            plainPages++;
        } else {
            dictionaryPages++;
        }
    }

    void add(final WrittenPage page) {
        storedBytes += page.headerBytes() + page.storedBytes();
        uncompressedBytes += page.headerBytes() + page.uncompressedBytes();
    }

    boolean usesDictionary() {
        return dictionaryPages > 0;
    }

    /**
     * The encodings used, as a set of bits. RLE is always one: it is what every page header names for its levels, of which
     * a required column has none.
     */
    int encodings() {
        // The entries of a dictionary are PLAIN, so every chunk has that.
        final int always = 1 << ParquetIds.ENCODING_PLAIN | 1 << ParquetIds.ENCODING_RLE;
        return usesDictionary() ? always | 1 << ParquetIds.ENCODING_RLE_DICTIONARY : always;
    }

    List<PageEncodingStats> encodingStats() {
        final List<PageEncodingStats> stats = new ArrayList<>(3);
        if (usesDictionary()) {
            stats.add(new PageEncodingStats(ParquetIds.PAGE_DICTIONARY, ParquetIds.ENCODING_PLAIN, 1));
            stats.add(new PageEncodingStats(ParquetIds.PAGE_DATA, ParquetIds.ENCODING_RLE_DICTIONARY, dictionaryPages));
        }
        if (plainPages > 0) {
            stats.add(new PageEncodingStats(ParquetIds.PAGE_DATA, ParquetIds.ENCODING_PLAIN, plainPages));
        }
        return stats;
    }

    void clear() {
        values = 0;
        nulls = 0;
        storedBytes = 0;
        uncompressedBytes = 0;
        plainPages = 0;
        dictionaryPages = 0;
    }
}

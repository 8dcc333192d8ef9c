package dev.intarsia.internal.column;

import dev.intarsia.internal.page.Levels;
import dev.intarsia.internal.page.PageFormat;
import dev.intarsia.internal.page.PageWriter;
import dev.intarsia.internal.schema.Leaf;
import dev.intarsia.options.WriterOptions;

/**
 * How large the pages of a column may become, from the options and from what the memory of the context can hold in one
 * piece.
 *
 * @param rows rows of a page
 * @param levels levels of a page; a single row with more has a page of its own
 * @param bytes PLAIN bytes of a page's values; a single value, or row of a repeated column, that is larger
 *     has a page of its own
 * @param valueBytes bytes of a single value
 * @param dictionaryBytes PLAIN bytes of a dictionary
 * @param bodyBytes bytes of levels and values together
 * @param rowGroupRows rows of a row group
 */
public record PageLimits(
        int rows, int levels, int bytes, int valueBytes, int dictionaryBytes, int bodyBytes, int rowGroupRows) {
    /** A length stands in front of a byte array. */
    private static final int LENGTH_BYTES = 4;

    private static final int ID_BYTES = 4;

    /** Levels take bits, but encodings need room for each value, too. */
    private static final int LEVELS_SHARE = 64;

    /** The limits of a column whose pages this writer makes, in blocks of at most {@code maxBlockBytes}. */
    public static PageLimits of(
            final Leaf leaf,
            final ColumnFormat format,
            final WriterOptions options,
            final PageWriter pages,
            final int maxBlockBytes) {
        final int body = largestBody(format.pages(), pages, maxBlockBytes);
        final int rows = Math.max(1, Math.min(options.pageRows(), body / LEVELS_SHARE));
        final int levels = leaf.repeated() ? Math.max(1, Math.min(options.pageBytes(), body / LEVELS_SHARE)) : rows;
        final int room = body
                - Levels.maxBytes(
                        levels, Levels.width(leaf.maxRepetitionLevel()), Levels.width(leaf.maxDefinitionLevel()));
        final int values = Math.max(1, plainBytesWithin(room, format, levels, leaf.plainBytes()));
        return new PageLimits(
                rows,
                levels,
                Math.min(options.pageBytes(), values),
                Math.max(0, values - LENGTH_BYTES),
                Math.min(format.dictionaryBytes(), body),
                body,
                Math.min(options.rowGroupRows(), Integer.MAX_VALUE - 1));
    }

    /** Values that a dictionary-encoded page may hold: ids take four bytes each while a page is open. */
    int ids() {
        return Math.max(1, bytes / ID_BYTES);
    }

    /** The most PLAIN bytes that stay within so many bytes however they are encoded. */
    private static int plainBytesWithin(
            final int encodedBytes, final ColumnFormat format, final int values, final int width) {
        int fits = 0;
        int tooMany = Math.max(1, encodedBytes);
        while (tooMany - fits > 1) {
            final int middle = (fits + tooMany) >>> 1;
            if (format.maxEncodedBytes(values, middle, width) <= encodedBytes) {
                fits = middle;
            } else {
                tooMany = middle;
            }
        }
        return fits;
    }

    private static int largestBody(final PageFormat format, final PageWriter pages, final int maxBlockBytes) {
        int fits = 0;
        int tooLarge = maxBlockBytes;
        while (tooLarge - fits > 1) {
            final int middle = (fits + tooLarge) >>> 1;
            if (pages.claimBytes(format, middle) <= maxBlockBytes) {
                fits = middle;
            } else {
                tooLarge = middle;
            }
        }
        return fits;
    }
}

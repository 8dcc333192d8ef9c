package dev.intarsia.internal.column;

import dev.intarsia.internal.page.Levels;
import dev.intarsia.internal.page.PageWriter;
import dev.intarsia.options.WriterOptions;

/**
 * How large pages may become, from the options and from what the memory of the context can hold in one piece.
 *
 * @param rows rows of a page
 * @param bytes PLAIN bytes of a page's values; a single larger value has a page of its own
 * @param valueBytes bytes of a single value
 * @param dictionaryBytes PLAIN bytes of a dictionary
 */
public record PageLimits(int rows, int bytes, int valueBytes, int dictionaryBytes) {
    /** A length stands in front of a byte array. */
    private static final int LENGTH_BYTES = 4;

    private static final int ID_BYTES = 4;

    /** The limits of a file whose pages this writer makes, in blocks of at most {@code maxBlockBytes}. */
    public static PageLimits of(final WriterOptions options, final PageWriter pages, final int maxBlockBytes) {
        final int body = largestBody(pages, maxBlockBytes);
        final int rows = Math.min(options.pageRows(), body);
        final int values = body - Levels.maxBytes(rows, 1);
        return new PageLimits(
                rows,
                Math.min(options.pageBytes(), values),
                values - LENGTH_BYTES,
                Math.min(options.dictionaryPageBytes(), body));
    }

    /** Values that a dictionary-encoded page may hold: ids take four bytes each while a page is open. */
    int ids() {
        return Math.max(1, bytes / ID_BYTES);
    }

    private static int largestBody(final PageWriter pages, final int maxBlockBytes) {
        int fits = 0;
        int tooLarge = maxBlockBytes;
        while (tooLarge - fits > 1) {
            final int middle = (fits + tooLarge) >>> 1;
            if (pages.claimBytes(middle) <= maxBlockBytes) {
                fits = middle;
            } else {
                tooLarge = middle;
            }
        }
        return fits;
    }
}

package dev.intarsia.internal.file;

import dev.intarsia.internal.format.FileMetaDataWriter;
import dev.intarsia.internal.format.KeyValue;
import dev.intarsia.internal.format.RowGroupWriter;
import dev.intarsia.options.FileFullException;
import java.util.List;

/**
 * How much one file may hold, looked at in the first half of every operation that makes it hold more: a file that came
 * over a limit could not be ended, and all of it would be lost. Confined to the writer's thread.
 *
 * <p>Rows that are taken have their place in the limits from then on, as if they were row groups already. So what was
 * admitted can always be flushed and finished, and those two are never refused here.
 *
 * <p>These are the limits that a long-lived file can meet. Others cannot be met, because something smaller stands in
 * front of them: a page, a dictionary, a Bloom filter and a page index each lie in one block of memory (at most 64 MiB,
 * where the format counts to 2^31), a page has fewer levels than that, and a chunk no more pages than its row group has
 * rows.
 */
final class FileLimits {
    /** The number of a row group in its file has 16 bits, with a sign. */
    static final int MAX_ROW_GROUPS = Short.MAX_VALUE;

    /**
     * The longest footer that parquet-java and Arrow C++ read unless they are told otherwise: they take a
     * longer one for an attack.
     */
    static final int MAX_READABLE_FOOTER_BYTES = 100 << 20;

    /**
     * From fifteen sixteenths of a limit on, a file is called full: there is room left for the batches on their way.
     */
    private static final int FULL_SHARE = 16;

    private final FooterCache footer;
    private final long maxRowGroupBytes;
    private final Most most;

    /**
     * The limits themselves; smaller ones make them testable. Immutable.
     *
     * @param rowGroups row groups of a file
     * @param readableFooterBytes bytes of a footer that readers accept
     * @param footerBytes bytes of a footer that the format can state
     */
    record Most(int rowGroups, int readableFooterBytes, int footerBytes) {
        static final Most OF_FORMAT =
                new Most(MAX_ROW_GROUPS, MAX_READABLE_FOOTER_BYTES, FileMetaDataWriter.MAX_FOOTER_BYTES);
    }

    /**
     * @param footer what there is of it so far; retained
     * @param columns leaf columns
     * @param variableBytes bytes of the paths, the bounds and the histograms of a chunk of every column,
     *     all together, at most
     */
    FileLimits(
            final FooterCache footer,
            final int columns,
            final long variableBytes,
            final int sortingColumns,
            final Most most) {
        this.footer = footer;
        this.maxRowGroupBytes = RowGroupWriter.MAX_BEGIN_BYTES
                + (long) columns * FooterCache.CHUNK_FIXED_BYTES
                + variableBytes
                + footer.maxLocationBytes(1)
                + RowGroupWriter.maxEndBytes(sortingColumns);
        this.most = most;
    }

    /**
     * Looks whether a batch can be taken.
     *
     * @param openRows rows of the open row group
     * @param rowGroupRows rows at which a row group closes
     * @param closing row groups that may close within the batch
     * @throws FileFullException if the file could come over a limit
     */
    void admitRows(final int rows, final int openRows, final int rowGroupRows, final int closing) {
        if (rows == 0) {
            return;
        }
        final long after = (long) openRows + rows;
        // What stays open becomes a row group, too.
        final long more = Math.min(after, closing + (after % rowGroupRows == 0 ? 0L : 1L));
        admit("a batch of " + rows + " rows", more, more * maxRowGroupBytes, "or write smaller batches");
    }

    /**
     * Looks whether a row group can be appended.
     *
     * @param chunks the metadata of its columns
     * @param rows its rows
     * @throws FileFullException if the file could come over a limit
     */
    void admitRowGroup(final List<byte[]> chunks, final int sortingColumns, final long rows) {
        long bytes = RowGroupWriter.MAX_BEGIN_BYTES
                + footer.maxLocationBytes(1)
                + RowGroupWriter.maxEndBytes(sortingColumns);
        for (final byte[] chunk : chunks) {
            bytes += chunk.length;
        }
        if (rows > Long.MAX_VALUE - footer.rows()) {
            throw new FileFullException("a row group of " + rows + " rows cannot be appended behind " + footer.rows()
                    + " rows: a file states their number in 64 bits, and at most " + Long.MAX_VALUE
                    + "; look whether the source is what it should be");
        }
        admit("a row group of " + rows + " rows", 1, bytes, "or read its file and write larger row groups");
    }

    /**
     * Looks whether the file can have this metadata.
     *
     * @param entries all of it
     * @param openRows rows of the open row group
     * @throws FileFullException if the file could come over a limit
     */
    void admitMetadata(final List<KeyValue> entries, final int openRows) {
        final long more = footer.suffixBytes(entries) - footer.suffixBytes();
        if (more > 0) {
            final int open = Math.min(openRows, 1);
            admit("metadata of " + more + " bytes", open, more + open * maxRowGroupBytes, "or store it elsewhere");
        }
    }

    private void admit(final String asked, final long rowGroups, final long bytes, final String otherwise) {
        final int has = footer.rowGroups().size();
        if (has + rowGroups > most.rowGroups) {
            throw new FileFullException(asked + " could bring this file to " + (has + rowGroups)
                    + " row groups (it has "
                    + has + "), and more than " + most.rowGroups + " cannot be numbered: finish this file and open"
                    + " another, " + otherwise);
        }
        // A file without row groups would not help by being another one, so that what readers accept is its own affair.
        final int limit = has == 0 ? most.footerBytes : most.readableFooterBytes;
        if (footer.bytes() + bytes > limit) {
            throw new FileFullException(asked + " could bring the footer of this file to " + (footer.bytes() + bytes)
                    + " bytes (it has up to " + footer.bytes() + "), and more than " + limit
                    + (has == 0 ? " the format cannot state" : " are refused by common readers")
                    + ": finish this file and open another, " + otherwise);
        }
    }

    /**
     * Whether the file has come so close to a limit that it should be finished. As long as it has not, a batch that
     * closes no more than one row group is not refused.
     *
     * @param openRows rows of the open row group
     */
    boolean isFull(final int openRows) {
        final int rowGroups = footer.rowGroups().size();
        final long footerBytes = footer.bytes();
        return rowGroups + Math.min(openRows, 1) >= share(most.rowGroups)
                || footerBytes >= share(most.readableFooterBytes)
                || rowGroups > 0 && footerBytes + 2 * maxRowGroupBytes > most.readableFooterBytes;
    }

    private static int share(final int limit) {
        return limit - limit / FULL_SHARE;
    }
}

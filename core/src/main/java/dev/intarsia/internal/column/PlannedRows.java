package dev.intarsia.internal.column;

/**
 * The rows that an operation is planned for: what they bring to the open page of a column, and how many pages that may
 * make. Reused; confined to the writer's thread.
 */
final class PlannedRows {
    private final ColumnWriter column;
    private final PageLimits limits;
    /** Null where each row has one entry. */
    private final RowSizes rowSizes;

    /** PLAIN bytes of their values. */
    long plainBytes;

    int entries;
    int slots;

    /** Bytes of the longest PLAIN value that the open page holds or the rows bring. */
    int longestValueBytes;

    PlannedRows(final ColumnWriter column, final PageLimits limits) {
        this.column = column;
        this.limits = limits;
        this.rowSizes = column.leaf().repeated() ? new RowSizes(column.values.source, column.format(), limits) : null;
    }

    /**
     * Measures the rows of the bound vector that are planned for; returns what they are {@linkplain ColumnWriter#worth
     * worth}.
     *
     * @throws dev.intarsia.options.InvalidBatchException if a row is too large for any page
     */
    long measure(final int rows) {
        longestValueBytes = column.page.longestValueBytes;
        plainBytes = 0;
        entries = 0;
        slots = 0;
        if (rows == 0) {
            return 0;
        }
        plainBytes = column.values.source.plainBytes(0, rows);
        entries = column.reader().entries();
        slots = column.reader().ordinalOfRow(rows);
        final int longest = column.values.source.longestPlainBytes(0, rows);
        longestValueBytes = Math.max(longestValueBytes, longest);
        if (rowSizes == null) {
            return plainBytes;
        }
        rowSizes.measure(rows, plainBytes, longest);
        return plainBytes + entries;
    }

    /**
     * In the place of {@link #measure}: supposes rows that nobody has yet, each with one value.
     *
     * @param byteArrayBytes bytes of a value where they differ
     * @return PLAIN bytes of a value
     */
    int suppose(final int rows, final int byteArrayBytes) {
        final int plain = column.leaf().plainBytes();
        longestValueBytes = plain > 0 ? plain : Integer.BYTES + byteArrayBytes;
        plainBytes = (long) rows * longestValueBytes;
        entries = rows;
        slots = rows;
        if (rowSizes != null) {
            rowSizes.suppose(rows, plainBytes);
        }
        return longestValueBytes;
    }

    /** Values that were not in a finished page, at most. */
    long newValues() {
        return (long) column.page.values + slots;
    }

    /** Levels that a page can come to hold: the limit, or a single row that has more. */
    int pageLevels() {
        final long after = (long) column.page.levels + entries;
        final long most = rowSizes == null ? limits.rows() : Math.max(limits.levels(), rowSizes.levels);
        return (int) Math.min(after, Math.max(column.page.levels, most));
    }

    /** Pages that may be cut; zero where the open page certainly takes all rows and stays open. */
    int cuts(final int rows, final int chunks, final boolean ids, final boolean overflows, final boolean mayBePlain) {
        final OpenPage page = column.page;
        if (rows == 0) {
            return chunks > 0 && page.rows > 0 ? 1 : 0;
        }
        final long rowsAfter = (long) page.rows + rows;
        final long levelsAfter = (long) page.levels + entries;
        final long valuesAfter = (long) page.values + slots;
        final boolean undecided = column.values.phase() != ChunkValues.Phase.DICTIONARY;
        final long plain = (undecided ? page.plainBytes : 0) + plainBytes;
        final boolean fits = (!ids || valuesAfter <= limits.ids())
                && (!undecided || plain <= limits.bytes())
                && (rowSizes == null || levelsAfter <= limits.levels());
        if (chunks == 0 && !overflows && fits && rowsAfter < column.rowLimit()) {
            return 0;
        }
        final long byRows = rowsAfter / Math.min(limits.rows(), column.firstPageRows()) + 1;
        // Of two pages that were cut for their size, the second begins with what the first had no room for.
        final long byBytes = mayBePlain ? 2 * (plain / limits.bytes() + 1) : 0;
        final long byIds = 2 * (valuesAfter / limits.ids() + 1);
        final long byLevels = rowSizes == null ? 0 : 2 * (levelsAfter / limits.levels() + 1);
        return Math.toIntExact(Math.min(Integer.MAX_VALUE / 4, byRows + byBytes + byIds + byLevels + 2L * chunks));
    }

    /** PLAIN bytes that a page can come to hold: the limit, or a single value or row that is larger. */
    long plainArea(final long plainAfter) {
        final long largest = rowSizes == null ? longestValueBytes : Math.max(rowSizes.bytes, longestValueBytes);
        return Math.min(plainAfter, Math.max(limits.bytes(), Math.max(column.page.plainBytes, largest)));
    }
}

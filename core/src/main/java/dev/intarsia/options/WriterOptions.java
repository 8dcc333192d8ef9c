package dev.intarsia.options;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How a file is written. Immutable; every limit is validated here, before a writer is opened.
 *
 * <p>Which comparison is strict: a row group closes after the first row that brings the estimate of its encoded bytes
 * <em>to or above</em> {@code rowGroupBytes} or its rows to {@code rowGroupRows}. A page is cut <em>before</em> the
 * value that would bring its values <em>above</em> {@code pageBytes} (a single larger value has a page of its own) and
 * after the row that brings it to {@code pageRows}. A dictionary gives way to the fallback before the entry that would
 * bring it <em>above</em> {@code dictionaryPageBytes}.
 *
 * @param compression codec of all pages
 * @param rowGroupBytes bytes of encoded data at which a row group closes
 * @param rowGroupRows rows at which a row group closes
 * @param pageBytes bytes of PLAIN values, four bytes a value in a dictionary-encoded page, that a page holds at most
 * @param pageRows rows that a page holds at most
 * @param dictionaryPageBytes PLAIN bytes that a dictionary holds at most
 * @param boundBytes bytes to which the minimum and maximum of strings and binaries are cut in the file's metadata
 * @param dataPages version of the data pages
 * @param minCompressionRatio a page of version 2 is stored uncompressed unless that makes it larger by this factor; 1
 *     or more, of no effect on version 1
 * @param pageIndex whether a column index and an offset index are written
 * @param pageHeaderStatistics whether bounds stand in the headers of data pages too, for readers
 *     that know no page index
 * @param floatOrder how floating-point columns are ordered in bounds
 * @param sortingColumns the order of the rows of every row group, most significant first; checked while writing
 * @param arrowSchema whether the Arrow schema is kept in the metadata, from which Arrow's readers restore its types
 * @param metadata key-value metadata of the file, in order
 * @param defaults what columns do of which nothing else is said; an encoding that the type of a column does not have
 *     counts as {@link ColumnEncoding#AUTO} there
 * @param columns what single columns do instead, by path joined by dots
 */
public record WriterOptions(
        Compression compression,
        long rowGroupBytes,
        int rowGroupRows,
        int pageBytes,
        int pageRows,
        int dictionaryPageBytes,
        int boundBytes,
        DataPageVersion dataPages,
        double minCompressionRatio,
        boolean pageIndex,
        boolean pageHeaderStatistics,
        FloatOrder floatOrder,
        List<SortingColumn> sortingColumns,
        boolean arrowSchema,
        Map<String, String> metadata,
        ColumnOptions defaults,
        Map<String, ColumnOptions> columns) {
    /** ZSTD, row groups of 128 MiB or 1,048,576 rows, pages of 1 MiB or 20,000 rows, dictionaries of 1 MiB. */
    public static final WriterOptions DEFAULT = builder().build();

    static final int MAX_PAGE_BYTES = 1 << 30;

    private static final double MAX_COMPRESSION_RATIO = 1000;

    /**
     * @throws IllegalArgumentException if a limit is out of its range; the message names it
     */
    public WriterOptions {
        Objects.requireNonNull(compression, "compression");
        requireInRange("rowGroupBytes", rowGroupBytes, 1, Long.MAX_VALUE);
        requireInRange("rowGroupRows", rowGroupRows, 1, Integer.MAX_VALUE);
        requireInRange("pageBytes", pageBytes, 1, MAX_PAGE_BYTES);
        requireInRange("pageRows", pageRows, 1, MAX_PAGE_BYTES / 8);
        requireInRange("dictionaryPageBytes", dictionaryPageBytes, 1, MAX_PAGE_BYTES);
        requireInRange("boundBytes", boundBytes, 1, 1 << 20);
        Objects.requireNonNull(dataPages, "dataPages");
        if (!(minCompressionRatio >= 1 && minCompressionRatio <= MAX_COMPRESSION_RATIO)) {
            throw new IllegalArgumentException("minCompressionRatio is " + minCompressionRatio
                    + ", it must be between 1 and " + MAX_COMPRESSION_RATIO);
        }
        Objects.requireNonNull(floatOrder, "floatOrder");
        Objects.requireNonNull(defaults, "defaults");
        sortingColumns = List.copyOf(sortingColumns);
        metadata = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        columns = Map.copyOf(columns);
    }

    /** What the column of this path, joined by dots, does. */
    public ColumnOptions column(final String path) {
        return columns.getOrDefault(path, defaults);
    }

    /** A builder that starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from these options. */
    public Builder toBuilder() {
        final Builder builder = new Builder();
        builder.compression = compression;
        builder.rowGroupBytes = rowGroupBytes;
        builder.rowGroupRows = rowGroupRows;
        builder.pageBytes = pageBytes;
        builder.pageRows = pageRows;
        builder.dictionaryPageBytes = dictionaryPageBytes;
        builder.boundBytes = boundBytes;
        builder.dataPages = dataPages;
        builder.minCompressionRatio = minCompressionRatio;
        builder.pageIndex = pageIndex;
        builder.pageHeaderStatistics = pageHeaderStatistics;
        builder.floatOrder = floatOrder;
        builder.sortingColumns = sortingColumns;
        builder.arrowSchema = arrowSchema;
        builder.defaults = defaults;
        builder.metadata.putAll(metadata);
        builder.columns.putAll(columns);
        return builder;
    }

    static void requireInRange(final String name, final long value, final long min, final long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " is " + value + ", it must be between " + min + " and " + max);
        }
    }

    /**
     * Builds {@link WriterOptions}; confined to one thread. Each setter replaces one option, in the unit that the
     * record states for it; ranges are looked at in {@link #build}.
     */
    public static final class Builder {
        private Compression compression = Compression.ZSTD;
        private long rowGroupBytes = 128L << 20;
        private int rowGroupRows = 1 << 20;
        private int pageBytes = 1 << 20;
        private int pageRows = 20_000;
        private int dictionaryPageBytes = 1 << 20;
        private int boundBytes = 64;
        private DataPageVersion dataPages = DataPageVersion.V1;
        private double minCompressionRatio = 1;
        private boolean pageIndex = true;
        private boolean pageHeaderStatistics;
        private FloatOrder floatOrder = FloatOrder.TYPE_ORDER;
        private List<SortingColumn> sortingColumns = List.of();
        private boolean arrowSchema = true;
        private ColumnOptions defaults = ColumnOptions.DEFAULT;
        private final Map<String, String> metadata = new LinkedHashMap<>();
        private final Map<String, ColumnOptions> columns = new LinkedHashMap<>();

        private Builder() {}

        public Builder compression(final Compression value) {
            compression = value;
            return this;
        }

        public Builder rowGroupBytes(final long value) {
            rowGroupBytes = value;
            return this;
        }

        public Builder rowGroupRows(final int value) {
            rowGroupRows = value;
            return this;
        }

        public Builder pageBytes(final int value) {
            pageBytes = value;
            return this;
        }

        public Builder pageRows(final int value) {
            pageRows = value;
            return this;
        }

        public Builder dictionaryPageBytes(final int value) {
            dictionaryPageBytes = value;
            return this;
        }

        public Builder boundBytes(final int value) {
            boundBytes = value;
            return this;
        }

        public Builder dataPages(final DataPageVersion value) {
            dataPages = value;
            return this;
        }

        public Builder minCompressionRatio(final double value) {
            minCompressionRatio = value;
            return this;
        }

        public Builder pageIndex(final boolean value) {
            pageIndex = value;
            return this;
        }

        public Builder pageHeaderStatistics(final boolean value) {
            pageHeaderStatistics = value;
            return this;
        }

        public Builder floatOrder(final FloatOrder value) {
            floatOrder = value;
            return this;
        }

        public Builder sortingColumns(final SortingColumn... value) {
            sortingColumns = List.of(value);
            return this;
        }

        public Builder arrowSchema(final boolean value) {
            arrowSchema = value;
            return this;
        }

        /** Says what columns do of which nothing else is said. */
        public Builder defaults(final ColumnOptions value) {
            defaults = Objects.requireNonNull(value, "defaults");
            return this;
        }

        /** Adds one pair of key-value metadata; a later pair of the same key replaces the earlier. */
        public Builder metadata(final String key, final String value) {
            metadata.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
            return this;
        }

        /** Says what the column of this path, joined by dots, does instead of the defaults. */
        public Builder column(final String path, final ColumnOptions value) {
            columns.put(Objects.requireNonNull(path, "path"), Objects.requireNonNull(value, "value"));
            return this;
        }

        /**
         * @throws IllegalArgumentException if a limit is out of its range; the message names it
         */
        public WriterOptions build() {
            return new WriterOptions(
                    compression,
                    rowGroupBytes,
                    rowGroupRows,
                    pageBytes,
                    pageRows,
                    dictionaryPageBytes,
                    boundBytes,
                    dataPages,
                    minCompressionRatio,
                    pageIndex,
                    pageHeaderStatistics,
                    floatOrder,
                    sortingColumns,
                    arrowSchema,
                    metadata,
                    defaults,
                    columns);
        }
    }
}

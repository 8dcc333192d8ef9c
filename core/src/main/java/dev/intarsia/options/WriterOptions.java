package dev.intarsia.options;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * How a file is written. Immutable; every limit is validated here, before a writer is opened.
 *
 * <p>Which comparison is strict: a row group closes after the first row that brings the estimate of its encoded bytes
 * <em>to or above</em> {@code rowGroupBytes} or its rows to {@code rowGroupRows}. A page is cut <em>before</em> the value
 * that would bring its values <em>above</em> {@code pageBytes} (a single larger value has a page of its own) and after
 * the row that brings it to {@code pageRows}. A dictionary gives way to PLAIN before the entry that would bring it
 * <em>above</em> {@code dictionaryPageBytes}.
 *
 * @param compression codec of all pages
 * @param rowGroupBytes bytes of encoded data at which a row group closes
 * @param rowGroupRows rows at which a row group closes
 * @param pageBytes bytes of PLAIN values, four bytes a value in a dictionary-encoded page, that a page holds at most
 * @param pageRows rows that a page holds at most
 * @param dictionaryPageBytes PLAIN bytes that a dictionary holds at most
 * @param boundBytes bytes to which the minimum and maximum of strings and binaries are cut in the file's metadata
 * @param metadata key-value metadata of the file, in order
 * @param columns what single columns do differently, by path joined by dots
 */
public record WriterOptions(
        Compression compression,
        long rowGroupBytes,
        int rowGroupRows,
        int pageBytes,
        int pageRows,
        int dictionaryPageBytes,
        int boundBytes,
        Map<String, String> metadata,
        Map<String, ColumnOptions> columns) {
    /** ZSTD, row groups of 128 MiB or 1,048,576 rows, pages of 1 MiB or 20,000 rows, dictionaries of 1 MiB. */
    public static final WriterOptions DEFAULT = builder().build();

    private static final int MAX_PAGE_BYTES = 1 << 30;

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
        metadata = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        columns = Map.copyOf(columns);
    }

    /** What the column of this path, joined by dots, does. */
    public ColumnOptions column(final String path) {
        return columns.getOrDefault(path, ColumnOptions.DEFAULT);
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
        builder.metadata.putAll(metadata);
        builder.columns.putAll(columns);
        return builder;
    }

    private static void requireInRange(final String name, final long value, final long min, final long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " is " + value + ", it must be between " + min + " and " + max);
        }
    }

    /**
     * Builds {@link WriterOptions}; confined to one thread. Each setter replaces one option, in the unit that the record
     * states for it; ranges are looked at in {@link #build}.
     */
    public static final class Builder {
        private Compression compression = Compression.ZSTD;
        private long rowGroupBytes = 128L << 20;
        private int rowGroupRows = 1 << 20;
        private int pageBytes = 1 << 20;
        private int pageRows = 20_000;
        private int dictionaryPageBytes = 1 << 20;
        private int boundBytes = 64;
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

        /** Adds one pair of key-value metadata; a later pair of the same key replaces the earlier. */
        public Builder metadata(final String key, final String value) {
            metadata.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
            return this;
        }

        /** Says what the column of this path, joined by dots, does differently. */
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
                    metadata,
                    columns);
        }
    }
}

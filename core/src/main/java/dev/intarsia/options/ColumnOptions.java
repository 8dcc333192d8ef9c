package dev.intarsia.options;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a column is written. Immutable.
 *
 * @param encoding how its values are encoded
 * @param fallback how values are encoded that get no dictionary, where {@code encoding} is {@link ColumnEncoding#AUTO}
 *     or {@link ColumnEncoding#DICTIONARY}: {@link ColumnEncoding#AUTO} measures, anything else is taken as it is;
 *     {@code PLAIN} makes files that the oldest readers know
 * @param compression codec and level of its pages; empty for those of the file
 * @param dictionaryPageBytes PLAIN bytes that its dictionary holds at most; empty for the limit of the file
 * @param bloomFilter the Bloom filter of its chunks; empty for none, which is usual
 * @param statistics how deep bounds are recorded
 */
public record ColumnOptions(
        ColumnEncoding encoding,
        ColumnEncoding fallback,
        Optional<Compression> compression,
        OptionalInt dictionaryPageBytes,
        Optional<BloomFilter> bloomFilter,
        StatisticsDepth statistics) {
    /** Measured encodings, the file's codec, bounds for every page, no Bloom filter. */
    public static final ColumnOptions DEFAULT = builder().build();

    /**
     * @throws IllegalArgumentException if the fallback is a dictionary, or the limit of the dictionary out of its range
     */
    public ColumnOptions {
        Objects.requireNonNull(encoding, "encoding");
        Objects.requireNonNull(fallback, "fallback");
        Objects.requireNonNull(compression, "compression");
        Objects.requireNonNull(bloomFilter, "bloomFilter");
        Objects.requireNonNull(statistics, "statistics");
        if (fallback == ColumnEncoding.DICTIONARY) {
            throw new IllegalArgumentException("fallback is DICTIONARY, and it is what follows a dictionary; choose"
                    + " AUTO, PLAIN or another encoding that the type of the column has");
        }
        if (dictionaryPageBytes.isPresent()) {
            WriterOptions.requireInRange(
                    "dictionaryPageBytes", dictionaryPageBytes.getAsInt(), 1, WriterOptions.MAX_PAGE_BYTES);
        }
    }

    /** The defaults with this encoding. */
    public static ColumnOptions of(final ColumnEncoding encoding) {
        return builder().encoding(encoding).build();
    }

    /** A builder that starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from these options. */
    public Builder toBuilder() {
        final Builder builder = new Builder();
        builder.encoding = encoding;
        builder.fallback = fallback;
        builder.compression = compression;
        builder.dictionaryPageBytes = dictionaryPageBytes;
        builder.bloomFilter = bloomFilter;
        builder.statistics = statistics;
        return builder;
    }

    /** Builds {@link ColumnOptions}; confined to one thread. Each setter replaces one option. */
    public static final class Builder {
        private ColumnEncoding encoding = ColumnEncoding.AUTO;
        private ColumnEncoding fallback = ColumnEncoding.AUTO;
        private Optional<Compression> compression = Optional.empty();
        private OptionalInt dictionaryPageBytes = OptionalInt.empty();
        private Optional<BloomFilter> bloomFilter = Optional.empty();
        private StatisticsDepth statistics = StatisticsDepth.PAGE;

        private Builder() {}

        public Builder encoding(final ColumnEncoding value) {
            encoding = value;
            return this;
        }

        public Builder fallback(final ColumnEncoding value) {
            fallback = value;
            return this;
        }

        public Builder compression(final Compression value) {
            compression = Optional.of(value);
            return this;
        }

        public Builder dictionaryPageBytes(final int value) {
            dictionaryPageBytes = OptionalInt.of(value);
            return this;
        }

        public Builder bloomFilter(final BloomFilter value) {
            bloomFilter = Optional.of(value);
            return this;
        }

        public Builder statistics(final StatisticsDepth value) {
            statistics = value;
            return this;
        }

        /**
         * @throws IllegalArgumentException if an option is out of its range; the message names it
         */
        public ColumnOptions build() {
            return new ColumnOptions(encoding, fallback, compression, dictionaryPageBytes, bloomFilter, statistics);
        }
    }
}

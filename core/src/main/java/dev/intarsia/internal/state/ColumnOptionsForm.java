package dev.intarsia.internal.state;

import dev.intarsia.options.BloomFilter;
import dev.intarsia.options.ColumnOptions;
import dev.intarsia.options.Compression;

/**
 * {@link ColumnOptions}, and what they are made of, as structs, by the rules of {@link OptionsForm}. What a column
 * leaves to the file has no field. Static functions without state.
 */
public final class ColumnOptionsForm {
    private static final int ENCODING = 1;
    private static final int FALLBACK = 2;
    private static final int COMPRESSION = 3;
    private static final int DICTIONARY_PAGE_BYTES = 4;
    private static final int BLOOM_FILTER = 5;
    private static final int STATISTICS = 6;

    private static final int CODEC = 1;
    private static final int LEVEL = 2;

    private static final int FALSE_POSITIVES = 1;
    private static final int DISTINCT_VALUES = 2;
    private static final int MAX_BYTES = 3;

    private ColumnOptionsForm() {}

    /** Writes the fields; the caller begins and ends the struct. */
    public static void write(final ColumnOptions options, final StateOutput out) {
        OptionsForm.number(ENCODING, OptionCodes.of(options.encoding()), out);
        OptionsForm.number(FALLBACK, OptionCodes.of(options.fallback()), out);
        if (options.compression().isPresent()) {
            final int field = out.beginField(COMPRESSION);
            write(options.compression().get(), out);
            out.end(field);
        }
        if (options.dictionaryPageBytes().isPresent()) {
            OptionsForm.number(
                    DICTIONARY_PAGE_BYTES, options.dictionaryPageBytes().getAsInt(), out);
        }
        if (options.bloomFilter().isPresent()) {
            final int field = out.beginField(BLOOM_FILTER);
            write(options.bloomFilter().get(), out);
            out.end(field);
        }
        OptionsForm.number(STATISTICS, OptionCodes.of(options.statistics()), out);
    }

    /**
     * Reads the fields.
     *
     * @param in all of the struct
     * @throws StateFormatException if they are damaged, out of their ranges, or not known to this version
     */
    public static ColumnOptions read(final StateInput in) throws StateFormatException {
        final ColumnOptions.Builder options = ColumnOptions.builder();
        try {
            for (int id = in.nextField(); id != StateInput.END; id = in.nextField()) {
                final StateInput field = in.field();
                switch (id) {
                    case ENCODING -> options.encoding(OptionCodes.encoding(field.getVarintAsInt()));
                    case FALLBACK -> options.fallback(OptionCodes.encoding(field.getVarintAsInt()));
                    case COMPRESSION -> options.compression(readCompression(field));
                    case DICTIONARY_PAGE_BYTES -> options.dictionaryPageBytes(field.getVarintAsInt());
                    case BLOOM_FILTER -> options.bloomFilter(readBloomFilter(field));
                    case STATISTICS -> options.statistics(OptionCodes.statistics(field.getVarintAsInt()));
                    default -> throw in.unknownField("the options of a column");
                }
            }
            return options.build();
        } catch (final IllegalArgumentException e) {
            throw in.malformed("there are options of a column that cannot be: " + e.getMessage());
        }
    }

    static void write(final Compression compression, final StateOutput out) {
        OptionsForm.number(CODEC, OptionCodes.of(compression.codec()), out);
        final int level = out.beginField(LEVEL);
        out.putSigned(compression.level());
        out.end(level);
    }

    static Compression readCompression(final StateInput in) throws StateFormatException {
        Compression.Codec codec = null;
        long level = Compression.NO_LEVEL;
        for (int id = in.nextField(); id != StateInput.END; id = in.nextField()) {
            switch (id) {
                case CODEC -> codec = OptionCodes.codec(in.field().getVarintAsInt());
                case LEVEL -> level = in.field().getSigned();
                default -> throw in.unknownField("a compression");
            }
        }
        if (codec == null || level != (int) level) {
            throw in.malformed("a compression has codec " + codec + " and level " + level);
        }
        return new Compression(codec, (int) level);
    }

    private static void write(final BloomFilter filter, final StateOutput out) {
        final int falsePositives = out.beginField(FALSE_POSITIVES);
        out.putDouble(filter.falsePositives());
        out.end(falsePositives);
        OptionsForm.number(DISTINCT_VALUES, filter.distinctValues(), out);
        OptionsForm.number(MAX_BYTES, filter.maxBytes(), out);
    }

    private static BloomFilter readBloomFilter(final StateInput in) throws StateFormatException {
        double falsePositives = BloomFilter.DEFAULT.falsePositives();
        long distinctValues = BloomFilter.DEFAULT.distinctValues();
        int maxBytes = BloomFilter.DEFAULT.maxBytes();
        for (int id = in.nextField(); id != StateInput.END; id = in.nextField()) {
            switch (id) {
                case FALSE_POSITIVES -> falsePositives = in.field().getDouble();
                case DISTINCT_VALUES -> distinctValues = in.field().getVarint();
                case MAX_BYTES -> maxBytes = in.field().getVarintAsInt();
                default -> throw in.unknownField("a Bloom filter");
            }
        }
        return new BloomFilter(falsePositives, distinctValues, maxBytes);
    }
}

package dev.intarsia.options;

/**
 * A Bloom filter for every chunk of a column, by which readers skip row groups that cannot hold a value. Immutable.
 *
 * @param falsePositives the share of values not in the chunk for which the filter may answer that they
 *     are; above 0, below 1
 * @param distinctValues how many distinct values a row group is expected to have; 0 if that is not known, and then the
 *     filter is kept at {@code maxBytes} while the chunk grows and folded to the size that it turns out to need
 * @param maxBytes bytes that the filter of a chunk has at most, rounded down to a power of two; 32 to 128 MiB. So much
 *     is taken from the budget for every such column of an open file whose values have no dictionary
 */
public record BloomFilter(double falsePositives, long distinctValues, int maxBytes) {
    /** One in a hundred, an unknown number of values, at most 1 MiB. */
    public static final BloomFilter DEFAULT = new BloomFilter(0.01, 0, 1 << 20);

    private static final int MIN_BYTES = 32;
    private static final int MAX_BYTES = 128 << 20;

    /**
     * @throws IllegalArgumentException if a figure is out of its range; the message names it
     */
    public BloomFilter {
        if (!(falsePositives > 0 && falsePositives < 1)) {
            throw new IllegalArgumentException("falsePositives of a Bloom filter is " + falsePositives
                    + ", it must be above 0 and below 1; 0.01 is usual");
        }
        WriterOptions.requireInRange("distinctValues of a Bloom filter", distinctValues, 0, Long.MAX_VALUE);
        WriterOptions.requireInRange("maxBytes of a Bloom filter", maxBytes, MIN_BYTES, MAX_BYTES);
    }

    /** For a number of distinct values that is known beforehand. */
    public static BloomFilter forDistinctValues(final long distinctValues) {
        return new BloomFilter(DEFAULT.falsePositives, distinctValues, DEFAULT.maxBytes);
    }
}

package dev.intarsia;

import java.util.Set;

/**
 * One leaf column of a finished file, summed over its row groups. Immutable.
 *
 * @param path the path in the schema, parts joined by dots
 * @param physicalType Parquet's physical type, for example {@code INT64}
 * @param encodings Parquet's names of the encodings of its pages and levels, sorted
 * @param values values, nulls included
 * @param nulls nulls
 * @param nans NaNs; zero where the type has none
 * @param bytes bytes it takes in the file, page headers included
 * @param uncompressedBytes the same before compression
 */
public record ColumnSummary(
        String path,
        String physicalType,
        Set<String> encodings,
        long values,
        long nulls,
        long nans,
        long bytes,
        long uncompressedBytes) {
    public ColumnSummary {
        encodings = java.util.Collections.unmodifiableSortedSet(new java.util.TreeSet<>(encodings));
    }
}

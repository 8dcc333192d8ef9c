package dev.intarsia.internal.format;

import java.util.List;
import java.util.Objects;

/**
 * The facts of one finished column chunk. Immutable.
 *
 * @param template what all chunks of the column share
 * @param encodings the encodings used, levels included, as a set of bits: bit {@code i} for the encoding with id
 *     {@code i}, see {@link #encodings}
 * @param values values with their nulls, over all data pages
 * @param uncompressedBytes bytes of all pages before compression, their headers included
 * @param compressedBytes bytes of all pages as stored, their headers included
 * @param dataPageOffset file offset of the first data page's header
 * @param dictionaryPageOffset file offset of the dictionary page's header, or {@link #NO_DICTIONARY}
 * @param statistics bounds and counts
 * @param encodingStats pages by kind and encoding, the dictionary page included; retained
 * @param bloom where its bloom filter lies
 * @param sizes how much it holds
 * @param geospatial what a column of geometries holds
 */
public record ChunkMetadata(
        ChunkTemplate template,
        int encodings,
        long values,
        long uncompressedBytes,
        long compressedBytes,
        long dataPageOffset,
        long dictionaryPageOffset,
        ChunkStatistics statistics,
        List<PageEncodingStats> encodingStats,
        BloomLocation bloom,
        SizeStatistics sizes,
        GeospatialStatistics geospatial) {
    /** The dictionary page's offset of a chunk that has none. */
    public static final long NO_DICTIONARY = -1;

    private static final int MAX_ENCODING_ID = 30;

    /**
     * @throws IllegalArgumentException if a count, size or offset is negative
     */
    public ChunkMetadata {
        Objects.requireNonNull(template, "template");
        Objects.requireNonNull(statistics, "statistics");
        Objects.requireNonNull(bloom, "bloom");
        Objects.requireNonNull(sizes, "sizes");
        Objects.requireNonNull(geospatial, "geospatial");
        encodingStats = List.copyOf(encodingStats);
        requireNotNegative("set of encodings", encodings);
        requireNotNegative("number of values", values);
        requireNotNegative("uncompressed size", uncompressedBytes);
        requireNotNegative("compressed size", compressedBytes);
        requireNotNegative("data page offset", dataPageOffset);
        if (dictionaryPageOffset != NO_DICTIONARY) {
            requireNotNegative("dictionary page offset", dictionaryPageOffset);
        }
    }

    /**
     * The facts that every chunk has; {@link #with} adds the others.
     *
     * @throws IllegalArgumentException if a count, size or offset is negative
     */
    public ChunkMetadata(
            final ChunkTemplate template,
            final int encodings,
            final long values,
            final long uncompressedBytes,
            final long compressedBytes,
            final long dataPageOffset,
            final long dictionaryPageOffset,
            final ChunkStatistics statistics,
            final List<PageEncodingStats> encodingStats) {
        this(
                template,
                encodings,
                values,
                uncompressedBytes,
                compressedBytes,
                dataPageOffset,
                dictionaryPageOffset,
                statistics,
                encodingStats,
                BloomLocation.NONE,
                SizeStatistics.NONE,
                GeospatialStatistics.NONE);
    }

    /** The same chunk with facts that only some chunks have; what it has not is {@code NONE} of its type. */
    public ChunkMetadata with(
            final BloomLocation bloomLocation,
            final SizeStatistics sizeStatistics,
            final GeospatialStatistics geospatialStatistics) {
        return new ChunkMetadata(
                template,
                encodings,
                values,
                uncompressedBytes,
                compressedBytes,
                dataPageOffset,
                dictionaryPageOffset,
                statistics,
                encodingStats,
                bloomLocation,
                sizeStatistics,
                geospatialStatistics);
    }

    /**
     * The set of the encodings with these ids, in any order and with repetitions.
     *
     * @throws IllegalArgumentException if an id is not from 0 to 30
     */
    public static int encodings(final int... ids) {
        int set = 0;
        for (final int id : ids) {
            if (id < 0 || id > MAX_ENCODING_ID) {
                throw new IllegalArgumentException(
                        "a set of encodings holds ids from 0 to " + MAX_ENCODING_ID + ", not " + id);
            }
            set |= 1 << id;
        }
        return set;
    }

    private static void requireNotNegative(final String what, final long value) {
        if (value < 0) {
            throw new IllegalArgumentException("the " + what + " of a column chunk cannot be " + value
                    + ": it must be 0 or more; an int may have overflowed before it got here");
        }
    }
}

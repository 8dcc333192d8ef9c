package dev.intarsia.internal.column;

import dev.intarsia.internal.format.BloomLocation;
import dev.intarsia.internal.format.ChunkMetadata;
import dev.intarsia.internal.format.ChunkStatistics;
import dev.intarsia.internal.format.ChunkTemplate;
import dev.intarsia.internal.format.GeospatialStatistics;
import dev.intarsia.internal.format.PageEncodingStats;
import dev.intarsia.internal.format.SizeStatistics;
import java.util.List;

/**
 * What a column chunk turned out to be, apart from where it will lie. Immutable.
 *
 * @param dictionaryBytes bytes of the dictionary page with its header; zero where there is none
 * @param dataBytes bytes of the data pages with their headers
 * @param uncompressedBytes bytes of all pages before compression, headers included
 * @param values values, nulls included
 * @param nans NaNs; zero for types that have none
 * @param encodings the encodings used, a set of bits by id
 * @param encodingStats pages by kind and encoding
 * @param statistics bounds and counts as they are written
 * @param sizes sizes and levels as they are written
 * @param geospatial what a column of geometries says of them
 */
public record EncodedChunk(
        long dictionaryBytes,
        long dataBytes,
        long uncompressedBytes,
        long values,
        long nans,
        int encodings,
        List<PageEncodingStats> encodingStats,
        ChunkStatistics statistics,
        SizeStatistics sizes,
        GeospatialStatistics geospatial) {
    /** Bytes of the chunk in the file. */
    public long storedBytes() {
        return dictionaryBytes + dataBytes;
    }

    /**
     * The chunk's metadata once it is known where it lies.
     *
     * @param fileOffset of its first byte
     * @param bloom where its Bloom filter is
     */
    public ChunkMetadata at(final long fileOffset, final ChunkTemplate template, final BloomLocation bloom) {
        return new ChunkMetadata(
                        template,
                        encodings,
                        values,
                        uncompressedBytes,
                        storedBytes(),
                        fileOffset + dictionaryBytes,
                        dictionaryBytes == 0 ? ChunkMetadata.NO_DICTIONARY : fileOffset,
                        statistics,
                        encodingStats)
                .with(bloom, sizes, geospatial);
    }
}

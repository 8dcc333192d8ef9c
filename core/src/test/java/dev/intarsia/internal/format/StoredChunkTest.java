package dev.intarsia.internal.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.intarsia.options.Compression;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.junit.jupiter.api.Test;

/** The metadata of a chunk as it was written, and as it is written again elsewhere. */
class StoredChunkTest {
    private static final String[] PATH = {"a", "b.c"};
    private static final ChunkStatistics STATISTICS =
            new ChunkStatistics(5, new byte[] {1, 2}, true, new byte[] {3, 4}, false, 2);
    private static final SizeStatistics SIZES = new SizeStatistics(900, new long[] {7, 8}, new long[] {9, 10, 11});

    private static ChunkMetadata chunk(final long fileOffset, final long dictionaryBytes, final long bloomOffset) {
        return new ChunkMetadata(
                        ChunkTemplate.of(PrimitiveTypeName.DOUBLE, PATH, Compression.Codec.GZIP),
                        ChunkMetadata.encodings(ParquetIds.ENCODING_RLE, ParquetIds.ENCODING_RLE_DICTIONARY),
                        100,
                        3_000,
                        2_000,
                        fileOffset + dictionaryBytes,
                        dictionaryBytes == 0 ? ChunkMetadata.NO_DICTIONARY : fileOffset,
                        STATISTICS,
                        List.of(new PageEncodingStats(0, 8, 3)))
                .with(
                        bloomOffset == 0 ? BloomLocation.NONE : new BloomLocation(bloomOffset, 47),
                        SIZES,
                        GeospatialStatistics.NONE);
    }

    private static byte[] written(final ChunkMetadata chunk) {
        return RedZones.written(RowGroupWriter.maxColumnBytes(chunk), at -> RowGroupWriter.column(at, chunk));
    }

    private static StoredChunk read(final byte[] bytes) throws IOException {
        final CompactReader in = new CompactReader("it", bytes, 0, bytes.length);
        final StoredChunk chunk = StoredChunk.read(in, bytes);
        assertThat(in.position()).isEqualTo(bytes.length);
        return chunk;
    }

    @Test
    void itSaysWhatWasWritten() throws IOException {
        final StoredChunk chunk = read(written(chunk(1_000, 70, 5_000)));

        assertThat(chunk.isOf(PrimitiveTypeName.DOUBLE, List.of(PATH))).isTrue();
        assertThat(chunk.isOf(PrimitiveTypeName.INT64, List.of(PATH))).isFalse();
        assertThat(chunk.isOf(PrimitiveTypeName.DOUBLE, List.of("a.b", "c"))).isFalse();
        assertThat(chunk.encodings()).isEqualTo(1 << 3 | 1 << 8);
        assertThat(chunk.values()).isEqualTo(100);
        assertThat(chunk.nulls()).isEqualTo(5);
        assertThat(chunk.nans()).isEqualTo(2);
        assertThat(chunk.uncompressedBytes()).isEqualTo(3_000);
        assertThat(chunk.storedBytes()).isEqualTo(2_000);
        assertThat(chunk.fileOffset()).isEqualTo(1_000);
        assertThat(chunk.dataPageOffset()).isEqualTo(1_070);
        assertThat(chunk.bloom()).isEqualTo(new BloomLocation(5_000, 47));
        assertThat(chunk.offsetIndexBytes() + chunk.columnIndexBytes()).isZero();
    }

    @Test
    void elsewhereItIsWhatWouldHaveBeenWrittenThere() throws IOException {
        for (final long dictionaryBytes : new long[] {0, 1, 1_999}) {
            for (final long bloom : new long[] {0, 4_000}) {
                final StoredChunk chunk = read(written(chunk(1_000, dictionaryBytes, bloom)));
                for (final long place : new long[] {4, 1_000, 1L << 40}) {
                    final long bloomPlace = bloom == 0 ? 0 : place + 77_777;
                    assertThat(chunk.moved(place - 1_000, bloomPlace))
                            .isEqualTo(written(chunk(place, dictionaryBytes, bloomPlace)));
                }
            }
        }
    }

    @Test
    void whatThisVersionDoesNotKnowIsLeftOut() throws IOException {
        final byte[] known = written(chunk(1_000, 70, 5_000));
        final CompactBytes later = new CompactBytes();
        later.prepared(known, 0, known.length - 2); // without the stops of both structs
        later.struct(16); // the last field that was written
        later.structField(18);
        later.i32Field(1, 9);
        later.stop();
        later.zeroI64Field(19);
        later.stop();
        final byte[] bytes = Arrays.copyOf(later.toByteArray(), later.toByteArray().length + 1);

        assertThat(read(bytes).moved(0, 5_000)).isEqualTo(known);
    }

    @Test
    void placesThatContradictEachOtherAreRefused() {
        assertThatIOException()
                .isThrownBy(() -> read(written(chunk(1_000, 2_000, 0))))
                .withMessageContaining("its dictionary at file offset 1000 and its first data page at 3000, in 2000");
        final ChunkMetadata whole = chunk(1_000, 0, 0);
        assertThatIOException()
                .isThrownBy(() -> read(written(new ChunkMetadata(
                        whole.template(), 0, 6, 1, 1, 1_000, ChunkMetadata.NO_DICTIONARY, STATISTICS, List.of()))))
                .withMessageContaining("5 nulls and 2 NaNs among 6 values");
    }

    @Test
    void whatIntarsiaNeverWroteIsRefused() {
        final ChunkTemplate lzo = new ChunkTemplate(5, new byte[][] {{'a'}}, 3);
        assertThatIOException()
                .isThrownBy(() -> read(written(new ChunkMetadata(
                        lzo, 0, 10, 1, 1, 1_000, ChunkMetadata.NO_DICTIONARY, STATISTICS, List.of()))))
                .withMessageContaining("the codec 3, which Intarsia never wrote");
        final ChunkTemplate plain = new ChunkTemplate(5, new byte[][] {{'a'}}, 0);
        final int bitPacked = ChunkMetadata.encodings(4);
        assertThatIOException()
                .isThrownBy(() -> read(written(new ChunkMetadata(
                        plain, bitPacked, 10, 1, 1, 1_000, ChunkMetadata.NO_DICTIONARY, STATISTICS, List.of()))))
                .withMessageContaining("the encoding 4, which Intarsia never wrote");
    }
}

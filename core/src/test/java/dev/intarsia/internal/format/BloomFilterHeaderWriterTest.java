package dev.intarsia.internal.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.apache.parquet.format.BloomFilterAlgorithm;
import org.apache.parquet.format.BloomFilterCompression;
import org.apache.parquet.format.BloomFilterHash;
import org.apache.parquet.format.BloomFilterHeader;
import org.apache.parquet.format.SplitBlockAlgorithm;
import org.apache.parquet.format.Uncompressed;
import org.apache.parquet.format.Util;
import org.apache.parquet.format.XxHash;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BloomFilterHeaderWriterTest {
    @ParameterizedTest
    @ValueSource(ints = {32, 64, 1024, 1 << 20, 128 << 20, Integer.MAX_VALUE})
    void aHeaderIsTheBytesThatThriftWritesAndItsLengthIsKnownBefore(final int bitsetBytes) throws IOException {
        final BloomFilterHeader oracle = new BloomFilterHeader(
                bitsetBytes,
                BloomFilterAlgorithm.BLOCK(new SplitBlockAlgorithm()),
                BloomFilterHash.XXHASH(new XxHash()),
                BloomFilterCompression.UNCOMPRESSED(new Uncompressed()));
        final int length = BloomFilterHeaderWriter.bytes(bitsetBytes);

        final byte[] bytes = RedZones.written(length, at -> BloomFilterHeaderWriter.write(at, bitsetBytes));

        assertThat(bytes)
                .isEqualTo(Thrift.bytes(oracle))
                .hasSize(length)
                .hasSizeLessThanOrEqualTo(BloomFilterHeaderWriter.MAX_BYTES);
        assertThat(Util.readBloomFilterHeader(new ByteArrayInputStream(bytes))).isEqualTo(oracle);
        assertThat(BloomFilterHeaderWriter.bytes(Integer.MAX_VALUE)).isEqualTo(BloomFilterHeaderWriter.MAX_BYTES);
    }
}

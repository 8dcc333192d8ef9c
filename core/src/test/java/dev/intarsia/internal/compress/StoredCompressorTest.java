package dev.intarsia.internal.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStream;
import dev.intarsia.options.Compression;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pages that are stored in the form of a codec, against the same decoders as compressed ones. */
class StoredCompressorTest {
    private static final int MIB = 1 << 20;
    private static final int[] SIZES = {
        0, 1, 2, 14, 15, 16, 59, 60, 61, 127, 128, 255, 256, 257, 269, 270, 271, 65_535, 65_536, 65_537, 131_070,
        131_071, 131_072, 131_073, 261_099, 261_100, 261_101, MIB - 1, MIB, MIB + 1
    };

    static Stream<Compression> compressions() {
        return Stream.of(Compression.Codec.values())
                .filter(codec -> codec != Compression.Codec.UNCOMPRESSED)
                .map(Compression.Codec::atDefaultLevel);
    }

    private static byte[] noise(final int size) {
        final byte[] page = new byte[size];
        new Random(size).nextBytes(page);
        return page;
    }

    private static byte[] stored(final Compression compression, final byte[] page, final int shift) {
        try (PageCompressor compressor = PageCompressor.stored(compression)) {
            return PageCompressorTest.compress(compressor, page, shift);
        }
    }

    @ParameterizedTest
    @MethodSource("compressions")
    void everyPageComesBackFromDecodersThatAreNotOurs(final Compression compression) {
        final Random random = new Random(17);
        final IntStream sizes =
                IntStream.concat(Arrays.stream(SIZES), random.ints(10, 0, 400_000)); // and whatever comes
        sizes.forEach(size -> {
            final byte[] page = noise(size);
            final byte[] stored = stored(compression, page, size % 5);
            for (final ForeignDecoder decoder : ForeignDecoder.of(compression.codec())) {
                assertThat(Arrays.equals(decoder.decode(stored, size), page))
                        .as("%s, %d bytes, by %s", compression, size, decoder)
                        .isTrue();
            }
        });
    }

    /**
     * The overhead grows only where a block, frame or byte of length is added, which these sizes are on both sides of.
     */
    @ParameterizedTest
    @MethodSource("compressions")
    void aStoredPageIsNeverLongerThanTheWorstCaseOfItsCodec(final Compression compression) {
        final IntStream.Builder edges = IntStream.builder();
        for (final int block : new int[] {0xFFFF, 128 << 10, HadoopLz4Compressor.MAX_BLOCK_BYTES}) {
            IntStream.iterate(block, at -> at <= MIB, at -> at + block).forEach(edges::add);
        }
        IntStream.iterate(15, at -> at < 40_000, at -> at + 255).forEach(edges::add);
        IntStream.iterate(15 + 255 * 160, at -> at < MIB, at -> at + 255 * 97).forEach(edges::add);
        IntStream.iterate(1 << 7, at -> at <= MIB, at -> 2 * at).forEach(edges::add);
        final IntStream sizes = IntStream.concat(
                IntStream.range(0, 700), edges.build().flatMap(edge -> IntStream.rangeClosed(edge - 1, edge + 1)));

        final ByteBuffer input = ByteBuffer.allocateDirect(MIB + 1);
        final ByteBuffer output = ByteBuffer.allocateDirect(2 * MIB);
        try (PageCompressor compressor = PageCompressor.stored(compression)) {
            sizes.forEach(size -> {
                final int written = compressor.compress(input.clear().limit(size), output.clear());
                assertThat(written)
                        .as("%s, %d bytes", compression, size)
                        .isGreaterThan(size)
                        .isLessThanOrEqualTo(PageCompressor.maxCompressedBytes(compression, size));
            });
        }
    }

    @Test
    void aGzipPageIsStoredAtTheWorstCase() {
        for (final int size : SIZES) {
            assertThat(stored(Compression.GZIP, noise(size), 0))
                    .hasSize(PageCompressor.maxCompressedBytes(Compression.GZIP, size));
        }
    }

    @Test
    void aZstandardFrameStatesItsContentSize() {
        for (final int size : SIZES) {
            assertThat(Zstd.getFrameContentSize(stored(Compression.ZSTD, noise(size), 0)))
                    .isEqualTo(size);
        }
    }

    /**
     * Whoever decompresses as a stream holds a window of what the frame states, and refuses what it has no room for.
     */
    @Test
    void aZstandardFrameIsReadWithAWindowOf128KiBHoweverLargeItIs() throws IOException {
        for (final int size : new int[] {1, 131_072, 131_073, MIB}) {
            final byte[] page = noise(size);
            final byte[] stored = stored(Compression.ZSTD, page, 0);
            try (ZstdInputStream in = new ZstdInputStream(new ByteArrayInputStream(stored)).setLongMax(17)) {
                assertThat(Arrays.equals(in.readAllBytes(), page))
                        .as("%d bytes", size)
                        .isTrue();
            }
        }
    }

    @Test
    void aSnappyLiteralHasNoMoreBytesOfLengthThanItNeeds() {
        for (final int[] sizeAndOverhead : new int[][] {
            {0, 1}, {1, 2}, {60, 2}, {61, 3}, {127, 3}, {128, 4}, {256, 4}, {257, 5}, {65_536, 6}, {65_537, 7}
        }) {
            final int size = sizeAndOverhead[0];
            assertThat(stored(Compression.SNAPPY, noise(size), 0)).hasSize(size + sizeAndOverhead[1]);
        }
    }

    @Test
    void anEmptyPageForHadoopIsAFrameOfABlockThatHoldsNothing() {
        assertThat(stored(Compression.LZ4, new byte[0], 0)).containsExactly(0, 0, 0, 0, 0, 0, 0, 1, 0);
    }

    @ParameterizedTest
    @MethodSource("compressions")
    void theStateOfOnePageDoesNotShowInTheNext(final Compression compression) {
        try (PageCompressor compressor = PageCompressor.stored(compression)) {
            final byte[] first = PageCompressorTest.compress(compressor, noise(5000), 0);
            PageCompressorTest.compress(compressor, noise(300_000), 3);
            assertThat(PageCompressorTest.compress(compressor, noise(5000), 1)).isEqualTo(first);
            assertThat(compressor.compression()).isEqualTo(compression);
        }
    }

    @Test
    void anUncompressedPageHasNoStoredForm() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PageCompressor.stored(Compression.UNCOMPRESSED))
                .withMessageContaining("UNCOMPRESSED");
    }
}

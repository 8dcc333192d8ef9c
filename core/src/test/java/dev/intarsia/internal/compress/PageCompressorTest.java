package dev.intarsia.internal.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.github.luben.zstd.Zstd;
import dev.intarsia.options.Compression;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PageCompressorTest {
    private static final int RED_ZONE = 64;
    private static final byte RED = (byte) 0xA5;
    private static final int[] SIZES = {
        0, 1, 15, 16, 255, 256, 20_000, 65_535, 65_536, 131_073, 262_143, 262_144, 1 << 20
    };

    static Stream<Compression> compressions() {
        return Stream.of(
                Compression.SNAPPY,
                Compression.LZ4_RAW,
                Compression.LZ4,
                Compression.ZSTD,
                new Compression(Compression.Codec.GZIP, 1),
                Compression.GZIP,
                new Compression(Compression.Codec.GZIP, 9));
    }

    @ParameterizedTest
    @MethodSource("compressions")
    void everyPageComesBackFromDecodersThatAreNotOurs(final Compression compression) {
        try (PageCompressor compressor = PageCompressor.create(compression)) {
            for (final int size : SIZES) {
                for (final byte[] page : pagesOf(size)) {
                    final byte[] compressed = compress(compressor, page, 0);
                    for (final ForeignDecoder decoder : ForeignDecoder.of(compression.codec())) {
                        assertThat(decoder.decode(compressed, size))
                                .as("%s, %d bytes, by %s", compression, size, decoder)
                                .isEqualTo(page);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("compressions")
    void theBytesDoNotDependOnWhereTheBuffersLieNorOnThePagesBefore(final Compression compression) {
        final byte[] page = textLike(new Random(7), 50_001);
        try (PageCompressor compressor = PageCompressor.create(compression)) {
            final byte[] first = compress(compressor, page, 0);
            compress(compressor, new byte[100_000], 0);
            for (int shift = 1; shift < 8; shift += 2) {
                assertThat(compress(compressor, page, shift)).isEqualTo(first);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("compressions")
    void pagesThatNearlyMatchThemselvesStayWithinTheWorstCase(final Compression compression) {
        final Random random = new Random(11);
        try (PageCompressor compressor = PageCompressor.create(compression)) {
            for (int round = 0; round < 12; round++) {
                final byte[] page = shortMatches(random, 1 + random.nextInt(round % 10 == 0 ? 300_000 : 20_000));
                final byte[] compressed = compress(compressor, page, 0);
                for (final ForeignDecoder decoder : ForeignDecoder.of(compression.codec())) {
                    assertThat(decoder.decode(compressed, page.length)).isEqualTo(page);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("compressions")
    void lessRoomThanTheWorstCaseIsRefusedBeforeAByteIsWritten(final Compression compression) {
        try (PageCompressor compressor = PageCompressor.create(compression)) {
            final ByteBuffer input = ByteBuffer.allocateDirect(1000);
            final ByteBuffer output = ByteBuffer.allocateDirect(compressor.maxCompressedBytes(1000) - 1);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> compressor.compress(input, output))
                    .withMessageContaining("1000 bytes needs room for " + compressor.maxCompressedBytes(1000))
                    .withMessageContaining("the output has " + output.remaining());
            assertThat(output.position()).isZero();
            for (int i = 0; i < output.limit(); i++) {
                assertThat(output.get(i)).isZero();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("compressions")
    void heapAndReadOnlyBuffersAreRefused(final Compression compression) {
        try (PageCompressor compressor = PageCompressor.create(compression)) {
            final ByteBuffer direct = ByteBuffer.allocateDirect(1000);
            final ByteBuffer heap = ByteBuffer.allocate(1000);
            final ByteBuffer few = ByteBuffer.allocateDirect(8);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> compressor.compress(heap, direct))
                    .withMessageContaining("direct memory");
            assertThatIllegalArgumentException().isThrownBy(() -> compressor.compress(few, heap));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> compressor.compress(few, direct.asReadOnlyBuffer()))
                    .withMessageContaining("read-only");
            assertThat(compressor.compress(few.asReadOnlyBuffer(), direct)).isPositive();
        }
    }

    @ParameterizedTest
    @MethodSource("compressions")
    void theWorstCaseIsRefusedWhereAnIntWouldOverflow(final Compression compression) {
        try (PageCompressor compressor = PageCompressor.create(compression)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> compressor.maxCompressedBytes(Integer.MAX_VALUE))
                    .withMessageContaining("2147483647 bytes may take")
                    .withMessageContaining("write smaller pages");
            assertThatIllegalArgumentException().isThrownBy(() -> compressor.maxCompressedBytes(-1));
            int fits = 0;
            for (int bit = 1 << 30; bit != 0; bit >>= 1) { // the largest input that is not refused
                final int tried = fits + bit;
                if (!isRefused(compressor, tried)) {
                    fits = tried;
                }
            }
            assertThat(compressor.maxCompressedBytes(fits)).isGreaterThan(fits);
            assertThat(isRefused(compressor, fits + 1)).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("compressions")
    void aClosedCompressorRefusesAndClosesAgain(final Compression compression) {
        final PageCompressor compressor = PageCompressor.create(compression);
        compressor.close();
        compressor.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> compressor.compress(ByteBuffer.allocateDirect(8), ByteBuffer.allocateDirect(1000)))
                .withMessageContaining("is closed");
    }

    @Test
    void thereIsNoCompressorForUncompressedPages() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PageCompressor.create(Compression.UNCOMPRESSED))
                .withMessageContaining("UNCOMPRESSED");
    }

    @ParameterizedTest
    @MethodSource("compressions")
    void theWorstCaseIsKnownWithoutACompressor(final Compression compression) {
        try (PageCompressor compressor = PageCompressor.create(compression)) {
            for (final int size : SIZES) {
                assertThat(PageCompressor.maxCompressedBytes(compression, size))
                        .isEqualTo(compressor.maxCompressedBytes(size));
            }
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PageCompressor.maxCompressedBytes(Compression.UNCOMPRESSED, 1))
                .withMessageContaining("UNCOMPRESSED");
    }

    @Test
    void aZstandardFrameStatesItsContentSize() {
        try (PageCompressor compressor = PageCompressor.create(Compression.ZSTD)) {
            for (final int size : SIZES) {
                final byte[] frame = compress(compressor, new byte[size], 0);
                assertThat(Zstd.getFrameContentSize(frame)).isEqualTo(size);
            }
        }
    }

    @Test
    void aGzipPageThatDoesNotShrinkIsStoredAtTheWorstCase() {
        try (PageCompressor compressor = PageCompressor.create(Compression.GZIP)) {
            final byte[] page = new byte[200_000];
            new Random(3).nextBytes(page);
            final byte[] compressed = compress(compressor, page, 0);
            assertThat(compressed)
                    .hasSize(compressor.maxCompressedBytes(page.length))
                    .hasSize(18 + 4 * 5 + 200_000);
            assertThat(compress(compressor, new byte[200_000], 0)).hasSizeLessThan(1000);
        }
    }

    @Test
    void lz4TakesNoMoreThanItsFormatAllows() {
        try (PageCompressor compressor = PageCompressor.create(Compression.LZ4_RAW)) {
            assertThat(isRefused(compressor, 0x7E00_0000)).isFalse();
            assertThat(isRefused(compressor, 0x7E00_0001)).isTrue();
        }
    }

    @Test
    void framesForHadoopHoldAsMuchAsIsSureToFitItsBuffers() {
        try (PageCompressor compressor = PageCompressor.create(Compression.LZ4)) {
            final byte[] noise = new byte[2 * 261_100 + 1];
            new Random(3).nextBytes(noise);
            final ByteBuffer frames = ByteBuffer.wrap(compress(compressor, noise, 0));
            for (final int expected : new int[] {261_100, 261_100, 1}) {
                assertThat(frames.getInt()).isEqualTo(expected);
                frames.position(Integer.BYTES + frames.getInt(frames.position()) + frames.position());
            }
            assertThat(frames.hasRemaining()).isFalse();
        }
    }

    @Test
    void anEmptyPageIsAFrameOfABlockThatHoldsNothing() {
        try (PageCompressor compressor = PageCompressor.create(Compression.LZ4)) {
            assertThat(compress(compressor, new byte[0], 0)).containsExactly(0, 0, 0, 0, 0, 0, 0, 1, 0);
        }
    }

    @Test
    void theOrderOfTheOutputBufferStays() {
        final ByteBuffer output = ByteBuffer.allocateDirect(100).order(ByteOrder.LITTLE_ENDIAN);
        try (PageCompressor compressor = PageCompressor.create(Compression.LZ4)) {
            compressor.compress(ByteBuffer.allocateDirect(3), output);
        }
        assertThat(output.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
        assertThat(output.getInt(0)).isEqualTo(3 << 24);
    }

    @Test
    void theLevelOfGzipIsHonoured() {
        final byte[] page = textLike(new Random(5), 100_000);
        final List<Integer> sizes = new ArrayList<>();
        for (int level = 1; level <= 9; level++) {
            try (PageCompressor compressor = PageCompressor.create(new Compression(Compression.Codec.GZIP, level))) {
                sizes.add(compress(compressor, page, 0).length);
            }
        }
        assertThat(sizes.get(8)).isLessThan(sizes.get(5)).isLessThan(sizes.get(0));
        assertThat(sizes.get(5)).isLessThan(sizes.get(0));
    }

    private static boolean isRefused(final PageCompressor compressor, final int inputBytes) {
        try {
            return compressor.maxCompressedBytes(inputBytes) < 0;
        } catch (final IllegalArgumentException e) {
            return true;
        }
    }

    /** Compresses between red zones, with views into larger buffers, and checks what a call leaves behind. */
    static byte[] compress(final PageCompressor compressor, final byte[] page, final int shift) {
        final int room = compressor.maxCompressedBytes(page.length);
        final ByteBuffer in = ByteBuffer.allocateDirect(page.length + shift + RED_ZONE);
        in.position(shift).put(page).flip().position(shift);
        final ByteBuffer input = shift % 4 == 1 ? in.slice() : in;
        final int inputStart = input.position();

        final ByteBuffer out = ByteBuffer.allocateDirect(RED_ZONE + shift + room + RED_ZONE);
        for (int i = 0; i < out.capacity(); i++) {
            out.put(i, RED);
        }
        out.limit(RED_ZONE + shift + room).position(RED_ZONE + shift);
        final ByteBuffer output = shift % 4 == 3 ? out.slice() : out;
        final int outputStart = output.position();
        final int outputLimit = output.limit();

        final int written = compressor.compress(input, output);

        assertThat(written).isPositive().isLessThanOrEqualTo(room);
        assertThat(output.position()).isEqualTo(outputStart + written);
        assertThat(output.limit()).isEqualTo(outputLimit);
        assertThat(input.position()).isEqualTo(inputStart);
        assertThat(input.remaining()).isEqualTo(page.length);
        for (int i = 0; i < RED_ZONE; i++) {
            assertThat(out.get(i)).as("byte %d before the output", i).isEqualTo(RED);
        }
        out.limit(out.capacity());
        for (int i = RED_ZONE + shift + room; i < out.capacity(); i++) {
            assertThat(out.get(i)).as("byte %d behind the room", i - room).isEqualTo(RED);
        }
        final byte[] compressed = new byte[written];
        out.position(RED_ZONE + shift);
        out.get(compressed);
        return compressed;
    }

    static List<byte[]> pagesOf(final int size) {
        final Random random = new Random(size);
        final byte[] noise = new byte[size];
        random.nextBytes(noise);
        final byte[] same = new byte[size];
        Arrays.fill(same, (byte) 'x');
        return List.of(noise, same, textLike(random, size));
    }

    static byte[] textLike(final Random random, final int size) {
        final byte[] page = new byte[size];
        for (int i = 0; i < size; i++) {
            page[i] = (byte) (i > 40 && random.nextInt(8) != 0 ? page[i - 37] : 'a' + random.nextInt(26));
        }
        return page;
    }

    /** Noise with many short repeats from far away: the hardest case for a worst-case formula. */
    private static byte[] shortMatches(final Random random, final int size) {
        final byte[] page = new byte[size];
        random.nextBytes(page);
        int at = 32;
        while (at + 16 < size) {
            final int length = 4 + random.nextInt(4);
            System.arraycopy(page, random.nextInt(at - length), page, at, length);
            at += length + random.nextInt(3);
        }
        return page;
    }
}

package dev.intarsia.internal.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.intarsia.options.Compression;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the compressors made comes back, and what is damaged is refused without a byte outside the page being touched.
 */
class PageDecompressorTest {
    private static final int RED_ZONE = 64;
    private static final byte RED = (byte) 0xA5;
    private static final int[] SIZES = {1, 7, 8, 9, 60, 61, 255, 256, 20_000, 65_535, 65_536, 131_073, 261_100, 261_101
    };

    private static List<byte[]> formsOf(final Compression.Codec codec, final byte[] page) {
        if (codec == Compression.Codec.UNCOMPRESSED) {
            return List.of(page);
        }
        try (PageCompressor compressor = PageCompressor.create(codec.atDefaultLevel());
                PageCompressor storer = PageCompressor.stored(codec.atDefaultLevel())) {
            return List.of(
                    PageCompressorTest.compress(compressor, page, 0), PageCompressorTest.compress(storer, page, 0));
        }
    }

    private static ByteBuffer direct(final byte[] bytes, final int length) {
        final ByteBuffer buffer = ByteBuffer.allocateDirect(3 + length);
        return buffer.position(3).put(bytes, 0, length).flip().position(3).asReadOnlyBuffer();
    }

    /** Decompresses between red zones; the page, or null where it was refused in a sentence. */
    private static byte[] decompressed(final Compression.Codec codec, final ByteBuffer input, final int size) {
        final ByteBuffer output = ByteBuffer.allocateDirect(2 * RED_ZONE + size);
        for (int i = 0; i < output.capacity(); i++) {
            output.put(i, RED);
        }
        output.limit(RED_ZONE + size).position(RED_ZONE);
        final int start = input.position();
        boolean read = true;
        try {
            PageDecompressor.decompress(codec, input, output);
            assertThat(output.position()).isEqualTo(output.limit());
        } catch (final IOException e) {
            read = false;
            assertThat(e).hasMessageContaining("does not decompress to " + size + " bytes with " + codec);
            assertThat(output.position()).isEqualTo(RED_ZONE);
        }
        assertThat(output.limit()).isEqualTo(RED_ZONE + size);
        assertThat(input.position()).isEqualTo(start);
        output.clear();
        for (int i = 0; i < RED_ZONE; i++) {
            assertThat(output.get(i)).isEqualTo(RED);
            assertThat(output.get(RED_ZONE + size + i)).isEqualTo(RED);
        }
        final byte[] page = new byte[size];
        output.position(RED_ZONE).get(page);
        return read ? page : null;
    }

    @ParameterizedTest
    @EnumSource(Compression.Codec.class)
    void pagesOfOursComeBackCompressedAndStored(final Compression.Codec codec) {
        for (final int size : SIZES) {
            for (final byte[] page : PageCompressorTest.pagesOf(size)) {
                for (final byte[] form : formsOf(codec, page)) {
                    assertThat(Arrays.equals(decompressed(codec, direct(form, form.length), size), page))
                            .as("%d bytes", size)
                            .isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Compression.Codec.class)
    void aPageIsNotTakenForASmallerOrLargerOne(final Compression.Codec codec) {
        for (final int size : new int[] {2, 60, 255, 65_535, 262_000}) {
            for (final byte[] page : PageCompressorTest.pagesOf(size)) {
                for (final byte[] form : formsOf(codec, page)) {
                    assertThat(decompressed(codec, direct(form, form.length), size - 1))
                            .isNull();
                    assertThat(decompressed(codec, direct(form, form.length), size + 1))
                            .isNull();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Compression.Codec.class)
    void aPageThatIsCutOffIsRefused(final Compression.Codec codec) {
        for (final byte[] page : PageCompressorTest.pagesOf(300)) {
            for (final byte[] form : formsOf(codec, page)) {
                for (int length = 0; length < form.length; length++) {
                    assertThat(decompressed(codec, direct(form, length), page.length))
                            .as("%d bytes of %d", length, form.length)
                            .isNull();
                }
            }
        }
    }

    /** Without a checksum in front of it: some damage gives other bytes, none may do worse. */
    @ParameterizedTest
    @EnumSource(Compression.Codec.class)
    void damageHarmsNothingOutsideThePage(final Compression.Codec codec) {
        final Random random = new Random(23);
        int refused = 0;
        for (int round = 0; round < 600; round++) {
            final byte[] page = PageCompressorTest.textLike(random, 1 + random.nextInt(2000));
            for (final byte[] form : formsOf(codec, page)) {
                for (int damage = random.nextInt(3); damage >= 0; damage--) {
                    form[random.nextInt(round % 2 == 0 ? Math.min(24, form.length) : form.length)] =
                            (byte) random.nextInt();
                }
                refused += decompressed(codec, direct(form, form.length), page.length) == null ? 1 : 0;
            }
        }
        assertThat(refused).isGreaterThan(codec == Compression.Codec.UNCOMPRESSED ? -1 : 100);
    }

    @Test
    void damagedGzipIsAlwaysSeen() {
        for (final byte[] page : PageCompressorTest.pagesOf(200)) {
            for (final byte[] form : formsOf(Compression.Codec.GZIP, page)) {
                for (int bit = 0; bit < Byte.SIZE * form.length; bit++) {
                    form[bit >> 3] ^= (byte) (1 << (bit & 7));
                    final byte[] read = decompressed(Compression.Codec.GZIP, direct(form, form.length), page.length);
                    assertThat(read == null || Arrays.equals(read, page)).isTrue();
                    form[bit >> 3] ^= (byte) (1 << (bit & 7));
                }
            }
        }
    }

    @Test
    void aGzipStreamThatGoesOnBehindThePageIsRefusedWhateverItsTrailerSays() {
        final byte[] two = formsOf(Compression.Codec.GZIP, new byte[] {7, 8}).get(1);
        final byte[] three =
                formsOf(Compression.Codec.GZIP, new byte[] {7, 8, 9}).get(1);
        System.arraycopy(two, two.length - 8, three, three.length - 8, 8);
        assertThat(decompressed(Compression.Codec.GZIP, direct(three, three.length), 2))
                .isNull();

        final byte[] gap = Arrays.copyOf(two, two.length + 1);
        System.arraycopy(two, two.length - 8, gap, gap.length - 8, 8);
        assertThat(decompressed(Compression.Codec.GZIP, direct(gap, gap.length), 2))
                .isNull();
        assertThat(decompressed(Compression.Codec.GZIP, direct(two, two.length), 2))
                .containsExactly(7, 8);
    }

    @Test
    void aFrameThatClaimsMoreThanIsThereIsRefusedByItsNumbers() {
        final ByteBuffer frames =
                ByteBuffer.allocateDirect(9).putInt(1 << 30).putInt(1).flip();
        assertThatIOException()
                .isThrownBy(() -> PageDecompressor.decompress(
                        Compression.Codec.LZ4, frames.limit(9), ByteBuffer.allocateDirect(5)))
                .withMessageContaining("a frame of 1 bytes for 1073741824 stands where 1 for 5 are left");
    }

    @Test
    void onlyRoomInDirectMemoryIsTaken() {
        final ByteBuffer direct = ByteBuffer.allocateDirect(8);
        final ByteBuffer heap = ByteBuffer.allocate(8);
        for (final ByteBuffer[] pair : new ByteBuffer[][] {
            {heap, direct}, {direct, heap}, {direct, direct.asReadOnlyBuffer()}, {direct, direct.slice(8, 0)}
        }) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> PageDecompressor.decompress(Compression.Codec.SNAPPY, pair[0], pair[1]))
                    .withMessageContaining("direct memory");
        }
    }
}

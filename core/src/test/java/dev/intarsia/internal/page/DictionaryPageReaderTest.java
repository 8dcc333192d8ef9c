package dev.intarsia.internal.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.intarsia.internal.compress.CompressorPool;
import dev.intarsia.internal.compress.PageChecksum;
import dev.intarsia.internal.format.PageHeaderWriter;
import dev.intarsia.internal.memory.Area;
import dev.intarsia.internal.memory.Lane;
import dev.intarsia.internal.memory.NativeMemory;
import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.internal.memory.SlabPool;
import dev.intarsia.options.Compression;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DictionaryPageReaderTest {
    private static final byte RED = (byte) 0xA5;
    private static final int RED_ZONE = 64;

    private final SlabPool memory = new SlabPool(32 << 20, 8 << 20);
    private final Reserve reserve = new Reserve(memory);
    private final CompressorPool compressors = new CompressorPool();
    private final Lane lane = new Lane(1 << 20);
    private final Area entries = new Area();

    @AfterEach
    void nothingIsHeld() {
        entries.free();
        lane.free();
        reserve.giveBack();
        compressors.close();
        memory.close();
    }

    private static byte[] longs(final int count) {
        final ByteBuffer longs = ByteBuffer.allocate(count * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            longs.putLong(1_000_000L * i);
        }
        return longs.array();
    }

    private static byte[] texts(final int count) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            final byte[] text = "a town, the name of which is no %d"
                    .formatted(i)
                    .substring(i % 30)
                    .getBytes();
            out.writeBytes(new byte[] {(byte) text.length, 0, 0, 0});
            out.writeBytes(text);
        }
        return out.toByteArray();
    }

    /** A dictionary page as our writer makes it. */
    private byte[] written(final Compression.Codec codec, final boolean stored, final byte[] plain, final int count) {
        entries.ensure(plain.length, 0, reserve);
        NativeMemory.copy(plain, 0, entries.address(), plain.length);
        final PageWriter pages = new PageWriter(reserve, compressors);
        if (stored) {
            pages.storePages();
        }
        pages.writeDictionary(lane, PageFormat.of(codec.atDefaultLevel()), entries, plain.length, count);
        pages.endOperation();
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        lane.drainTo((segment, offset, length) -> {
            final byte[] slice = new byte[length];
            NativeMemory.copy(segment.address() + offset, slice, 0, length);
            out.writeBytes(slice);
            segment.release();
        });
        return out.toByteArray();
    }

    private static ByteBuffer direct(final byte[] page) {
        final ByteBuffer buffer = ByteBuffer.allocateDirect(5 + page.length);
        return buffer.position(5).put(page).flip().position(5).asReadOnlyBuffer();
    }

    /** Reads a page between red zones. */
    private static byte[] read(
            final ByteBuffer page, final Compression.Codec codec, final int width, final int expectedCount)
            throws IOException {
        final int start = page.position();
        final DictionaryPageReader reader = DictionaryPageReader.open(page, codec, width);
        assertThat(page.position()).isEqualTo(start);
        if (reader.entryBytes() > 1 << 20) {
            throw new IOException("larger than what the column may have");
        }
        final ByteBuffer target = ByteBuffer.allocateDirect(2 * RED_ZONE + reader.entryBytes());
        for (int i = 0; i < target.capacity(); i++) {
            target.put(i, RED);
        }
        target.position(RED_ZONE);
        try {
            reader.readInto(target);
        } finally {
            for (int i = 0; i < RED_ZONE; i++) {
                assertThat(target.get(i)).isEqualTo(RED);
                assertThat(target.get(target.capacity() - 1 - i)).isEqualTo(RED);
            }
        }
        assertThat(target.position()).isEqualTo(RED_ZONE + reader.entryBytes());
        assertThat(reader.entries()).isEqualTo(expectedCount);
        final byte[] plain = new byte[reader.entryBytes()];
        target.position(RED_ZONE).get(plain);
        return plain;
    }

    @ParameterizedTest
    @EnumSource(Compression.Codec.class)
    void theEntriesComeBack(final Compression.Codec codec) throws IOException {
        for (final int count : new int[] {1, 7, 8, 9, 33, 64, 20_000}) {
            for (final boolean stored : new boolean[] {false, true}) {
                final byte[] page = written(codec, stored, longs(count), count);
                assertThat(read(direct(page), codec, Long.BYTES, count)).isEqualTo(longs(count));
                final byte[] texts = texts(count);
                assertThat(read(direct(written(codec, stored, texts, count)), codec, 0, count))
                        .isEqualTo(texts);
            }
        }
    }

    @Test
    void whatFollowsThePageIsNotLookedAt() throws IOException {
        final byte[] page = written(Compression.Codec.ZSTD, false, longs(100), 100);
        final ByteBuffer more = direct(Arrays.copyOf(page, page.length + 1000));
        assertThat(read(more, Compression.Codec.ZSTD, Long.BYTES, 100)).isEqualTo(longs(100));
        final DictionaryPageReader reader = DictionaryPageReader.open(more, Compression.Codec.ZSTD, Long.BYTES);
        assertThat(reader.pageBytes()).isEqualTo(page.length);
    }

    @ParameterizedTest
    @EnumSource(Compression.Codec.class)
    void aDamagedBitIsSeenOrChangesNothing(final Compression.Codec codec) {
        for (final int width : new int[] {0, Long.BYTES}) {
            final byte[] plain = width == 0 ? texts(20) : longs(20);
            for (final boolean stored : new boolean[] {false, true}) {
                final byte[] page = written(codec, stored, plain, 20);
                int refused = 0;
                for (int bit = 0; bit < Byte.SIZE * page.length; bit++) {
                    page[bit >> 3] ^= (byte) (1 << (bit & 7));
                    refused += isRefused(page, codec, width, plain) ? 1 : 0;
                    page[bit >> 3] ^= (byte) (1 << (bit & 7));
                }
                // Any of the six numbers of the header may be an i16, and half of the two bytes that end it means
                // nothing.
                assertThat(refused).isEqualTo(Byte.SIZE * page.length - 6 - 2 * 4);
                assertThat(isRefused(page, codec, width, plain)).isFalse();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Compression.Codec.class)
    void randomBytesAreRefused(final Compression.Codec codec) {
        final Random random = new Random(31);
        final byte[] plain = texts(50);
        final byte[] good = written(codec, false, plain, 50);
        for (int round = 0; round < 2000; round++) {
            final byte[] page = Arrays.copyOf(good, random.nextInt(good.length + 1));
            if (page.length == 0 || round % 2 == 0) {
                random.nextBytes(page);
            }
            assertThat(isRefused(page, codec, 0, plain)).isEqualTo(page.length < good.length || round % 2 == 0);
        }
    }

    private static boolean isRefused(
            final byte[] page, final Compression.Codec codec, final int width, final byte[] plain) {
        try {
            assertThat(read(direct(page), codec, width, width == 0 ? plain.length < 600 ? 20 : 50 : 20))
                    .isEqualTo(plain);
            return false;
        } catch (final IOException e) {
            assertThat(e.getMessage()).isNotBlank();
            return true;
        }
    }

    /** A page with a sound checksum, whatever its header says. */
    private static byte[] page(final byte[] body, final int uncompressedBytes, final int count) {
        final int crc = new PageChecksum().of(direct(body));
        final int header = PageHeaderWriter.dictionaryPageBytes(uncompressedBytes, body.length, crc, count);
        final ByteBuffer page = ByteBuffer.allocateDirect(header + body.length);
        PageHeaderWriter.writeDictionaryPage(NativeMemory.addressOf(page), uncompressedBytes, body.length, crc, count);
        final byte[] bytes = new byte[page.capacity()];
        page.get(bytes);
        System.arraycopy(body, 0, bytes, header, body.length);
        return bytes;
    }

    private static void assertRefused(
            final byte[] body, final int uncompressedBytes, final int count, final int width, final String why) {
        assertThatIOException()
                .isThrownBy(() -> read(
                        direct(page(body, uncompressedBytes, count)), Compression.Codec.UNCOMPRESSED, width, count))
                .withMessageContaining("a dictionary page is damaged")
                .withMessageContaining(why);
    }

    @Test
    void entriesThatDoNotFillTheirBytesAreRefused() throws IOException {
        final byte[] two = {1, 0, 0, 0, 'x', 2, 0, 0, 0, 'y', 'z'};
        assertThat(read(direct(page(two, 11, 2)), Compression.Codec.UNCOMPRESSED, 0, 2))
                .isEqualTo(two);
        assertRefused(two, 11, 1, 0, "6 bytes follow its 1 entries");
        assertRefused(two, 11, 3, 0, "its header states 3 entries, and it holds 2");
        assertRefused(
                new byte[] {1, 0, 0, 0, 'x', 3, 0, 0, 0, 'y', 'z'}, 11, 2, 0, "entry 1 would have 3 bytes, and 2");
        assertRefused(new byte[] {-1, -1, -1, -1}, 4, 1, 0, "entry 0 would have -1 bytes");
        assertRefused(new byte[8], 8, 2, 8, "its header states 2 values of 8 bytes in 8 bytes");
        assertRefused(new byte[8], 8, 1 << 29, 8, "its header states 536870912 values of 8 bytes in 8 bytes");
    }

    @Test
    void aBodyThatIsNotThereIsRefused() {
        final byte[] page = page(longs(4), 32, 4);
        assertThatIOException()
                .isThrownBy(() -> DictionaryPageReader.open(
                        direct(Arrays.copyOf(page, page.length - 1)), Compression.Codec.UNCOMPRESSED, Long.BYTES))
                .withMessageContaining("its header states a body of 32 bytes, and 31 follow");
        page[page.length - 1] ^= 1;
        assertThatIOException()
                .isThrownBy(() -> DictionaryPageReader.open(direct(page), Compression.Codec.UNCOMPRESSED, Long.BYTES))
                .withMessageContaining("its checksum is");
    }

    @Test
    void aTargetThatIsTooSmallIsRefused() throws IOException {
        final DictionaryPageReader reader =
                DictionaryPageReader.open(direct(page(longs(4), 32, 4)), Compression.Codec.UNCOMPRESSED, Long.BYTES);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> reader.readInto(ByteBuffer.allocateDirect(31)))
                .withMessageContaining("a dictionary of 32 bytes was to be read into a buffer with 31 bytes left");
    }
}

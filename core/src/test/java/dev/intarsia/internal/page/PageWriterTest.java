package dev.intarsia.internal.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.buffer.Part;
import dev.intarsia.buffer.SharedBuffer;
import dev.intarsia.internal.compress.CompressorPool;
import dev.intarsia.internal.compress.PageDecompressor;
import dev.intarsia.internal.format.PageHeaderWriter;
import dev.intarsia.internal.memory.Area;
import dev.intarsia.internal.memory.Lane;
import dev.intarsia.internal.memory.NativeMemory;
import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.internal.memory.SlabPool;
import dev.intarsia.options.Compression;
import dev.intarsia.options.DataPageVersion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PageWriterTest {
    private static final Levels REQUIRED_1000 = new Levels.None(1000);

    private final SlabPool memory = new SlabPool(32 << 20, 8 << 20);
    private final Reserve reserve = new Reserve(memory);
    private final CompressorPool compressors = new CompressorPool();
    private final Lane lane = new Lane(1 << 20);
    private final Area values = new Area();

    private record Range(long from, long to) {}

    @AfterEach
    void nothingIsHeld() {
        values.free();
        lane.free();
        reserve.giveBack();
        compressors.close();
        memory.close();
    }

    private PageFormat format;

    private PageWriter pages(final Compression.Codec codec) {
        format = PageFormat.of(codec.atDefaultLevel());
        return new PageWriter(reserve, compressors);
    }

    private static DataPage page(final Levels levels, final Values values) {
        return new DataPage(levels, values, levels.count(), 0, null);
    }

    private void fill(final int bytes, final Random random) {
        values.ensure(bytes, 0, reserve);
        for (int i = 0; i < bytes; i++) {
            NativeMemory.putByte(values.address() + i, (byte) random.nextInt(20));
        }
    }

    private void fillRepeating(final int bytes) {
        values.ensure(bytes, 0, reserve);
        for (int i = 0; i < bytes; i++) {
            NativeMemory.putByte(values.address() + i, (byte) (i % 101));
        }
    }

    private static byte[] copy(final long address, final int bytes) {
        final byte[] copy = new byte[bytes];
        NativeMemory.copy(address, copy, 0, bytes);
        return copy;
    }

    private static PageHeader header(final long address, final int bytes) throws IOException {
        return Util.readPageHeader(new ByteArrayInputStream(copy(address, bytes)));
    }

    private static int crc(final long address, final int bytes) {
        final CRC32 crc = new CRC32();
        crc.update(copy(address, bytes));
        return (int) crc.getValue();
    }

    @ParameterizedTest
    @EnumSource(Compression.Codec.class)
    void aPageLeavesFromTheVeryAddressAtWhichItWasEncoded(final Compression.Codec codec) throws IOException {
        final PageWriter pages = pages(codec);
        final List<Range> written = new ArrayList<>();
        int guess = 0;
        for (int page = 0; page < 8; page++) {
            fill(8000, new Random(page));
            final long claimed =
                    lane.claim(pages.claimBytes(format, 8000), reserve); // the same claim that the page will make
            final WrittenPage done =
                    pages.writeData(lane, format, page(REQUIRED_1000, new Values.Plain(values, 8000)), guess);
            final long body = claimed + Math.max(guess == 0 ? 39 : guess, done.headerBytes());
            final long start = body - done.headerBytes();
            written.add(new Range(start, body + done.storedBytes()));
            final PageHeader header = header(start, done.headerBytes());
            assertThat(header.type).isEqualTo(PageType.DATA_PAGE);
            assertThat(header.compressed_page_size).isEqualTo(done.storedBytes());
            assertThat(header.uncompressed_page_size).isEqualTo(8000);
            assertThat(header.crc).isEqualTo(crc(body, done.storedBytes()));
            guess = done.headerBytes();
        }
        pages.endOperation();

        final SharedBuffer file = new SharedBuffer();
        lane.drainTo(file::link);
        try (Part part = file.splitTo(file.length())) {
            final List<Range> leaving = new ArrayList<>();
            for (final ByteBuffer view : part.nioBuffers()) {
                final long address = NativeMemory.addressOf(view);
                leaving.add(new Range(address + view.position(), address + view.limit()));
            }
            assertThat(leaving).isEqualTo(joined(written));
        }
        file.close();
    }

    /** Ranges that touch, as one. */
    private static List<Range> joined(final List<Range> ranges) {
        final List<Range> joined = new ArrayList<>();
        for (final Range range : ranges) {
            final int last = joined.size() - 1;
            if (last >= 0 && joined.get(last).to() == range.from()) {
                joined.set(last, new Range(joined.get(last).from(), range.to()));
            } else {
                joined.add(range);
            }
        }
        return joined;
    }

    @Test
    void pagesWhoseHeadersAreEquallyLongTouch() {
        final PageWriter pages = pages(Compression.Codec.UNCOMPRESSED);
        int guess = 0;
        final List<Integer> headers = new ArrayList<>();
        for (int page = 0; page < 4; page++) {
            fill(8000, new Random(7)); // the same values: the same checksum, and so the same length of header
            guess = pages.writeData(lane, format, page(REQUIRED_1000, new Values.Plain(values, 8000)), guess)
                    .headerBytes();
            headers.add(guess);
        }
        assertThat(headers).containsOnly(guess);
        final List<Integer> slices = new ArrayList<>();
        lane.drainTo((segment, offset, length) -> {
            slices.add(length);
            segment.release();
        });
        assertThat(slices.stream().mapToInt(Integer::intValue).sum()).isEqualTo(4 * (8000 + guess));
        assertThat(slices).as("pages in one segment are one slice").hasSizeLessThan(4);
    }

    @Test
    void aHeaderLongerThanGuessedDoesNotOverwriteThePageBefore() throws IOException {
        final PageWriter pages = pages(Compression.Codec.UNCOMPRESSED);
        fill(100_000, new Random(1));
        final WrittenPage small =
                pages.writeData(lane, format, page(new Levels.None(1), new Values.Plain(values, 1)), 0);
        final WrittenPage large = pages.writeData(
                lane, format, page(new Levels.None(100_000), new Values.Plain(values, 100_000)), small.headerBytes());
        assertThat(large.headerBytes()).isGreaterThan(small.headerBytes());
        final List<byte[]> slices = new ArrayList<>();
        lane.drainTo((segment, offset, length) -> {
            slices.add(copy(segment.address() + offset, length));
            segment.release();
        });
        final java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
        slices.forEach(all::writeBytes);
        final ByteArrayInputStream in = new ByteArrayInputStream(all.toByteArray());
        assertThat(Util.readPageHeader(in).compressed_page_size).isEqualTo(1);
        assertThat(in.read()).isEqualTo(NativeMemory.getByte(values.address()));
        final PageHeader second = Util.readPageHeader(in);
        assertThat(second.data_page_header.num_values).isEqualTo(100_000);
        assertThat(in.readAllBytes()).isEqualTo(copy(values.address(), 100_000));
    }

    @Test
    void aPageOfNullsHasLevelsAndNoValues() throws IOException {
        final PageWriter pages = pages(Compression.Codec.UNCOMPRESSED);
        final Area presence = new Area();
        presence.ensure(16, 0, reserve);
        NativeMemory.fill(presence.address(), 16, (byte) 0);
        final long claimed = lane.claim(pages.claimBytes(format, 100), reserve);
        final WrittenPage page = pages.writeData(
                lane, format, page(new Levels.Presence(100, presence.address()), new Values.Ids(0, 0, 0)), 0);
        presence.free();
        final long body = claimed + 39;
        final PageHeader header = header(body - page.headerBytes(), page.headerBytes());
        assertThat(header.data_page_header.encoding).isEqualTo(Encoding.RLE_DICTIONARY);
        assertThat(header.data_page_header.num_values).isEqualTo(100);
        // 4 bytes of length, a run header (100 << 1) in two bytes, the level 0; then the width of ids, of which none
        // are.
        assertThat(copy(body, page.storedBytes())).containsExactly(3, 0, 0, 0, (byte) 0xC8, 1, 0, 0);
    }

    @Test
    void aDictionaryPageIsItsEntries() throws IOException {
        final PageWriter pages = pages(Compression.Codec.UNCOMPRESSED);
        fill(400, new Random(5));
        final long claimed = lane.claim(pages.claimBytes(format, 400), reserve);
        final WrittenPage page = pages.writeDictionary(lane, format, values, 400, 100);
        final long body = claimed + 39;
        final PageHeader header = header(body - page.headerBytes(), page.headerBytes());
        assertThat(header.type).isEqualTo(PageType.DICTIONARY_PAGE);
        assertThat(header.dictionary_page_header.num_values).isEqualTo(100);
        assertThat(copy(body, 400)).isEqualTo(copy(values.address(), 400));
    }

    private List<byte[]> drained() {
        final List<byte[]> slices = new ArrayList<>();
        lane.drainTo((segment, offset, length) -> {
            slices.add(copy(segment.address() + offset, length));
            segment.release();
        });
        return slices;
    }

    private byte[] body(final byte[] page, final PageHeader header, final int levelBytes, final boolean compressed)
            throws IOException {
        final int headerBytes = page.length - header.compressed_page_size;
        if (!compressed) {
            return Arrays.copyOfRange(page, headerBytes, page.length);
        }
        final int streamBytes = header.compressed_page_size - levelBytes;
        final ByteBuffer stream = ByteBuffer.allocateDirect(streamBytes)
                .put(page, headerBytes + levelBytes, streamBytes)
                .flip();
        final ByteBuffer body = ByteBuffer.allocateDirect(header.uncompressed_page_size);
        body.put(page, headerBytes, levelBytes);
        PageDecompressor.decompress(format.compression().codec(), stream, body);
        final byte[] bytes = new byte[body.capacity()];
        body.flip().get(bytes);
        return bytes;
    }

    @ParameterizedTest
    @EnumSource(Compression.Codec.class)
    void storedAndCompressedPagesTakeTurnsAndHoldTheSame(final Compression.Codec codec) throws IOException {
        final PageWriter pages = pages(codec);
        fillRepeating(8000);
        final DataPage page = page(REQUIRED_1000, new Values.Plain(values, 8000));
        final int claim = pages.claimBytes(format, 8000);
        for (int turn = 0; turn < 4; turn++) {
            final boolean stored = turn % 2 == 1;
            if (stored) {
                pages.storePages();
            } else {
                pages.compressPages();
            }
            assertThat(pages.claimBytes(format, 8000)).isEqualTo(claim);
            pages.writeData(lane, format, page, 0);
            final byte[] data = drained().get(0);
            pages.writeDictionary(lane, format, values, 8000, 1000);
            final byte[] dictionary = drained().get(0);
            for (final byte[] bytes : List.of(data, dictionary)) {
                final PageHeader header = Util.readPageHeader(new ByteArrayInputStream(bytes));
                assertThat(header.uncompressed_page_size).isEqualTo(8000);
                if (codec == Compression.Codec.UNCOMPRESSED) {
                    assertThat(header.compressed_page_size).isEqualTo(8000);
                } else if (stored) {
                    assertThat(header.compressed_page_size).isBetween(8001, 8050);
                } else {
                    assertThat(header.compressed_page_size).isLessThan(8000);
                }
                assertThat(body(bytes, header, 0, true)).isEqualTo(copy(values.address(), 8000));
            }
        }
        pages.endOperation();
    }

    @ParameterizedTest
    @EnumSource(Compression.Codec.class)
    void aStoredPageOfVersion2SaysThatItIsNotCompressed(final Compression.Codec codec) throws IOException {
        final PageWriter pages = pages(codec);
        format = new PageFormat(codec.atDefaultLevel(), DataPageVersion.V2, 1, PageHeaderWriter.MAX_V2_BYTES);
        fillRepeating(8000);
        final Area presence = new Area();
        presence.ensure(128, 0, reserve);
        NativeMemory.fill(presence.address(), 128, (byte) -1);
        final Levels levels = new Levels.Presence(1000, presence.address());
        final List<byte[]> bodies = new ArrayList<>();
        for (int turn = 0; turn < 2; turn++) {
            pages.writeData(lane, format, page(levels, new Values.Plain(values, 8000)), 0);
            pages.storePages();
            final byte[] bytes = drained().get(0);
            final PageHeader header = Util.readPageHeader(new ByteArrayInputStream(bytes));
            final boolean compressed = turn == 0 && codec != Compression.Codec.UNCOMPRESSED;
            assertThat(header.data_page_header_v2.is_compressed).isEqualTo(compressed);
            final int levelBytes = header.data_page_header_v2.definition_levels_byte_length;
            assertThat(header.uncompressed_page_size).isEqualTo(levelBytes + 8000);
            if (!compressed) {
                assertThat(header.compressed_page_size).isEqualTo(levelBytes + 8000);
            }
            bodies.add(body(bytes, header, levelBytes, compressed));
        }
        presence.free();
        assertThat(bodies.get(1)).isEqualTo(bodies.get(0)).endsWith(copy(values.address(), 8000));
        pages.endOperation();
    }

    @Test
    void valuesAreMeasuredAsTheyWillBeStored() {
        final PageWriter pages = pages(Compression.Codec.ZSTD);
        fillRepeating(8000);
        final Values plain = new Values.Plain(values, 8000);
        final int compressed = pages.storedBytesOf(format, plain);
        assertThat(compressed).isLessThan(8000);
        pages.storePages();
        assertThat(pages.storedBytesOf(format, plain)).isEqualTo(8000);
        pages.compressPages();
        assertThat(pages.storedBytesOf(format, plain)).isEqualTo(compressed);
        pages.endOperation();
    }
}

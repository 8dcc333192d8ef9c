package dev.intarsia.internal.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.internal.memory.NativeMemory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.Random;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.Test;

class PageHeaderWriterTest {
    private static final int[] CORNERS = {0, 1, 63, 64, 8191, 8192, 1 << 20, Integer.MAX_VALUE};
    private static final int[] CHECKSUMS = {0, 1, -1, 0x12345678, Integer.MAX_VALUE, Integer.MIN_VALUE};
    private static final int[] ENCODINGS = {0, 3, 5, 6, 7, 8, 9};

    @Test
    void aDataPageHeaderIsTheBytesThatThriftWritesAndItsLengthIsKnownBefore() {
        for (final int bytes : CORNERS) {
            for (final int crc : CHECKSUMS) {
                for (final int encoding : ENCODINGS) {
                    checkDataPage(bytes, bytes / 3, crc, bytes, encoding);
                }
            }
        }
    }

    @Test
    void randomDataPageHeadersAreTheBytesThatThriftWrites() {
        final Random random = new Random(11);
        for (int i = 0; i < 1_000; i++) {
            checkDataPage(
                    (int) TestColumn.magnitude(random, 31),
                    (int) TestColumn.magnitude(random, 31),
                    random.nextInt(),
                    (int) TestColumn.magnitude(random, 31),
                    ENCODINGS[random.nextInt(ENCODINGS.length)]);
        }
    }

    @Test
    void aDictionaryPageHeaderIsTheBytesThatThriftWritesAndItsLengthIsKnownBefore() {
        for (final int bytes : CORNERS) {
            for (final int crc : CHECKSUMS) {
                checkDictionaryPage(bytes, bytes / 3, crc, bytes);
            }
        }
        final Random random = new Random(12);
        for (int i = 0; i < 1_000; i++) {
            checkDictionaryPage(
                    (int) TestColumn.magnitude(random, 31),
                    (int) TestColumn.magnitude(random, 31),
                    random.nextInt(),
                    (int) TestColumn.magnitude(random, 31));
        }
    }

    @Test
    void theLargestHeaderTakesTheMostBytes() {
        final int max = Integer.MAX_VALUE;

        assertThat(PageHeaderWriter.dataPageV1Bytes(max, max, Integer.MIN_VALUE, max, max))
                .isEqualTo(PageHeaderWriter.MAX_BYTES);
        assertThat(PageHeaderWriter.dictionaryPageBytes(max, max, Integer.MIN_VALUE, max))
                .isLessThan(PageHeaderWriter.MAX_BYTES);
    }

    @Test
    void aHeaderStandsRightInFrontOfABodyThatIsAlreadyThere() throws IOException {
        final ByteBuffer memory = ByteBuffer.allocateDirect(128);
        final long body = NativeMemory.addressOf(memory) + 64;
        NativeMemory.fill(body, 64, (byte) 0x77);

        final int bytes = PageHeaderWriter.dataPageV1Bytes(70_000, 64, -5, 1_000, 8);
        final long end = PageHeaderWriter.writeDataPageV1(body - bytes, 70_000, 64, -5, 1_000, 8);

        assertThat(end).isEqualTo(body);
        final byte[] page = new byte[bytes + 64];
        NativeMemory.copy(body - bytes, page, 0, page.length);
        Reference.reachabilityFence(memory);
        final ByteArrayInputStream in = new ByteArrayInputStream(page);
        final PageHeader read = Util.readPageHeader(in);
        assertThat(read.getCompressed_page_size()).isEqualTo(64);
        assertThat(read.getCrc()).isEqualTo(-5);
        assertThat(in.readAllBytes()).hasSize(64).containsOnly(0x77);
    }

    private static void checkDataPage(
            final int uncompressed, final int compressed, final int crc, final int values, final int encoding) {
        final PageHeader header = new PageHeader(PageType.DATA_PAGE, uncompressed, compressed);
        header.setCrc(crc);
        header.setData_page_header(
                new DataPageHeader(values, Encoding.findByValue(encoding), Encoding.RLE, Encoding.RLE));

        final byte[] bytes = RedZones.written(
                PageHeaderWriter.dataPageV1Bytes(uncompressed, compressed, crc, values, encoding),
                at -> PageHeaderWriter.writeDataPageV1(at, uncompressed, compressed, crc, values, encoding));

        assertThat(bytes).isEqualTo(thrift(header));
        assertThat(PageHeaderWriter.dataPageV1Bytes(uncompressed, compressed, crc, values, encoding))
                .isEqualTo(bytes.length)
                .isLessThanOrEqualTo(PageHeaderWriter.MAX_BYTES);
    }

    private static void checkDictionaryPage(
            final int uncompressed, final int compressed, final int crc, final int entries) {
        final PageHeader header = new PageHeader(PageType.DICTIONARY_PAGE, uncompressed, compressed);
        header.setCrc(crc);
        header.setDictionary_page_header(new DictionaryPageHeader(entries, Encoding.PLAIN));

        final byte[] bytes = RedZones.written(
                PageHeaderWriter.dictionaryPageBytes(uncompressed, compressed, crc, entries),
                at -> PageHeaderWriter.writeDictionaryPage(at, uncompressed, compressed, crc, entries));

        assertThat(bytes).isEqualTo(thrift(header));
        assertThat(PageHeaderWriter.dictionaryPageBytes(uncompressed, compressed, crc, entries))
                .isEqualTo(bytes.length);
    }

    private static byte[] thrift(final PageHeader header) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            Util.writePageHeader(header, out);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}

package dev.intarsia.internal.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.Test;

/** Version 2, and statistics in either version. */
class DataPageHeaderTest {
    private static final int[] ENCODINGS = {0, 3, 5, 6, 7, 8, 9};

    @Test
    void aVersion2HeaderIsTheBytesThatThriftWritesAndItsLengthIsKnownBefore() {
        final Random random = new Random(21);
        for (int i = 0; i < 2_000; i++) {
            final DataPageV2 page = new DataPageV2(
                    anInt(random),
                    anInt(random),
                    anInt(random),
                    ENCODINGS[random.nextInt(ENCODINGS.length)],
                    anInt(random),
                    anInt(random),
                    random.nextBoolean());
            check(anInt(random), anInt(random), random.nextInt(), page, statistics(random));
        }
    }

    @Test
    void aVersion1HeaderWithStatisticsIsTheBytesThatThriftWritesAndItsLengthIsKnownBefore() {
        final Random random = new Random(22);
        for (int i = 0; i < 2_000; i++) {
            final int uncompressed = anInt(random);
            final int compressed = anInt(random);
            final int crc = random.nextInt();
            final int values = anInt(random);
            final int encoding = ENCODINGS[random.nextInt(ENCODINGS.length)];
            final ChunkStatistics statistics = statistics(random);
            final PageHeader header = new PageHeader(PageType.DATA_PAGE, uncompressed, compressed);
            header.setCrc(crc);
            final DataPageHeader data =
                    new DataPageHeader(values, Encoding.findByValue(encoding), Encoding.RLE, Encoding.RLE);
            if (statistics != null) {
                data.setStatistics(Thrift.statistics(statistics));
            }
            header.setData_page_header(data);

            final int length =
                    PageHeaderWriter.dataPageV1Bytes(uncompressed, compressed, crc, values, encoding, statistics);
            final byte[] bytes = RedZones.written(
                    length,
                    at -> PageHeaderWriter.writeDataPageV1(
                            at, uncompressed, compressed, crc, values, encoding, statistics));

            assertThat(bytes).hasSize(length).isEqualTo(Thrift.bytes(header));
            assertThat(length).isLessThanOrEqualTo(PageHeaderWriter.MAX_BYTES + mostOf(statistics));
        }
    }

    @Test
    void aPageThatIsNotSaidToBeUncompressedIsReadAsCompressed() throws IOException {
        for (final boolean compressed : new boolean[] {true, false}) {
            final DataPageV2 page = new DataPageV2(10, 2, 5, 0, 3, 4, compressed);
            final byte[] bytes =
                    RedZones.written(100, at -> PageHeaderWriter.writeDataPageV2(at, 30, 20, 1, page, null));
            final PageHeader read = Util.readPageHeader(new ByteArrayInputStream(bytes));
            assertThat(read.getData_page_header_v2().isIs_compressed()).isEqualTo(compressed);
        }
    }

    @Test
    void theLargestHeaderWithoutStatisticsTakesTheMostBytes() {
        final int most = Integer.MAX_VALUE;
        final DataPageV2 page = new DataPageV2(most, most, most, most, most, most, false);

        assertThat(PageHeaderWriter.dataPageV2Bytes(most, most, Integer.MIN_VALUE, page, null))
                .isEqualTo(PageHeaderWriter.MAX_V2_BYTES);
    }

    @Test
    void theLargestStatisticsTakeWhatTheirBoundSaysButForTheLengthsOfShortBounds() {
        final long most = Long.MAX_VALUE;
        final ChunkStatistics statistics =
                new ChunkStatistics(most, most, new byte[64], true, new byte[64], false, most);

        final int bytes = PageHeaderWriter.dataPageV1Bytes(1, 1, 1, 1, 0, statistics)
                - PageHeaderWriter.dataPageV1Bytes(1, 1, 1, 1, 0);

        assertThat(PageHeaderWriter.maxStatisticsBytes(64, 64) - bytes).isEqualTo(8);
    }

    private static void check(
            final int uncompressed,
            final int compressed,
            final int crc,
            final DataPageV2 page,
            final ChunkStatistics statistics) {
        final PageHeader header = new PageHeader(PageType.DATA_PAGE_V2, uncompressed, compressed);
        header.setCrc(crc);
        final DataPageHeaderV2 data = new DataPageHeaderV2(
                page.values(),
                page.nulls(),
                page.rows(),
                Encoding.findByValue(page.encodingId()),
                page.definitionBytes(),
                page.repetitionBytes());
        data.setIs_compressed(page.compressed());
        data.setIs_compressedIsSet(!page.compressed()); // else Thrift writes out the default, too
        if (statistics != null) {
            data.setStatistics(Thrift.statistics(statistics));
        }
        header.setData_page_header_v2(data);

        final int length = PageHeaderWriter.dataPageV2Bytes(uncompressed, compressed, crc, page, statistics);
        final byte[] bytes = RedZones.written(
                length, at -> PageHeaderWriter.writeDataPageV2(at, uncompressed, compressed, crc, page, statistics));

        assertThat(length).isLessThanOrEqualTo(PageHeaderWriter.MAX_V2_BYTES + mostOf(statistics));
        assertThat(bytes).hasSize(length).isEqualTo(Thrift.bytes(header));
    }

    private static int mostOf(final ChunkStatistics statistics) {
        return statistics == null
                ? 0
                : PageHeaderWriter.maxStatisticsBytes(lengthOf(statistics.min()), lengthOf(statistics.max()));
    }

    private static int lengthOf(final byte[] bound) {
        return bound == null ? 0 : bound.length;
    }

    private static ChunkStatistics statistics(final Random random) {
        return random.nextInt(3) == 0 ? null : TestColumn.statistics(random);
    }

    private static int anInt(final Random random) {
        return (int) TestColumn.magnitude(random, 31);
    }
}

package dev.intarsia.internal.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.Test;

class DictionaryPageHeaderTest {
    private static final int[] NUMBERS = {1, 63, 64, 8191, 8192, 1 << 20, Integer.MAX_VALUE};

    private static byte[] written(final int uncompressed, final int stored, final int crc, final int entries) {
        return RedZones.written(
                PageHeaderWriter.MAX_BYTES,
                at -> PageHeaderWriter.writeDictionaryPage(at, uncompressed, stored, crc, entries));
    }

    @Test
    void itSaysWhatWasWritten() throws IOException {
        for (final int number : NUMBERS) {
            for (final int crc : new int[] {0, -1, 77, Integer.MIN_VALUE}) {
                final byte[] header = written(number, NUMBERS[2], crc, NUMBERS[1]);
                assertThat(DictionaryPageHeader.read(Arrays.copyOf(header, header.length + 20)))
                        .isEqualTo(new DictionaryPageHeader(header.length, number, NUMBERS[2], crc, NUMBERS[1]));
                assertThat(DictionaryPageHeader.read(written(5, number, crc, number)))
                        .isEqualTo(new DictionaryPageHeader(
                                written(5, number, crc, number).length, 5, number, crc, number));
            }
        }
    }

    @Test
    void aHeaderThatIsCutOffIsRefused() {
        final byte[] header = written(1000, 900, -5, 50);
        for (int length = 0; length < header.length; length++) {
            final byte[] cut = Arrays.copyOf(header, length);
            assertThatIOException()
                    .isThrownBy(() -> DictionaryPageHeader.read(cut))
                    .withMessageContaining("the header of a dictionary page is damaged");
        }
    }

    @Test
    void noNumberMayBeZeroOrLess() {
        for (final int number : new int[] {0, -1, Integer.MIN_VALUE}) {
            for (final byte[] header :
                    new byte[][] {written(number, 1, 0, 1), written(1, number, 0, 1), written(1, 1, 0, number)}) {
                assertThatIOException()
                        .isThrownBy(() -> DictionaryPageHeader.read(header))
                        .withMessageContaining("a size or number is " + number);
            }
        }
    }

    @Test
    void thePageOfAnotherKindIsRefused() {
        final byte[] dataPage =
                RedZones.written(PageHeaderWriter.MAX_BYTES, at -> PageHeaderWriter.writeDataPageV1(at, 9, 9, 9, 9, 0));
        assertThatIOException()
                .isThrownBy(() -> DictionaryPageHeader.read(dataPage))
                .withMessageContaining("its type is 0, not 2");
    }

    @Test
    void whatOtherWritersDoIsRefused() throws IOException {
        final PageHeader header = new PageHeader(PageType.DICTIONARY_PAGE, 100, 90);
        assertRefused(header.deepCopy(), "it ends without field 4");
        header.setCrc(3);
        assertRefused(header.deepCopy(), "it ends without field 7");
        header.setDictionary_page_header(
                new org.apache.parquet.format.DictionaryPageHeader(10, Encoding.PLAIN_DICTIONARY));
        assertRefused(header.deepCopy(), "its encoding is 2, not 0");
        header.dictionary_page_header.setEncoding(Encoding.PLAIN).setIs_sorted(true);
        assertRefused(header.deepCopy(), "there is a field 3, which Intarsia does not write");
        header.dictionary_page_header.unsetIs_sorted();
        assertThat(DictionaryPageHeader.read(bytes(header)).entries()).isEqualTo(10);
    }

    private static void assertRefused(final PageHeader header, final String why) {
        assertThatIOException()
                .isThrownBy(() -> DictionaryPageHeader.read(bytes(header)))
                .withMessageContaining(why);
    }

    private static byte[] bytes(final PageHeader header) throws IOException {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        Util.writePageHeader(header, out);
        return out.toByteArray();
    }
}

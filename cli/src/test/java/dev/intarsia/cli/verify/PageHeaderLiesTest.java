package dev.intarsia.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Page headers that say what their page is not. */
class PageHeaderLiesTest {
    /** Definition levels 1, 0 in one bit-packed run, then one value, 5. */
    private static final byte[] ONE_AND_NULL = {3, 0b01, 5, 0, 0, 0};

    @TempDir
    Path folder;

    private List<String> errors(final HandmadeFile file) throws IOException {
        final Path path = folder.resolve("lie.parquet");
        Files.write(path, file.build());
        return Verifier.verify(path, VerifyProgress.NONE).findings(Finding.Severity.ERROR).stream()
                .map(Finding::toString)
                .filter(finding -> !finding.contains("num_values")
                        && !finding.endsWith(" lack")
                        && !finding.contains("row group claims"))
                .toList();
    }

    private static HandmadeFile second(final DataPageHeaderV2 data) {
        return new HandmadeFile(Type.INT32, FieldRepetitionType.OPTIONAL)
                .add(
                        new PageHeader(PageType.DATA_PAGE_V2, ONE_AND_NULL.length, ONE_AND_NULL.length)
                                .setData_page_header_v2(data),
                        ONE_AND_NULL);
    }

    private static DataPageHeaderV2 truth() {
        return new DataPageHeaderV2(2, 1, 2, Encoding.PLAIN, 2, 0).setIs_compressed(false);
    }

    @Test
    void aTruePageOfVersion2IsSound() throws IOException {
        assertThat(errors(second(truth()))).isEmpty();
    }

    @Test
    void aWrongNumberOfNullsOrRowsIsFound() throws IOException {
        assertThat(errors(second(truth().setNum_nulls(0))))
                .containsExactly("row group 0, column 'c', page 0: its header announces 0 nulls, it has 1");
        assertThat(errors(second(truth().setNum_rows(1))))
                .containsExactly("row group 0, column 'c', page 0: its header announces 1 rows, it has 2");
    }

    @Test
    void wrongLengthsOfLevelsAreFound() throws IOException {
        for (final int length : new int[] {-1, 0, 1, 7, Integer.MAX_VALUE}) {
            assertThat(errors(second(truth().setDefinition_levels_byte_length(length))))
                    .as("%d bytes", length)
                    .isNotEmpty();
        }
        assertThat(errors(second(truth().setRepetition_levels_byte_length(Integer.MAX_VALUE))))
                .isNotEmpty();
    }

    @Test
    void statisticsOfAPageAreHeldAgainstThePage() throws IOException {
        assertThat(errors(second(truth().setStatistics(new Statistics()
                        .setNull_count(2)
                        .setMin_value(new byte[] {6, 0, 0, 0})
                        .setMax_value(new byte[] {4, 0, 0, 0})))))
                .containsExactly(
                        "row group 0, column 'c', page 0: its null_count is 2, but 1 of its 2 values are null",
                        "row group 0, column 'c', page 0: min_value is 6, but the smallest value is 5",
                        "row group 0, column 'c', page 0: max_value is 4, but the largest value is 5");
    }

    @Test
    void aPageWithoutTheHeaderOfItsTypeIsFound() throws IOException {
        final PageHeader header = new PageHeader(PageType.DATA_PAGE_V2, 4, 4)
                .setData_page_header(new DataPageHeader(1, Encoding.PLAIN, Encoding.RLE, Encoding.RLE));
        assertThat(errors(new HandmadeFile(Type.INT32, FieldRepetitionType.REQUIRED).add(header, new byte[4])))
                .singleElement()
                .asString()
                .contains("its header is of a DATA_PAGE_V2 but lacks what describes one");
    }

    @Test
    void aSecondDictionaryIsFound() throws IOException {
        final byte[] entry = {1, 0, 0, 0};
        assertThat(errors(new HandmadeFile(Type.INT32, FieldRepetitionType.REQUIRED)
                        .dictionary(1, entry)
                        .dictionary(1, entry)
                        .data(1, Encoding.RLE_DICTIONARY, new byte[] {0, 2})))
                .anySatisfy(error -> assertThat(error).contains("is not the first page of its chunk"));
    }

    @Test
    void aDictionaryOfOneEntryNeedsNoBits() throws IOException {
        assertThat(errors(new HandmadeFile(Type.INT32, FieldRepetitionType.REQUIRED)
                        .dictionary(1, new byte[] {1, 0, 0, 0})
                        .data(3, Encoding.RLE_DICTIONARY, new byte[] {0, 6})
                        .statistics(new Statistics()
                                .setMin_value(new byte[] {1, 0, 0, 0})
                                .setMax_value(new byte[] {1, 0, 0, 0})
                                .setIs_max_value_exact(true)
                                .setIs_min_value_exact(true))))
                .isEmpty();
    }

    @Test
    void entriesThatNoPageUsesDoNotCountForBounds() throws IOException {
        assertThat(errors(new HandmadeFile(Type.INT32, FieldRepetitionType.REQUIRED)
                        .dictionary(2, new byte[] {1, 0, 0, 0, 9, 0, 0, 0})
                        .data(3, Encoding.RLE_DICTIONARY, new byte[] {1, 6, 0})
                        .statistics(new Statistics()
                                .setMax_value(new byte[] {9, 0, 0, 0})
                                .setIs_max_value_exact(true))))
                .containsExactly(
                        "row group 0, column 'c': max_value is 9 and is said to be exact, but the largest value"
                                + " is 1");
    }
}

package dev.intarsia.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.format.BoundaryOrder;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sound page index with one lie in it: each must be found at its page. */
class PageIndexTest {
    @TempDir
    static Path folder;

    private static byte[] sound;

    @BeforeAll
    static void writeTheFile() throws IOException {
        sound = Files.readAllBytes(
                SampleFile.write(folder, CompressionCodecName.UNCOMPRESSED, WriterVersion.PARQUET_1_0));
    }

    /** Errors of the file with the indexes of one column changed: the new ones stand behind the old. */
    private static List<String> errors(
            final int column, final Consumer<ColumnIndex> ofColumn, final Consumer<OffsetIndex> ofOffset)
            throws IOException {
        final int footerStart = sound.length - 8 - SampleFile.footerBytes(sound);
        final ColumnChunk chunk =
                SampleFile.footer(sound).getRow_groups().get(0).getColumns().get(column);
        final ColumnIndex columnIndex = Util.readColumnIndex(
                new ByteArrayInputStream(sound, (int) chunk.getColumn_index_offset(), chunk.getColumn_index_length()));
        final OffsetIndex offsetIndex = Util.readOffsetIndex(
                new ByteArrayInputStream(sound, (int) chunk.getOffset_index_offset(), chunk.getOffset_index_length()));
        ofColumn.accept(columnIndex);
        ofOffset.accept(offsetIndex);
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(sound, 0, footerStart);
        Util.writeColumnIndex(columnIndex, out);
        final int middle = out.size();
        Util.writeOffsetIndex(offsetIndex, out);
        final int end = out.size();
        out.write(sound, footerStart, sound.length - footerStart);
        return verify(SampleFile.withFooter(out.toByteArray(), footer -> footer.getRow_groups()
                .get(0)
                .getColumns()
                .get(column)
                .setColumn_index_offset(footerStart)
                .setColumn_index_length(middle - footerStart)
                .setOffset_index_offset(middle)
                .setOffset_index_length(end - middle)));
    }

    private static List<String> verify(final byte[] bytes) throws IOException {
        final Path file = folder.resolve("damaged.parquet");
        Files.write(file, bytes);
        return Verifier.verify(file, VerifyProgress.NONE).findings(Finding.Severity.ERROR).stream()
                .map(Finding::toString)
                .toList();
    }

    private static List<String> errorsOfColumnIndex(final int column, final Consumer<ColumnIndex> change)
            throws IOException {
        return errors(column, change, index -> {});
    }

    private static List<String> errorsOfOffsetIndex(final int column, final Consumer<OffsetIndex> change)
            throws IOException {
        return errors(column, index -> {}, change);
    }

    private static ByteBuffer plain(final long value) {
        return ByteBuffer.wrap(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array());
    }

    @Test
    void unchangedIndexesAreSound() throws IOException {
        assertThat(errorsOfColumnIndex(SampleFile.ID, index -> {})).isEmpty();
    }

    @Test
    void aWrongPlaceOfAPageIsFound() throws IOException {
        assertThat(errorsOfOffsetIndex(
                        SampleFile.ID, index -> index.getPage_locations().get(1).setOffset(77)))
                .singleElement()
                .asString()
                .startsWith("row group 0, column 'id', page 1: the offset index places it at byte 77, it is at byte ");
        assertThat(errorsOfOffsetIndex(
                        SampleFile.TAGS,
                        index -> index.getPage_locations().get(2).setCompressed_page_size(9)))
                .singleElement()
                .asString()
                .startsWith("row group 0, column 'tags.list.element', page 2: the offset index gives it 9 bytes");
    }

    @Test
    void aWrongFirstRowIsFoundInFlatAndNestedColumns() throws IOException {
        for (final int column : new int[] {SampleFile.ID, SampleFile.TAGS}) {
            assertThat(errorsOfOffsetIndex(
                            column, index -> index.getPage_locations().get(2).setFirst_row_index(1999)))
                    .singleElement()
                    .asString()
                    .endsWith("page 2: the offset index says that it begins with row 1999, it begins with row 2000");
        }
    }

    @Test
    void aMissingOrSuperfluousPageIsFound() throws IOException {
        assertThat(errorsOfOffsetIndex(
                        SampleFile.ID, index -> index.getPage_locations().remove(2)))
                .containsExactly("row group 0, column 'id': the offset index has 2 entries for 3 pages");
        assertThat(errorsOfColumnIndex(SampleFile.ID, index -> {
                    index.addToNull_pages(false);
                    index.addToMin_values(plain(0));
                    index.addToMax_values(plain(0));
                }))
                .contains("row group 0, column 'id': null_pages of the column index has 4 entries for 3 pages");
    }

    @Test
    void wrongCountsAreFound() throws IOException {
        assertThat(errorsOfColumnIndex(SampleFile.PRICE, index -> index.setNull_counts(List.of(200L, 201L, 200L))))
                .containsExactly(
                        "row group 0, column 'price', page 1: the column index counts 201 nulls in it, it has 200");
        assertThat(errorsOfColumnIndex(SampleFile.PRICE, index -> {
                    assertThat(index.isSetNan_counts()).isTrue();
                    index.getNan_counts().set(0, 0L);
                }))
                .singleElement()
                .asString()
                .startsWith("row group 0, column 'price', page 0: the column index counts 0 NaN in it, it has 11");
        assertThat(errorsOfColumnIndex(SampleFile.TAGS, index -> index.getDefinition_level_histograms()
                        .set(0, 1L)))
                .singleElement()
                .asString()
                .startsWith("row group 0, column 'tags.list.element', page 0: its histogram of definition levels is");
        assertThat(errorsOfOffsetIndex(SampleFile.NAME, index -> index.getUnencoded_byte_array_data_bytes()
                        .set(1, 5L)))
                .singleElement()
                .asString()
                .startsWith("row group 0, column 'name', page 1: the offset index gives it 5 bytes of byte arrays");
    }

    @Test
    void aPageThatIsSaidToBeNullIsFound() throws IOException {
        assertThat(errorsOfColumnIndex(SampleFile.ID, index -> index.setNull_pages(Arrays.asList(false, true, false))))
                .containsExactly("row group 0, column 'id', page 1: the column index says that it has nulls only, but"
                        + " 1000 of its values are not null");
    }

    @Test
    void boundsThatDoNotBoundTheirPageAreFound() throws IOException {
        assertThat(errorsOfColumnIndex(
                        SampleFile.ID, index -> index.getMin_values().set(1, plain(10_010))))
                .containsExactly("row group 0, column 'id', page 1: the minimum in the column index is 10010, but the"
                        + " smallest value is 10000");
        assertThat(errorsOfColumnIndex(
                        SampleFile.ID, index -> index.getMax_values().set(2, plain(29_980))))
                .containsExactly("row group 0, column 'id', page 2: the maximum in the column index is 29980, but the"
                        + " largest value is 29990");
    }

    @Test
    void aWrongOrderOfBoundsIsFound() throws IOException {
        assertThat(errorsOfColumnIndex(SampleFile.ID, index -> {
                    assertThat(index.getBoundary_order()).isEqualTo(BoundaryOrder.ASCENDING);
                    index.setBoundary_order(BoundaryOrder.DESCENDING);
                }))
                .hasSize(2)
                .first()
                .asString()
                .isEqualTo(
                        "row group 0, column 'id', page 1: the column index says that bounds are DESCENDING, but those"
                                + " of this page and of page 0 are not");
        assertThat(errorsOfColumnIndex(SampleFile.ID, index -> index.setBoundary_order(BoundaryOrder.UNORDERED)))
                .isEmpty();
    }

    @Test
    void anIndexThatLiesWrongOrIsCutIsFound() throws IOException {
        for (final int change : new int[] {-1, 1}) {
            assertThat(verify(SampleFile.withFooter(sound, footer -> {
                        final ColumnChunk chunk =
                                footer.getRow_groups().get(0).getColumns().get(0);
                        chunk.setColumn_index_length(chunk.getColumn_index_length() + change);
                    })))
                    .anySatisfy(error -> assertThat(error)
                            .startsWith("row group 0, column 'id': its column index cannot be parsed"));
        }
        assertThat(verify(SampleFile.withFooter(sound, footer -> footer.getRow_groups()
                        .get(0)
                        .getColumns()
                        .get(0)
                        .setOffset_index_offset(sound.length))))
                .singleElement()
                .asString()
                .startsWith("row group 0, column 'id': the offset index is said to have ");
    }
}

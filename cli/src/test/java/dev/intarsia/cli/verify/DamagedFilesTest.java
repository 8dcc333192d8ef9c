package dev.intarsia.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sound file, damaged in one way at a time: each must be found, and named with its place. */
class DamagedFilesTest {
    @TempDir
    static Path folder;

    private static byte[] sound;
    private static byte[] soundV2;

    @BeforeAll
    static void writeTheFiles() throws IOException {
        sound = Files.readAllBytes(
                SampleFile.write(folder, CompressionCodecName.UNCOMPRESSED, WriterVersion.PARQUET_1_0));
        soundV2 = Files.readAllBytes(SampleFile.write(folder, CompressionCodecName.ZSTD, WriterVersion.PARQUET_2_0));
    }

    private static FileReport verify(final byte[] bytes) throws IOException {
        final Path file = folder.resolve("damaged.parquet");
        Files.write(file, bytes);
        return Verifier.verify(file, VerifyProgress.NONE);
    }

    private static List<String> errors(final byte[] bytes) throws IOException {
        return verify(bytes).findings(Finding.Severity.ERROR).stream()
                .map(Finding::toString)
                .toList();
    }

    private static List<String> errorsOfFooter(final Consumer<FileMetaData> change) throws IOException {
        return errors(SampleFile.withFooter(sound, change));
    }

    private static List<String> errorsOfStatistics(final int column, final Consumer<Statistics> change)
            throws IOException {
        return errorsOfFooter(
                footer -> change.accept(SampleFile.chunk(footer, column).getStatistics()));
    }

    private static byte[] plain(final long value) {
        return ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
    }

    private static byte[] plain(final double value) {
        return plain(Double.doubleToRawLongBits(value));
    }

    @Test
    void aFlippedBitInAPageBodyIsFoundAtItsPage() throws IOException {
        final byte[] damaged = sound.clone();
        damaged[SampleFile.bodyOffset(sound, SampleFile.ID, 1) + 17] ^= 0x10;
        assertThat(errors(damaged))
                .singleElement()
                .asString()
                .startsWith("row group 0, column 'id', page 1: its checksum is ");
    }

    @Test
    void aFlippedBitIsFoundWithoutAChecksumWhereItBreaksABound() throws IOException {
        final byte[] damaged = sound.clone();
        final int page = SampleFile.bodyOffset(sound, SampleFile.ID, 2);
        damaged[page + 7] ^= 0x40;
        assertThat(errors(HandmadeFile.withMendedChecksums(damaged, SampleFile.ID)))
                .anySatisfy(error -> assertThat(error)
                        .startsWith("row group 0, column 'id': max_value is 29990, but the largest value is 4611686"));
    }

    @Test
    void aMinimumAboveAValueIsFound() throws IOException {
        assertThat(errorsOfStatistics(SampleFile.ID, statistics -> statistics.setMin_value(plain(10L))))
                .containsExactly("row group 0, column 'id': min_value is 10, but the smallest value is 0");
    }

    @Test
    void aMaximumBelowAValueIsFound() throws IOException {
        assertThat(errorsOfStatistics(
                        SampleFile.NAME,
                        statistics ->
                                statistics.setMax_value("name 98".getBytes(java.nio.charset.StandardCharsets.UTF_8))))
                .containsExactly(
                        "row group 0, column 'name': max_value is 'name 98', but the largest value is 'name 99'");
    }

    @Test
    void unsignedColumnsAreComparedUnsigned() throws IOException {
        final byte[] unsignedMax = ByteBuffer.allocate(4).putInt(0xFFFF_FFFF).array();
        assertThat(errorsOfStatistics(SampleFile.SMALL, statistics -> statistics.setMax_value(unsignedMax)))
                .isEmpty();
        assertThat(errorsOfStatistics(SampleFile.SMALL, statistics -> statistics.setMin_value(unsignedMax)))
                .containsExactly("row group 0, column 'small': min_value is 4294967295, but the smallest value is 0");
    }

    @Test
    void aLooseBoundIsLawfulUnlessItIsSaidToBeExact() throws IOException {
        assertThat(errorsOfStatistics(SampleFile.ID, statistics -> statistics.setMin_value(plain(-1L))))
                .isEmpty();
        assertThat(errorsOfStatistics(
                        SampleFile.ID,
                        statistics -> statistics.setMin_value(plain(-1L)).setIs_min_value_exact(true)))
                .containsExactly("row group 0, column 'id': min_value is -1 and is said to be exact, but the smallest"
                        + " value is 0");
        assertThat(errorsOfStatistics(
                        SampleFile.ID,
                        statistics -> statistics.setMax_value(plain(30000L)).setIs_max_value_exact(true)))
                .containsExactly("row group 0, column 'id': max_value is 30000 and is said to be exact, but the largest"
                        + " value is 29990");
        assertThat(errorsOfStatistics(
                        SampleFile.ID,
                        statistics -> statistics.setIs_min_value_exact(true).setIs_max_value_exact(true)))
                .isEmpty();
    }

    @Test
    void aBoundOfAnotherLengthIsFound() throws IOException {
        assertThat(errorsOfStatistics(SampleFile.ID, statistics -> statistics.setMin_value(new byte[3])))
                .containsExactly("row group 0, column 'id': min_value has 3 bytes, which no INT64 has");
    }

    @Test
    void aWrongNullCountIsFound() throws IOException {
        assertThat(errorsOfStatistics(SampleFile.PRICE, statistics -> statistics.setNull_count(599)))
                .containsExactly(
                        "row group 0, column 'price': its null_count is 599, but 600 of its 3000 values are null");
    }

    @Test
    void aWrongNanCountIsFound() throws IOException {
        final long nans = SampleFile.chunk(SampleFile.footer(sound), SampleFile.PRICE)
                .getStatistics()
                .getNan_count();
        assertThat(nans).isPositive();
        assertThat(errorsOfStatistics(SampleFile.PRICE, statistics -> statistics.setNan_count(0)))
                .containsExactly("row group 0, column 'price': its nan_count is 0, but " + nans + " values are NaN");
    }

    @Test
    void aBoundThatIsNanIsFoundWhereNansAreCounted() throws IOException {
        assertThat(errorsOfStatistics(SampleFile.PRICE, statistics -> statistics.setMax_value(plain(Double.NaN))))
                .singleElement()
                .asString()
                .startsWith("row group 0, column 'price': max_value is NaN");
    }

    @Test
    void wrongRowCountsAreFoundInFileAndRowGroup() throws IOException {
        assertThat(errorsOfFooter(footer -> footer.setNum_rows(2999)))
                .containsExactly("file: its num_rows is 2999, its row groups have 3000 together");
        assertThat(errorsOfFooter(footer -> {
                    footer.setNum_rows(2999);
                    footer.getRow_groups().get(0).setNum_rows(2999);
                }))
                .hasSize(5)
                .contains(
                        "row group 0, column 'id': it has 3000 rows, its row group claims 2999",
                        "row group 0, column 'tags.list.element': it has 3000 rows, its row group claims 2999");
    }

    @Test
    void aWrongNumberOfValuesIsFound() throws IOException {
        assertThat(errorsOfFooter(
                        footer -> SampleFile.chunk(footer, SampleFile.TAGS).setNum_values(7)))
                .singleElement()
                .asString()
                .startsWith("row group 0, column 'tags.list.element': its num_values is 7, its pages have ");
    }

    @Test
    void aTruncatedFileIsFound() throws IOException {
        for (final int length : new int[] {0, 1, 11, 12, 100, sound.length / 2, sound.length - 1}) {
            assertThat(errors(Arrays.copyOf(sound, length)))
                    .as("%d bytes", length)
                    .hasSize(1);
        }
        assertThat(errors(Arrays.copyOf(sound, sound.length - 1)))
                .containsExactly("file: it does not end with PAR1: it is no Parquet file, or was cut short");
    }

    @Test
    void aFileWhoseHeadIsMissingIsFound() throws IOException {
        final byte[] damaged = sound.clone();
        damaged[0] = 'X';
        assertThat(errors(damaged)).containsExactly("file: it does not begin with PAR1");
        assertThat(errors(Arrays.copyOfRange(sound, 100, sound.length))).isNotEmpty();
    }

    @Test
    void aWrongFooterLengthIsFound() throws IOException {
        for (final int length :
                new int[] {0, -1, Integer.MAX_VALUE, sound.length, 5, SampleFile.footerBytes(sound) - 1}) {
            final byte[] damaged = sound.clone();
            ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN).putInt(damaged.length - 8, length);
            assertThat(errors(damaged)).as("%d bytes", length).hasSize(1);
        }
    }

    @Test
    void swappedChunksAreFound() throws IOException {
        assertThat(errorsOfFooter(footer -> {
                    final ColumnMetaData id = SampleFile.chunk(footer, SampleFile.ID);
                    final ColumnMetaData price = SampleFile.chunk(footer, SampleFile.PRICE);
                    final long offset = id.getData_page_offset();
                    id.setData_page_offset(price.getData_page_offset());
                    price.setData_page_offset(offset);
                }))
                .anySatisfy(error -> assertThat(error).contains("column 'id'"))
                .anySatisfy(error -> assertThat(error).contains("overlaps"));
    }

    @Test
    void aDataPageOffsetBesideTheFirstDataPageIsFound() throws IOException {
        final long dictionary =
                SampleFile.chunk(SampleFile.footer(sound), SampleFile.NAME).getDictionary_page_offset();
        assertThat(errorsOfFooter(
                        footer -> SampleFile.chunk(footer, SampleFile.NAME).setData_page_offset(dictionary + 1)))
                .singleElement()
                .asString()
                .startsWith("row group 0, column 'name': its data_page_offset is " + (dictionary + 1));
    }

    @Test
    void aDictionaryPageOffsetWithoutADictionaryIsFound() throws IOException {
        assertThat(errorsOfFooter(
                        footer -> SampleFile.chunk(footer, SampleFile.ID).setDictionary_page_offset(5)))
                .singleElement()
                .asString()
                .isEqualTo("row group 0, column 'id': its dictionary_page_offset is 5, it has no dictionary page");
    }

    @Test
    void chunksOutsideOfTheFileAreFound() throws IOException {
        for (final long offset : new long[] {-1, 0, 3, sound.length, Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertThat(errorsOfFooter(
                            footer -> SampleFile.chunk(footer, SampleFile.ID).setData_page_offset(offset)))
                    .as("offset %d", offset)
                    .anySatisfy(error -> assertThat(error).startsWith("row group 0, column 'id': the column chunk is"));
        }
        assertThat(errorsOfFooter(
                        footer -> SampleFile.chunk(footer, SampleFile.TAGS).setTotal_compressed_size(Long.MAX_VALUE)))
                .isNotEmpty();
    }

    @Test
    void aChunkThatIsLongerOrShorterThanItsPagesIsFound() throws IOException {
        for (final int change : new int[] {-1, 1, -100, 100}) {
            assertThat(errorsOfFooter(footer -> {
                        final ColumnMetaData chunk = SampleFile.chunk(footer, SampleFile.PRICE);
                        chunk.setTotal_compressed_size(chunk.getTotal_compressed_size() + change);
                    }))
                    .as("%d bytes", change)
                    .anySatisfy(error -> assertThat(error).contains("column 'price'"));
        }
    }

    @Test
    void wrongEncodingsAreFound() throws IOException {
        assertThat(errorsOfFooter(
                        footer -> SampleFile.chunk(footer, SampleFile.ID).setEncodings(List.of(Encoding.RLE))))
                .containsExactly(
                        "row group 0, column 'id': a page is encoded as PLAIN, which its encodings [RLE] lack");
        assertThat(errorsOfFooter(footer -> SampleFile.chunk(footer, SampleFile.ID)
                        .getEncoding_stats()
                        .get(0)
                        .setCount(9)))
                .containsExactly(
                        "row group 0, column 'id': its encoding_stats say {DATA_PAGE as PLAIN=9}, its pages are"
                                + " {DATA_PAGE as PLAIN=3}");
    }

    @Test
    void aWrongCodecIsFound() throws IOException {
        for (final CompressionCodec codec : List.of(
                CompressionCodec.SNAPPY,
                CompressionCodec.ZSTD,
                CompressionCodec.GZIP,
                CompressionCodec.LZ4_RAW,
                CompressionCodec.LZ4)) {
            assertThat(errorsOfFooter(
                            footer -> SampleFile.chunk(footer, SampleFile.ID).setCodec(codec)))
                    .as("%s", codec)
                    .hasSize(3)
                    .allSatisfy(error -> assertThat(error).startsWith("row group 0, column 'id', page "));
        }
    }

    @Test
    void codecsWithoutADecompressorCannotBeVerified() throws IOException {
        final FileReport report = verify(SampleFile.withFooter(
                sound, footer -> SampleFile.chunk(footer, SampleFile.ID).setCodec(CompressionCodec.BROTLI)));
        assertThat(report.verdict()).isEqualTo(Verdict.UNVERIFIED);
        assertThat(report.findings())
                .extracting(Finding::toString)
                .containsExactly("row group 0, column 'id': cannot be verified: its codec BROTLI has no decompressor in"
                        + " this program");
    }

    @Test
    void anotherTypeOrPathThanTheSchemaIsFound() throws IOException {
        assertThat(errorsOfFooter(
                        footer -> SampleFile.chunk(footer, SampleFile.ID).setPath_in_schema(List.of("ident"))))
                .containsExactly("row group 0, column 'id': its path_in_schema is 'ident', the schema's column at its"
                        + " place is 'id'");
        assertThat(errorsOfFooter(footer ->
                        SampleFile.chunk(footer, SampleFile.ID).setType(org.apache.parquet.format.Type.DOUBLE)))
                .containsExactly("row group 0, column 'id': its type is DOUBLE, the schema says INT64");
    }

    @Test
    void aSchemaThatIsNoTreeIsFound() throws IOException {
        for (final int children : new int[] {-1, 0, 3, 4, 6, 100, Integer.MAX_VALUE}) {
            assertThat(errorsOfFooter(footer -> footer.getSchema().get(0).setNum_children(children)))
                    .as("%d children", children)
                    .isNotEmpty();
        }
        assertThat(errorsOfFooter(footer -> footer.getSchema().get(2).unsetRepetition_type()))
                .containsExactly("file: the schema element 'small' has no repetition type");
        assertThat(errorsOfFooter(
                        footer -> footer.getRow_groups().get(0).getColumns().remove(4)))
                .contains("row group 0: it has 4 column chunks, the schema has 5 columns");
    }

    @Test
    void aRequiredFieldThatBecameOptionalIsFound() throws IOException {
        assertThat(errorsOfFooter(footer -> footer.getSchema()
                        .get(1)
                        .setRepetition_type(org.apache.parquet.format.FieldRepetitionType.OPTIONAL)))
                .anySatisfy(error -> assertThat(error).startsWith("row group 0, column 'id', page 0: "));
    }

    @Test
    void wrongSizeStatisticsAreFound() throws IOException {
        assertThat(errorsOfFooter(footer -> SampleFile.chunk(footer, SampleFile.NAME)
                        .getSize_statistics()
                        .setUnencoded_byte_array_data_bytes(1)))
                .singleElement()
                .asString()
                .startsWith("row group 0, column 'name': its unencoded_byte_array_data_bytes is 1, its values have ");
        assertThat(errorsOfFooter(footer -> SampleFile.chunk(footer, SampleFile.TAGS)
                        .getSize_statistics()
                        .getDefinition_level_histogram()
                        .set(0, 1L)))
                .singleElement()
                .asString()
                .startsWith("row group 0, column 'tags.list.element': its histogram of definition levels is [1, ");
    }

    @Test
    void aFlippedBitInAPageOfVersion2IsFound() throws IOException {
        final byte[] damaged = soundV2.clone();
        damaged[SampleFile.bodyOffset(soundV2, SampleFile.TAGS, 1) + 3] ^= 0x7F;
        assertThat(errors(damaged))
                .singleElement()
                .asString()
                .startsWith("row group 0, column 'tags.list.element', page 1: its checksum is ");
    }

    @Test
    void rulesBindOurOwnFilesAndAreNotesInOthers() throws IOException {
        final Consumer<FileMetaData> noOrders = FileMetaData::unsetColumn_orders;
        final FileReport others = verify(SampleFile.withFooter(sound, noOrders));
        assertThat(others.verdict()).isEqualTo(Verdict.SOUND);
        assertThat(others.findings(Finding.Severity.NOTE))
                .singleElement()
                .extracting(Finding::sentence)
                .asString()
                .startsWith("column_orders is missing");
        assertThat(errorsOfFooter(
                        noOrders.andThen(footer -> footer.setCreated_by("Intarsia version 0.1.0 (build 1234567)"))))
                .anySatisfy(error -> assertThat(error).startsWith("file: column_orders is missing"));
    }

    @Test
    void aWriterThatCannotBeParsedIsNoted() throws IOException {
        for (final String writer : List.of("Polars", "intarsia")) {
            final FileReport report = verify(SampleFile.withFooter(sound, footer -> footer.setCreated_by(writer)));
            assertThat(report.findings()).extracting(Finding::sentence).anySatisfy(sentence -> assertThat(sentence)
                    .contains("created_by '" + writer + "' has not the form"));
            assertThat(report.verdict()).isEqualTo(writer.equals("Polars") ? Verdict.SOUND : Verdict.BROKEN);
        }
    }

    @Test
    void readingEndsAtTheGreatestNumberOfErrors() throws IOException {
        final FileReport report = verify(SampleFile.withFooter(sound, footer -> {
            for (int i = 0; i < 40; i++) {
                footer.addToRow_groups(footer.getRow_groups().get(0));
            }
        }));
        assertThat(report.stoppedEarly()).isTrue();
        assertThat(report.findings(Finding.Severity.ERROR)).hasSize(Verifier.MAX_ERRORS);
    }

    @Test
    void whatIsNoFileIsFound() {
        assertThat(Verifier.verify(folder.resolve("absent.parquet"), VerifyProgress.NONE)
                        .findings())
                .extracting(Finding::toString)
                .containsExactly("file: it does not exist");
        assertThat(Verifier.verify(folder, VerifyProgress.NONE).findings())
                .extracting(Finding::toString)
                .containsExactly("file: it is a directory");
    }
}

package dev.intarsia.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.format.BloomFilterAlgorithm;
import org.apache.parquet.format.BloomFilterCompression;
import org.apache.parquet.format.BloomFilterHash;
import org.apache.parquet.format.BloomFilterHeader;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.SortingColumn;
import org.apache.parquet.format.SplitBlockAlgorithm;
import org.apache.parquet.format.Uncompressed;
import org.apache.parquet.format.Util;
import org.apache.parquet.format.XxHash;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Claims of every value or every row: bloom filters, distinct counts, sorting columns. */
class ClaimsTest {
    private static final MessageType SCHEMA = MessageTypeParser.parseMessageType("""
        message claims {
          optional int32 a;
          optional binary b (STRING);
          optional double c;
          required int64 d;
          optional fixed_len_byte_array(2) e (FLOAT16);
          optional float f;
          repeated int32 g;
        }\
        """);

    private static final int A = 0;
    private static final int B = 1;
    private static final int C = 2;
    private static final int D = 3;
    private static final int E = 4;
    private static final int G = 6;
    private static final int ROWS = 2500;

    @TempDir
    private Path folder;

    /**
     * Sorted by {@code a} descending with nulls first, then by {@code b} ascending with nulls last; {@code e} is sorted
     * descending but for the NaN at its end.
     */
    private byte[] write(final WriterVersion version, final boolean dictionary) throws IOException {
        final Path file = folder.resolve("claims.parquet");
        Files.deleteIfExists(file);
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new PlainParquetConfiguration())
                .withType(SCHEMA)
                .withCodecFactory(new TestCodecs())
                .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
                .withWriterVersion(version)
                .withPageRowCountLimit(400)
                .withDictionaryEncoding(dictionary)
                .withBloomFilterEnabled(true)
                .withMaxBloomFilterBytes(4096)
                .build()) {
            for (int row = 0; row < ROWS; row++) {
                writer.write(group(row));
            }
        }
        return Files.readAllBytes(file);
    }

    private static Group group(final int row) {
        final Group group = new SimpleGroup(SCHEMA);
        final int major = row / 50;
        if (major > 0) {
            group.append("a", 1000 - major);
        }
        if (row % 50 < 40) {
            group.append("b", String.format("text %03d", row % 50 / 2));
        }
        group.append("c", row % 2 == 0 ? -0.0 : 0.0);
        group.append("d", row * 7L);
        final int half = row < 2400 ? 0x4000 - row / 3 : 0x7E00;
        group.append("e", Binary.fromConstantByteArray(new byte[] {(byte) half, (byte) (half >> 8)}));
        group.append("f", row * 0.5f);
        for (int i = 0; i < row % 3; i++) {
            group.append("g", i);
        }
        return group;
    }

    private List<String> findings(final byte[] bytes) throws IOException {
        final Path file = Files.write(folder.resolve("changed.parquet"), bytes);
        return Verifier.verify(file, VerifyProgress.NONE).findings().stream()
                .map(Finding::toString)
                .toList();
    }

    private static SortingColumn by(final int column, final boolean descending, final boolean nullsFirst) {
        return new SortingColumn(column, descending, nullsFirst);
    }

    private List<String> sortedBy(final byte[] bytes, final SortingColumn... columns) throws IOException {
        return findings(SampleFile.withFooter(
                bytes, footer -> footer.getRow_groups().get(0).setSorting_columns(Arrays.asList(columns))));
    }

    @ParameterizedTest
    @EnumSource(WriterVersion.class)
    void theTruthIsSound(final WriterVersion version) throws IOException {
        for (final boolean dictionary : new boolean[] {false, true}) {
            final byte[] bytes = write(version, dictionary);
            for (int column = 0; column < SCHEMA.getFieldCount() && !dictionary; column++) {
                assertThat(SampleFile.chunk(SampleFile.footer(bytes), column).isSetBloom_filter_offset())
                        .as("bloom filter of column %d", column)
                        .isTrue();
            }
            assertThat(sortedBy(bytes, by(A, true, true), by(B, false, false), by(D, false, true)))
                    .isEmpty();
            assertThat(sortedBy(bytes, by(D, false, false), by(A, false, false)))
                    .isEmpty();
            assertThat(sortedBy(bytes, by(E, true, false))).isEmpty();
            assertThat(sortedBy(bytes, by(C, true, false), by(D, false, false))).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(WriterVersion.class)
    void rowsOutOfOrderAreFound(final WriterVersion version) throws IOException {
        for (final boolean dictionary : new boolean[] {false, true}) {
            final byte[] bytes = write(version, dictionary);
            assertThat(sortedBy(bytes, by(A, false, true)))
                    .containsExactly(
                            "row group 0: its sorting_columns say otherwise, but row 100 must stand in front of"
                                    + " row 99 by column 'a'");
            assertThat(sortedBy(bytes, by(A, true, false)))
                    .containsExactly("row group 0: its sorting_columns say otherwise, but row 50 must stand in front of"
                            + " row 49 by column 'a'");
            assertThat(sortedBy(bytes, by(A, true, true), by(B, false, true)))
                    .containsExactly("row group 0: its sorting_columns say otherwise, but row 40 must stand in front of"
                            + " row 39 by column 'b'");
            assertThat(sortedBy(bytes, by(B, false, false), by(A, true, true)))
                    .containsExactly("row group 0: its sorting_columns say otherwise, but row 50 must stand in front of"
                            + " row 49 by column 'b'");
            assertThat(sortedBy(bytes, by(E, false, false)))
                    .containsExactly("row group 0: its sorting_columns say otherwise, but row 3 must stand in front of"
                            + " row 2 by column 'e'");
        }
    }

    @Test
    void columnsBehindARepeatedOneDecideNothing() throws IOException {
        final byte[] bytes = write(WriterVersion.PARQUET_1_0, false);
        assertThat(sortedBy(bytes, by(G, false, false), by(A, false, true))).isEmpty();
    }

    @Test
    void aSortingColumnThatIsNoneIsFound() throws IOException {
        final byte[] bytes = write(WriterVersion.PARQUET_1_0, false);
        assertThat(sortedBy(bytes, by(7, false, false)))
                .containsExactly("row group 0: a sorting column is column 7, the schema has columns 0 to 6");
        assertThat(sortedBy(bytes, by(-1, false, false))).hasSize(1);
    }

    @Test
    void rowsThatNobodyCouldFollowAreNotAllocatedFor() throws IOException {
        final byte[] bytes = write(WriterVersion.PARQUET_1_0, false);
        assertThat(findings(SampleFile.withFooter(bytes, footer -> {
                    footer.getRow_groups().get(0).setNum_rows(Long.MAX_VALUE / 2);
                    footer.getRow_groups().get(0).setSorting_columns(List.of(by(A, true, true)));
                })))
                .anySatisfy(finding -> assertThat(finding).contains("cannot be verified: whether its "));
    }

    @ParameterizedTest
    @EnumSource(WriterVersion.class)
    void aValueThatTheBloomFilterDoesNotFindIsFound(final WriterVersion version) throws IOException {
        final byte[] bytes = write(version, false);
        for (int column = 0; column < SCHEMA.getFieldCount(); column++) {
            final byte[] changed = bytes.clone();
            clearOneBit(changed, SampleFile.chunk(SampleFile.footer(bytes), column));
            assertThat(findings(changed))
                    .as("column %d", column)
                    .singleElement()
                    .asString()
                    .startsWith("row group 0, column '" + SCHEMA.getFieldName(column)
                            + "': its bloom filter does not find its value ");
        }
    }

    @Test
    void entriesOfDictionariesAreAskedForToo() throws IOException {
        final byte[] bytes = write(WriterVersion.PARQUET_2_0, true);
        assertThat(findings(withBloom(bytes, header -> {})))
                .contains("row group 0, column 'd': its bloom filter does not find its value 0 and " + (ROWS - 1)
                        + " others, not all of them different");
    }

    private static void clearOneBit(final byte[] bytes, final ColumnMetaData chunk) throws IOException {
        final int start = (int) chunk.getBloom_filter_offset();
        final ByteArrayInputStream in = new ByteArrayInputStream(bytes, start, bytes.length - start);
        final BloomFilterHeader header = Util.readBloomFilterHeader(in);
        for (int at = bytes.length - in.available(), end = at + header.getNumBytes(); at < end; at++) {
            if (bytes[at] != 0) {
                bytes[at] &= (byte) (bytes[at] - 1);
                return;
            }
        }
        throw new IllegalStateException("no bit is set");
    }

    @Test
    void aBloomFilterThatIsNoneIsFound() throws IOException {
        final byte[] bytes = write(WriterVersion.PARQUET_1_0, false);
        for (final int numBytes : new int[] {-32, 0, 31, Integer.MAX_VALUE - 31}) {
            assertThat(findings(withBloom(bytes, header -> header.setNumBytes(numBytes))))
                    .as("%d bytes", numBytes)
                    .anySatisfy(finding -> assertThat(finding)
                            .startsWith("row group 0, column 'd': its bloom filter announces " + numBytes + " bytes"));
        }
        assertThat(findings(SampleFile.withFooter(bytes, footer -> {
                    final ColumnMetaData chunk = SampleFile.chunk(footer, D);
                    chunk.setBloom_filter_length(chunk.getBloom_filter_length() + 1);
                })))
                .anySatisfy(finding -> assertThat(finding).contains("'d': its bloom_filter_length is "));
        assertThat(findings(SampleFile.withFooter(
                        bytes, footer -> SampleFile.chunk(footer, D).setBloom_filter_offset(bytes.length))))
                .anySatisfy(finding -> assertThat(finding).contains("'d': the bloom filter is said to have "));
    }

    /** The file with a filter of one block behind its indexes. */
    private static byte[] withBloom(final byte[] bytes, final Consumer<BloomFilterHeader> change) throws IOException {
        final int footerStart = bytes.length - 8 - SampleFile.footerBytes(bytes);
        final BloomFilterHeader header = new BloomFilterHeader(
                32,
                BloomFilterAlgorithm.BLOCK(new SplitBlockAlgorithm()),
                BloomFilterHash.XXHASH(new XxHash()),
                BloomFilterCompression.UNCOMPRESSED(new Uncompressed()));
        change.accept(header);
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, footerStart);
        Util.writeBloomFilterHeader(header, out);
        out.write(new byte[32]);
        out.write(bytes, footerStart, bytes.length - footerStart);
        return SampleFile.withFooter(out.toByteArray(), footer -> {
            SampleFile.chunk(footer, D).setBloom_filter_offset(footerStart);
            SampleFile.chunk(footer, D).unsetBloom_filter_length();
        });
    }

    @ParameterizedTest
    @EnumSource(WriterVersion.class)
    void distinctCountsAreCounted(final WriterVersion version) throws IOException {
        final long[] distinct = {49, 20, 2, ROWS, 801, ROWS, 2};
        for (final boolean dictionary : new boolean[] {false, true}) {
            final byte[] bytes = write(version, dictionary);
            for (int column = 0; column < distinct.length; column++) {
                final int here = column;
                assertThat(findings(withDistinct(bytes, here, distinct[here], "parquet-mr version 1.13.0 (build 1)")))
                        .as("column %d", here)
                        .isEmpty();
                assertThat(findings(
                                withDistinct(bytes, here, distinct[here] + 1, "parquet-mr version 1.13.0 (build 1)")))
                        .containsExactly("row group 0, column '" + SCHEMA.getFieldName(here)
                                + "': its distinct_count is " + (distinct[here] + 1) + ", its pages have "
                                + distinct[here] + " distinct values");
            }
        }
    }

    @Test
    void aWrongDistinctCountIsAnErrorOnlyInFilesOfOurs() throws IOException {
        final byte[] bytes = write(WriterVersion.PARQUET_1_0, true);
        final List<Finding.Severity> severities = new ArrayList<>();
        for (final String writer : List.of("parquet-mr version 1.13.0 (build 1)", "intarsia version 1.0.0 (build 1)")) {
            final Path file = Files.write(folder.resolve("changed.parquet"), withDistinct(bytes, A, 1, writer));
            Verifier.verify(file, VerifyProgress.NONE).findings().stream()
                    .filter(finding -> finding.sentence().startsWith("its distinct_count is 1,"))
                    .forEach(finding -> severities.add(finding.severity()));
        }
        assertThat(severities).containsExactly(Finding.Severity.NOTE, Finding.Severity.ERROR);
    }

    private static byte[] withDistinct(final byte[] bytes, final int column, final long count, final String writer) {
        return SampleFile.withFooter(bytes, footer -> {
            footer.setCreated_by(writer);
            SampleFile.chunk(footer, column).getStatistics().setDistinct_count(count);
        });
    }
}

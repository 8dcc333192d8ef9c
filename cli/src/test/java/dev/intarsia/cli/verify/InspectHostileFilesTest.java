package dev.intarsia.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.cli.inspect.Inspector;
import dev.intarsia.cli.inspect.NothingSelectedException;
import dev.intarsia.cli.inspect.Selection;
import dev.intarsia.cli.parquet.MalformedException;
import dev.intarsia.cli.parquet.UnsupportedPartException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged files under the eyes of inspect: it shows them, or says in a sentence why not. */
class InspectHostileFilesTest {
    private static final Selection EVERYTHING = new Selection(List.of("*"), Selection.EVERY, true, true, true);

    @TempDir
    private static Path folder;

    private static byte[] first;
    private static byte[] second;

    @BeforeAll
    static void write() throws IOException {
        first = Files.readAllBytes(SampleFile.write(folder, CompressionCodecName.SNAPPY, WriterVersion.PARQUET_1_0));
        second = Files.readAllBytes(SampleFile.write(folder, CompressionCodecName.ZSTD, WriterVersion.PARQUET_2_0));
    }

    /** What is shown, or the sentence; anything else that is thrown is a failure. */
    private static String inspect(final byte[] bytes, final boolean json) throws IOException {
        final Path file = Files.write(folder.resolve("damaged.parquet"), bytes);
        final StringWriter out = new StringWriter();
        final Inspector inspector = new Inspector(EVERYTHING, new PrintWriter(out), () -> {});
        try {
            final boolean whole = json ? inspector.json(file) : inspector.text(file, 100, false);
            assertThat(out.toString().contains(json ? "\"problems\"" : "  problem "))
                    .isEqualTo(!whole);
            return out.toString();
        } catch (final MalformedException | UnsupportedPartException | NothingSelectedException e) {
            assertThat(out.toString()).isEmpty();
            return e.getMessage();
        }
    }

    private static String inspectWithFooter(final Consumer<FileMetaData> change) throws IOException {
        return inspect(SampleFile.withFooter(first, change), false);
    }

    @Test
    void noFlippedByteBringsAnException() throws IOException {
        final Random random = new Random(21);
        final long deadline = System.nanoTime() + 4_000_000_000L;
        for (int i = 0; i < 1500 && System.nanoTime() < deadline; i++) {
            final byte[] file = i % 2 == 0 ? first : second;
            final byte[] damaged = file.clone();
            final int from = i % 3 == 0 ? 0 : file.length - SampleFile.footerBytes(file) - 2000;
            for (int flips = random.nextInt(3); flips >= 0; flips--) {
                damaged[from + random.nextInt(file.length - from)] = (byte) random.nextInt();
            }
            inspect(damaged, i % 5 == 0);
        }
    }

    @Test
    void areasThatLieWhereTheyCannotAreProblems() throws IOException {
        assertThat(inspectWithFooter(footer -> chunk(footer).setColumn_index_offset(Long.MAX_VALUE)))
                .contains("problem       its column index is said to lie where it cannot, at byte 92233720368547758");
        assertThat(inspectWithFooter(footer -> chunk(footer).setOffset_index_length(-1)))
                .contains("problem       its offset index is said to lie where it cannot");
        assertThat(inspectWithFooter(footer -> metadata(footer).setBloom_filter_offset(-1)))
                .contains("problem       its bloom filter is said to have 0 bytes from byte -1");
        assertThat(inspectWithFooter(footer -> metadata(footer).setBloom_filter_offset(4)))
                .contains("problem       the header of its bloom filter cannot be parsed");
        assertThat(inspectWithFooter(footer -> metadata(footer).setData_page_offset(-7)))
                .contains("problem       its pages are said to have ");
        assertThat(inspectWithFooter(footer -> metadata(footer).setTotal_compressed_size(Long.MIN_VALUE)))
                .contains("problem       its pages are said to have -9223372036854775808 bytes");
        assertThat(inspectWithFooter(footer -> chunk(footer).setFile_path("other.parquet")))
                .contains("problem       its pages are in another file, 'other.parquet'");
        assertThat(inspectWithFooter(
                        footer -> footer.getRow_groups().get(0).getColumns().remove(4)))
                .contains("problem       the row group has no chunk of this column");
        assertThat(inspectWithFooter(footer -> chunk(footer).unsetMeta_data()))
                .contains("problem       it is encrypted, or has no metadata");
    }

    @Test
    void numbersThatCannotBeAreShownAsTheyAre() throws IOException {
        assertThat(inspectWithFooter(footer -> {
                    footer.setNum_rows(-1);
                    footer.getRow_groups().get(0).setNum_rows(Long.MIN_VALUE).setTotal_byte_size(-5);
                    metadata(footer).setNum_values(Long.MAX_VALUE);
                    metadata(footer).getStatistics().setMin_value(new byte[3]).setNull_count(-9);
                }))
                .contains("rows          -1 in 1 row group", "0x000000")
                .doesNotContain("problem");
    }

    private static ColumnChunk chunk(final FileMetaData footer) {
        return footer.getRow_groups().get(0).getColumns().get(0);
    }

    private static ColumnMetaData metadata(final FileMetaData footer) {
        return chunk(footer).getMeta_data();
    }
}

package dev.intarsia.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SoundFilesTest {
    @TempDir
    Path folder;

    static Stream<Arguments> codecsAndVersions() {
        return Stream.of(
                        CompressionCodecName.UNCOMPRESSED,
                        CompressionCodecName.SNAPPY,
                        CompressionCodecName.GZIP,
                        CompressionCodecName.ZSTD,
                        CompressionCodecName.LZ4_RAW,
                        CompressionCodecName.LZ4)
                .flatMap(codec -> Stream.of(WriterVersion.values()).map(version -> Arguments.of(codec, version)));
    }

    @ParameterizedTest
    @MethodSource("codecsAndVersions")
    void whatParquetJavaWritesIsSound(final CompressionCodecName codec, final WriterVersion version)
            throws IOException {
        final Path file = SampleFile.write(folder, codec, version);
        final FileReport report = Verifier.verify(file, VerifyProgress.NONE);
        assertThat(report.findings()).isEmpty();
        assertThat(report.verdict()).isEqualTo(Verdict.SOUND);
        assertThat(report.rows()).isEqualTo(SampleFile.ROWS);
        assertThat(report.rowGroups()).isEqualTo(1);
        assertThat(report.columns()).isEqualTo(5);
        assertThat(report.bytes()).isEqualTo(Files.size(file));
        assertThat(report.pages()).isGreaterThanOrEqualTo(15).isEqualTo(report.checksummedPages());
        assertThat(report.createdBy()).startsWith("parquet-mr version ");
        assertThat(report.path()).isEqualTo(file);
    }

    @Test
    void progressGrowsToTheWholeOfThePages() throws IOException {
        final Path file = SampleFile.write(folder, CompressionCodecName.ZSTD, WriterVersion.PARQUET_1_0);
        final List<Long> bytes = new ArrayList<>();
        final List<Long> rows = new ArrayList<>();
        final FileReport report = Verifier.verify(file, (rowsDone, bytesDone, fileBytes) -> {
            assertThat(fileBytes).isEqualTo(file.toFile().length());
            bytes.add(bytesDone);
            rows.add(rowsDone);
        });
        assertThat(bytes).isSorted().hasSize((int) report.pages() + 1);
        assertThat(rows).isSorted().endsWith((long) SampleFile.ROWS);
        assertThat(bytes.get(bytes.size() - 1)).isBetween(report.bytes() / 2, report.bytes());
    }

    @Test
    void whatTheListenerThrowsIsPassedOn() throws IOException {
        final Path file = SampleFile.write(folder, CompressionCodecName.UNCOMPRESSED, WriterVersion.PARQUET_1_0);
        final IllegalStateException stop = new IllegalStateException("stop");
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> Verifier.verify(file, (rows, done, all) -> {
                    throw stop;
                })))
                .isSameAs(stop);
    }
}

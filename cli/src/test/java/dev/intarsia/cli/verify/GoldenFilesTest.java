package dev.intarsia.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The files of the parquet-testing repository, where the system property {@code intarsia.testdata} says they are. */
class GoldenFilesTest {
    /** Readable for other programs, but not for this one. */
    private static final Set<String> UNVERIFIED = Set.of("large_string_map.brotli.parquet");

    /** What is really wrong with them: known defects of their writers, or put there on purpose. */
    private static final Map<String, String> BROKEN = Map.of(
            "datapage_v1-corrupt-checksum.parquet", "row group 0, column 'a', page 0: its checksum is ",
            "rle-dict-uncompressed-corrupt-checksum.parquet",
                    "row group 0, column 'long_field', dictionary page: its checksum is ",
            // Their pages were copied without statistics, so that every page came into the column index as one of
            // nulls.
            "datapage_v1-snappy-compressed-checksum.parquet",
                    "row group 0, column 'a', page 0: the column index says that it has nulls only",
            "datapage_v1-uncompressed-checksum.parquet",
                    "row group 0, column 'a', page 0: the column index says that it has nulls only",
            // The chunk is shorter than its pages by the header of the dictionary page.
            "nation.dict-malformed.parquet", "row group 0, column 'name', page 0: at byte 421: ",
            "repeated_no_annotation.parquet", "file: its num_rows is 0, its row groups have 6 together");

    private Path data;

    @BeforeEach
    void findTheFiles() {
        final String folder = System.getProperty("intarsia.testdata", "");
        data = Path.of(folder, "parquet-testing", "data");
        assumeTrue(
                !folder.isEmpty() && Files.isDirectory(data),
                "-Dintarsia.testdata names no folder that has parquet-testing/data: the golden files are not read");
    }

    private static List<String> errors(final FileReport report) {
        return report.findings(Finding.Severity.ERROR).stream()
                .map(Finding::toString)
                .toList();
    }

    @Test
    void everyFileIsJudgedAsItDeserves() throws IOException {
        final Map<String, Verdict> expected = new TreeMap<>();
        final Map<String, Verdict> found = new TreeMap<>();
        try (Stream<Path> files = Files.list(data)) {
            for (final Path file : files.toList()) {
                final String name = file.getFileName().toString();
                if (name.endsWith(".encrypted") || UNVERIFIED.contains(name)) {
                    expected.put(name, Verdict.UNVERIFIED);
                } else if (name.endsWith(".parquet")) {
                    expected.put(name, BROKEN.containsKey(name) ? Verdict.BROKEN : Verdict.SOUND);
                } else {
                    continue;
                }
                found.put(name, Verifier.verify(file, VerifyProgress.NONE).verdict());
            }
        }
        assertThat(found).hasSizeGreaterThan(60).isEqualTo(expected);
    }

    @Test
    void brokenFilesAreFoundAtTheirPlace() {
        BROKEN.forEach((name, start) -> assertThat(errors(Verifier.verify(data.resolve(name), VerifyProgress.NONE)))
                .as(name)
                .anySatisfy(error -> assertThat(error).startsWith(start)));
    }

    @Test
    void corruptChecksumsAreFoundOnTheRightPagesOnly() {
        final FileReport report =
                Verifier.verify(data.resolve("datapage_v1-corrupt-checksum.parquet"), VerifyProgress.NONE);
        assertThat(report.findings().stream()
                        .filter(finding -> finding.sentence().contains("checksum"))
                        .map(Finding::place))
                .containsExactly(new Place(0, "a", 0), new Place(0, "b", 1));
        assertThat(errors(Verifier.verify(
                        data.resolve("rle-dict-uncompressed-corrupt-checksum.parquet"), VerifyProgress.NONE)))
                .hasSize(2);
    }

    @Test
    void theFileOfAllFloatingOrdersHasNothingToRemark() {
        assertThat(Verifier.verify(data.resolve("floating_orders_nan_count.parquet"), VerifyProgress.NONE)
                        .findings())
                .isEmpty();
    }

    @Test
    void oldHabitsAreNoted() {
        assertThat(Verifier.verify(data.resolve("nan_in_stats.parquet"), VerifyProgress.NONE)
                        .findings(Finding.Severity.NOTE))
                .extracting(Finding::sentence)
                .contains("max_value is NaN: readers must ignore it");
        assertThat(Verifier.verify(data.resolve("dict-page-offset-zero.parquet"), VerifyProgress.NONE)
                        .findings(Finding.Severity.NOTE))
                .extracting(Finding::sentence)
                .containsExactly("its dictionary_page_offset is 0, where it should be left out");
    }
}

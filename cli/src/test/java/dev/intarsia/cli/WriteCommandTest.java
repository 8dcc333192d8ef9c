package dev.intarsia.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteCommandTest {
    @TempDir
    private Path directory;

    @Test
    void anInputBecomesAFileOfItsNameAndIsNamed() throws IOException {
        final Path input = ArrowFiles.file(directory.resolve("day.one.arrow"), 2, 1000);

        final CommandRun run = CommandRun.of("write", "--to", out(), input);

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(names(out())).containsExactly("day.one.parquet");
        assertThat(run.outLines())
                .singleElement()
                .asString()
                .startsWith(out().resolve("day.one.parquet") + "  2,000 rows, ")
                .contains("1 row group", "compressed", " s");
        verified(out().resolve("day.one.parquet"), 2000);
    }

    @Test
    void filesStreamsAndStandardInputAllWork() throws IOException {
        final Path file = ArrowFiles.file(directory.resolve("a.arrow"), 1, 10);
        final Path stream = ArrowFiles.stream(directory.resolve("b.arrows"), 3, 10);
        final Path noExtension = ArrowFiles.stream(directory.resolve("c"), 0, 0);

        final CommandRun run = CommandRun.withInput(
                Files.newInputStream(stream), "write", "--to", out(), file, stream, noExtension, "-");

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(names(out())).containsExactly("a.parquet", "b.parquet", "c.parquet", "stdin.parquet");
        verified(out().resolve("a.parquet"), 10);
        verified(out().resolve("b.parquet"), 30);
        verified(out().resolve("c.parquet"), 0);
        verified(out().resolve("stdin.parquet"), 30);
    }

    @Test
    void nestedColumnsAndReplacedDictionariesAreWritten() throws IOException {
        final Path lists = ArrowFiles.lists(directory.resolve("lists.arrows"));
        final Path words = ArrowFiles.replacedDictionary(directory.resolve("words.arrows"));

        final CommandRun run = CommandRun.of("write", "--to", out(), lists, words);

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        verified(out().resolve("lists.parquet"), 1);
        verified(out().resolve("words.parquet"), 4);
        assertThat(CommandRun.of("inspect", "--json", out().resolve("words.parquet"))
                        .out())
                .contains("\"min\":\"ash\"", "\"max\":\"oak\"");
    }

    @Test
    void standardInputMayCarryAFileToo() throws IOException {
        final Path file = ArrowFiles.file(directory.resolve("a.arrow"), 2, 10);

        final CommandRun run = CommandRun.withInput(Files.newInputStream(file), "write", "--to", out(), "-");

        assertThat(run.err()).isEmpty();
        verified(out().resolve("stdin.parquet"), 20);
    }

    @Test
    void jsonIsOneObjectALineWithSizesAndEncodingsOfColumns() throws IOException {
        final Path one = ArrowFiles.file(directory.resolve("a.arrow"), 1, 1000);
        final Path two = ArrowFiles.file(directory.resolve("b\u00FC.arrow"), 1, 10);

        final CommandRun run = CommandRun.of("write", "--json", "--to", out(), one, two);

        assertThat(run.outLines()).hasSize(2);
        assertThat(run.out()).matches("\\p{ASCII}*");
        final JsonNode file = new ObjectMapper().readTree(run.outLines().get(0));
        assertThat(file.get("path").asText())
                .isEqualTo(out().resolve("a.parquet").toString());
        assertThat(file.get("rows").asLong()).isEqualTo(1000);
        assertThat(file.get("bytes").asLong()).isEqualTo(Files.size(out().resolve("a.parquet")));
        assertThat(file.get("row_groups").asInt()).isEqualTo(1);
        assertThat(file.get("columns")).hasSize(2);
        final JsonNode column = file.get("columns").get(1);
        assertThat(column.get("path").asText()).isEqualTo("name");
        assertThat(column.get("type").asText()).isNotEmpty();
        assertThat(column.get("encodings").isArray()).isTrue();
        assertThat(column.get("encodings")).isNotEmpty();
        assertThat(column.get("values").asLong()).isEqualTo(1000);
        assertThat(column.get("nulls").isNumber()).isTrue();
        assertThat(column.get("bytes").isNumber()).isTrue();
        assertThat(column.get("uncompressed_bytes").isNumber()).isTrue();
        assertThat(new ObjectMapper()
                        .readTree(run.outLines().get(1))
                        .get("path")
                        .asText())
                .endsWith("b\u00FC.parquet");
    }

    @Test
    void fileBytesRollsInsideABatchAndNumbersTheFiles() throws IOException {
        final Path input = ArrowFiles.file(directory.resolve("a.arrow"), 1, 100_000);

        final CommandRun run =
                CommandRun.of("write", "--to", out(), "--file-bytes", "200k", "--compression", "uncompressed", input);

        assertThat(run.err()).isEmpty();
        final List<String> names = names(out());
        assertThat(names)
                .hasSizeGreaterThan(5)
                .startsWith("a-00001.parquet", "a-00002.parquet")
                .contains("a.parquet");
        assertThat(run.outLines()).hasSameSizeAs(names);
        long rows = 0;
        for (final String name : names) {
            rows += Long.parseLong(rowsOf(run, name));
            assertThat(Files.size(out().resolve(name))).isLessThan(300 << 10);
        }
        assertThat(rows).isEqualTo(100_000);
    }

    @Test
    void overwriteReplacesAndRemovesWhatALongerRunLeft() throws IOException {
        final Path longer = ArrowFiles.file(directory.resolve("a.arrow"), 1, 100_000);
        CommandRun.of("write", "--to", out(), "--file-bytes", "200k", "--compression", "uncompressed", longer);
        Files.writeString(out().resolve("a-99999.parquet"), "not of a row of numbers");
        final int before = names(out()).size();
        final Path shorter = ArrowFiles.file(directory.resolve("a.arrow"), 1, 10);

        final CommandRun run = CommandRun.of("write", "--overwrite", "--to", out(), "--file-bytes", "200k", shorter);

        assertThat(before).isGreaterThan(5);
        assertThat(run.status()).isZero();
        assertThat(names(out())).containsExactly("a-99999.parquet", "a.parquet");
        verified(out().resolve("a.parquet"), 10);
    }

    @Test
    void overwriteWithoutRollingOnlyPointsAtNumberedFiles() throws IOException {
        final Path input = ArrowFiles.file(directory.resolve("a.arrow"), 1, 10);
        Files.createDirectories(out());
        Files.writeString(out().resolve("a.parquet"), "old");
        Files.writeString(out().resolve("a-00001.parquet"), "perhaps something else");

        final CommandRun run = CommandRun.of("write", "--overwrite", "--to", out(), input);

        assertThat(run.status()).isZero();
        assertThat(run.err()).contains("note: ", "a-00001.parquet stands beside");
        assertThat(out().resolve("a-00001.parquet")).hasContent("perhaps something else");
        verified(out().resolve("a.parquet"), 10);
    }

    @Test
    void withOverwriteTheLaterOfTwoInputsOfOneNameIsKept() throws IOException {
        final Path one = ArrowFiles.file(directory.resolve("a.arrow"), 1, 10);
        final Path two = ArrowFiles.file(directory.resolve("a.feather"), 1, 20);

        final CommandRun run = CommandRun.of("write", "--overwrite", "--to", out(), one, two);

        assertThat(run.status()).isZero();
        verified(out().resolve("a.parquet"), 20);
    }

    @Test
    void theOptionsReachTheFile() throws IOException {
        final Path input = ArrowFiles.file(directory.resolve("a.arrow"), 4, 8192);

        final CommandRun run = CommandRun.of(
                "write",
                "--json",
                "--to",
                out(),
                "--compression",
                "gzip:9",
                "--page-bytes",
                "4k",
                "--row-group-bytes",
                "64KiB",
                "--memory",
                "64m",
                input);

        assertThat(run.err()).isEmpty();
        final JsonNode file = new ObjectMapper().readTree(run.out());
        assertThat(file.get("row_groups").asInt()).isGreaterThan(1);
        verified(out().resolve("a.parquet"), 4 * 8192);
    }

    @Test
    void everyRealFileConverts() throws IOException {
        final String data = System.getProperty("intarsia.testdata", "");
        final Path real = Path.of(data, "real");
        assumeTrue(!data.isEmpty() && Files.isDirectory(real), "intarsia.testdata names no folder with real/");
        final List<Object> arguments = new ArrayList<>(List.of("write", "--to", out()));
        try (Stream<Path> files = Files.list(real)) {
            files.filter(Files::isRegularFile).sorted().forEach(arguments::add);
        }

        final CommandRun run = CommandRun.of(arguments.toArray());

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.outLines()).hasSize(arguments.size() - 3).hasSizeGreaterThan(4);
        for (final String name : names(out())) {
            verified(out().resolve(name), Long.parseLong(rowsOf(run, name)));
        }
    }

    private static void verified(final Path file, final long rows) {
        final CommandRun run = CommandRun.of("verify", "--json", file);
        assertThat(run.status()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).contains("\"rows\":" + rows + ",");
    }

    private static String rowsOf(final CommandRun run, final String name) {
        return run.outLines().stream()
                .filter(line -> line.contains("/" + name + "  "))
                .map(line -> line.replaceFirst(".*  ([0-9,]+) rows?, .*", "$1").replace(",", ""))
                .findFirst()
                .orElseThrow();
    }

    private Path out() {
        return directory.resolve("out");
    }

    private static List<String> names(final Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}

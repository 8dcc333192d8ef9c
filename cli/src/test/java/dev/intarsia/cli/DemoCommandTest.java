package dev.intarsia.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {
    private static final String ESCAPE = "\u001B";

    @TempDir
    private Path directory;

    @Test
    void theDemoWritesVerifiesAndGivesAVerdict() throws IOException {
        final CommandRun run = CommandRun.of("demo", "--rows", "100k", "--to", out(), "--file-bytes", "2m");

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(names()).hasSizeGreaterThan(1).first().isEqualTo("demo-events-00001.parquet");
        assertThat(run.out())
                .contains("written       100,000 rows in " + names().size() + " files", "seed 42")
                .contains("rows/s", "MB/s", "p50/p99/p99.9", "off-heap", "compressed")
                .contains("verified      100,000 rows")
                .contains("verdict: sound")
                .doesNotContain(ESCAPE);
        assertThat(run.err()).doesNotContain(ESCAPE).doesNotContain("\r");
    }

    @Test
    void theSameSeedMakesTheSameFilesAndAnotherDoesNot() throws IOException {
        CommandRun.of("demo", "--rows", "10k", "--to", out());
        final byte[] first = Files.readAllBytes(out().resolve("demo-events.parquet"));
        CommandRun.of("demo", "--rows", "10k", "--to", out(), "--seed", "42");
        final byte[] again = Files.readAllBytes(out().resolve("demo-events.parquet"));
        CommandRun.of("demo", "--rows", "10k", "--to", out(), "--seed", "43");
        final byte[] other = Files.readAllBytes(out().resolve("demo-events.parquet"));

        assertThat(again).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
    }

    @Test
    void anEarlierDemoIsReplacedAndNothingElseIsTouched() throws IOException {
        Files.createDirectories(out().resolve("demo-events-77777.parquet.d"));
        Files.createDirectories(out().resolve("demo-events-00007.parquet"));
        for (final String name :
                List.of("demo-events-00042.parquet", "demo-events-mine.parquet", "events.parquet", "x")) {
            Files.writeString(out().resolve(name), "mine");
        }

        final CommandRun run = CommandRun.of("demo", "--rows", "1k", "--to", out());

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(names())
                .containsExactly(
                        "demo-events-00007.parquet",
                        "demo-events-77777.parquet.d",
                        "demo-events-mine.parquet",
                        "demo-events.parquet",
                        "events.parquet",
                        "x");
    }

    @Test
    void theVerdictIsColouredOnATerminalUnlessColoursAreUnwanted() {
        final CommandRun coloured = CommandRun.onTerminal(true, "demo", "--rows", "1k", "--to", out());
        final CommandRun plain = CommandRun.onTerminal(false, "demo", "--rows", "1k", "--to", out());

        assertThat(coloured.out()).contains(ESCAPE + "[32mverdict: sound");
        assertThat(plain.out()).contains("verdict: sound").doesNotContain(ESCAPE);
        assertThat(coloured.err()).doesNotContain(ESCAPE);
    }

    @Test
    void badValuesAreErrorsOfUsage() {
        assertThat(CommandRun.of("demo", "--rows", "0", "--to", out()).err()).contains("--rows is 0");
        assertThat(CommandRun.of("demo", "--rows", "0", "--to", out()).status()).isEqualTo(2);
        assertThat(CommandRun.of("demo", "--rows", "5 apples", "--to", out()).err())
                .contains("is not a count");
        assertThat(CommandRun.of("demo", "--seed", "x", "--to", out()).status()).isEqualTo(2);
        assertThat(out()).doesNotExist();
    }

    private Path out() {
        return directory.resolve("out");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(out())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}

package dev.intarsia.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What only a process of its own can show: signals, pipes, full disks, and its exit status. */
@Tag("slow")
@DisabledOnOs(OS.WINDOWS)
class ChildProcessTest {
    @TempDir
    private Path directory;

    private Path out;

    @BeforeEach
    void makeFolder() throws IOException {
        out = Files.createDirectory(directory.resolve("out"));
    }

    @Test
    void sigtermDiscardsTheOpenFileKeepsTheFinishedOnesAndExitsWith143() throws Exception {
        try (ChildRun run = ChildRun.start(
                directory, "demo", "--rows", "1g", "--file-bytes", "2m", "--row-group-bytes", "1m", "--to", out)) {
            final String first = run.line();
            run.line();
            run.signal("TERM");

            assertThat(run.status()).isEqualTo(143);
            assertThat(first).startsWith(out.resolve("demo-events.parquet") + "  ");
            assertThat(run.err()).contains("intarsia: interrupted").doesNotContain("\tat ");
            onlyWholeFilesAreLeft(2);
        }
    }

    @Test
    void sigintExitsWith130EvenWhereInputDoesNotCome() throws Exception {
        final byte[] stream = Files.readAllBytes(ArrowFiles.stream(directory.resolve("a.arrows"), 4, 1000));
        try (ChildRun run = ChildRun.startHearingInterrupts(directory, "write", "--to", out, "-")) {
            final OutputStream in = run.process().getOutputStream();
            in.write(Arrays.copyOf(stream, stream.length / 8)); // ends within the first batch, which never comes whole
            in.flush();
            waitForInProgressFile();
            run.signal("INT");

            assertThat(run.status()).isEqualTo(130);
            assertThat(run.err())
                    .contains("intarsia: interrupted: " + out.resolve("stdin.parquet")
                            + " was not finished and is discarded");
            assertThat(names()).isEmpty();
        }
    }

    @Test
    void aClosedPipeFailsTheRunButNotTheFile() throws Exception {
        final Path input = ArrowFiles.file(directory.resolve("a.arrow"), 2, 1000);
        try (ChildRun run = ChildRun.start(directory, "write", "--to", out, input)) {
            run.hangUp();

            assertThat(run.status()).isEqualTo(1);
            assertThat(run.err()).contains("standard output was closed").doesNotContain("\tat ");
            onlyWholeFilesAreLeft(1);
        }
    }

    @Test
    void aPipeThatIsClosedEndsAnInspection() throws Exception {
        final Path wide = WideFile.write(directory.resolve("wide.parquet"), 300, 20);
        try (ChildRun run = ChildRun.start(directory, "inspect", "--all", "--columns", "*", wide)) {
            assertThat(run.line()).isEqualTo(wide.toString());
            run.hangUp();

            assertThat(run.status()).isEqualTo(1);
            assertThat(run.err()).contains("standard output was closed").doesNotContain("\tat ");
        }
    }

    @Test
    void aLimitOnTheSizeOfFilesIsToldAndLeavesNothing() throws Exception {
        final List<String> words = new ArrayList<>(List.of("sh", "-c", "ulimit -f 2048 && exec \"$0\" \"$@\""));
        words.addAll(ChildRun.command(
                "demo", "--rows", "1m", "--compression", "uncompressed", "--row-group-bytes", "1m", "--to", out));
        try (ChildRun run = ChildRun.startWords(directory, words)) {
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.err())
                    .contains("intarsia: writing " + out.resolve("demo-events.parquet") + " failed: File too large")
                    .doesNotContain("\tat ");
            assertThat(names()).isEmpty();
        }
    }

    @Test
    void aFullDiskIsToldAndLeavesNothing() throws Exception {
        final List<String> words = new ArrayList<>(List.of(
                "unshare",
                "-m",
                "sh",
                "-c",
                "mount -t tmpfs -o size=4m none '" + out + "' || exit 99; \"$0\" \"$@\"; s=$?; ls -A '" + out
                        + "'; exit $s"));
        words.addAll(ChildRun.command(
                "demo", "--rows", "1m", "--compression", "uncompressed", "--row-group-bytes", "1m", "--to", out));
        assumeTrue(mayMount(), "no right to mount a small disk");
        try (ChildRun run = ChildRun.startWords(directory, words)) {
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.restOfLines()).isEmpty();
            assertThat(run.err())
                    .contains("intarsia: writing " + out.resolve("demo-events.parquet")
                            + " failed: No space left on device; free some space there")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void usageErrorsExitWith2AndHelpWith0() throws Exception {
        try (ChildRun usage = ChildRun.start(directory, "write", "--page-bytes", "0", "x.arrow");
                ChildRun help = ChildRun.start(directory, "--help")) {
            assertThat(usage.status()).isEqualTo(2);
            assertThat(usage.err()).startsWith("intarsia: --page-bytes is 0");
            assertThat(help.restOfLines())
                    .anyMatch(line -> line.contains("write"))
                    .noneMatch(line -> line.contains("\u001B"));
            assertThat(help.status()).isZero();
        }
    }

    private void onlyWholeFilesAreLeft(final int atLeast) throws IOException {
        final List<String> names = names();
        assertThat(names).hasSizeGreaterThanOrEqualTo(atLeast).allMatch(name -> name.endsWith(".parquet"));
        for (final String name : names) {
            final CommandRun verified = CommandRun.of("verify", out.resolve(name));
            assertThat(verified.status()).as(verified.out()).isZero();
        }
    }

    private void waitForInProgressFile() throws IOException, InterruptedException {
        final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (names().isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
        assertThat(names()).singleElement().asString().endsWith(".inprogress");
    }

    private static boolean mayMount() throws IOException, InterruptedException {
        try {
            return new ProcessBuilder("unshare", "-m", "sh", "-c", "mount -t tmpfs none /mnt")
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (final IOException e) {
            return false;
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(out)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}

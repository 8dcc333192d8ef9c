package dev.intarsia.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs the commands of a document by a shell, as they are written, in a folder of their own.
 *
 * <p>There, {@code ./intarsia} starts this build's command line instead of building another one, in a JVM that starts
 * quickly, and gives {@code demo} few rows unless it names a number itself. A line that starts with {@code ./mvnw} is the build that runs this test: that the
 * wrapper is there to be started is all that is looked at. Any other command but a few of every shell is refused.
 */
final class ShellBlock {
    private static final String BUILD = "./mvnw ";
    private static final String COMMAND = "./intarsia ";
    private static final List<String> KNOWN =
            List.of(COMMAND, "cat ", "NO_COLOR=1 " + COMMAND, "COLUMNS=200 " + COMMAND);
    private static final long PATIENCE_SECONDS = 120;

    private ShellBlock() {}

    /** Prepares a folder: the command and an input called {@code events.arrow}. */
    static Path folder(final Path folder) throws IOException {
        final String java =
                Path.of(System.getProperty("java.home"), "bin", "java").toString();
        final Path launcher = Files.writeString(folder.resolve("intarsia"), """
                #!/bin/sh
                case "$*" in
                    demo*--rows*) ;;
                    demo*) set -- "$@" --rows 20k ;;
                esac
                exec '%s' --add-opens=java.base/java.nio=ALL-UNNAMED -XX:+IgnoreUnrecognizedVMOptions \
                    --sun-misc-unsafe-memory-access=allow -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx1g \
                    -XX:MaxDirectMemorySize=2g -cp '%s' %s "$@"
                """.formatted(
                        java, System.getProperty("java.class.path"), Main.class.getName()));
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
        ArrowFiles.stream(folder.resolve("events.arrow"), 3, 1000);
        return folder;
    }

    /** Runs every command of the block; each must end with status 0. */
    static void run(final Markdown document, final Markdown.Block block, final Path folder)
            throws IOException, InterruptedException {
        for (final String line : block.lines()) {
            if (line.startsWith(BUILD)) {
                assertThat(Markdown.repository().resolve("mvnw")).isExecutable();
            } else if (KNOWN.stream().anyMatch(line::startsWith)) {
                runLine(document, line, folder);
            } else {
                throw new AssertionError(document + " has a command that this test does not know how to run: " + line);
            }
        }
    }

    private static void runLine(final Markdown document, final String line, final Path folder)
            throws IOException, InterruptedException {
        final Path output = Files.createTempFile(folder, "output", ".txt");
        final Process process = new ProcessBuilder("/bin/sh", "-e", "-c", line)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as("%s: %s ends", document, line)
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue())
                .as("%s: %s\n%s", document, line, Files.readString(output))
                .isZero();
    }
}

package dev.intarsia.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** The command in a JVM of its own, as users run it. */
final class ChildRun implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 120;

    private final Process process;
    private final Path err;
    private final BufferedReader out;

    private ChildRun(final Process process, final Path err) {
        this.process = process;
        this.err = err;
        out = new BufferedReader(process.inputReader(StandardCharsets.UTF_8));
    }

    /** The words that start the command, to be followed by its arguments. */
    static List<String> command(final Object... arguments) {
        final List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        for (final Object argument : arguments) {
            words.add(argument.toString());
        }
        return words;
    }

    /** Starts it; standard error goes to a file in the folder. */
    static ChildRun start(final Path folder, final Object... arguments) throws IOException {
        return startWords(folder, command(arguments));
    }

    /** Starts it where SIGINT is not ignored, as it is in jobs that a script sent to the background. */
    static ChildRun startHearingInterrupts(final Path folder, final Object... arguments) throws IOException {
        final Path env = Path.of("/usr/bin/env");
        Assumptions.assumeTrue(Files.isExecutable(env), "no env to reset signals with");
        final List<String> words = new ArrayList<>(List.of(env.toString(), "--default-signal=INT"));
        words.addAll(command(arguments));
        return startWords(folder, words);
    }

    static ChildRun startWords(final Path folder, final List<String> words) throws IOException {
        final Path err = Files.createTempFile(folder, "err", ".txt");
        return new ChildRun(
                new ProcessBuilder(words).redirectError(err.toFile()).start(), err);
    }

    Process process() {
        return process;
    }

    /** The next line of standard output, or null. */
    String line() throws IOException {
        return out.readLine();
    }

    /** What is left of standard output. */
    List<String> restOfLines() {
        return out.lines().toList();
    }

    /** Nobody reads standard output from now on. */
    void hangUp() throws IOException {
        out.close();
    }

    /** Sends a signal by name. */
    void signal(final String name) throws IOException, InterruptedException {
        final int sent = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
        assertThat(sent).as("kill -%s", name).isZero();
    }

    /** Waits for its end. */
    int status() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .as("ended within %d seconds", PATIENCE_SECONDS)
                .isTrue();
        return process.exitValue();
    }

    String err() throws IOException {
        return Files.readString(err);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}

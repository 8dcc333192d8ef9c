package dev.intarsia.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a run reads from and prints to. The only place that knows the streams of the process.
 *
 * @param in standard input
 * @param out what was asked for: results
 * @param err everything else: errors and progress
 * @param outIsTerminal whether a person sees {@code out} on a terminal
 * @param errIsTerminal the same of {@code err}
 * @param colour whether terminals may be sent colours
 * @param columns characters of a line of {@code out}
 */
record Console(
        InputStream in,
        PrintWriter out,
        PrintWriter err,
        boolean outIsTerminal,
        boolean errIsTerminal,
        boolean colour,
        int columns) {
    private static final int USUAL_COLUMNS = 120;
    private static final int LEAST_COLUMNS = 40;
    private static final int MOST_COLUMNS = 10_000;
    private static final int OUT = 1;
    private static final int ERR = 2;

    /** The console of this process. */
    static Console ofProcess() {
        final Map<String, String> environment = System.getenv();
        final boolean dumb = "dumb".equals(environment.get("TERM"));
        final String noColor = environment.getOrDefault("NO_COLOR", "");
        return new Console(
                System.in,
                writer(FileDescriptor.out, OUT),
                writer(FileDescriptor.err, ERR),
                !dumb && isTerminal(OUT),
                !dumb && isTerminal(ERR),
                noColor.isEmpty(),
                columns(environment.getOrDefault("COLUMNS", "")));
    }

    /** What the environment says of the width of the terminal, if that is any width to print in. */
    static int columns(final String told) {
        try {
            final int columns = Integer.parseInt(told.trim());
            return columns < LEAST_COLUMNS || columns > MOST_COLUMNS ? USUAL_COLUMNS : columns;
        } catch (final NumberFormatException e) {
            return USUAL_COLUMNS;
        }
    }

    /** Whether results may be coloured. */
    boolean colourOut() {
        return outIsTerminal && colour;
    }

    /** Prints an error, after the name of the program. */
    void error(final String sentence) {
        err.println("intarsia: " + sentence);
        err.flush();
    }

    /** Not {@code System.out}: that one hides that nobody reads any more, and a result that is lost is a failure. */
    private static PrintWriter writer(final FileDescriptor descriptor, final int number) {
        final OutputStream stream = new FileOutputStream(descriptor);
        final String named = System.getProperty(number == OUT ? "stdout.encoding" : "stderr.encoding");
        final Charset charset =
                named != null && Charset.isSupported(named) ? Charset.forName(named) : consoleCharset(number);
        return new PrintWriter(new OutputStreamWriter(stream, charset), true);
    }

    /** Before Java 19 the encoding has another name, and is set for terminals only; elsewhere the locale counts. */
    private static Charset consoleCharset(final int number) {
        final String terminal = System.getProperty(number == OUT ? "sun.stdout.encoding" : "sun.stderr.encoding");
        final String named = terminal != null ? terminal : System.getProperty("native.encoding");
        return named != null && Charset.isSupported(named) ? Charset.forName(named) : Charset.defaultCharset();
    }

    /** Java knows only whether input and output both are terminals; Linux tells it of each. */
    @SuppressWarnings("SystemConsoleNull") // from 22 on it is never null, and tells nothing
    private static boolean isTerminal(final int descriptor) {
        try {
            final Path target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor));
            return target.startsWith("/dev/pts")
                    || target.toString().startsWith("/dev/tty")
                    || target.startsWith("/dev/console");
        } catch (final IOException | UnsupportedOperationException e) {
            return System.console() != null && Runtime.version().feature() < 22;
        }
    }
}

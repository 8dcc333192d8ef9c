package dev.intarsia.cli;

import dev.intarsia.cli.output.Interruption;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/**
 * One run of the command in this JVM.
 *
 * @param status exit status
 * @param out what it printed to standard output
 * @param err what it printed to standard error
 */
record CommandRun(int status, String out, String err) {
    private static final int COLUMNS = 120;

    static CommandRun of(final Object... arguments) {
        return withInput(new ByteArrayInputStream(new byte[0]), arguments);
    }

    static CommandRun withInput(final InputStream in, final Object... arguments) {
        return on(in, false, true, COLUMNS, arguments);
    }

    /** As on a terminal. */
    static CommandRun onTerminal(final boolean colour, final Object... arguments) {
        return on(new ByteArrayInputStream(new byte[0]), true, colour, COLUMNS, arguments);
    }

    /** Where lines have that many characters. */
    static CommandRun inColumns(final int columns, final Object... arguments) {
        return on(new ByteArrayInputStream(new byte[0]), false, true, columns, arguments);
    }

    List<String> outLines() {
        return out.lines().toList();
    }

    private static CommandRun on(
            final InputStream in,
            final boolean terminal,
            final boolean colour,
            final int columns,
            final Object... arguments) {
        final StringWriter out = new StringWriter();
        final StringWriter err = new StringWriter();
        final Console console =
                new Console(in, new PrintWriter(out), new PrintWriter(err), terminal, terminal, colour, columns);
        final String[] texts = new String[arguments.length];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = arguments[i].toString();
        }
        final int status = Main.run(console, new Interruption(), texts);
        console.err().flush();
        return new CommandRun(status, out.toString(), err.toString());
    }
}

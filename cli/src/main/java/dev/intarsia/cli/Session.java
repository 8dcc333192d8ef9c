package dev.intarsia.cli;

import dev.intarsia.cli.output.Interruption;
import dev.intarsia.cli.progress.ProgressLine;

/**
 * What every command of one run works with.
 *
 * @param console what it reads and prints
 * @param failures tells of failures
 * @param interruption stops it
 */
record Session(Console console, Failures failures, Interruption interruption) {
    static Session of(final Console console, final Interruption interruption) {
        return new Session(console, new Failures(console), interruption);
    }

    /** Progress goes to standard error, so that results can be piped. */
    ProgressLine progressLine() {
        return new ProgressLine(console.err(), console.errIsTerminal(), System::nanoTime);
    }
}

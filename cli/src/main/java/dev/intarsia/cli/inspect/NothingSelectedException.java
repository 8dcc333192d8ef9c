package dev.intarsia.cli.inspect;

/** What was asked for is not in the file. The message is a sentence without its subject, the file. */
public final class NothingSelectedException extends Exception {
    private static final long serialVersionUID = 1L;

    NothingSelectedException(final String message) {
        super(message, null, false, false);
    }
}

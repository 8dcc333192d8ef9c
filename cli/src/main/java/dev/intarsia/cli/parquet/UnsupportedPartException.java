package dev.intarsia.cli.parquet;

/** A part of the file is lawful, but this program has no means to read it. The message says why. */
public final class UnsupportedPartException extends Exception {
    private static final long serialVersionUID = 1L;

    public UnsupportedPartException(final String message) {
        super(message, null, false, false);
    }
}

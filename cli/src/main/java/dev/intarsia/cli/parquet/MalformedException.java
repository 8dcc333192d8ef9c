package dev.intarsia.cli.parquet;

/** A part of the file is not what its place demands. The message is the rest of a finding's sentence. */
public final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedException(final String message) {
        super(message, null, false, false);
    }
}

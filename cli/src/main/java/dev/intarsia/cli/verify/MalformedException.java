package dev.intarsia.cli.verify;

/** A part of the file is not what its place demands. The message is the rest of a finding's sentence. */
final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedException(final String message) {
        super(message, null, false, false);
    }
}

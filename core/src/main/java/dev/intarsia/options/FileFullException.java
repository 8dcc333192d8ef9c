package dev.intarsia.options;

/**
 * A file that cannot take what was asked, because it could come over a limit of the format, or of what readers accept.
 * It was refused before anything changed, and the file can still be finished: finish it, and write to another what was
 * asked. The message names what was asked, what the file could come to, and the limit.
 */
public final class FileFullException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message what was asked, what the file could come to, the limit and the remedy, as a sentence
     */
    public FileFullException(final String message) {
        super(message);
    }
}

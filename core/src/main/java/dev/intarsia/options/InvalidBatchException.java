package dev.intarsia.options;

/**
 * A batch that was refused before any of it was written: the writer is as it was and takes further batches. The message
 * names the column, the row in the batch (counted from 0) where one is at fault, the value and the limit.
 */
public final class InvalidBatchException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message the column, the row where one is at fault, the value, the limit and the remedy, as a sentence
     */
    public InvalidBatchException(final String message) {
        super(message);
    }
}

package dev.intarsia.cli.verify;

/** Is told how far the reading of a file has come; called on the reading thread after every page. */
@FunctionalInterface
public interface VerifyProgress {
    /** Listens to nothing. */
    VerifyProgress NONE = (rows, bytes, fileBytes) -> {};

    /**
     * @param rows rows of the row groups that are done; they grow by a row group at a time, because a file lies column
     *     by column
     * @param bytes bytes of pages that are done
     * @param fileBytes length of the file
     */
    void advanced(long rows, long bytes, long fileBytes);
}

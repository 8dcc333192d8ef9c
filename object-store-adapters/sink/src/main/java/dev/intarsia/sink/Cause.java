package dev.intarsia.sink;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Says in a few words why something failed. */
final class Cause {
    private Cause() {}

    /** The reason without the path, which the sentence around it names, or the exception's name where it tells none. */
    static String of(final Throwable failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        final String told = failure instanceof FileSystemException
                ? ((FileSystemException) failure).getReason()
                : failure.getMessage();
        return told == null || told.isBlank() ? failure.getClass().getSimpleName() : told;
    }

    /** A failure of the file system as a sentence: what was asked, of which file, why not, what to do. */
    static IOException explained(final String asked, final Path target, final IOException failure) {
        return new IOException(asked + " " + target + " failed: " + of(failure) + "; " + remedy(failure), failure);
    }

    private static String remedy(final IOException failure) {
        final String told = String.valueOf(failure.getMessage());
        if (told.contains("No space left") || told.contains("Disk quota") || told.contains("not enough space")) {
            return "free some space there, or choose another directory, and write the file again";
        }
        if (told.contains("File too large")) {
            return "raise the limit on the size of a file, or write smaller files";
        }
        if (failure instanceof AccessDeniedException || told.contains("Read-only file system")) {
            return "choose a directory that may be written, or change its permissions";
        }
        return "remove the cause and write the file again";
    }
}

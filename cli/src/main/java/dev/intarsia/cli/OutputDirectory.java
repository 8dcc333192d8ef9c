package dev.intarsia.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes sure of the directory that files are written to. */
final class OutputDirectory {
    private OutputDirectory() {}

    /**
     * Creates the directory if it is missing, and its parents.
     *
     * @throws CommandFailure if it cannot be created or written
     */
    static void prepare(final Path directory) {
        if (directory.toString().isEmpty()) {
            return; // the current directory
        }
        try {
            Files.createDirectories(directory);
        } catch (final FileAlreadyExistsException e) {
            throw new CommandFailure(
                    "--to " + directory + " is not a directory: " + e.getFile() + " is a file; choose another", e);
        } catch (final IOException e) {
            throw new CommandFailure(
                    "--to " + directory + " cannot be created: " + reason(e) + "; choose another directory", e);
        }
        if (!Files.isWritable(directory)) {
            throw new CommandFailure("--to " + directory
                    + " may not be written: permission denied; choose another directory or change its permissions");
        }
    }

    private static String reason(final IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        // Of a file system the message is a path, which the sentence names anyway.
        final String told = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
        return told == null ? "the file system refuses it" : told;
    }
}

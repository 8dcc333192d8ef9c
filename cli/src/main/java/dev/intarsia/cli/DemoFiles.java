package dev.intarsia.cli;

import dev.intarsia.cli.output.OutputName;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The files of the demo, told by names that nobody else gives. */
final class DemoFiles {
    static final String PATTERN = "demo-events.parquet, demo-events-00001.parquet and so on";

    private static final String NAME = "demo-events";
    private static final Pattern OWN = Pattern.compile(NAME + "(-[0-9]{5,})?\\.parquet");

    private DemoFiles() {}

    /**
     * Deletes the files of an earlier demo; nothing else, and no directory.
     *
     * @throws CommandFailure if one cannot be deleted
     */
    static OutputName cleared(final Path directory) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, NAME + "*.parquet")) {
            for (final Path file : files) {
                if (OWN.matcher(file.getFileName().toString()).matches()
                        && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    Files.delete(file);
                }
            }
        } catch (final IOException e) {
            throw new CommandFailure(
                    "the files of an earlier demo in " + directory + " cannot be deleted: " + e.getMessage()
                            + "; choose another directory with --to",
                    e);
        }
        return new OutputName(directory, NAME);
    }
}

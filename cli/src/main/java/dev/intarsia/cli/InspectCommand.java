package dev.intarsia.cli;

import dev.intarsia.cli.inspect.Inspector;
import dev.intarsia.cli.inspect.NothingSelectedException;
import dev.intarsia.cli.inspect.Selection;
import dev.intarsia.cli.output.Interruption;
import dev.intarsia.cli.parquet.MalformedException;
import dev.intarsia.cli.parquet.UnsupportedPartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code intarsia inspect}: shows what is in Parquet files. */
@Command(
        name = "inspect",
        sortOptions = false,
        sortSynopsis = false,
        description = {
            "Shows the schema, the row groups and the columns of Parquet files, and on demand their column chunks and"
                    + " pages with indexes, statistics and bloom filters.",
            "",
            "Shows what a file says of itself, true or not; 'intarsia verify' tells which."
        })
final class InspectCommand implements Callable<Integer> {
    private final Session session;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "A Parquet file.")
    private List<Path> files;

    @Option(
            names = "--columns",
            paramLabel = "PATTERN",
            description =
                    "Show the columns whose path matches, each chunk in detail. Paths are joined by dots; * stands"
                            + " for any text, ? for any character, and the path of a group for all below it. May be repeated.")
    private List<String> columns = List.of();

    @Option(
            names = "--row-group",
            paramLabel = "N",
            description = "Show this row group only; they are numbered from 0.")
    private Integer rowGroup;

    @Option(names = "--pages", description = "Show every page of the chunks that are shown.")
    private boolean pages;

    @Option(
            names = "--all",
            description = "Leave nothing out for its number. Without it 50 columns, 10 row groups, 50 pages a chunk and"
                    + " 20 entries of metadata are shown.")
    private boolean all;

    @Option(names = "--arrow-schema", description = "Decode the Arrow schema that the metadata may hold.")
    private boolean arrowSchema;

    @Option(names = "--json", description = "Print one JSON object a file, with all columns and row groups.")
    private boolean json;

    InspectCommand(final Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (rowGroup != null && rowGroup < 0) {
            throw new ParameterException(
                    spec.commandLine(), "--row-group is " + rowGroup + ", row groups are numbered from 0");
        }
        final Inspector inspector = new Inspector(
                new Selection(columns, rowGroup == null ? Selection.EVERY : rowGroup, pages, all, arrowSchema),
                session.console().out(),
                this::goOn);
        int status = ExitStatus.OK;
        for (final Path file : files) {
            try {
                goOn();
                status = inspect(inspector, file) ? status : ExitStatus.FAILED;
            } catch (final Interruption.Interrupted e) {
                throw e;
            } catch (final NobodyReads e) {
                return ExitStatus.OK; // whoever runs the command tells of the closed output
            } catch (final RuntimeException | OutOfMemoryError e) {
                session.failures().report(file.toString(), e);
                status = ExitStatus.FAILED;
            }
        }
        return status;
    }

    private boolean inspect(final Inspector inspector, final Path file) {
        if (!Files.exists(file)) {
            throw new CommandFailure(file + " does not exist: check the path");
        }
        if (Files.isDirectory(file)) {
            throw new CommandFailure(file + " is a directory: name the files in it");
        }
        final Console console = session.console();
        try {
            return json ? inspector.json(file) : inspector.text(file, console.columns(), console.colourOut());
        } catch (final MalformedException | UnsupportedPartException | NothingSelectedException e) {
            throw new CommandFailure(e.getMessage(), e);
        } catch (final NoSuchFileException e) {
            throw new CommandFailure(file + " does not exist: check the path", e);
        } catch (final IOException e) {
            throw new CommandFailure("it cannot be read: " + e.getMessage(), e);
        }
    }

    /** Stops where the command was interrupted, or where nobody reads what it prints. */
    private void goOn() {
        session.interruption().check();
        if (session.console().out().checkError()) {
            throw new NobodyReads();
        }
    }

    /** Standard output was closed. */
    private static final class NobodyReads extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NobodyReads() {
            super("standard output was closed", null, false, false);
        }
    }
}

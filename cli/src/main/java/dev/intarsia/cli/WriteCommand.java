package dev.intarsia.cli;

import dev.intarsia.WriterContext;
import dev.intarsia.cli.input.ArrowInput;
import dev.intarsia.cli.output.FinishedFile;
import dev.intarsia.cli.output.Interruption;
import dev.intarsia.cli.output.OutputName;
import dev.intarsia.cli.output.RollingOutput;
import dev.intarsia.cli.output.Tally;
import dev.intarsia.cli.progress.ProgressLine;
import dev.intarsia.options.UnsupportedSchemaException;
import dev.intarsia.options.WriterOptions;
import dev.intarsia.sink.IfExists;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code intarsia write}: Arrow files and streams to Parquet files. */
@Command(
        name = "write",
        sortOptions = false,
        sortSynopsis = false,
        description = {
            "Writes Arrow IPC files and streams as Parquet files.",
            "",
            "An INPUT called NAME.arrow becomes NAME.parquet. Sizes are bytes, or have k, m, g, KiB, MiB or GiB behind"
                    + " them, in powers of 1024."
        })
final class WriteCommand implements Callable<Integer> {
    private final Session session;

    @Mixin
    private WriterFlags flags;

    @Parameters(
            arity = "1..*",
            paramLabel = "INPUT",
            description =
                    "An Arrow IPC file, an Arrow IPC stream, or - for standard input, which becomes stdin.parquet.")
    private List<String> inputs;

    @Option(
            names = "--to",
            paramLabel = "DIR",
            defaultValue = "",
            description = "Directory to write to; it is created if it is missing. Default: the current directory.")
    private Path directory;

    @Option(
            names = "--row-group-bytes",
            paramLabel = "N",
            converter = ByteSize.class,
            defaultValue = "128MiB",
            description = "Bytes of encoded data at which a row group closes. Default: ${DEFAULT-VALUE}.")
    private long rowGroupBytes;

    @Option(
            names = "--file-bytes",
            paramLabel = "N",
            converter = ByteSize.class,
            description = "Bytes at which a file is finished and the next begun: NAME.parquet, then NAME-00001.parquet,"
                    + " NAME-00002.parquet and so on. Batches are cut into pieces of at most 8192 rows; a file is"
                    + " finished after the piece that brings it to N bytes or above. Default: one file, however large.")
    private Long fileBytes;

    @Option(
            names = "--overwrite",
            description =
                    "Replace files that exist. With --file-bytes, the numbered files that follow the last new one,"
                            + " left by an earlier run, are deleted. Of two inputs of one name, the later is kept.")
    private boolean overwrite;

    @Option(names = "--json", description = "Print one JSON object a file.")
    private boolean json;

    @ArgGroup(
            validate = false,
            heading = "%nColumns, by their paths joined by dots (each option may be repeated; without COLUMN= it is for"
                    + " all):%n")
    private ColumnFlags columns = new ColumnFlags();

    @ArgGroup(validate = false, heading = "%nThe format:%n")
    private FormatFlags format = new FormatFlags();

    private ProgressLine progress;
    private Tally tally;

    WriteCommand(final Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        final WriterOptions options = options();
        if (fileBytes != null) {
            flags.requireAtLeastOne("--file-bytes", fileBytes);
        }
        final WritePlan plan = WritePlan.of(directory, inputs);
        plan.requireDistinct(rolls(), overwrite);
        plan.requireInputsKept();
        if (!overwrite) {
            plan.requireFree(rolls());
        }
        try (WriterContext context = flags.openContext()) {
            OutputDirectory.prepare(directory);
            return writeAll(plan, options, context);
        }
    }

    private WriterOptions options() {
        final WriterOptions.Builder builder = flags.options(rowGroupBytes).toBuilder();
        format.applyTo(builder);
        try {
            columns.applyTo(builder);
        } catch (final IllegalArgumentException e) {
            throw flags.usage(e.getMessage());
        }
        return builder.build();
    }

    private int writeAll(final WritePlan plan, final WriterOptions options, final WriterContext context) {
        progress = session.progressLine();
        tally = new Tally(context);
        final RollingOutput.Settings settings = new RollingOutput.Settings(
                context,
                options,
                overwrite ? IfExists.REPLACE : IfExists.REFUSE,
                rolls() ? fileBytes : Long.MAX_VALUE,
                tally,
                this::print,
                session.interruption());
        int status = ExitStatus.OK;
        for (final WritePlan.Input input : plan.inputs()) {
            try {
                write(input, settings);
            } catch (final Interruption.Interrupted | ParameterException e) {
                throw e;
            } catch (final IOException | RuntimeException | OutOfMemoryError e) {
                progress.clear();
                session.failures().report(input.isStandardInput() ? "standard input" : input.argument(), e);
                status = ExitStatus.FAILED;
            } finally {
                progress.clear();
            }
        }
        return status;
    }

    private void write(final WritePlan.Input input, final RollingOutput.Settings settings) throws IOException {
        try (InputMemory memory = new InputMemory();
                ArrowInput arrow = input.isStandardInput()
                        ? ArrowInput.openStandardInput(session.console().in(), memory.allocator())
                        : ArrowInput.open(input.path(), memory.allocator());
                RollingOutput output = output(input, settings, arrow)) {
            while (arrow.loadNextBatch()) {
                output.write(arrow.batch());
            }
            cleanUp(input.name(), output.finish());
            memory.succeeded();
        }
    }

    /** Options that do not suit the columns of an input are known only when its schema is. */
    private RollingOutput output(
            final WritePlan.Input input, final RollingOutput.Settings settings, final ArrowInput arrow)
            throws IOException {
        try {
            return new RollingOutput(
                    settings, arrow.schema(), arrow.dictionaries(), input.name()::file, this::showProgress);
        } catch (final UnsupportedSchemaException e) {
            throw e;
        } catch (final IllegalArgumentException e) {
            progress.clear();
            throw flags.usage((input.isStandardInput() ? "standard input" : input.argument()) + ": " + e.getMessage());
        }
    }

    /** What an earlier, longer run left would be read together with the new files. */
    private void cleanUp(final OutputName name, final int files) throws IOException {
        if (rolls() && overwrite) {
            name.deleteFrom(files);
        } else if (overwrite && !name.existingFrom(files).isEmpty()) {
            progress.clear();
            session.console()
                    .error("note: " + name.existingFrom(files).get(0) + " stands beside " + name.file(0)
                            + " and is not of this run; delete it if it was a later part of the same input");
        }
    }

    private boolean rolls() {
        return fileBytes != null;
    }

    private void print(final FinishedFile file) {
        progress.clear();
        session.console().out().println(json ? FileLines.json(file) : FileLines.text(file));
    }

    /** Only people want to see it: the output of a conversion in a log is the files. */
    private void showProgress() {
        if (session.console().errIsTerminal()) {
            progress.maybe(() -> WriteProgress.line(tally));
        }
    }
}

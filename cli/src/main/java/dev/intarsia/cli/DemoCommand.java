package dev.intarsia.cli;

import dev.intarsia.WriterContext;
import dev.intarsia.cli.output.OutputName;
import dev.intarsia.options.WriterOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code intarsia demo}: makes events up, writes them, reads them back and says how it went. */
@Command(
        name = "demo",
        sortOptions = false,
        sortSynopsis = false,
        description = {
            "Makes up a stream of events, the same for the same seed, writes it as Parquet files, verifies the files and"
                    + " prints a verdict.",
            "",
            "The files are called " + DemoFiles.PATTERN + "; those of an earlier demo in the same directory are deleted"
                    + " first, all other files are left alone."
        })
final class DemoCommand implements Callable<Integer> {
    private final Session session;

    @Mixin
    private WriterFlags flags;

    @Option(
            names = "--rows",
            paramLabel = "N",
            converter = RowCount.class,
            defaultValue = "5m",
            description = "Events to write; k, m and g stand for thousands, millions and billions."
                    + " Default: ${DEFAULT-VALUE}.")
    private long rows;

    @Option(
            names = "--to",
            paramLabel = "DIR",
            defaultValue = "out",
            description = "Directory to write to; it is created if it is missing. Default: ${DEFAULT-VALUE}.")
    private Path directory;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "42",
            description = "A whole number; another seed makes another stream. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--row-group-bytes",
            paramLabel = "N",
            converter = ByteSize.class,
            defaultValue = "32MiB",
            description = "Bytes of encoded data at which a row group closes. Default: ${DEFAULT-VALUE}.")
    private long rowGroupBytes;

    @Option(
            names = "--file-bytes",
            paramLabel = "N",
            converter = ByteSize.class,
            defaultValue = "128MiB",
            description = "Bytes at which a file is finished and the next begun. Default: ${DEFAULT-VALUE}.")
    private long fileBytes;

    DemoCommand(final Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        final WriterOptions options = flags.options(rowGroupBytes);
        flags.requireAtLeastOne("--rows", rows);
        flags.requireAtLeastOne("--file-bytes", fileBytes);
        try (WriterContext context = flags.openContext()) {
            OutputDirectory.prepare(directory);
            final OutputName name = DemoFiles.cleared(directory);
            final DemoRun run = new DemoRun(session, context, rows, seed);
            run.write(options, name, fileBytes);
            final boolean sound = run.verify();
            run.printVerdict(directory, sound);
            return sound ? ExitStatus.OK : ExitStatus.FAILED;
        }
    }
}

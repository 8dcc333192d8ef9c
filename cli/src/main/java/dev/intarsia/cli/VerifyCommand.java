package dev.intarsia.cli;

import dev.intarsia.cli.output.Interruption;
import dev.intarsia.cli.progress.Numbers;
import dev.intarsia.cli.progress.ProgressLine;
import dev.intarsia.cli.verify.FileReport;
import dev.intarsia.cli.verify.Verdict;
import dev.intarsia.cli.verify.Verifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code intarsia verify}: reads Parquet files back and says whether they are sound. */
@Command(
        name = "verify",
        sortOptions = false,
        sortSynopsis = false,
        description = {
            "Reads Parquet files back, with decoders that are not those that wrote them, and checks structure, page"
                    + " checksums, row and null counts, and that every statistic bounds its values.",
            "",
            "Exit status 0 if every file is sound."
        })
final class VerifyCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "A Parquet file.")
    private List<Path> files;

    @Option(names = "--json", description = "Print one JSON object a file.")
    private boolean json;

    VerifyCommand(final Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        final ProgressLine progress = session.progressLine();
        int status = ExitStatus.OK;
        for (final Path file : files) {
            try {
                final FileReport report = verify(file, progress);
                progress.clear();
                session.console().out().println(json ? ReportLines.json(report) : ReportLines.text(report));
                status = report.verdict() == Verdict.SOUND ? status : ExitStatus.FAILED;
            } catch (final Interruption.Interrupted e) {
                progress.clear();
                throw e;
            } catch (final RuntimeException e) {
                progress.clear();
                session.failures().report(file.toString(), e);
                status = ExitStatus.FAILED;
            }
        }
        return status;
    }

    private FileReport verify(final Path file, final ProgressLine progress) {
        if (!Files.exists(file)) {
            throw new CommandFailure(file + " does not exist: check the path");
        }
        if (Files.isDirectory(file)) {
            throw new CommandFailure(file + " is a directory: name the files in it");
        }
        return Verifier.verify(file, (rows, bytes, fileBytes) -> {
            session.interruption().check();
            if (session.console().errIsTerminal()) {
                progress.maybe(() -> "verifying " + file.getFileName() + ": " + 100 * bytes / Math.max(1, fileBytes)
                        + "%, " + Numbers.rough(rows) + " rows");
            }
        });
    }
}

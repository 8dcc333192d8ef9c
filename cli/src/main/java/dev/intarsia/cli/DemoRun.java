package dev.intarsia.cli;

import dev.intarsia.WriterContext;
import dev.intarsia.cli.demo.EventGenerator;
import dev.intarsia.cli.output.FinishedFile;
import dev.intarsia.cli.output.OutputName;
import dev.intarsia.cli.output.RollingOutput;
import dev.intarsia.cli.output.Tally;
import dev.intarsia.cli.progress.Numbers;
import dev.intarsia.cli.progress.ProgressLine;
import dev.intarsia.cli.verify.FileReport;
import dev.intarsia.cli.verify.Verdict;
import dev.intarsia.cli.verify.Verifier;
import dev.intarsia.options.WriterOptions;
import dev.intarsia.sink.IfExists;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;

/** One demo: write, verify, verdict. Confined. */
final class DemoRun {
    private static final int BATCH_ROWS = 8192;
    private static final String GREEN = "\u001B[32m";
    private static final String RED = "\u001B[31m";
    private static final String PLAIN = "\u001B[0m";

    private final Session session;
    private final WriterContext context;
    private final long rows;
    private final long seed;
    private final Tally tally;
    private final ProgressLine progress;
    private final List<FinishedFile> files = new ArrayList<>();
    private long writeNanos;
    private long verifyNanos;
    private long verifiedRows;
    private long pages;

    DemoRun(final Session session, final WriterContext context, final long rows, final long seed) {
        this.session = session;
        this.context = context;
        this.rows = rows;
        this.seed = seed;
        tally = new Tally(context);
        progress = session.progressLine();
    }

    /** Writes the stream to files, naming each that is finished. */
    void write(final WriterOptions options, final OutputName name, final long fileBytes) throws IOException {
        final long start = System.nanoTime();
        final RollingOutput.Settings settings = new RollingOutput.Settings(
                context, options, IfExists.REFUSE, fileBytes, tally, this::finished, session.interruption());
        final DemoProgress line =
                new DemoProgress(tally, rows, start, session.console().errIsTerminal());
        final EventGenerator generator = new EventGenerator(seed);
        try (RootAllocator allocator = new RootAllocator();
                VectorSchemaRoot batch = EventGenerator.newBatch(allocator);
                RollingOutput output = new RollingOutput(
                        settings,
                        EventGenerator.SCHEMA,
                        new DictionaryProvider.MapDictionaryProvider(),
                        name::file,
                        () -> progress.maybe(line::text))) {
            for (long row = 0; row < rows; row += BATCH_ROWS) {
                generator.fill(batch, row, (int) Math.min(BATCH_ROWS, rows - row));
                output.write(batch);
            }
            output.finish();
        } finally {
            progress.clear();
        }
        writeNanos = System.nanoTime() - start;
    }

    /**
     * Reads every file back.
     *
     * @return whether all are sound and hold the rows that were written
     */
    boolean verify() {
        final long start = System.nanoTime();
        boolean sound = true;
        int number = 0;
        for (final FinishedFile file : files) {
            number++;
            final String label = "verifying file " + number + " of " + files.size() + ": ";
            final FileReport report = Verifier.verify(file.path(), (done, bytes, fileBytes) -> {
                session.interruption().check();
                progress.maybe(
                        () -> label + 100 * bytes / Math.max(1, fileBytes) + "%, " + Numbers.rough(done) + " rows");
            });
            progress.clear();
            verifiedRows += report.rows();
            pages += report.pages();
            if (report.verdict() != Verdict.SOUND) {
                sound = false;
                session.console().error(ReportLines.text(report));
            }
        }
        verifyNanos = System.nanoTime() - start;
        return sound && verifiedRows == rows;
    }

    /** Prints the totals and whether all is well. */
    void printVerdict(final Path directory, final boolean sound) {
        final PrintWriter out = session.console().out();
        final double seconds = writeNanos / 1e9;
        out.println();
        out.println("written       " + Numbers.counted(tally.rows(), "row") + " in "
                + Numbers.counted(tally.files(), "file") + " under " + directory + ", seed " + seed);
        out.println("size          " + Numbers.bytes(tally.fileBytes()) + " of Parquet from "
                + Numbers.bytes(tally.arrowBytes()) + " of Arrow, compressed "
                + Numbers.ratio((double) tally.arrowBytes() / Math.max(1, tally.fileBytes())) + ", "
                + Numbers.counted(tally.rowGroups(), "row group"));
        out.println("speed         " + Numbers.rough(tally.rows() / seconds) + " rows/s, "
                + Numbers.megabytesPerSecond(tally.arrowBytes(), seconds) + " of Arrow, in "
                + Numbers.seconds(java.time.Duration.ofNanos(writeNanos)));
        out.println("write latency p50/p99/p99.9 " + percentiles(tally) + " for batches of "
                + Numbers.grouped(BATCH_ROWS) + " rows");
        out.println("off-heap      " + Numbers.bytes(tally.peakHeldBytes()) + " at most, of "
                + Numbers.bytes(context.budgetBytes()) + " allowed");
        out.println("verified      " + Numbers.counted(verifiedRows, "row") + ", " + Numbers.counted(pages, "page")
                + " in " + Numbers.seconds(java.time.Duration.ofNanos(verifyNanos)));
        final String verdict = sound
                ? "verdict: sound, every file was read back and is what it says"
                : "verdict: broken, "
                        + (verifiedRows == rows
                                ? "see the findings above"
                                : Numbers.counted(rows, "row") + " were written, " + Numbers.grouped(verifiedRows)
                                        + " read back");
        final boolean colour = session.console().colourOut();
        out.println(colour ? (sound ? GREEN : RED) + verdict + PLAIN : verdict);
        out.flush();
    }

    static String percentiles(final Tally tally) {
        return Numbers.times(tally.writeNanosAt(50), tally.writeNanosAt(99), tally.writeNanosAt(99.9));
    }

    private void finished(final FinishedFile file) {
        files.add(file);
        progress.clear();
        session.console().out().println(FileLines.text(file));
    }
}

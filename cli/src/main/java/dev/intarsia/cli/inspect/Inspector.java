package dev.intarsia.cli.inspect;

import dev.intarsia.cli.parquet.FileBytes;
import dev.intarsia.cli.parquet.MalformedException;
import dev.intarsia.cli.parquet.MemoryLimits;
import dev.intarsia.cli.parquet.SchemaNode;
import dev.intarsia.cli.parquet.UnsupportedPartException;
import dev.intarsia.cli.progress.Numbers;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/** Shows what is in Parquet files. Confined; one serves any number of files, one after the other. */
public final class Inspector {
    private final Selection selection;
    private final PrintWriter out;
    private final Runnable onStep;
    private final MemoryLimits limits;
    private boolean started;

    /**
     * @param selection what is shown
     * @param out where to
     * @param onStep runs before every chunk and every page; what it throws is passed on
     */
    public Inspector(final Selection selection, final PrintWriter out, final Runnable onStep) {
        this(selection, out, onStep, MemoryLimits.ofThisJvm());
    }

    Inspector(final Selection selection, final PrintWriter out, final Runnable onStep, final MemoryLimits limits) {
        this.selection = selection;
        this.out = out;
        this.onStep = onStep;
        this.limits = limits;
    }

    /**
     * Prints a file for people, behind an empty line if it is not the first.
     *
     * @param width characters of a line
     * @param colour whether headings are printed bold
     * @return whether everything that was to be shown could be read; if not, it was said in its place
     * @throws IOException if the file cannot be read
     * @throws MalformedException if it has no footer that can be parsed; nothing was printed
     * @throws UnsupportedPartException if its footer cannot be read here; nothing was printed
     * @throws NothingSelectedException if it lacks what was asked for; nothing was printed
     */
    public boolean text(final Path path, final int width, final boolean colour)
            throws IOException, MalformedException, UnsupportedPartException, NothingSelectedException {
        try (FileBytes bytes = new FileBytes(path)) {
            final OpenFile file = OpenFile.of(path, bytes, limits, selection);
            if (started) {
                out.println();
            }
            started = true;
            final TextLines lines = new TextLines(out, width, colour);
            new TextReport(file, selection, lines).print();
            return !selection.hasDetails() || details(file, lines);
        }
    }

    /**
     * Prints a file as a JSON object on one line.
     *
     * @return and throws as {@link #text}
     * @throws IOException if the file cannot be read
     * @throws MalformedException if it has no footer that can be parsed; nothing was printed
     * @throws UnsupportedPartException if its footer cannot be read here; nothing was printed
     * @throws NothingSelectedException if it lacks what was asked for; nothing was printed
     */
    public boolean json(final Path path)
            throws IOException, MalformedException, UnsupportedPartException, NothingSelectedException {
        try (FileBytes bytes = new FileBytes(path)) {
            return JsonReport.print(OpenFile.of(path, bytes, limits, selection), selection, out, onStep);
        }
    }

    private boolean details(final OpenFile file, final TextLines lines) throws IOException {
        final List<Integer> groups = file.rowGroups();
        final int shownGroups = selection.shown(groups.size(), Selection.MAX_ROW_GROUPS);
        final int shownColumns = selection.shown(file.selected().size(), Selection.MAX_COLUMNS);
        boolean readable = true;
        for (final int group : groups.subList(0, shownGroups)) {
            for (final SchemaNode leaf : file.selected().subList(0, shownColumns)) {
                onStep.run();
                final ChunkView chunk = ChunkView.read(file, group, leaf);
                final ChunkText text = new ChunkText(chunk, lines);
                text.print();
                if (selection.pages()) {
                    PageRows.print(chunk, selection, lines, onStep);
                }
                text.printProblems();
                readable &= chunk.problems().isEmpty();
            }
        }
        final long left = (long) groups.size() * file.selected().size() - (long) shownGroups * shownColumns;
        if (left > 0) {
            out.println();
            lines.line("and " + Numbers.counted(left, "more column chunk")
                    + ": --columns, --row-group or --all shows them");
        }
        return readable;
    }
}

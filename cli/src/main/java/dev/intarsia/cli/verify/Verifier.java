package dev.intarsia.cli.verify;

import dev.intarsia.cli.parquet.FileBytes;
import dev.intarsia.cli.parquet.FooterReader;
import dev.intarsia.cli.parquet.MalformedException;
import dev.intarsia.cli.parquet.MemoryLimits;
import dev.intarsia.cli.parquet.UnsupportedPartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;

/** Reads Parquet files back and says whether everything in them is true. Stateless, thread-safe. */
public final class Verifier {
    /** Errors after which the rest of a file is not read. */
    public static final int MAX_ERRORS = 20;

    private Verifier() {}

    /**
     * Reads a whole file. Takes as much heap as its largest page, twice, and its footer; never throws for what a file
     * holds or lacks: that is what the report is for.
     *
     * @param file the file; nothing is written to it
     * @param progress is told of every page, on this thread; what it throws is passed on
     */
    public static FileReport verify(final Path file, final VerifyProgress progress) {
        return verify(file, progress, MemoryLimits.ofThisJvm());
    }

    static FileReport verify(final Path file, final VerifyProgress progress, final MemoryLimits limits) {
        return new Reading(file, progress, limits).report();
    }

    /** The reading of one file. */
    private static final class Reading {
        private final Path path;
        private final VerifyProgress progress;
        private final MemoryLimits limits;
        private final Findings findings = new Findings(MAX_ERRORS);
        private Tally tally;
        private long bytes;
        private String createdBy = "";
        private int columns;

        Reading(final Path path, final VerifyProgress progress, final MemoryLimits limits) {
            this.path = path;
            this.progress = progress;
            this.limits = limits;
            this.tally = new Tally(progress, 0);
        }

        FileReport report() {
            boolean stoppedEarly = false;
            try {
                read();
            } catch (final Findings.Enough e) {
                stoppedEarly = true;
            }
            return new FileReport(
                    path,
                    bytes,
                    createdBy,
                    tally.rows(),
                    tally.rowGroups(),
                    columns,
                    tally.pages(),
                    tally.checksummedPages(),
                    findings.found(),
                    findings.omittedNotes(),
                    stoppedEarly);
        }

        private void read() {
            if (Files.isDirectory(path)) {
                findings.error(Place.FILE, "it is a directory");
                return;
            }
            try (FileBytes file = new FileBytes(path)) {
                bytes = file.length();
                tally = new Tally(progress, bytes);
                read(file);
            } catch (final MalformedException e) {
                findings.error(Place.FILE, e.getMessage());
            } catch (final UnsupportedPartException e) {
                findings.cannotVerify(Place.FILE, e.getMessage());
            } catch (final NoSuchFileException e) {
                findings.error(Place.FILE, "it does not exist");
            } catch (final IOException e) {
                findings.error(Place.FILE, "it cannot be read: " + e.getMessage());
            } catch (final OutOfMemoryError e) {
                // Every length was held against the heap, but others may use it too.
                findings.cannotVerify(
                        Place.FILE,
                        "the heap of " + Runtime.getRuntime().maxMemory() + " bytes is too small for it; give the JVM a"
                                + " larger -Xmx");
            }
        }

        private void read(final FileBytes file) throws IOException, MalformedException, UnsupportedPartException {
            final FooterReader.Footer footer = FooterReader.read(file, limits);
            final FileMetaData metadata = footer.metadata();
            if (!footer.beginsWithMagic()) {
                findings.error(Place.FILE, "it does not begin with PAR1");
            }
            if (footer.hasEncryptedColumns()) {
                throw new UnsupportedPartException("some of its columns are encrypted");
            }
            createdBy = metadata.isSetCreated_by() ? metadata.getCreated_by() : "";
            FooterCheck.checkWriter(metadata, findings);
            if (footer.strayBytes() > 0) {
                findings.rule(Place.FILE, footer.strayBytes() + " bytes stand between the footer and its length");
            }
            final List<Leaf> leaves = SchemaReader.read(metadata, findings);
            columns = leaves.size();
            FooterCheck.check(metadata, leaves, findings);
            final List<RowGroup> rowGroups = metadata.getRow_groups();
            LayoutCheck.check(rowGroups, leaves, footer.start(), findings);
            final ChunkVerifier.Tools tools = new ChunkVerifier.Tools(
                    file, footer.start(), limits, new PageBuffers(file, limits), new Decompression(), findings, tally);
            for (int g = 0; g < rowGroups.size(); g++) {
                final List<ColumnChunk> chunks = rowGroups.get(g).getColumns();
                final long rows = rowGroups.get(g).getNum_rows();
                final SortingCheck sorting = SortingCheck.of(rowGroups.get(g), leaves, Place.ofRowGroup(g), findings);
                for (int c = 0; c < Math.min(chunks.size(), leaves.size()); c++) {
                    final Leaf leaf = leaves.get(c);
                    final Place place = new Place(g, leaf.path(), Place.NONE);
                    if (!ChunkVerifier.verify(tools, leaf, chunks.get(c), rows, place, sorting.order(c))) {
                        sorting.giveUp(c);
                    }
                }
                sorting.finish();
                tally.rowGroup(rows);
            }
        }
    }
}

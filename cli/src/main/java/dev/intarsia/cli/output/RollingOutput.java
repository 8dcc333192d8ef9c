package dev.intarsia.cli.output;

import dev.intarsia.FileSummary;
import dev.intarsia.WriterContext;
import dev.intarsia.options.FileFullException;
import dev.intarsia.options.MemoryBudgetException;
import dev.intarsia.options.WriterOptions;
import dev.intarsia.sink.IfExists;
import dev.intarsia.sink.LocalParquetFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Writes batches of one schema to one file after the other. Confined.
 *
 * <p>A file is finished after the first piece of a batch that brings its bytes, the open row group estimated, to or above
 * the limit; the next is begun when there is a row for it. Pieces become smaller as the limit comes near. So a file is
 * larger than the limit by at most a few rows and its footer, as far as the estimate is right, and none but the first can
 * be without rows.
 */
public final class RollingOutput implements AutoCloseable {
    /**
     * What all files of a run have in common.
     *
     * @param context gives the memory
     * @param options how files are written
     * @param ifExists what becomes of files that are in the way
     * @param fileBytes bytes at which a file is finished
     * @param tally counts
     * @param finished is told of every finished file
     * @param interruption stops the work
     */
    public record Settings(
            WriterContext context,
            WriterOptions options,
            IfExists ifExists,
            long fileBytes,
            Tally tally,
            Consumer<FinishedFile> finished,
            Interruption interruption) {}

    private final Settings settings;
    private final Schema schema;
    private final DictionaryProvider dictionaries;
    private final IntFunction<Path> names;
    private final Runnable afterWrite;
    private int files;
    private int mostRows = BatchCutter.MAX_ROWS;
    private LocalParquetFile open;
    private long openedNanos;
    private long openArrowBytes;

    /**
     * Opens the first file.
     *
     * @param dictionaries of dictionary-encoded fields, of the batch that is written at the time
     * @param names path of the file of an index, from 0
     * @param afterWrite runs after every piece, for example to show progress
     * @throws IOException if the file cannot be created
     */
    public RollingOutput(
            final Settings settings,
            final Schema schema,
            final DictionaryProvider dictionaries,
            final IntFunction<Path> names,
            final Runnable afterWrite)
            throws IOException {
        this.settings = settings;
        this.schema = schema;
        this.dictionaries = dictionaries;
        this.names = names;
        this.afterWrite = afterWrite;
        openNext();
    }

    /**
     * Writes a batch, in pieces.
     *
     * @param batch borrowed until this returns
     * @throws Interruption.Interrupted between two pieces
     * @throws IOException if a file cannot be written
     */
    public void write(final VectorSchemaRoot batch) throws IOException {
        final int rows = batch.getRowCount();
        final double bytesPerRow = rows == 0 ? 0 : (double) BatchCutter.bytes(batch) / rows;
        int row = 0;
        while (row < rows) {
            settings.interruption().check();
            if (open == null) {
                openNext();
            }
            final double fileBytesPerRow = open.rows() == 0 ? bytesPerRow : (double) open.bytes() / open.rows();
            final long room = settings.fileBytes() - open.bytes();
            final int wanted = Math.min(mostRows, BatchCutter.nextRows(rows - row, bytesPerRow, room, fileBytesPerRow));
            row += writeRows(batch, row, wanted);
        }
    }

    /**
     * Finishes the open file.
     *
     * @return how many files were finished in all
     * @throws IOException if it cannot be finished
     */
    public int finish() throws IOException {
        settings.interruption().check();
        if (open != null) {
            finishOpen();
        }
        return files;
    }

    /** Discards the open file, if there is one; finished files stay. */
    @Override
    public void close() {
        if (open != null) {
            open.close();
            open = null;
        }
    }

    /**
     * Writes so many rows, or half of them where memory or an empty file does not suffice, and so on; fewer ever after
     * then.
     *
     * @return rows written
     * @throws MemoryBudgetException if there is no room for a single row
     * @throws FileFullException if a single row would not fit a new file
     */
    private int writeRows(final VectorSchemaRoot batch, final int row, final int wanted) throws IOException {
        int taken = wanted;
        while (true) {
            try {
                writeSlice(batch, row, taken);
                return taken;
            } catch (final MemoryBudgetException e) {
                if (taken == 1) {
                    throw e;
                }
                taken /= 2;
                mostRows = taken;
            } catch (final FileFullException e) {
                if (open.rows() > 0) {
                    finishOpen();
                    openNext();
                } else if (taken == 1) {
                    throw e;
                } else {
                    taken /= 2;
                    mostRows = taken;
                }
            }
        }
    }

    private void writeSlice(final VectorSchemaRoot batch, final int row, final int rows) throws IOException {
        if (rows == batch.getRowCount()) {
            writePiece(batch);
            return;
        }
        try (VectorSchemaRoot piece = batch.slice(row, rows)) {
            writePiece(piece);
        }
    }

    private void writePiece(final VectorSchemaRoot piece) throws IOException {
        final long bytes = BatchCutter.bytes(piece);
        final long start = System.nanoTime();
        open.write(piece);
        final long nanos = System.nanoTime() - start;
        openArrowBytes += bytes;
        settings.tally().wrote(piece.getRowCount(), bytes, nanos, open.bytes(), open.rowGroups());
        afterWrite.run();
        if (open.bytes() >= settings.fileBytes() || open.isFull()) {
            finishOpen();
        }
    }

    private void openNext() throws IOException {
        openedNanos = System.nanoTime();
        openArrowBytes = 0;
        open = LocalParquetFile.create(
                settings.context(), names.apply(files), schema, dictionaries, settings.options(), settings.ifExists());
        settings.interruption().opened(open);
    }

    private void finishOpen() throws IOException {
        try (LocalParquetFile file = open) {
            open = null;
            final FileSummary summary = file.finish();
            settings.interruption().finished();
            final FinishedFile finished = new FinishedFile(
                    file.target(), summary, openArrowBytes, Duration.ofNanos(System.nanoTime() - openedNanos));
            files++;
            settings.tally().finished(finished);
            settings.finished().accept(finished);
        }
    }
}

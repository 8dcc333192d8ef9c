package dev.intarsia.cli.output;

import dev.intarsia.WriterContext;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** What a run has done so far, over all its files. Confined. */
public final class Tally {
    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final int DIGITS = 3;

    private final WriterContext context;
    private final Histogram writeNanos = new Histogram(LONGEST_NANOS, DIGITS);
    private long rows;
    private long arrowBytes;
    private long finishedBytes;
    private long openBytes;
    private int files;
    private int finishedRowGroups;
    private int openRowGroups;
    private long heldBytes;
    private long peakHeldBytes;

    public Tally(final WriterContext context) {
        this.context = context;
    }

    /** One call of {@code write} is over; {@code bytesOfFile} and {@code rowGroupsOfFile} are those of the open file. */
    void wrote(
            final int rowsOfBatch,
            final long arrowBytesOfBatch,
            final long nanos,
            final long bytesOfFile,
            final int rowGroupsOfFile) {
        rows += rowsOfBatch;
        arrowBytes += arrowBytesOfBatch;
        writeNanos.recordValue(Math.min(nanos, LONGEST_NANOS));
        openBytes = bytesOfFile;
        openRowGroups = rowGroupsOfFile;
        heldBytes = context.usedBytes();
        peakHeldBytes = Math.max(peakHeldBytes, heldBytes);
    }

    void finished(final FinishedFile file) {
        files++;
        finishedBytes += file.summary().bytes();
        finishedRowGroups += file.summary().rowGroups().size();
        openBytes = 0;
        openRowGroups = 0;
        heldBytes = context.usedBytes();
    }

    /** Rows written. */
    public long rows() {
        return rows;
    }

    /** Bytes that those rows took in Arrow's memory. */
    public long arrowBytes() {
        return arrowBytes;
    }

    /** Bytes of all files, that of the open one estimated. */
    public long fileBytes() {
        return finishedBytes + openBytes;
    }

    /** Finished files. */
    public int files() {
        return files;
    }

    /** Closed row groups of all files. */
    public int rowGroups() {
        return finishedRowGroups + openRowGroups;
    }

    /** Bytes held off the heap after the last write. */
    public long heldBytes() {
        return heldBytes;
    }

    /** The most bytes that were held off the heap after a write. */
    public long peakHeldBytes() {
        return peakHeldBytes;
    }

    /** The time that {@code write} took at this percentile, in nanoseconds. */
    public long writeNanosAt(final double percentile) {
        return writeNanos.getValueAtPercentile(percentile);
    }
}

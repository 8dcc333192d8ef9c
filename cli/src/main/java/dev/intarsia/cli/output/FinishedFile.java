package dev.intarsia.cli.output;

import dev.intarsia.FileSummary;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A file that is complete and has its name. Immutable.
 *
 * @param path its name
 * @param summary what it holds
 * @param arrowBytes bytes that its rows took in Arrow's memory
 * @param took from opening to naming it
 */
public record FinishedFile(Path path, FileSummary summary, long arrowBytes, Duration took) {
    /** Arrow bytes for every byte of the file. */
    public double ratio() {
        return (double) arrowBytes / summary.bytes();
    }
}

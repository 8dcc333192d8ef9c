package dev.intarsia.cli.output;

import dev.intarsia.sink.LocalParquetFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Stops a run from outside, when a signal ends the program. Thread-safe.
 *
 * <p>The writing thread asks between two pieces of work whether it shall go on, and lets the open file go if not. Where it
 * hangs, waiting for more input, whoever interrupts deletes the file in its place.
 */
public final class Interruption {
    /** Ends the work of the thread; carries nothing. */
    public static final class Interrupted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Interrupted() {
            super("interrupted", null, false, false);
        }
    }

    private boolean requested;
    private Path inProgress;
    private Path target;

    /** From now on {@link #check} throws. */
    public synchronized void request() {
        requested = true;
    }

    /** Whether it was requested. */
    public synchronized boolean isRequested() {
        return requested;
    }

    /**
     * @throws Interrupted if it was requested
     */
    public synchronized void check() {
        if (requested) {
            throw new Interrupted();
        }
    }

    /** The file that is open now, or null. Its target stays known when it is discarded, for the farewell. */
    synchronized void opened(final LocalParquetFile file) {
        inProgress = file.inProgressPath();
        target = file.target();
    }

    /** The file that was open has its name. */
    synchronized void finished() {
        inProgress = null;
        target = null;
    }

    /** The file that was not finished, or null. */
    public synchronized Path unfinished() {
        return target;
    }

    /** Deletes what the writing thread had no time to delete. */
    public synchronized void deleteLeftOver() throws IOException {
        if (inProgress != null) {
            Files.deleteIfExists(inProgress);
        }
    }
}

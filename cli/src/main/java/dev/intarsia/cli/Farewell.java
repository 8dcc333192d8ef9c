package dev.intarsia.cli;

import dev.intarsia.cli.output.Interruption;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What happens between a signal and the end: the work is stopped, and the open file is gone before the JVM is.
 *
 * <p>The JVM runs this on SIGINT and SIGTERM, and then ends with 130 or 143. It also runs it when the program ends of
 * itself; then there is nothing to do.
 */
final class Farewell implements Runnable {
    /** Far longer than one piece of a batch takes; a thread that needs longer waits for input that does not come. */
    private static final long PATIENCE_MILLIS = 2_000;

    private final Console console;
    private final Interruption interruption;
    private final CountDownLatch done;

    Farewell(final Console console, final Interruption interruption, final CountDownLatch done) {
        this.console = console;
        this.interruption = interruption;
        this.done = done;
    }

    @Override
    public void run() {
        if (done.getCount() == 0) {
            return;
        }
        interruption.request();
        try {
            if (!done.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                interruption.deleteLeftOver();
            }
            console.error(
                    interruption.unfinished() == null
                            ? "interrupted"
                            : "interrupted: " + interruption.unfinished() + " was not finished and is discarded");
        } catch (final IOException | InterruptedException e) {
            console.error("interrupted, and what was written of " + interruption.unfinished()
                    + " could not be deleted: " + e.getMessage());
        }
    }
}

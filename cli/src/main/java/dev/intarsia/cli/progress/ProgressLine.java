package dev.intarsia.cli.progress;

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Shows a line of progress now and then. Confined.
 *
 * <p>On a terminal the line is written over itself a few times a second, and wiped before anything else is printed;
 * elsewhere a new line comes every second.
 */
public final class ProgressLine {
    /** Columns that the narrowest usual terminal has; a longer line would wrap, and could not be written over. */
    static final int MAX_COLUMNS = 79;

    private static final long TERMINAL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long PLAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final PrintWriter target;
    private final boolean inPlace;
    private final LongSupplier clock;
    private final long everyNanos;
    private long shownNanos;
    private int columns;

    /**
     * @param inPlace whether {@code target} is a terminal
     * @param clock nanoseconds, as {@link System#nanoTime()}
     */
    public ProgressLine(final PrintWriter target, final boolean inPlace, final LongSupplier clock) {
        this.target = target;
        this.inPlace = inPlace;
        this.clock = clock;
        everyNanos = inPlace ? TERMINAL_NANOS : PLAIN_NANOS;
        shownNanos = clock.getAsLong();
    }

    /** Shows the line if it is time; only then is it asked for. */
    public void maybe(final Supplier<String> line) {
        final long now = clock.getAsLong();
        if (now - shownNanos >= everyNanos) {
            shownNanos = now;
            show(line.get());
        }
    }

    /** Wipes the line from the terminal, so that other output can stand in its place. */
    public void clear() {
        if (columns > 0) {
            target.print("\r" + " ".repeat(columns) + "\r");
            target.flush();
            columns = 0;
        }
    }

    private void show(final String line) {
        if (!inPlace) {
            target.println(line);
            return;
        }
        final String cut = line.length() > MAX_COLUMNS ? line.substring(0, MAX_COLUMNS) : line;
        target.print("\r" + cut + " ".repeat(Math.max(0, columns - cut.length())));
        target.flush();
        columns = cut.length();
    }
}

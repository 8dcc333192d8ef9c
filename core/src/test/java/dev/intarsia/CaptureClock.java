package dev.intarsia;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** Builds by a clock of the test's own. */
public final class CaptureClock {
    private CaptureClock() {}

    public static Checkpoint build(final Capture capture, final Duration within, final LongSupplier nanoTime) {
        return capture.build(within, nanoTime);
    }

    public static FileSummary writeTail(
            final Capture capture,
            final WritableByteChannel channel,
            final Duration within,
            final LongSupplier nanoTime)
            throws IOException {
        return capture.writeTail(channel, within, nanoTime);
    }

    /** A clock that stands still until it was asked so often, and then shows a time that is long after. */
    public static LongSupplier standingStill(final int times) {
        final AtomicInteger asked = new AtomicInteger();
        return () -> asked.getAndIncrement() < times ? 0 : Long.MAX_VALUE / 2;
    }
}

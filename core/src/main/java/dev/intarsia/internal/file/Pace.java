package dev.intarsia.internal.file;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Says before each column of a build whether there is time to compress it. Confined to the thread that builds; made for
 * one build, which begins when it is made.
 *
 * <p>It learns from the columns that were compressed what a byte costs. A column is compressed if that can be afforded
 * and all that is left after it can at least be stored, with an eighth of the time to spare for what follows the
 * columns: indexes and footer. Storing is taken to cost a quarter of compressing; it costs much less, and the time that
 * is won by that goes to columns that come later.
 */
public final class Pace {
    /** Nanoseconds that a byte costs, until one was measured: codecs take from 2 to 11. */
    private static final double UNKNOWN_NANOS = 10;

    private static final double STORED_SHARE = 0.25;
    private static final int SPARE_SHARE = 8;

    private final LongSupplier nanoTime;
    private final long start;
    private final long most;
    private final boolean limited;

    private long leftBytes;
    private long openedBytes;
    private long openedNanos;
    private long compressedBytes;
    private long compressedNanos;
    private int storedColumns;

    private Pace(final boolean limited, final long mostNanos, final LongSupplier nanoTime) {
        this.limited = limited;
        this.most = mostNanos - mostNanos / SPARE_SHARE;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
    }

    /** Compresses everything. */
    public static Pace unhurried() {
        return new Pace(false, 0, () -> 0);
    }

    /**
     * Compresses what there is time for.
     *
     * @param within from now on; zero stores everything
     * @param nanoTime a clock in nanoseconds, of which only differences matter
     * @throws IllegalArgumentException if the time is negative
     */
    public static Pace within(final Duration within, final LongSupplier nanoTime) {
        if (within.isNegative()) {
            throw new IllegalArgumentException(
                    "a build was to take " + within + ": give it zero, which stores every page, or more");
        }
        return new Pace(true, saturatedNanos(within), nanoTime);
    }

    private static long saturatedNanos(final Duration time) {
        return time.compareTo(Duration.ofNanos(Long.MAX_VALUE)) < 0 ? time.toNanos() : Long.MAX_VALUE;
    }

    /** Says how many bytes of all columns there are to compress. */
    void begin(final long bytes) {
        leftBytes = bytes;
    }

    /**
     * Whether the next column shall be compressed.
     *
     * @param bytes that it has to compress, part of those that {@link #begin} was told; zero where it has no codec
     */
    boolean mayCompress(final long bytes) {
        if (!limited) {
            return true;
        }
        final long now = nanoTime.getAsLong() - start;
        learn(now);
        leftBytes -= bytes;
        if (bytes == 0) {
            return true;
        }
        final boolean affordable = now + nanosFor(bytes) <= most;
        if (affordable) {
            openedBytes = bytes;
        } else {
            storedColumns++;
        }
        return affordable;
    }

    private void learn(final long now) {
        if (openedBytes > 0) {
            compressedBytes += openedBytes;
            compressedNanos += now - openedNanos;
            openedBytes = 0;
        }
        openedNanos = now;
    }

    /** What is not known yet is found out by the first column, if that alone can be afforded. */
    private double nanosFor(final long bytes) {
        return compressedBytes == 0
                ? UNKNOWN_NANOS * bytes
                : (double) compressedNanos / compressedBytes * (bytes + STORED_SHARE * leftBytes);
    }

    /** Columns so far that had something to compress and were stored. */
    public int storedColumns() {
        return storedColumns;
    }
}

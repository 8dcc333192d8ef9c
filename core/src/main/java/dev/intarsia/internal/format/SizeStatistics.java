package dev.intarsia.internal.format;

import java.util.Objects;

/**
 * How much a column chunk holds, whatever its encoding: what readers reserve memory by. Immutable; the arrays are
 * retained.
 *
 * @param unencodedBytes bytes of the values of a BYTE_ARRAY column without their lengths, as if each were written out,
 *     or {@link #NO_UNENCODED_BYTES} for other types
 * @param repetitionHistogram how often each repetition level occurs, from 0 to the highest; empty to leave it out,
 *     which loses nothing where the highest is 0
 * @param definitionHistogram how often each definition level occurs; empty to leave it out, which loses nothing where
 *     the highest is 0 or 1
 */
public record SizeStatistics(long unencodedBytes, long[] repetitionHistogram, long[] definitionHistogram) {
    /** Leaves the number of unencoded bytes out. */
    public static final long NO_UNENCODED_BYTES = -1;

    /** Nothing, and nothing is written. */
    public static final SizeStatistics NONE = new SizeStatistics(NO_UNENCODED_BYTES, new long[0], new long[0]);

    /**
     * @throws IllegalArgumentException if the number of bytes is negative
     */
    public SizeStatistics {
        Objects.requireNonNull(repetitionHistogram, "repetitionHistogram");
        Objects.requireNonNull(definitionHistogram, "definitionHistogram");
        if (unencodedBytes < NO_UNENCODED_BYTES) {
            throw new IllegalArgumentException("a column chunk cannot hold " + unencodedBytes
                    + " unencoded bytes: it must be 0 or more, and " + NO_UNENCODED_BYTES + " stands for no number");
        }
    }

    boolean isEmpty() {
        return unencodedBytes == NO_UNENCODED_BYTES
                && repetitionHistogram.length == 0
                && definitionHistogram.length == 0;
    }
}

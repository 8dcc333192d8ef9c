package dev.intarsia.internal.stats;

import java.util.Arrays;

/**
 * How a bound may be shortened when it is written. Immutable.
 *
 * <p>Only bytes whose order is their own may be cut: a decimal, a UUID or a half float of fewer bytes is another value.
 */
public enum Truncation {
    /** Never. */
    NONE,
    /** After any byte: plain binary and fixed-size binary without a logical type. */
    BYTES,
    /** After a whole code point, so that the bound stays text: string, enum, JSON. */
    UTF8;

    private static final int ALL_ONES = 0xFF;

    /**
     * The longest lower bound that {@code prefix} holds.
     *
     * @param prefix the first bytes of a value that goes on after them
     */
    byte[] lower(final byte[] prefix) {
        final int text = this == UTF8 ? CodePoints.wholeBytes(prefix) : CodePoints.MALFORMED;
        return text == CodePoints.MALFORMED ? prefix : Arrays.copyOf(prefix, text);
    }

    /**
     * An upper bound no longer than {@code prefix}, or an empty array if there is none: then only the whole value
     * bounds itself. (No upper bound of a value that goes on is empty.)
     *
     * @param prefix the first bytes of a value that goes on after them
     */
    byte[] upper(final byte[] prefix) {
        final int text = this == UTF8 ? CodePoints.wholeBytes(prefix) : CodePoints.MALFORMED;
        return text == CodePoints.MALFORMED ? nextBytes(prefix) : CodePoints.next(prefix, text);
    }

    /** Raises the last byte that can be raised and drops those behind it. */
    private static byte[] nextBytes(final byte[] prefix) {
        int length = prefix.length;
        while (length > 0 && (prefix[length - 1] & ALL_ONES) == ALL_ONES) {
            length--;
        }
        final byte[] next = Arrays.copyOf(prefix, length);
        if (length > 0) {
            next[length - 1]++;
        }
        return next;
    }
}

package dev.intarsia.internal.stats;

import java.util.Arrays;

/**
 * UTF-8 by code points, as far as cutting and raising a bound needs it. The unsigned order of UTF-8 bytes is the order
 * of code points, which is why a raised code point bounds whatever followed the one it replaces.
 */
final class CodePoints {
    /** Instead of a length: the bytes are not UTF-8. */
    static final int MALFORMED = -1;

    private static final int FIRST_SURROGATE = 0xD800;
    private static final int AFTER_SURROGATES = 0xE000;
    private static final int LAST = 0x10FFFF;

    private CodePoints() {}

    /**
     * How many bytes at the start are whole code points, or {@link #MALFORMED}. A last code point that the end of the
     * array cuts is not looked at: whatever it is, it is not kept.
     */
    static int wholeBytes(final byte[] text) {
        int at = 0;
        while (at < text.length) {
            final int length = lengthByFirst(text[at]);
            if (length == 0) {
                return MALFORMED;
            }
            if (length > text.length - at) {
                return at;
            }
            if (!isWellFormed(text, at, length)) {
                return MALFORMED;
            }
            at += length;
        }
        return at;
    }

    /**
     * Replaces the last code point of {@code text[0..length)} that has a successor by it, dropping those behind it;
     * empty if none has, or if none of the results fits into {@code text.length} bytes.
     */
    static byte[] next(final byte[] text, final int length) {
        int end = length;
        while (end > 0) {
            int start = end - 1;
            while (isContinuation(text[start])) {
                start--;
            }
            final int next = successor(decode(text, start, end - start));
            if (next <= LAST && start + encodedLength(next) <= text.length) {
                final byte[] raised = Arrays.copyOf(text, start + encodedLength(next));
                encode(next, raised, start);
                return raised;
            }
            end = start;
        }
        return new byte[0];
    }

    private static int successor(final int codePoint) {
        return codePoint + 1 == FIRST_SURROGATE ? AFTER_SURROGATES : codePoint + 1;
    }

    private static int lengthByFirst(final byte first) {
        final int value = first & 0xFF;
        if (value < 0x80) {
            return 1;
        }
        if (value < 0xC2) { // a continuation, or an overlong form of ASCII
            return 0;
        }
        if (value < 0xE0) {
            return 2;
        }
        if (value < 0xF0) {
            return 3;
        }
        return value < 0xF5 ? 4 : 0;
    }

    private static boolean isWellFormed(final byte[] text, final int at, final int length) {
        for (int i = 1; i < length; i++) {
            if (!isContinuation(text[at + i])) {
                return false;
            }
        }
        final int codePoint = decode(text, at, length);
        final boolean surrogate = codePoint >= FIRST_SURROGATE && codePoint < AFTER_SURROGATES;
        return !surrogate && codePoint <= LAST && encodedLength(codePoint) == length;
    }

    private static boolean isContinuation(final byte value) {
        return (value & 0xC0) == 0x80;
    }

    private static int decode(final byte[] text, final int at, final int length) {
        if (length == 1) {
            return text[at];
        }
        int codePoint = text[at] & (0x7F >> length);
        for (int i = 1; i < length; i++) {
            codePoint = codePoint << 6 | text[at + i] & 0x3F;
        }
        return codePoint;
    }

    private static int encodedLength(final int codePoint) {
        if (codePoint < 0x80) {
            return 1;
        }
        if (codePoint < 0x800) {
            return 2;
        }
        return codePoint < 0x10000 ? 3 : 4;
    }

    private static void encode(final int codePoint, final byte[] target, final int at) {
        final int length = encodedLength(codePoint);
        if (length == 1) {
            target[at] = (byte) codePoint;
            return;
        }
        int rest = codePoint;
        for (int i = length - 1; i > 0; i--) {
            target[at + i] = (byte) (0x80 | rest & 0x3F);
            rest >>>= 6;
        }
        target[at] = (byte) (0xF00 >> length & 0xFF | rest);
    }
}

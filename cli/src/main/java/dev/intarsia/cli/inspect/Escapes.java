package dev.intarsia.cli.inspect;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Makes text of a file fit for a terminal: nothing in it moves the cursor, and it ends. Stateless. */
final class Escapes {
    /** No limit. */
    static final int WHOLE = Integer.MAX_VALUE;

    private static final String CUT = "...";
    private static final int UTF8_BYTES = 4;

    private Escapes() {}

    /** The text without control characters, at most {@code limit} characters long. */
    static String text(final String text, final int limit) {
        final StringBuilder shown = new StringBuilder();
        for (int i = 0; i < text.length(); ) {
            final int codePoint = text.codePointAt(i);
            i += Character.charCount(codePoint);
            append(shown, codePoint);
            if (shown.length() > limit) {
                return cut(shown, limit);
            }
        }
        return shown.toString();
    }

    /** Bytes as UTF-8 in quotes, with those that are none as {@code \xNN}, at most {@code limit} characters. */
    static String quoted(final byte[] bytes, final int limit) {
        // Every character takes four bytes at most, and what is cut off need not be decoded.
        final int length = (int) Math.min(bytes.length, UTF8_BYTES * (limit + 1L));
        final ByteBuffer in = ByteBuffer.wrap(bytes, 0, length);
        final CharBuffer out = CharBuffer.allocate(length + 1);
        final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        final StringBuilder shown = new StringBuilder("'");
        while (true) {
            final CoderResult result = decoder.decode(in, out, true);
            out.flip();
            out.codePoints().forEach(codePoint -> append(shown, codePoint));
            out.clear();
            if (!result.isError()) {
                break;
            }
            for (int i = 0; i < result.length(); i++) {
                shown.append(String.format("\\x%02x", in.get()));
            }
            decoder.reset();
        }
        shown.append('\'');
        if (shown.length() <= limit && length == bytes.length) {
            return shown.toString();
        }
        shown.setLength(shown.length() - 1);
        return cut(shown, Math.max(1, limit - 1)) + "'";
    }

    private static String cut(final StringBuilder shown, final int limit) {
        final int kept = Math.min(shown.length(), Math.max(0, limit - CUT.length()));
        final boolean splits = kept > 0 && Character.isHighSurrogate(shown.charAt(kept - 1));
        return shown.substring(0, splits ? kept - 1 : kept) + CUT.substring(0, Math.min(CUT.length(), limit));
    }

    private static void append(final StringBuilder shown, final int codePoint) {
        switch (codePoint) {
            case '\n' -> shown.append("\\n");
            case '\r' -> shown.append("\\r");
            case '\t' -> shown.append("\\t");
            case '\\' -> shown.append("\\\\");
            default -> {
                if (isPrintable(codePoint)) {
                    shown.appendCodePoint(codePoint);
                } else {
                    shown.append(String.format("\\u{%x}", codePoint));
                }
            }
        }
    }

    /** Format characters are none: some of them turn the direction of all that follows. */
    private static boolean isPrintable(final int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}

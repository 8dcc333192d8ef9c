package dev.intarsia.internal.schema;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The members of a JSON object (RFC 8259) by their names, each as the text of its value. Confined to one thread.
 *
 * <p>Enough for the metadata of extension types, of which two or three members are wanted and the rest is passed over:
 * values are found by their ends, and what is inside arrays and objects is not checked.
 */
final class JsonMembers {
    private static final int HEX = 16;
    private static final int ESCAPED_DIGITS = 4;

    private final String text;
    private int at;

    private JsonMembers(final String text) {
        this.text = text;
    }

    /**
     * @throws IllegalArgumentException if the text is no JSON object
     */
    static Map<String, String> of(final String text) {
        final JsonMembers json = new JsonMembers(text);
        final Map<String, String> members = new LinkedHashMap<>();
        json.expect('{');
        for (boolean more = !json.isNext('}'); more; more = json.isNext(',')) {
            final String name = string(json.value());
            json.expect(':');
            members.put(name, json.value());
        }
        if (!members.isEmpty()) {
            json.expect('}');
        }
        json.skipSpace();
        if (json.at < text.length()) {
            throw json.malformed();
        }
        return members;
    }

    /** Whether the text of a value is that of a string. */
    static boolean isString(final String value) {
        return value.startsWith("\"");
    }

    /**
     * The string whose JSON text this is.
     *
     * @throws IllegalArgumentException if it is no string
     */
    static String string(final String value) {
        if (!isString(value)) {
            throw new IllegalArgumentException(value + " is no JSON string");
        }
        final StringBuilder out = new StringBuilder();
        int i = 1;
        while (i < value.length() - 1) {
            if (value.charAt(i) != '\\') {
                out.append(value.charAt(i));
                i++;
            } else if (value.charAt(i + 1) == 'u') {
                final int digits = i + 2;
                i = digits + ESCAPED_DIGITS;
                if (i >= value.length()) {
                    throw new IllegalArgumentException(value + " ends inside an escape");
                }
                out.append((char) Integer.parseInt(value, digits, i, HEX));
            } else {
                out.append(escaped(value.charAt(i + 1)));
                i += 2;
            }
        }
        return out.toString();
    }

    private static char escaped(final char c) {
        return switch (c) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> c;
        };
    }

    /** Passes over a value and returns its text. */
    private String value() {
        skipSpace();
        final int begin = at;
        int depth = 0;
        while (at < text.length()) {
            final char c = text.charAt(at);
            if (c == '"') {
                skipString();
                if (depth == 0) {
                    break;
                }
                continue;
            }
            if (depth == 0 && (c == ',' || c == ':' || c == '}' || c == ']' || isSpace(c))) {
                break;
            }
            at++;
            if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
                if (depth == 0) {
                    break;
                }
            }
        }
        if (at == begin || depth > 0) {
            throw malformed();
        }
        return text.substring(begin, at);
    }

    private void skipString() {
        for (at++; at < text.length(); at++) {
            if (text.charAt(at) == '\\') {
                at++;
            } else if (text.charAt(at) == '"') {
                at++;
                return;
            }
        }
        throw malformed();
    }

    private void expect(final char c) {
        if (!isNext(c)) {
            throw malformed();
        }
    }

    /** Whether this comes next, and passes over it if so. */
    private boolean isNext(final char c) {
        skipSpace();
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void skipSpace() {
        while (at < text.length() && isSpace(text.charAt(at))) {
            at++;
        }
    }

    private static boolean isSpace(final char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    private IllegalArgumentException malformed() {
        return new IllegalArgumentException(text + " is no JSON object, as its character " + at + " shows");
    }
}

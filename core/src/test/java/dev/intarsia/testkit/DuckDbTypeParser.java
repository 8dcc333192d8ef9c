package dev.intarsia.testkit;

import java.util.ArrayList;
import java.util.List;

/** Reads a type as DuckDB writes it: {@code STRUCT(a INTEGER, "b c" MAP(VARCHAR, DECIMAL(9,2)[]))[3]}. Used once. */
final class DuckDbTypeParser {
    private final String text;
    private int at;

    DuckDbTypeParser(final String text) {
        this.text = text;
    }

    /**
     * @throws IllegalArgumentException if the text is no type, or one that cannot be read
     */
    DuckDbType parse() {
        final DuckDbType type = type();
        if (at != text.length()) {
            throw unexpected();
        }
        return type;
    }

    private DuckDbType type() {
        DuckDbType type = bare();
        while (skip("[")) {
            at = text.indexOf(']', at) + 1; // an array of fixed size is a list
            type = new DuckDbType.ListOf(type);
        }
        return type;
    }

    private DuckDbType bare() {
        if (skip("STRUCT(")) {
            final List<String> names = new ArrayList<>();
            final List<DuckDbType> fields = new ArrayList<>();
            do {
                names.add(name());
                require(" ");
                fields.add(type());
            } while (skip(", "));
            require(")");
            return new DuckDbType.StructOf(names, fields);
        } else if (skip("MAP(")) {
            final DuckDbType key = type();
            require(", ");
            final DuckDbType value = type();
            require(")");
            return new DuckDbType.MapOf(key, value);
        }
        final int start = at;
        while (at < text.length() && ",)[".indexOf(text.charAt(at)) < 0) {
            if (text.charAt(at) == '(') {
                skipParameters();
            } else {
                at++;
            }
        }
        final String name = text.substring(start, at);
        return new DuckDbType.Leaf(name, DuckDbScalar.of(name));
    }

    private void skipParameters() {
        boolean quoted = false;
        while (at < text.length() && (quoted || text.charAt(at) != ')')) {
            quoted ^= text.charAt(at) == '\'';
            at++;
        }
        require(")");
    }

    private String name() {
        final int start = at;
        if (!skip("\"")) {
            at = text.indexOf(' ', at);
            return text.substring(start, at);
        }
        final StringBuilder name = new StringBuilder();
        while (!text.startsWith("\"", at) || text.startsWith("\"\"", at)) {
            at += text.startsWith("\"", at) ? 1 : 0;
            name.append(text.charAt(at++));
        }
        at++;
        return name.toString();
    }

    private boolean skip(final String token) {
        final boolean found = text.startsWith(token, at);
        at += found ? token.length() : 0;
        return found;
    }

    private void require(final String token) {
        if (!skip(token)) {
            throw unexpected();
        }
    }

    private IllegalArgumentException unexpected() {
        return new IllegalArgumentException(
                "DuckDB's type " + text + " is not understood from character " + at + " on");
    }
}

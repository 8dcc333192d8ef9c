package dev.intarsia.testkit;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;

/** How two neutral values are compared, and where they differ. */
enum Comparison {
    /** By value and by the names of the fields of structs; {@link NotAsked} equals nothing. */
    EXACT,
    /**
     * Fields of structs by position, whatever their names. A decimal of more than 38 digits, which DuckDB reads as
     * DOUBLE, equals a double that is next to it. {@link NotAsked} equals every value that is not null.
     */
    WIDENED;

    private static final int SHOWN = 200;
    private static final double DOUBLE_ERROR = 1e-14;

    /** The first difference as {@code path: read .., expected ..}; null where there is none. */
    String difference(final String path, final Object actual, final Object expected) {
        if (actual instanceof Struct a && expected instanceof Struct e) {
            return ofStructs(path, a, e);
        } else if (actual instanceof List<?> a && expected instanceof List<?> e) {
            return ofLists(path, a, e);
        } else if (actual instanceof MapEntries a && expected instanceof MapEntries e) {
            return ofMaps(path, a, e);
        }
        return Objects.equals(actual, expected) || this == WIDENED && isWider(actual, expected)
                ? null
                : path + ": read " + shown(actual) + ", expected " + shown(expected);
    }

    private static boolean isWider(final Object actual, final Object expected) {
        if (actual instanceof Double read && expected instanceof BigDecimal decimal) {
            final double exact = decimal.doubleValue();
            return Math.abs(read - exact) <= Math.abs(exact) * DOUBLE_ERROR;
        }
        return actual instanceof NotAsked && expected != null;
    }

    private String ofStructs(final String path, final Struct actual, final Struct expected) {
        final boolean sameFields = this == EXACT
                ? actual.names().equals(expected.names())
                : actual.names().size() == expected.names().size();
        if (!sameFields) {
            return path + ": read a struct of " + actual.names() + ", expected one of " + expected.names();
        }
        for (int i = 0; i < expected.names().size(); i++) {
            final String difference = difference(
                    path + "." + expected.names().get(i),
                    actual.values().get(i),
                    expected.values().get(i));
            if (difference != null) {
                return difference;
            }
        }
        return null;
    }

    private String ofLists(final String path, final List<?> actual, final List<?> expected) {
        for (int i = 0; i < Math.min(actual.size(), expected.size()); i++) {
            final String difference = difference(path + "[" + i + "]", actual.get(i), expected.get(i));
            if (difference != null) {
                return difference;
            }
        }
        return ofSizes(path, actual.size(), expected.size());
    }

    private String ofMaps(final String path, final MapEntries actual, final MapEntries expected) {
        final int common = Math.min(actual.entries().size(), expected.entries().size());
        for (int i = 0; i < common; i++) {
            final MapEntries.Entry a = actual.entries().get(i);
            final MapEntries.Entry e = expected.entries().get(i);
            final String ofKeys = difference(path + "[" + i + "].key", a.key(), e.key());
            final String difference =
                    ofKeys == null ? difference(path + "[" + i + "].value", a.value(), e.value()) : ofKeys;
            if (difference != null) {
                return difference;
            }
        }
        return ofSizes(path, actual.entries().size(), expected.entries().size());
    }

    private static String ofSizes(final String path, final int actual, final int expected) {
        return actual == expected ? null : path + ": read " + actual + " elements, expected " + expected;
    }

    private static String shown(final Object value) {
        if (value == null) {
            return "null";
        }
        final String text = value.toString();
        return value.getClass().getSimpleName() + " <"
                + (text.length() > SHOWN ? text.substring(0, SHOWN) + "... of " + text.length() + " characters" : text)
                + ">";
    }
}

package dev.intarsia.testkit;

import java.util.List;
import java.util.Objects;

/** Compares tables; the first difference is named by column and row. */
public final class Tables {
    private static final int SHOWN = 200;

    private Tables() {}

    /**
     * Fails unless both tables have the same names, rows and values.
     *
     * @param reader who read {@code actual}, for the message
     */
    public static void assertEqual(final String reader, final Table actual, final Table expected) {
        if (!actual.names().equals(expected.names())) {
            throw new AssertionError(
                    reader + " read the columns " + actual.names() + ", expected were " + expected.names());
        }
        assertEqualValues(reader, actual, expected);
    }

    /** Like {@link #assertEqual}, but columns are matched by position: for a reader that renames them. */
    public static void assertEqualValues(final String reader, final Table actual, final Table expected) {
        if (actual.columns().size() != expected.columns().size() || actual.rowCount() != expected.rowCount()) {
            throw new AssertionError(reader + " read " + actual.rowCount() + " rows of "
                    + actual.columns().size() + " columns, expected were " + expected.rowCount() + " of "
                    + expected.columns().size());
        }
        for (int column = 0; column < expected.columns().size(); column++) {
            assertEqualColumn(
                    reader,
                    expected.names().get(column),
                    actual.columns().get(column),
                    expected.columns().get(column));
        }
    }

    private static void assertEqualColumn(
            final String reader, final String name, final List<Object> actual, final List<Object> expected) {
        for (int row = 0; row < expected.size(); row++) {
            if (!Objects.equals(actual.get(row), expected.get(row))) {
                throw new AssertionError(reader + ", column '" + name + "', row " + row + " of " + expected.size()
                        + ": read " + shown(actual.get(row)) + ", expected " + shown(expected.get(row)));
            }
        }
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

package dev.intarsia.testkit;

import java.util.List;

/** Compares tables; the first difference is named by row and path: {@code row 17 of 20, orders[3].price}. */
public final class Tables {
    private Tables() {}

    /**
     * Fails unless both tables have the same names, in structs too, and the same rows and values.
     *
     * @param reader who read {@code actual}, for the message
     */
    public static void assertEqual(final String reader, final Table actual, final Table expected) {
        if (!actual.names().equals(expected.names())) {
            throw new AssertionError(
                    reader + " read the columns " + actual.names() + ", expected were " + expected.names());
        }
        assertEqual(reader, actual, expected, Comparison.EXACT);
    }

    /**
     * For DuckDB: like {@link #assertEqual}, but columns and fields of structs are matched by position, because it
     * renames them where they are equal but for case, and values may differ as {@link Comparison#WIDENED} says.
     */
    public static void assertEqualValues(final String reader, final Table actual, final Table expected) {
        assertEqual(reader, actual, expected, Comparison.WIDENED);
    }

    private static void assertEqual(
            final String reader, final Table actual, final Table expected, final Comparison comparison) {
        if (actual.columns().size() != expected.columns().size() || actual.rowCount() != expected.rowCount()) {
            throw new AssertionError(reader + " read " + actual.rowCount() + " rows of "
                    + actual.columns().size() + " columns, expected were " + expected.rowCount() + " of "
                    + expected.columns().size());
        }
        for (int column = 0; column < expected.columns().size(); column++) {
            final List<Object> actualValues = actual.columns().get(column);
            final List<Object> expectedValues = expected.columns().get(column);
            for (int row = 0; row < expectedValues.size(); row++) {
                final String difference = comparison.difference(
                        expected.names().get(column), actualValues.get(row), expectedValues.get(row));
                if (difference != null) {
                    throw new AssertionError(
                            reader + ", row " + row + " of " + expectedValues.size() + ", " + difference);
                }
            }
        }
    }
}

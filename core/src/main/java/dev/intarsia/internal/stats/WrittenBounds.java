package dev.intarsia.internal.stats;

/**
 * A minimum and a maximum as Parquet's {@code Statistics} and {@code ColumnIndex} hold them: PLAIN form without a
 * length. Immutable as long as nobody writes into its arrays, which belong to whoever asked for them.
 *
 * @param min no value is smaller
 * @param minExact whether {@code min} is a value of the column, not a cut one
 * @param max no value is larger
 * @param maxExact whether {@code max} is a value of the column, not a cut and raised one
 */
public record WrittenBounds(byte[] min, boolean minExact, byte[] max, boolean maxExact) {
    /** There are no bounds to write: no value, or a NaN among them. */
    public static final WrittenBounds NONE = new WrittenBounds(new byte[0], false, new byte[0], false);

    /** Whether there are bounds to write. An empty {@code min} is one: the empty string. */
    public boolean isPresent() {
        return min != NONE.min;
    }
}

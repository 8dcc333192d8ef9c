package dev.intarsia.options;

import java.util.Objects;

/**
 * What one column does differently. Immutable.
 *
 * @param encoding how the values are encoded; booleans are always {@link ColumnEncoding#PLAIN}
 */
public record ColumnOptions(ColumnEncoding encoding) {
    /** What a column does of which nothing else is said. */
    public static final ColumnOptions DEFAULT = new ColumnOptions(ColumnEncoding.AUTO);

    public ColumnOptions {
        Objects.requireNonNull(encoding, "encoding");
    }
}

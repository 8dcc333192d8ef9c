package dev.intarsia.options;

/**
 * How the values of a column are encoded; which physical types take which stands behind each. Data pages may differ in
 * it, so a column changes from one to the next, and never back within a row group.
 */
public enum ColumnEncoding {
    /**
     * What is smallest for the values of a column chunk's first page, measured before that page is cut: a dictionary,
     * or one of the encodings that the type has. Changed only forward: a dictionary that outgrows its limit gives way
     * to the {@linkplain ColumnOptions#fallback() fallback} from the next page on. All types.
     */
    AUTO,
    /** The values as they are. All types. */
    PLAIN,
    /**
     * A dictionary from the first page on, whether or not it pays, until it outgrows its limit. All types but booleans;
     * the format calls it RLE_DICTIONARY.
     */
    DICTIONARY,
    /** Differences, packed in blocks by the bits that they need: for INT32 and INT64. */
    DELTA_BINARY_PACKED,
    /** All lengths, packed, in front of all bytes: for BYTE_ARRAY. */
    DELTA_LENGTH_BYTE_ARRAY,
    /** The length of what a value has in common with the one before, and the rest: for BYTE_ARRAY and fixed-length. */
    DELTA_BYTE_ARRAY,
    /**
     * First bytes of all values, then the second bytes: for FLOAT, DOUBLE, INT32, INT64 and fixed-length. Not smaller
     * by itself, but it compresses better.
     */
    BYTE_STREAM_SPLIT,
    /** Runs, or bits where there are none: for BOOLEAN. */
    RLE
}

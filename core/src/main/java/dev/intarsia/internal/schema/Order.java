package dev.intarsia.internal.schema;

/** In which order the PLAIN values of a column compare, for the minimum and maximum in its statistics. */
public enum Order {
    /** INT32 or INT64 as two's complement. */
    SIGNED,
    /** INT32 or INT64 as unsigned numbers. */
    UNSIGNED,
    /** FLOAT or DOUBLE, with the rules of the format for NaN and for the two zeros. */
    FLOATING,
    /** Two bytes, little-endian, of a half-precision float; the same rules. */
    FLOAT16,
    /** False before true. */
    BOOLEAN,
    /** Byte by byte, each unsigned; a prefix comes before what it begins. */
    LEXICOGRAPHIC,
    /** Big-endian two's complement of the type's length: bytes that compare as the signed number that they are. */
    DECIMAL_BYTES,
    /** Not at all, so there are no bounds: intervals, variants, geometries and geographies. */
    NONE
}

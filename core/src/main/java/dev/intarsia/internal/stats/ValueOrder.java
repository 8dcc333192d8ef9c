package dev.intarsia.internal.stats;

/**
 * How the values of a column compare: Parquet's TYPE_ORDER for its physical and logical type, or for floating-point
 * numbers IEEE_754_TOTAL_ORDER, or not at all. Immutable.
 *
 * <p>The order is that of the bytes as the page holds them in PLAIN form, so it also says how wide a value is.
 */
public enum ValueOrder {
    /** Signed, 4 bytes little-endian: INT32 and what is laid into it, except unsigned integers. */
    INT32(Integer.BYTES),
    /** Unsigned, 4 bytes little-endian; 8 and 16 bit values are zero-extended. */
    UINT32(Integer.BYTES),
    /** Signed, 8 bytes little-endian: INT64 and what is laid into it, except unsigned integers. */
    INT64(Long.BYTES),
    /** Unsigned, 8 bytes little-endian. */
    UINT64(Long.BYTES),
    /** IEEE 754 binary32; NaNs are counted, not compared. */
    FLOAT(Float.BYTES),
    /** IEEE 754 binary64; NaNs are counted, not compared. */
    DOUBLE(Double.BYTES),
    /** IEEE 754 binary16, 2 bytes little-endian; NaNs are counted, not compared. */
    FLOAT16(Short.BYTES),
    /** IEEE 754 binary32 in total order: -0.0 before +0.0, negative NaNs first, positive ones last. */
    FLOAT_TOTAL(Float.BYTES),
    /** IEEE 754 binary64 in total order. */
    DOUBLE_TOTAL(Double.BYTES),
    /** IEEE 754 binary16, 2 bytes little-endian, in total order. */
    FLOAT16_TOTAL(Short.BYTES),
    /** False before true; a run is a bitmap, least significant bit first; a bound is a byte. */
    BOOLEAN(Byte.BYTES),
    /** Fixed-size bytes, unsigned lexicographic; the column says how many bytes. */
    FIXED_BINARY(0),
    /** Fixed-size decimal, signed big-endian two's complement; the column says how many bytes. */
    FIXED_DECIMAL(0),
    /** Bytes of any length, unsigned lexicographic; PLAIN form is a 4-byte length and the bytes. */
    BYTE_ARRAY(0),
    /** None that the format defines: INTERVAL, VARIANT, GEOMETRY, GEOGRAPHY. There are no bounds. */
    NONE(0);

    private final int bytes;

    ValueOrder(final int bytes) {
        this.bytes = bytes;
    }

    /** Whether the column's values can be NaN, so that its statistics carry a NaN count, be it 0. */
    public boolean countsNans() {
        return this == FLOAT || this == DOUBLE || this == FLOAT16 || isTotal();
    }

    /** Whether this is IEEE 754's total order, which the footer says of a column. */
    public boolean isTotal() {
        return this == FLOAT_TOTAL || this == DOUBLE_TOTAL || this == FLOAT16_TOTAL;
    }

    /** Whether values compare at all, so that there can be bounds. */
    public boolean isOrdered() {
        return this != NONE;
    }

    /** Whether the order leaves the size of a value to the column. */
    boolean isFixedSizeBytes() {
        return this == FIXED_BINARY || this == FIXED_DECIMAL;
    }

    /** Whether a shortened value still has its place in the order. */
    boolean canBeCut() {
        return this == FIXED_BINARY || this == BYTE_ARRAY;
    }

    /** Bytes of a bound; 0 for orders that leave it to the column or the value. */
    int numberBytes() {
        return bytes;
    }
}

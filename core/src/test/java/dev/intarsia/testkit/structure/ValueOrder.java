package dev.intarsia.testkit.structure;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;

/** The order in which a column's bounds bound, over values in the checker's form. */
enum ValueOrder implements Comparator<byte[]> {
    /** No order: no bounds. */
    NONE,
    /** BOOLEAN and signed integers, in little-endian. */
    SIGNED,
    UNSIGNED,
    /** Texts and binaries, byte by byte. */
    BYTES,
    /** Signed numbers in big-endian, of any length. */
    DECIMAL,
    /** Floats by the rules of the type: no NaN takes part, and zeros are one. */
    FLOAT_BY_TYPE,
    /** Floats by IEEE 754's totalOrder. */
    FLOAT_TOTAL;

    static ValueOrder of(final PhysicalType type, final LogicalType logical, final boolean isOpaque) {
        if (isOpaque) {
            return NONE;
        }
        return switch (logical.kind()) {
            case INTERVAL, GEOMETRY, GEOGRAPHY, UNKNOWN, VARIANT -> NONE;
            case FLOAT16 -> FLOAT_BY_TYPE;
            case DECIMAL -> type.isInteger() ? SIGNED : DECIMAL;
            case INTEGER -> logical.signed() ? SIGNED : UNSIGNED;
            default ->
                switch (type) {
                    case BOOLEAN, INT32, INT64 -> SIGNED;
                    case INT96 -> NONE;
                    case FLOAT, DOUBLE -> FLOAT_BY_TYPE;
                    case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> BYTES;
                };
        };
    }

    boolean isFloating() {
        return this == FLOAT_BY_TYPE || this == FLOAT_TOTAL;
    }

    @Override
    public int compare(final byte[] a, final byte[] b) {
        return switch (this) {
            case SIGNED -> Long.compare(number(a), number(b));
            case UNSIGNED -> Long.compareUnsigned(number(a), number(b));
            case BYTES -> Arrays.compareUnsigned(a, b);
            case DECIMAL -> decimal(a).compareTo(decimal(b));
            case FLOAT_BY_TYPE, FLOAT_TOTAL -> Long.compare(totalOrder(a), totalOrder(b));
            case NONE -> throw new IllegalStateException("values without an order were compared");
        };
    }

    /** Whether they are one value to this order. */
    boolean same(final byte[] a, final byte[] b) {
        return compare(a, b) == 0 || this == FLOAT_BY_TYPE && isZero(a) && isZero(b);
    }

    boolean isNan(final byte[] value) {
        return isFloating() && magnitude(value) > infinity(value.length);
    }

    boolean isZero(final byte[] value) {
        return isFloating() && magnitude(value) == 0;
    }

    static boolean isNegative(final byte[] littleEndian) {
        return littleEndian[littleEndian.length - 1] < 0;
    }

    /** The signed number in up to eight bytes of little-endian. */
    static long number(final byte[] value) {
        long number = value[value.length - 1];
        for (int i = value.length - 2; i >= 0; i--) {
            number = number << Byte.SIZE | value[i] & 0xFF;
        }
        return number;
    }

    /** The signed number in big-endian; no bytes are zero. */
    static BigInteger decimal(final byte[] value) {
        return value.length == 0 ? BigInteger.ZERO : new BigInteger(value);
    }

    private static long totalOrder(final byte[] value) {
        return isNegative(value) ? -1 - magnitude(value) : magnitude(value);
    }

    private static long magnitude(final byte[] value) {
        return number(value) & (1L << Byte.SIZE * value.length - 1) - 1;
    }

    private static long infinity(final int width) {
        return switch (width) {
            case 2 -> 0x7C00;
            case Float.BYTES -> 0x7F80_0000;
            default -> 0x7FF0_0000_0000_0000L;
        };
    }
}

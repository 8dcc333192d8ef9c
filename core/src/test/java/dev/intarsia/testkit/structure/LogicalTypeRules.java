package dev.intarsia.testkit.structure;

import java.math.BigInteger;
import java.util.List;

/** Whether an annotation fits the physical type under it, its other form, and the values above it. */
final class LogicalTypeRules {
    private static final int MAX_INT_DIGITS = 9;
    private static final int MAX_LONG_DIGITS = 18;

    private LogicalTypeRules() {}

    /** Looks at a schema element and returns what it means. */
    static LogicalType check(final Struct element, final String place, final Report report) {
        final LogicalType logical;
        try {
            logical = LogicalType.of(element);
        } catch (final Malformed e) {
            report.found(Rule.LOGICAL_TYPE, place, e.getMessage());
            return LogicalType.NONE;
        }
        report.unless(
                fits(logical, element),
                Rule.LOGICAL_TYPE,
                place,
                logical + " stands on "
                        + (element.has(1) ? PhysicalType.of(element.i32(1)) : "a group")
                        + (element.has(2) ? " of length " + element.i32(2) : ""));
        if (element.has(10) && element.has(6)) {
            report.equal(Rule.CONVERTED_TYPE, place, "the converted type", element.i32(6), logical.converted());
        } else if (logical.converted() != LogicalType.NO_CONVERTED_TYPE && !isConvertedOnly(logical)) {
            report.found(
                    Rule.BOTH_TYPES,
                    place,
                    logical.kind() + " is " + (element.has(6) ? "only" : "no") + " converted type");
        }
        if (logical.is(LogicalType.Kind.DECIMAL)) {
            report.equal(Rule.CONVERTED_TYPE, place, "the element's scale", element.i32(7, 0), logical.scale());
            report.equal(Rule.CONVERTED_TYPE, place, "the element's precision", element.i32(8, 0), logical.size());
        }
        return logical;
    }

    private static boolean isConvertedOnly(final LogicalType logical) {
        return logical.is(LogicalType.Kind.INTERVAL) || logical.is(LogicalType.Kind.MAP_KEY_VALUE);
    }

    private static boolean fits(final LogicalType logical, final Struct element) {
        if (!element.has(1)) {
            return switch (logical.kind()) {
                case NONE, LIST, MAP, MAP_KEY_VALUE, VARIANT -> true;
                default -> false;
            };
        }
        final PhysicalType type = PhysicalType.of(element.i32(1));
        final int width = type == PhysicalType.FIXED_LEN_BYTE_ARRAY ? element.i32(2, 0) : 0;
        return switch (logical.kind()) {
            case NONE, UNKNOWN -> true;
            case STRING, ENUM, JSON, BSON, GEOMETRY, GEOGRAPHY -> type == PhysicalType.BYTE_ARRAY;
            case DATE -> type == PhysicalType.INT32;
            case TIME -> type == (logical.size() == 1 ? PhysicalType.INT32 : PhysicalType.INT64);
            case TIMESTAMP -> type == PhysicalType.INT64;
            case INTEGER ->
                List.of(8, 16, 32, 64).contains(logical.size())
                        && type == (logical.size() == Long.SIZE ? PhysicalType.INT64 : PhysicalType.INT32);
            case DECIMAL -> decimalFits(logical, type, width);
            case UUID -> width == 16;
            case FLOAT16 -> width == 2;
            case INTERVAL -> width == 12;
            case LIST, MAP, MAP_KEY_VALUE, VARIANT -> false;
        };
    }

    private static boolean decimalFits(final LogicalType decimal, final PhysicalType type, final int width) {
        if (decimal.scale() < 0 || decimal.size() < 1 || decimal.scale() > decimal.size()) {
            return false;
        }
        return switch (type) {
            case INT32 -> decimal.size() <= MAX_INT_DIGITS;
            case INT64 -> decimal.size() <= MAX_LONG_DIGITS;
            case BYTE_ARRAY -> true;
            case FIXED_LEN_BYTE_ARRAY ->
                BigInteger.TEN.pow(decimal.size()).compareTo(BigInteger.ONE.shiftLeft(Byte.SIZE * width - 1)) < 0;
            default -> false;
        };
    }

    /** Finds the first value that its type does not have. */
    static void values(final Leaf leaf, final List<byte[]> values, final String place, final Report report) {
        final LogicalType logical = leaf.logical();
        if (logical.is(LogicalType.Kind.UNKNOWN)) {
            report.unless(
                    values.isEmpty(), Rule.VALUE_RANGE, place, "a column of UNKNOWN has values that are not null");
            return;
        }
        final boolean isDecimal = logical.is(LogicalType.Kind.DECIMAL);
        if (!isDecimal && (!logical.is(LogicalType.Kind.INTEGER) || logical.size() >= Byte.SIZE * leaf.width())) {
            return;
        }
        final BigInteger least;
        final BigInteger most;
        if (isDecimal) {
            most = BigInteger.TEN.pow(logical.size()).subtract(BigInteger.ONE);
            least = most.negate();
        } else {
            final int bits = logical.signed() ? logical.size() - 1 : logical.size();
            most = BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
            least = logical.signed() ? most.negate().subtract(BigInteger.ONE) : BigInteger.ZERO;
        }
        for (final byte[] value : values) {
            final BigInteger number = number(leaf, value);
            if (number.compareTo(least) < 0 || number.compareTo(most) > 0) {
                report.found(Rule.VALUE_RANGE, place, "the value " + number + " is no " + logical);
                return;
            }
        }
    }

    private static BigInteger number(final Leaf leaf, final byte[] value) {
        if (!leaf.type().isInteger()) {
            return ValueOrder.decimal(value);
        }
        return BigInteger.valueOf(ValueOrder.number(value)); // below 0 where it is out of an unsigned 8 or 16 bits
    }
}

package dev.intarsia.internal.schema;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import java.math.BigInteger;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.parquet.schema.LogicalTypeAnnotation;

/** What decimals are in Parquet: the smallest type that holds their precision; see ADR 0011. */
final class DecimalColumns {
    private static final int MAX_INT32_DIGITS = 9;
    private static final int MAX_INT64_DIGITS = 18;
    private static final int MAX_DECIMAL128_DIGITS = 38;
    private static final int MAX_DECIMAL256_DIGITS = 76;

    private DecimalColumns() {}

    static ColumnType of(final String path, final ArrowType.Decimal type) {
        final int precision = type.getPrecision();
        final boolean wide = type.getBitWidth() == 256;
        if (!wide && type.getBitWidth() != 128) {
            throw ColumnType.unsupported(
                    path,
                    type,
                    "only decimals of 128 and 256 bits can be written; convert the values to Decimal(.., 128)");
        }
        final int maxPrecision = wide ? MAX_DECIMAL256_DIGITS : MAX_DECIMAL128_DIGITS;
        if (precision < 1 || precision > maxPrecision) {
            throw ColumnType.unsupported(
                    path,
                    type,
                    "its precision is " + precision + ", it must be between 1 and " + maxPrecision
                            + "; choose one of these");
        }
        if (type.getScale() < 0 || type.getScale() > precision) {
            throw ColumnType.unsupported(
                    path,
                    type,
                    "its scale is " + type.getScale() + ", Parquet takes 0 to the precision, which is " + precision
                            + "; rescale the values");
        }
        final LogicalTypeAnnotation annotation = LogicalTypeAnnotation.decimalType(type.getScale(), precision);
        if (precision <= MAX_INT32_DIGITS) {
            return ColumnType.number(
                    INT32, annotation, wide ? Conversion.DECIMAL256_TO_INT32 : Conversion.DECIMAL_TO_INT32);
        }
        if (precision <= MAX_INT64_DIGITS) {
            return ColumnType.number(
                    INT64, annotation, wide ? Conversion.DECIMAL256_TO_INT64 : Conversion.DECIMAL_TO_INT64);
        }
        return new ColumnType(
                FIXED_LEN_BYTE_ARRAY,
                bytesOfDigits(precision),
                annotation,
                wide ? Conversion.DECIMAL256_TO_FIXED : Conversion.DECIMAL_TO_FIXED,
                Order.DECIMAL_BYTES,
                Truncation.NO);
    }

    /** Bytes of the shortest two's complement that holds every number of this many decimal digits. */
    private static int bytesOfDigits(final int digits) {
        final int magnitudeBits =
                BigInteger.TEN.pow(digits).subtract(BigInteger.ONE).bitLength();
        return magnitudeBits / Byte.SIZE + 1; // one more bit for the sign
    }
}

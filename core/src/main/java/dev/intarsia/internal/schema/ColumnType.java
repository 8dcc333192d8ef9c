package dev.intarsia.internal.schema;

import static org.apache.parquet.schema.LogicalTypeAnnotation.intType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timeType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FLOAT;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import dev.intarsia.options.UnsupportedSchemaException;
import java.math.BigInteger;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * The Parquet type of a flat Arrow type. Immutable.
 *
 * <p>Where Arrow and Parquet do not meet, this follows Arrow C++ unless a reader would be misled:
 *
 * <ul>
 *   <li>Seconds become milliseconds, because Parquet has no unit of seconds. Left bare, as arrow-rs does, they are
 *       plain integers to every reader that does not know Arrow.
 *   <li>Date64 becomes DATE, whose readers are many, so its values must be whole days, as Arrow demands of them anyway.
 *   <li>TIME is not adjusted to UTC: an Arrow time has no zone, so nobody adjusted it. Arrow C++ (since it became an
 *       option), PyArrow and arrow-rs write the same by default; Spark reads no other.
 *   <li>TIMESTAMP is adjusted to UTC exactly where Arrow names a zone, whichever it is, because Arrow stores such
 *       values relative to UTC. The zone's name survives in the Arrow schema only.
 *   <li>Decimals take the smallest type that holds their precision, not the smallest that holds the values seen.
 * </ul>
 *
 * @param physical how values are stored
 * @param length bytes of a value of FIXED_LEN_BYTE_ARRAY, else 0
 * @param annotation what the values mean, or null where the physical type says it all
 * @param conversion how slots become values
 * @param order how values compare
 * @param truncation how bounds may be cut
 */
record ColumnType(
        PrimitiveTypeName physical,
        int length,
        LogicalTypeAnnotation annotation,
        Conversion conversion,
        Order order,
        Truncation truncation) {
    private static final int MAX_INT32_DIGITS = 9;
    private static final int MAX_INT64_DIGITS = 18;
    private static final int MAX_DECIMAL128_DIGITS = 38;
    private static final int FLOAT16_BYTES = 2;

    /**
     * @param path path of the field joined by dots, for the message
     * @param type its Arrow type
     * @throws UnsupportedSchemaException if there is no such column
     */
    static ColumnType of(final String path, final ArrowType type) {
        if (type instanceof ArrowType.ExtensionType) { // whose type id would be that of its storage
            throw unsupported(
                    path, type, "extension types cannot be written yet; give the storage vector as the column");
        }
        return switch (type.getTypeID()) {
            case Bool -> new ColumnType(BOOLEAN, 0, null, Conversion.BITS, Order.BOOLEAN, Truncation.NO);
            case Int -> ofInt(path, (ArrowType.Int) type);
            case FloatingPoint -> ofFloatingPoint((ArrowType.FloatingPoint) type);
            case Utf8 -> bytes(stringType(), Conversion.BYTES, Truncation.UTF8);
            case LargeUtf8 -> bytes(stringType(), Conversion.LARGE_BYTES, Truncation.UTF8);
            case Binary -> bytes(null, Conversion.BYTES, Truncation.BYTES);
            case LargeBinary -> bytes(null, Conversion.LARGE_BYTES, Truncation.BYTES);
            case FixedSizeBinary -> ofFixedSizeBinary(path, (ArrowType.FixedSizeBinary) type);
            case Decimal -> ofDecimal(path, (ArrowType.Decimal) type);
            case Date ->
                number(
                        INT32,
                        LogicalTypeAnnotation.dateType(),
                        ((ArrowType.Date) type).getUnit() == DateUnit.DAY
                                ? Conversion.IDENTITY
                                : Conversion.MILLIS_TO_DAYS);
            case Time -> ofTime(path, (ArrowType.Time) type);
            case Timestamp -> ofTimestamp((ArrowType.Timestamp) type);
            case Struct, List, LargeList, FixedSizeList, ListView, LargeListView, Map ->
                throw unsupported(
                        path,
                        type,
                        "only flat columns can be written yet; give each of its children a column of its own");
            case Utf8View ->
                throw unsupported(path, type, "views cannot be written yet; copy the values to a Utf8 vector");
            case BinaryView ->
                throw unsupported(path, type, "views cannot be written yet; copy the values to a Binary vector");
            case Duration ->
                throw unsupported(
                        path,
                        type,
                        "Parquet has no duration; write the number as Int(64, true) and its unit in the name");
            case Interval ->
                throw unsupported(
                        path, type, "intervals cannot be written yet; write months, days and nanoseconds as columns");
            case Null ->
                throw unsupported(
                        path, type, "a column of nulls alone cannot be written yet; drop it or give it a type");
            case Union ->
                throw unsupported(
                        path, type, "Parquet has no union; give each of its members a nullable column of its own");
            default ->
                throw unsupported(
                        path, type, "it cannot be written; convert the values to one of the flat types of Arrow");
        };
    }

    /** The refusal of a field: its name, its type and what to do. */
    static UnsupportedSchemaException unsupported(final String path, final ArrowType type, final String remedy) {
        return new UnsupportedSchemaException(path, "its type is " + type + ": " + remedy);
    }

    private static ColumnType ofInt(final String path, final ArrowType.Int type) {
        final boolean signed = type.getIsSigned();
        final Order order = signed ? Order.SIGNED : Order.UNSIGNED;
        return switch (type.getBitWidth()) {
            case 8 ->
                new ColumnType(
                        INT32,
                        0,
                        intType(8, signed),
                        signed ? Conversion.INT8 : Conversion.UINT8,
                        order,
                        Truncation.NO);
            case 16 ->
                new ColumnType(
                        INT32,
                        0,
                        intType(16, signed),
                        signed ? Conversion.INT16 : Conversion.UINT16,
                        order,
                        Truncation.NO);
            case 32 ->
                new ColumnType(INT32, 0, signed ? null : intType(32, false), Conversion.IDENTITY, order, Truncation.NO);
            case 64 ->
                new ColumnType(INT64, 0, signed ? null : intType(64, false), Conversion.IDENTITY, order, Truncation.NO);
            default -> throw unsupported(path, type, "integers have 8, 16, 32 or 64 bits; choose one of these");
        };
    }

    private static ColumnType ofFloatingPoint(final ArrowType.FloatingPoint type) {
        return switch (type.getPrecision()) {
            case HALF ->
                new ColumnType(
                        FIXED_LEN_BYTE_ARRAY,
                        FLOAT16_BYTES,
                        LogicalTypeAnnotation.float16Type(),
                        Conversion.IDENTITY,
                        Order.FLOAT16,
                        Truncation.NO);
            case SINGLE -> new ColumnType(FLOAT, 0, null, Conversion.IDENTITY, Order.FLOATING, Truncation.NO);
            case DOUBLE -> new ColumnType(DOUBLE, 0, null, Conversion.IDENTITY, Order.FLOATING, Truncation.NO);
        };
    }

    private static ColumnType ofFixedSizeBinary(final String path, final ArrowType.FixedSizeBinary type) {
        if (type.getByteWidth() < 1) {
            throw unsupported(
                    path, type, "a fixed length must be 1 byte or more; drop the column or write it as Binary");
        }
        return new ColumnType(
                FIXED_LEN_BYTE_ARRAY,
                type.getByteWidth(),
                null,
                Conversion.IDENTITY,
                Order.LEXICOGRAPHIC,
                Truncation.NO);
    }

    private static ColumnType ofDecimal(final String path, final ArrowType.Decimal type) {
        final int precision = type.getPrecision();
        if (type.getBitWidth() != 128) {
            throw unsupported(
                    path, type, "only decimals of 128 bits can be written; convert the values to Decimal(.., 128)");
        }
        if (precision < 1 || precision > MAX_DECIMAL128_DIGITS) {
            throw unsupported(
                    path, type, "its precision is " + precision + ", it must be between 1 and 38; choose one of these");
        }
        if (type.getScale() < 0 || type.getScale() > precision) {
            throw unsupported(
                    path,
                    type,
                    "its scale is " + type.getScale() + ", Parquet takes 0 to the precision, which is " + precision
                            + "; rescale the values");
        }
        final LogicalTypeAnnotation annotation = LogicalTypeAnnotation.decimalType(type.getScale(), precision);
        if (precision <= MAX_INT32_DIGITS) {
            return number(INT32, annotation, Conversion.DECIMAL_TO_INT32);
        }
        if (precision <= MAX_INT64_DIGITS) {
            return number(INT64, annotation, Conversion.DECIMAL_TO_INT64);
        }
        return new ColumnType(
                FIXED_LEN_BYTE_ARRAY,
                bytesOfDigits(precision),
                annotation,
                Conversion.DECIMAL_TO_FIXED,
                Order.DECIMAL_BYTES,
                Truncation.NO);
    }

    /** Bytes of the shortest two's complement that holds every number of this many decimal digits. */
    private static int bytesOfDigits(final int digits) {
        final int magnitudeBits =
                BigInteger.TEN.pow(digits).subtract(BigInteger.ONE).bitLength();
        return magnitudeBits / Byte.SIZE + 1; // one more bit for the sign
    }

    private static ColumnType ofTime(final String path, final ArrowType.Time type) {
        final boolean fine = type.getUnit() == TimeUnit.MICROSECOND || type.getUnit() == TimeUnit.NANOSECOND;
        if (type.getBitWidth() != (fine ? Long.SIZE : Integer.SIZE)) {
            throw unsupported(
                    path, type, "seconds and milliseconds have 32 bits, microseconds and nanoseconds 64; correct it");
        }
        final Conversion conversion =
                type.getUnit() == TimeUnit.SECOND ? Conversion.TIME_SECONDS_TO_MILLIS : Conversion.IDENTITY;
        return number(fine ? INT64 : INT32, timeType(false, unit(type.getUnit())), conversion);
    }

    private static ColumnType ofTimestamp(final ArrowType.Timestamp type) {
        final boolean zoned = type.getTimezone() != null && !type.getTimezone().isEmpty();
        final Conversion conversion =
                type.getUnit() == TimeUnit.SECOND ? Conversion.TIMESTAMP_SECONDS_TO_MILLIS : Conversion.IDENTITY;
        return number(INT64, timestampType(zoned, unit(type.getUnit())), conversion);
    }

    private static LogicalTypeAnnotation.TimeUnit unit(final TimeUnit unit) {
        return switch (unit) {
            case SECOND, MILLISECOND -> LogicalTypeAnnotation.TimeUnit.MILLIS;
            case MICROSECOND -> LogicalTypeAnnotation.TimeUnit.MICROS;
            case NANOSECOND -> LogicalTypeAnnotation.TimeUnit.NANOS;
        };
    }

    private static ColumnType number(
            final PrimitiveTypeName physical, final LogicalTypeAnnotation annotation, final Conversion conversion) {
        return new ColumnType(physical, 0, annotation, conversion, Order.SIGNED, Truncation.NO);
    }

    private static ColumnType bytes(
            final LogicalTypeAnnotation annotation, final Conversion conversion, final Truncation truncation) {
        return new ColumnType(BINARY, 0, annotation, conversion, Order.LEXICOGRAPHIC, truncation);
    }
}

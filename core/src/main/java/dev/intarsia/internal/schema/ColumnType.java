package dev.intarsia.internal.schema;

import static org.apache.parquet.schema.LogicalTypeAnnotation.intType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FLOAT;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import dev.intarsia.options.UnsupportedSchemaException;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.GeographyLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.GeometryLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * The Parquet type of an Arrow type that has no children. Immutable.
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
 *   <li>Durations are plain integers, because Parquet has nothing to call them; their unit survives
 *       in the Arrow schema.
 *   <li>Nulls alone are INT32 annotated as UNKNOWN, always optional, as LogicalTypes.md wants them.
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
    private static final int FLOAT16_BYTES = 2;

    /**
     * @param path path of the field joined by dots, for the message
     * @param type its Arrow type; not an extension, whose storage is what counts, and not one that has children
     * @throws UnsupportedSchemaException if there is no such column
     */
    static ColumnType of(final String path, final ArrowType type) {
        return switch (type.getTypeID()) {
            case Bool -> new ColumnType(BOOLEAN, 0, null, Conversion.BITS, Order.BOOLEAN, Truncation.NO);
            case Int -> ofInt(path, (ArrowType.Int) type);
            case FloatingPoint -> ofFloatingPoint((ArrowType.FloatingPoint) type);
            case Utf8 -> bytes(stringType(), Conversion.BYTES, Truncation.UTF8);
            case LargeUtf8 -> bytes(stringType(), Conversion.LARGE_BYTES, Truncation.UTF8);
            case Binary -> bytes(null, Conversion.BYTES, Truncation.BYTES);
            case LargeBinary -> bytes(null, Conversion.LARGE_BYTES, Truncation.BYTES);
            case FixedSizeBinary -> ofFixedSizeBinary(path, (ArrowType.FixedSizeBinary) type);
            case Utf8View -> bytes(stringType(), Conversion.VIEWS, Truncation.UTF8);
            case BinaryView -> bytes(null, Conversion.VIEWS, Truncation.BYTES);
            case Decimal -> DecimalColumns.of(path, (ArrowType.Decimal) type);
            case Date -> TemporalColumns.ofDate((ArrowType.Date) type);
            case Time -> TemporalColumns.ofTime(path, (ArrowType.Time) type);
            case Timestamp -> TemporalColumns.ofTimestamp((ArrowType.Timestamp) type);
            case Duration -> number(INT64, null, Conversion.IDENTITY);
            case Interval -> TemporalColumns.ofInterval(path, (ArrowType.Interval) type);
            case Null -> number(INT32, LogicalTypeAnnotation.unknownType(), Conversion.NULLS);
            case Union ->
                throw unsupported(
                        path, type, "Parquet has no union; give each of its members a nullable column of its own");
            default ->
                throw unsupported(path, type, "it cannot be written; convert the values to another type of Arrow");
        };
    }

    /** The refusal of a field: its name, its type and what to do. */
    static UnsupportedSchemaException unsupported(final String path, final ArrowType type, final String remedy) {
        return new UnsupportedSchemaException(path, "its type is " + type + ": " + remedy);
    }

    /** This type with another meaning, one that its slots can have. */
    ColumnType annotatedWith(final LogicalTypeAnnotation meaning) {
        final ColumnType annotated = new ColumnType(physical, length, meaning, conversion, order, truncation);
        if (meaning instanceof JsonLogicalTypeAnnotation || meaning instanceof EnumLogicalTypeAnnotation) {
            return new ColumnType(physical, length, meaning, conversion, order, Truncation.UTF8);
        }
        if (meaning instanceof GeometryLogicalTypeAnnotation || meaning instanceof GeographyLogicalTypeAnnotation) {
            return annotated.withoutOrder();
        }
        return annotated;
    }

    /** This type where the format defines no order of its values. */
    ColumnType withoutOrder() {
        return new ColumnType(physical, length, annotation, conversion, Order.NONE, Truncation.NO);
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

    /** Numbers of the physical type, which compare with their signs. */
    static ColumnType number(
            final PrimitiveTypeName physical, final LogicalTypeAnnotation annotation, final Conversion conversion) {
        return new ColumnType(physical, 0, annotation, conversion, Order.SIGNED, Truncation.NO);
    }

    private static ColumnType bytes(
            final LogicalTypeAnnotation annotation, final Conversion conversion, final Truncation truncation) {
        return new ColumnType(BINARY, 0, annotation, conversion, Order.LEXICOGRAPHIC, truncation);
    }
}

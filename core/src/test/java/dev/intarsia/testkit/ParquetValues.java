package dev.intarsia.testkit;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.LocalDate;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.BsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.GeographyLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.GeometryLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntervalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;

/** Values of one Parquet column in neutral form, told apart by the column's logical type as the format defines it. */
final class ParquetValues {
    private final PrimitiveType column;
    private final LogicalTypeAnnotation logical;

    ParquetValues(final PrimitiveType column) {
        this.column = column;
        this.logical = column.getLogicalTypeAnnotation();
    }

    /** The value at which the reader stands, which is not null. */
    Object current(final ColumnReader reader) {
        return switch (column.getPrimitiveTypeName()) {
            case BOOLEAN -> reader.getBoolean();
            case INT32 -> ofInt(reader.getInteger());
            case INT64 -> ofLong(reader.getLong());
            case FLOAT -> reader.getFloat();
            case DOUBLE -> reader.getDouble();
            case BINARY, FIXED_LEN_BYTE_ARRAY -> ofBinary(reader.getBinary());
            case INT96 -> throw new IllegalArgumentException(column + " is of a type that nobody should write");
        };
    }

    /** A minimum or maximum as parquet-java's statistics hold it. */
    Object ofBound(final Object bound) {
        if (bound instanceof Integer value) {
            return ofInt(value);
        } else if (bound instanceof Long value) {
            return ofLong(value);
        } else if (bound instanceof Binary value) {
            return ofBinary(value);
        }
        return bound;
    }

    private Object ofInt(final int value) {
        if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
            return BigDecimal.valueOf(value, decimal.getScale());
        } else if (logical instanceof DateLogicalTypeAnnotation) {
            return LocalDate.ofEpochDay(value);
        } else if (logical instanceof TimeLogicalTypeAnnotation time) {
            return Neutral.time(value, unitsPerSecond(time.getUnit()));
        } else if (logical instanceof IntLogicalTypeAnnotation integer) {
            return integer.isSigned() ? (long) value : Integer.toUnsignedLong(value);
        }
        return requireBare((long) value);
    }

    private Object ofLong(final long value) {
        if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
            return BigDecimal.valueOf(value, decimal.getScale());
        } else if (logical instanceof TimeLogicalTypeAnnotation time) {
            return Neutral.time(value, unitsPerSecond(time.getUnit()));
        } else if (logical instanceof TimestampLogicalTypeAnnotation timestamp) {
            return Neutral.timestamp(value, unitsPerSecond(timestamp.getUnit()), timestamp.isAdjustedToUTC());
        } else if (logical instanceof IntLogicalTypeAnnotation integer) {
            return integer.isSigned() ? (Object) value : Neutral.unsigned(value);
        }
        return requireBare(value);
    }

    private Object ofBinary(final Binary value) {
        final byte[] bytes = value.getBytes();
        if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
            return new BigDecimal(new BigInteger(bytes), decimal.getScale());
        } else if (logical instanceof StringLogicalTypeAnnotation
                || logical instanceof JsonLogicalTypeAnnotation
                || logical instanceof EnumLogicalTypeAnnotation) {
            return Neutral.text(bytes);
        } else if (logical instanceof Float16LogicalTypeAnnotation) {
            return halfToFloat((bytes[1] & 0xFF) << 8 | bytes[0] & 0xFF);
        }
        if (logical instanceof UUIDLogicalTypeAnnotation) {
            return Neutral.uuid(bytes);
        } else if (logical instanceof IntervalLogicalTypeAnnotation) {
            final ByteBuffer parts = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            return Interval.ofMillis(parts.getInt(), parts.getInt(), parts.getInt());
        } else if (logical instanceof BsonLogicalTypeAnnotation
                || logical instanceof GeometryLogicalTypeAnnotation
                || logical instanceof GeographyLogicalTypeAnnotation) {
            return new Bytes(bytes);
        }
        return requireBare(new Bytes(bytes));
    }

    private Object requireBare(final Object value) {
        if (logical != null) {
            throw new IllegalArgumentException(column + " has a logical type without a neutral form");
        }
        return value;
    }

    /** IEEE 754 binary16, from its definition: the value is significand times a power of two. */
    private static float halfToFloat(final int bits) {
        final int exponent = bits >> 10 & 0x1F;
        final int fraction = bits & 0x3FF;
        final float magnitude;
        if (exponent == 0x1F) {
            magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else if (exponent == 0) {
            magnitude = Math.scalb((float) fraction, -24);
        } else {
            magnitude = Math.scalb((float) (fraction | 0x400), exponent - 25);
        }
        return (bits & 0x8000) == 0 ? magnitude : -magnitude;
    }

    private static long unitsPerSecond(final TimeUnit unit) {
        return switch (unit) {
            case MILLIS -> 1_000;
            case MICROS -> 1_000_000;
            case NANOS -> 1_000_000_000;
        };
    }
}

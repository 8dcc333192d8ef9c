package dev.intarsia.internal.schema;

import static org.apache.parquet.schema.LogicalTypeAnnotation.timeType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.parquet.schema.LogicalTypeAnnotation;

/** What dates, times, timestamps and intervals are in Parquet; see {@link ColumnType} for the reasons. */
final class TemporalColumns {
    private static final int INTERVAL_BYTES = 12;

    private TemporalColumns() {}

    static ColumnType ofDate(final ArrowType.Date type) {
        return ColumnType.number(
                INT32,
                LogicalTypeAnnotation.dateType(),
                type.getUnit() == DateUnit.DAY ? Conversion.IDENTITY : Conversion.MILLIS_TO_DAYS);
    }

    static ColumnType ofTime(final String path, final ArrowType.Time type) {
        final boolean fine = type.getUnit() == TimeUnit.MICROSECOND || type.getUnit() == TimeUnit.NANOSECOND;
        if (type.getBitWidth() != (fine ? Long.SIZE : Integer.SIZE)) {
            throw ColumnType.unsupported(
                    path, type, "seconds and milliseconds have 32 bits, microseconds and nanoseconds 64; correct it");
        }
        final Conversion conversion =
                type.getUnit() == TimeUnit.SECOND ? Conversion.TIME_SECONDS_TO_MILLIS : Conversion.IDENTITY;
        return ColumnType.number(fine ? INT64 : INT32, timeType(false, unit(type.getUnit())), conversion);
    }

    static ColumnType ofTimestamp(final ArrowType.Timestamp type) {
        final boolean zoned = type.getTimezone() != null && !type.getTimezone().isEmpty();
        final Conversion conversion =
                type.getUnit() == TimeUnit.SECOND ? Conversion.TIMESTAMP_SECONDS_TO_MILLIS : Conversion.IDENTITY;
        return ColumnType.number(INT64, timestampType(zoned, unit(type.getUnit())), conversion);
    }

    /** No order is defined, because a month is no number of days. */
    static ColumnType ofInterval(final String path, final ArrowType.Interval type) {
        final Conversion conversion =
                switch (type.getUnit()) {
                    case YEAR_MONTH -> Conversion.INTERVAL_MONTHS;
                    case DAY_TIME -> Conversion.INTERVAL_DAYS;
                    case MONTH_DAY_NANO ->
                        throw ColumnType.unsupported(
                                path,
                                type,
                                "an INTERVAL of Parquet counts milliseconds, not nanoseconds; write months, days and"
                                        + " nanoseconds as three columns");
                };
        return new ColumnType(
                FIXED_LEN_BYTE_ARRAY,
                INTERVAL_BYTES,
                LogicalTypeAnnotation.IntervalLogicalTypeAnnotation.getInstance(),
                conversion,
                Order.NONE,
                Truncation.NO);
    }

    private static LogicalTypeAnnotation.TimeUnit unit(final TimeUnit unit) {
        return switch (unit) {
            case SECOND, MILLISECOND -> LogicalTypeAnnotation.TimeUnit.MILLIS;
            case MICROSECOND -> LogicalTypeAnnotation.TimeUnit.MICROS;
            case NANOSECOND -> LogicalTypeAnnotation.TimeUnit.NANOS;
        };
    }
}

package dev.intarsia.cli.inspect;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;

/** Dates and times as ISO 8601 writes them; numbers that are none stay numbers. Stateless. */
final class TimeText {
    private static final long NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int JULIAN_EPOCH = 2_440_588;

    private TimeText() {}

    /** An integer whose annotation may make it a date or a time. */
    static String of(final LogicalTypeAnnotation annotation, final long value) {
        try {
            if (annotation instanceof DateLogicalTypeAnnotation) {
                return LocalDate.ofEpochDay(value).toString();
            }
            if (annotation instanceof TimeLogicalTypeAnnotation time) {
                final long nanos = Math.multiplyExact(value, NANOS / perSecond(time.getUnit()));
                return DateTimeFormatter.ISO_LOCAL_TIME.format(LocalTime.ofNanoOfDay(nanos))
                        + (time.isAdjustedToUTC() ? "Z" : "");
            }
            if (annotation instanceof TimestampLogicalTypeAnnotation time) {
                return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(timestamp(value, perSecond(time.getUnit())))
                        + (time.isAdjustedToUTC() ? "Z" : "");
            }
        } catch (final DateTimeException | ArithmeticException e) {
            return Long.toString(value);
        }
        return Long.toString(value);
    }

    /** The deprecated timestamp of twelve bytes. */
    static String ofInt96(final long nanosOfDay, final int julianDay) {
        try {
            final long seconds = TimeUnit.DAYS.toSeconds((long) julianDay - JULIAN_EPOCH);
            return Instant.ofEpochSecond(seconds, nanosOfDay).toString();
        } catch (final DateTimeException | ArithmeticException e) {
            return "day " + julianDay + ", nanosecond " + nanosOfDay;
        }
    }

    private static LocalDateTime timestamp(final long value, final long perSecond) {
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(value, perSecond),
                (int) (Math.floorMod(value, perSecond) * (NANOS / perSecond)),
                ZoneOffset.UTC);
    }

    private static long perSecond(final LogicalTypeAnnotation.TimeUnit unit) {
        return switch (unit) {
            case MILLIS -> 1_000;
            case MICROS -> 1_000_000;
            case NANOS -> NANOS;
        };
    }
}

package dev.intarsia.testkit;

import java.math.BigInteger;
import java.sql.SQLException;
import java.sql.Struct;
import java.time.LocalDate;
import java.util.UUID;
import java.util.function.Function;

/** The types of DuckDB that have no parts. */
enum DuckDbScalar {
    AS_IS("%s", value -> value),
    INTEGER("%s", value -> ((Number) value).longValue()),
    UNSIGNED_64("%s", value -> (BigInteger) value),
    BLOB("hex(%s)", value -> Bytes.ofHex((String) value)),
    /** Of the kinds of text, JSON too: its JDBC type would be a tree. */
    TEXT("CAST(%s AS VARCHAR)", value -> value),
    UUID_TEXT("CAST(%s AS VARCHAR)", value -> UUID.fromString((String) value)),
    GEOMETRY("hex(ST_AsWKB(%s))", value -> Bytes.ofHex((String) value)),
    DATE("date_diff('day', DATE '1970-01-01', %s)", value -> LocalDate.ofEpochDay((Long) value)),
    TIME("epoch_us(%s)", value -> Neutral.time((Long) value, 1_000_000)),
    TIME_NANOS("epoch_ns(%s)", value -> Neutral.time((Long) value, 1_000_000_000)),
    TIMESTAMP("epoch_us(%s)", value -> Neutral.timestamp((Long) value, 1_000_000, false)),
    TIMESTAMP_NANOS("epoch_ns(%s)", value -> Neutral.timestamp((Long) value, 1_000_000_000, false)),
    INSTANT("epoch_us(%s)", value -> Neutral.timestamp((Long) value, 1_000_000, true)),
    INSTANT_NANOS("epoch_ns(%s)", value -> Neutral.timestamp((Long) value, 1_000_000_000, true)),
    /** Its parts one by one: as one text it would have to be parsed again. */
    INTERVAL(
            "CASE WHEN %s IS NULL THEN NULL ELSE struct_pack("
                    + "months := 12 * datepart('year', %s) + datepart('month', %s), days := datepart('day', %s), "
                    + "micros := 3600000000 * datepart('hour', %s) + 60000000 * datepart('minute', %s)"
                    + " + datepart('microsecond', %s)) END",
            DuckDbScalar::interval),
    /** All its values are null. */
    NOTHING("CAST(%s AS INTEGER)", value -> value),
    /** DuckDB hands a Variant over as what it means, and we compare its bytes. */
    VARIANT(
            "CASE WHEN %s IS NULL THEN NULL ELSE true END",
            value -> new NotAsked("DuckDB hands a Variant over as its meaning, not as its bytes"));

    private final String expression;
    private final Function<Object, Object> neutral;

    DuckDbScalar(final String expression, final Function<Object, Object> neutral) {
        this.expression = expression;
        this.neutral = neutral;
    }

    static DuckDbScalar of(final String sqlType) {
        return switch (sqlType) {
            case "BOOLEAN", "VARCHAR", "FLOAT", "DOUBLE" -> AS_IS;
            case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER" -> INTEGER;
            case "UBIGINT" -> UNSIGNED_64;
            case "BLOB" -> BLOB;
            case "JSON" -> TEXT;
            case "UUID" -> UUID_TEXT;
            case "DATE" -> DATE;
            case "TIME" -> TIME;
            case "TIME_NS" -> TIME_NANOS;
            case "TIMESTAMP" -> TIMESTAMP;
            case "TIMESTAMP_NS" -> TIMESTAMP_NANOS;
            case "TIMESTAMP WITH TIME ZONE" -> INSTANT;
            case "TIMESTAMPTZ_NS" -> INSTANT_NANOS;
            case "INTERVAL" -> INTERVAL;
            case "\"NULL\"" -> NOTHING;
            case "VARIANT" -> VARIANT;
            default -> ofParameterised(sqlType);
        };
    }

    private static DuckDbScalar ofParameterised(final String sqlType) {
        if (sqlType.startsWith("DECIMAL")) {
            return AS_IS;
        } else if (sqlType.startsWith("ENUM")) {
            return TEXT;
        } else if (sqlType.startsWith("GEOMETRY")) {
            return GEOMETRY;
        }
        throw new IllegalArgumentException(
                "DuckDB reads a value as " + sqlType + ", which no Arrow type should become");
    }

    /**
     * DuckDB takes Parquet's milliseconds for unsigned and counts microseconds, of which the lower 32 bits are ours.
     */
    private static Object interval(final Object raw) {
        try {
            final Object[] parts = ((Struct) raw).getAttributes();
            final long millis = Math.floorDiv(((Number) parts[2]).longValue(), 1_000);
            return Interval.ofMillis(((Number) parts[0]).intValue(), ((Number) parts[1]).intValue(), (int) millis);
        } catch (final SQLException e) {
            throw new IllegalStateException("DuckDB did not hand over an interval", e);
        }
    }

    /** SQL that gives the raw form of the values of another expression. */
    String expression(final String value) {
        return expression.replace("%s", value);
    }

    /** Neutral form of a raw value that is not null. */
    Object neutral(final Object raw) {
        return neutral.apply(raw);
    }
}

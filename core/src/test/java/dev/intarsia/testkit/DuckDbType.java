package dev.intarsia.testkit;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.function.Function;

/** How a type of DuckDB leaves it: an SQL expression that gives a raw value, and the way from there to neutral form. */
enum DuckDbType {
    AS_IS("%s", value -> value),
    INTEGER("%s", value -> ((Number) value).longValue()),
    UNSIGNED_64("%s", value -> (BigInteger) value),
    BLOB("hex(%s)", value -> Bytes.ofHex((String) value)),
    DATE("date_diff('day', DATE '1970-01-01', %s)", value -> LocalDate.ofEpochDay((Long) value)),
    TIME("epoch_us(%s)", value -> Neutral.time((Long) value, 1_000_000)),
    TIME_NANOS("epoch_ns(%s)", value -> Neutral.time((Long) value, 1_000_000_000)),
    TIMESTAMP("epoch_us(%s)", value -> Neutral.timestamp((Long) value, 1_000_000, false)),
    TIMESTAMP_NANOS("epoch_ns(%s)", value -> Neutral.timestamp((Long) value, 1_000_000_000, false)),
    INSTANT("epoch_us(%s)", value -> Neutral.timestamp((Long) value, 1_000_000, true)),
    INSTANT_NANOS("epoch_ns(%s)", value -> Neutral.timestamp((Long) value, 1_000_000_000, true));

    private final String expression;
    private final Function<Object, Object> neutral;

    DuckDbType(final String expression, final Function<Object, Object> neutral) {
        this.expression = expression;
        this.neutral = neutral;
    }

    static DuckDbType of(final String sqlType) {
        return switch (sqlType) {
            case "BOOLEAN", "VARCHAR", "FLOAT", "DOUBLE" -> AS_IS;
            case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER" -> INTEGER;
            case "UBIGINT" -> UNSIGNED_64;
            case "BLOB" -> BLOB;
            case "DATE" -> DATE;
            case "TIME" -> TIME;
            case "TIME_NS" -> TIME_NANOS;
            case "TIMESTAMP" -> TIMESTAMP;
            case "TIMESTAMP_NS" -> TIMESTAMP_NANOS;
            case "TIMESTAMP WITH TIME ZONE" -> INSTANT;
            case "TIMESTAMPTZ_NS" -> INSTANT_NANOS;
            default -> {
                if (sqlType.startsWith("DECIMAL")) {
                    yield AS_IS;
                }
                throw new IllegalArgumentException(
                        "DuckDB reads a column as " + sqlType + ", which no flat Arrow type should become");
            }
        };
    }

    /** SQL that gives the raw value of {@code column}. */
    String expression(final String column) {
        return expression.replace("%s", column);
    }

    /** Neutral form of a raw value that is not null. */
    Object neutral(final Object raw) {
        return neutral.apply(raw);
    }
}

package dev.intarsia.testkit;

import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;

/**
 * Which numbers a column of whole numbers takes: integers, dates, times, timestamps, durations.
 *
 * @param min least, as the bits of the slot
 * @param max greatest; below {@code min} as a signed number where the whole 64 bits are unsigned
 * @param step numbers between are multiples of it
 * @param bytes of a slot
 */
record NumberRange(long min, long max, long step, int bytes) {
    private static final long MILLIS_PER_DAY = 86_400_000L;
    private static final long SECONDS_PER_DAY = 86_400L;

    // DuckDB's dates and timestamps end here: it keeps a few values at both ends for infinities.
    private static final int DUCKDB_DAYS = Integer.MAX_VALUE - 1;
    private static final long DUCKDB_SECONDS = 9_223_372_022_000L;
    private static final long DUCKDB_NANOS = 9_223_286_400_000_000_000L;

    /**
     * @param whole whether dates and timestamps use the whole range of their type, or what DuckDB can read of it
     */
    static NumberRange of(final ArrowType type, final boolean whole) {
        return switch (type.getTypeID()) {
            case Int -> integer((ArrowType.Int) type);
            case Date -> date(((ArrowType.Date) type).getUnit(), whole ? Integer.MAX_VALUE : DUCKDB_DAYS);
            case Time -> {
                final ArrowType.Time time = (ArrowType.Time) type;
                yield new NumberRange(
                        0, SECONDS_PER_DAY * Neutral.perSecond(time.getUnit()) - 1, 1, time.getBitWidth() / 8);
            }
            case Duration -> new NumberRange(Long.MIN_VALUE, Long.MAX_VALUE, 1, Long.BYTES);
            case Timestamp -> timestamp(((ArrowType.Timestamp) type).getUnit(), whole);
            default -> throw new IllegalArgumentException(type + " is not a type of whole numbers");
        };
    }

    /** The number that is {@code key} steps from the least, modulo the range. */
    long inside(final long key) {
        final long count = (max - min) / step + 1;
        if (count <= 0) {
            return min > max ? key : Math.max(min, Math.min(max, key)); // more numbers than a long can count
        }
        return min + Math.floorMod(key, count) * step;
    }

    private static NumberRange integer(final ArrowType.Int type) {
        final int bits = type.getBitWidth();
        final long min = type.getIsSigned() ? -1L << bits - 1 : 0;
        final long max = type.getIsSigned() ? ~min : bits == Long.SIZE ? -1 : (1L << bits) - 1;
        return new NumberRange(min, max, 1, bits / 8);
    }

    private static NumberRange date(final DateUnit unit, final long days) {
        return unit == DateUnit.DAY
                ? new NumberRange(-days, days, 1, Integer.BYTES)
                : new NumberRange(-days * MILLIS_PER_DAY, days * MILLIS_PER_DAY, MILLIS_PER_DAY, Long.BYTES);
    }

    private static NumberRange timestamp(final TimeUnit unit, final boolean whole) {
        if (whole) {
            // seconds become milliseconds in Parquet, so their range is that of milliseconds
            final long most = unit == TimeUnit.SECOND ? Long.MAX_VALUE / 1_000 : Long.MAX_VALUE;
            return new NumberRange(unit == TimeUnit.SECOND ? -most : Long.MIN_VALUE, most, 1, Long.BYTES);
        }
        final long most = unit == TimeUnit.NANOSECOND ? DUCKDB_NANOS : DUCKDB_SECONDS * Neutral.perSecond(unit);
        return new NumberRange(-most, most, 1, Long.BYTES);
    }
}

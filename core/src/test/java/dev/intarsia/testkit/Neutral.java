package dev.intarsia.testkit;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.apache.arrow.vector.types.TimeUnit;

/** Raw values to the neutral form that {@link Table} describes. */
final class Neutral {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long NANOS_PER_DAY = 86_400 * NANOS_PER_SECOND;

    private Neutral() {}

    /** A text; {@link Bytes} where it is not valid UTF-8, so that nothing is repaired before it is compared. */
    static Object text(final byte[] utf8) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (final CharacterCodingException e) {
            return new Bytes(utf8);
        }
    }

    static BigInteger unsigned(final long bits) {
        return new BigInteger(Long.toUnsignedString(bits));
    }

    /** Sixteen bytes, most significant first. */
    static UUID uuid(final byte[] bytes) {
        final ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new UUID(buffer.getLong(), buffer.getLong());
    }

    /** A map from the list of its entries, which are structs of a key and, mostly, a value. */
    static MapEntries map(final List<Object> entries) {
        return new MapEntries(entries.stream()
                .map(Struct.class::cast)
                .map(entry -> new MapEntries.Entry(
                        entry.values().get(0),
                        entry.values().size() == 1 ? null : entry.values().get(1)))
                .toList());
    }

    static long perSecond(final TimeUnit unit) {
        return switch (unit) {
            case SECOND -> 1;
            case MILLISECOND -> 1_000;
            case MICROSECOND -> 1_000_000;
            case NANOSECOND -> NANOS_PER_SECOND;
        };
    }

    /**
     * Time of day; {@code unitsPerSecond} is 1, 1000 and so on. A number that no day has, which old generators made,
     * stays one, of nanoseconds.
     */
    static Object time(final long value, final long unitsPerSecond) {
        final long nanos = Math.multiplyExact(value, NANOS_PER_SECOND / unitsPerSecond);
        return nanos >= 0 && nanos < NANOS_PER_DAY ? LocalTime.ofNanoOfDay(nanos) : (Object) nanos;
    }

    /** An {@code Instant} where the type knows a zone, else a {@code LocalDateTime}. */
    static Object timestamp(final long value, final long unitsPerSecond, final boolean hasZone) {
        final long seconds = Math.floorDiv(value, unitsPerSecond);
        final long nanos = Math.floorMod(value, unitsPerSecond) * (NANOS_PER_SECOND / unitsPerSecond);
        final Instant instant = Instant.ofEpochSecond(seconds, nanos);
        return hasZone ? instant : LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}

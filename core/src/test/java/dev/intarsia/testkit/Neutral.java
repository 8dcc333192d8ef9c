package dev.intarsia.testkit;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;

/** Raw values to the neutral form that {@link Table} describes. */
final class Neutral {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

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

    /** Time of day; {@code unitsPerSecond} is 1, 1000 and so on. */
    static LocalTime time(final long value, final long unitsPerSecond) {
        return LocalTime.ofNanoOfDay(Math.multiplyExact(value, NANOS_PER_SECOND / unitsPerSecond));
    }

    /** An {@code Instant} where the type knows a zone, else a {@code LocalDateTime}. */
    static Object timestamp(final long value, final long unitsPerSecond, final boolean hasZone) {
        final long seconds = Math.floorDiv(value, unitsPerSecond);
        final long nanos = Math.floorMod(value, unitsPerSecond) * (NANOS_PER_SECOND / unitsPerSecond);
        final Instant instant = Instant.ofEpochSecond(seconds, nanos);
        return hasZone ? instant : LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}

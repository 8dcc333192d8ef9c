package dev.intarsia.internal.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intarsia.internal.memory.NativeMemory;
import dev.intarsia.internal.schema.Conversion;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlotConversionTest {
    private static final int[] COUNTS = {0, 1, 7, 8, 9, 31, 32, 33, 63, 64, 65, 20_000};
    private static final int DECIMAL_BYTES = 16;
    private static final int DECIMAL256_BYTES = 32;

    private final RootAllocator allocator = new RootAllocator();

    @AfterEach
    void nothingLeaks() {
        allocator.close();
    }

    @Test
    void smallIntegersAreExtendedAsTheirSignAsks() {
        for (int value = -128; value < 128; value++) {
            assertThat(int32(Conversion.INT8, new byte[] {(byte) value})).isEqualTo(value);
            assertThat(int32(Conversion.UINT8, new byte[] {(byte) value})).isEqualTo(value & 0xFF);
        }
        for (final int value : new int[] {Short.MIN_VALUE, -129, -1, 0, 1, 255, 256, Short.MAX_VALUE}) {
            assertThat(int32(Conversion.INT16, little(value, 2))).isEqualTo(value);
            assertThat(int32(Conversion.UINT16, little(value, 2))).isEqualTo(value & 0xFFFF);
        }
    }

    @Test
    void millisecondsOfWholeDaysBecomeDaysOnBothSidesOfTheEpoch() {
        for (final LocalDate date : List.of(
                LocalDate.EPOCH,
                LocalDate.of(1969, 12, 31),
                LocalDate.of(1582, 10, 14),
                LocalDate.of(2024, 2, 29),
                LocalDate.ofEpochDay(Integer.MAX_VALUE),
                LocalDate.ofEpochDay(Integer.MIN_VALUE))) {
            final long millis = Math.multiplyExact(date.atStartOfDay().toEpochSecond(ZoneOffset.UTC), 1000L);

            assertThat((long) int32(Conversion.MILLIS_TO_DAYS, little(millis, 8)))
                    .isEqualTo(date.toEpochDay());
        }
    }

    @Test
    void secondsOfADayBecomeMilliseconds() {
        for (final LocalTime time : List.of(LocalTime.MIN, LocalTime.of(0, 0, 1), LocalTime.of(23, 59, 59))) {
            assertThat((long) int32(Conversion.TIME_SECONDS_TO_MILLIS, little(time.toSecondOfDay(), 4)))
                    .isEqualTo(Duration.between(LocalTime.MIN, time).toMillis());
        }
        assertThat(int32(Conversion.TIME_SECONDS_TO_MILLIS, little(2_147_483, 4)))
                .isEqualTo(2_147_483_000);
        assertThat(int32(Conversion.TIME_SECONDS_TO_MILLIS, little(-2_147_483, 4)))
                .isEqualTo(-2_147_483_000);
    }

    @Test
    void secondsOfATimestampBecomeMilliseconds() {
        for (final long seconds :
                new long[] {0, 1, -1, 1_700_000_000L, Long.MAX_VALUE / 1000, -Long.MAX_VALUE / 1000}) {
            assertThat(int64(Conversion.TIMESTAMP_SECONDS_TO_MILLIS, little(seconds, 8)))
                    .isEqualTo(Math.multiplyExact(seconds, 1000L));
        }
        final Instant instant = Instant.parse("1901-03-04T05:06:07Z");
        assertThat(int64(Conversion.TIMESTAMP_SECONDS_TO_MILLIS, little(instant.getEpochSecond(), 8)))
                .isEqualTo(Instant.EPOCH.until(instant, ChronoUnit.MILLIS));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 9, 10, 17, 18, 19, 21, 22, 23, 24, 26, 27, 28, 29, 31, 32, 33, 34, 36, 37, 38})
    void aDecimalIsTheNumberThatItsBytesSpell(final int precision) {
        requireDecimals(
                precision,
                DECIMAL_BYTES,
                precision <= 9
                        ? Conversion.DECIMAL_TO_INT32
                        : precision <= 18 ? Conversion.DECIMAL_TO_INT64 : Conversion.DECIMAL_TO_FIXED);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 9, 10, 18, 19, 21, 24, 26, 28, 31, 36, 38, 39, 40, 43, 48, 52, 57, 58, 60, 65, 72, 75, 76})
    void aDecimalOf256BitsIsTheNumberThatItsBytesSpell(final int precision) {
        requireDecimals(
                precision,
                DECIMAL256_BYTES,
                precision <= 9
                        ? Conversion.DECIMAL256_TO_INT32
                        : precision <= 18 ? Conversion.DECIMAL256_TO_INT64 : Conversion.DECIMAL256_TO_FIXED);
    }

    private void requireDecimals(final int precision, final int slotBytes, final Conversion conversion) {
        final BigInteger max = BigInteger.TEN.pow(precision).subtract(BigInteger.ONE);
        final int plainBytes = precision <= 9 ? 4 : precision <= 18 ? 8 : max.toByteArray().length;
        final Random random = new Random(precision);
        final List<BigInteger> values =
                new ArrayList<>(List.of(BigInteger.ZERO, BigInteger.ONE, BigInteger.ONE.negate(), max, max.negate()));
        for (int i = 0; i < 300; i++) {
            final BigInteger value = new BigInteger(random.nextInt(max.bitLength()) + 1, random);
            if (value.compareTo(max) <= 0) {
                values.add(random.nextBoolean() ? value : value.negate());
            }
        }
        final byte[] slots = new byte[values.size() * slotBytes];
        for (int i = 0; i < values.size(); i++) {
            System.arraycopy(little(values.get(i), slotBytes), 0, slots, i * slotBytes, slotBytes);
        }

        final byte[] plain = convert(conversion, plainBytes, slots, values.size());

        for (int i = 0; i < values.size(); i++) {
            final byte[] bytes = Arrays.copyOfRange(plain, i * plainBytes, (i + 1) * plainBytes);
            if (precision <= 18) {
                reverse(bytes);
            }
            assertThat(new BigInteger(bytes)).isEqualTo(values.get(i));
        }
    }

    @Test
    void monthsAreTheFirstPartOfAnInterval() {
        assertThat(convert(Conversion.INTERVAL_MONTHS, 12, new byte[] {1, 2, 3, 4, 5, 0, 0, 0}, 2))
                .containsExactly(1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void daysAndMillisecondsAreTheSecondAndTheThirdPartOfAnInterval() {
        assertThat(convert(Conversion.INTERVAL_DAYS, 12, new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, 1))
                .containsExactly(0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8);
    }

    @ParameterizedTest
    @EnumSource(
            value = Conversion.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"BITS", "BYTES", "LARGE_BYTES", "VIEWS", "NULLS"})
    void aRunIsItsSlotsOneByOneAndLeavesTheBytesAroundItAlone(final Conversion conversion) {
        final int[] widths =
                switch (conversion) {
                    case IDENTITY -> new int[] {1, 2, 4, 8, 13};
                    case DECIMAL_TO_FIXED -> new int[] {9, 10, 11, 12, 13, 14, 15, 16};
                    case DECIMAL256_TO_FIXED -> new int[] {9, 15, 16, 17, 23, 24, 25, 30, 31, 32};
                    case TIMESTAMP_SECONDS_TO_MILLIS, DECIMAL_TO_INT64, DECIMAL256_TO_INT64 -> new int[] {8};
                    case INTERVAL_MONTHS, INTERVAL_DAYS -> new int[] {12};
                    default -> new int[] {4};
                };
        final Random random = new Random(1);
        for (final int plainBytes : widths) {
            final int slotBytes = slotBytes(conversion, plainBytes);
            for (final int count : COUNTS) {
                final byte[] slots = new byte[count * slotBytes];
                random.nextBytes(slots); // garbage, such as may lie under nulls, must not fail

                final byte[] run = convert(conversion, plainBytes, slots, count);

                for (int i = 0; i < count; i += Math.max(1, count / 16)) {
                    final byte[] slot = Arrays.copyOfRange(slots, i * slotBytes, (i + 1) * slotBytes);
                    assertThat(Arrays.copyOfRange(run, i * plainBytes, (i + 1) * plainBytes))
                            .isEqualTo(convert(conversion, plainBytes, slot, 1));
                }
            }
        }
    }

    @Test
    void identityCopiesTheBytes() {
        final byte[] slots = {1, 2, 3, 4, 5, 6};

        assertThat(convert(Conversion.IDENTITY, 3, slots, 2)).isEqualTo(slots);
    }

    @ParameterizedTest
    @EnumSource(
            value = Conversion.class,
            names = {"BITS", "BYTES", "LARGE_BYTES", "VIEWS", "NULLS"})
    void slotsWithoutAWidthAreNotConverted(final Conversion conversion) {
        assertThatThrownBy(() -> SlotConversion.convert(conversion, 0, 0, 0, 0))
                .isInstanceOf(AssertionError.class)
                .hasMessage(conversion + " has no slots of fixed width");
    }

    private int int32(final Conversion conversion, final byte[] slot) {
        final byte[] plain = convert(conversion, 4, slot, 1);
        reverse(plain);
        return new BigInteger(plain).intValueExact();
    }

    private long int64(final Conversion conversion, final byte[] slot) {
        final byte[] plain = convert(conversion, 8, slot, 1);
        reverse(plain);
        return new BigInteger(plain).longValueExact();
    }

    private byte[] convert(final Conversion conversion, final int plainBytes, final byte[] slots, final int count) {
        final byte[] plain = new byte[count * plainBytes];
        try (RedZone in = new RedZone(allocator, slots.length);
                RedZone out = new RedZone(allocator, plain.length)) {
            assertThat(SlotConversion.maxBytes(plainBytes, count)).isEqualTo(plain.length);
            NativeMemory.copy(slots, 0, in.address(), slots.length);
            SlotConversion.convert(conversion, plainBytes, in.address(), count, out.address());
            in.requireIntact();
            out.requireIntact();
            NativeMemory.copy(out.address(), plain, 0, plain.length);
        }
        return plain;
    }

    private static int slotBytes(final Conversion conversion, final int plainBytes) {
        return switch (conversion) {
            case IDENTITY -> plainBytes;
            case INT8, UINT8 -> 1;
            case INT16, UINT16 -> 2;
            case TIME_SECONDS_TO_MILLIS, INTERVAL_MONTHS -> 4;
            case MILLIS_TO_DAYS, TIMESTAMP_SECONDS_TO_MILLIS, INTERVAL_DAYS -> 8;
            case DECIMAL256_TO_INT32, DECIMAL256_TO_INT64, DECIMAL256_TO_FIXED -> DECIMAL256_BYTES;
            default -> DECIMAL_BYTES;
        };
    }

    private static byte[] little(final long value, final int bytes) {
        final byte[] slot = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            slot[i] = (byte) (value >> 8 * i);
        }
        return slot;
    }

    private static byte[] little(final BigInteger value, final int bytes) {
        final byte[] slot = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            slot[i] = value.shiftRight(8 * i).byteValue();
        }
        return slot;
    }

    private static void reverse(final byte[] bytes) {
        for (int i = 0; i < bytes.length / 2; i++) {
            final byte swapped = bytes[i];
            bytes[i] = bytes[bytes.length - 1 - i];
            bytes[bytes.length - 1 - i] = swapped;
        }
    }
}

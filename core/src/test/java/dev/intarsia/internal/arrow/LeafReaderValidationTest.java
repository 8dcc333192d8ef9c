package dev.intarsia.internal.arrow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.intarsia.internal.memory.NativeMemory;
import dev.intarsia.options.InvalidBatchException;
import java.math.BigInteger;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LeafReaderValidationTest {
    private static final long DAY = 86_400_000L;
    private static final ArrowType DATE64 = new ArrowType.Date(DateUnit.MILLISECOND);
    private static final ArrowType TIME = new ArrowType.Time(TimeUnit.SECOND, 32);
    private static final ArrowType TIMESTAMP = new ArrowType.Timestamp(TimeUnit.SECOND, null);

    private static final ArrowType MONTHS = new ArrowType.Interval(IntervalUnit.YEAR_MONTH);
    private static final ArrowType DAYS = new ArrowType.Interval(IntervalUnit.DAY_TIME);

    private final RootAllocator allocator = new RootAllocator();

    @AfterEach
    void nothingLeaks() {
        allocator.close();
    }

    static Stream<Arguments> limits() {
        final String date = " milliseconds, a date must be a whole number of days (of 86400000 milliseconds) that fits"
                + " 32 bits; round it or declare the field a timestamp";
        final String time = " seconds, which as milliseconds do not fit 32 bits; a time of day is less than 86400"
                + " seconds, correct it";
        final String timestamp = " seconds, which as milliseconds do not fit 64 bits; correct it";
        return Stream.of(
                limit(DATE64, DAY * Integer.MAX_VALUE, DAY * Integer.MAX_VALUE + DAY, date),
                limit(DATE64, DAY * Integer.MIN_VALUE, DAY * Integer.MIN_VALUE - DAY, date),
                limit(DATE64, DAY, DAY + 1, date),
                limit(DATE64, -DAY, -DAY + 1, date),
                limit(DATE64, 0, Long.MAX_VALUE, date),
                limit(DATE64, 0, Long.MIN_VALUE, date),
                limit(TIME, 2_147_483, 2_147_484, time),
                limit(TIME, -2_147_483, -2_147_484, time),
                limit(TIME, 0, Integer.MAX_VALUE, time),
                limit(TIME, 0, Integer.MIN_VALUE, time),
                limit(TIMESTAMP, Long.MAX_VALUE / 1000, Long.MAX_VALUE / 1000 + 1, timestamp),
                limit(TIMESTAMP, Long.MIN_VALUE / 1000, Long.MIN_VALUE / 1000 - 1, timestamp),
                limit(TIMESTAMP, 0, Long.MAX_VALUE, timestamp),
                limit(TIMESTAMP, 0, Long.MIN_VALUE, timestamp));
    }

    static Stream<Arguments> decimalLimits() {
        return Stream.concat(
                Stream.of(1, 8, 9, 10, 17, 18, 19, 20, 21, 28, 37, 38).flatMap(precision -> decimals(precision, 128)),
                Stream.of(1, 9, 18, 19, 20, 38, 39, 57, 58, 59, 75, 76).flatMap(precision -> decimals(precision, 256)));
    }

    private static Stream<Arguments> decimals(final int precision, final int bits) {
        final BigInteger max = BigInteger.TEN.pow(precision).subtract(BigInteger.ONE);
        final BigInteger wildest = BigInteger.ONE.shiftLeft(bits - 1);
        return Stream.of(
                decimal(precision, bits, max, max.add(BigInteger.ONE)),
                decimal(precision, bits, max.negate(), max.negate().subtract(BigInteger.ONE)),
                decimal(precision, bits, BigInteger.ZERO, wildest.subtract(BigInteger.ONE)),
                decimal(precision, bits, BigInteger.ZERO, wildest.negate()));
    }

    static Stream<Arguments> intervalLimits() {
        final String complaint =
                ", and Parquet's intervals have no negative parts; leave it out or write the parts as columns of numbers";
        final BigInteger most = BigInteger.valueOf(Integer.MAX_VALUE);
        final BigInteger bothMost = most.shiftLeft(32).add(most);
        return Stream.of(
                arguments(MONTHS, most, BigInteger.valueOf(-1), "an interval of -1 months" + complaint),
                arguments(
                        DAYS,
                        bothMost,
                        BigInteger.valueOf(0xFFFFFFFFL),
                        "an interval of -1 days and 0 milliseconds" + complaint),
                arguments(
                        DAYS,
                        BigInteger.ZERO,
                        BigInteger.valueOf(-2L << 32).add(BigInteger.TEN),
                        "an interval of 10 days and -2 milliseconds" + complaint));
    }

    /**
     * The value at the limit is taken, the one beyond it refused, wherever it is: first, last, at the end of a block.
     */
    @ParameterizedTest
    @MethodSource({"limits", "decimalLimits", "intervalLimits"})
    void aValueBeyondTheLimitIsRefusedByItsRow(
            final ArrowType type, final BigInteger legal, final BigInteger illegal, final String complaint) {
        final int rows = 2100;
        final LoneColumn column = LoneColumn.nullable(type);
        final LeafReader reader = column.reader();
        try (BaseFixedWidthVector vector = fixed(type, rows)) {
            for (int row = 0; row < rows; row++) {
                put(vector, row, legal);
            }
            column.bind(vector, rows);
            assertThatCode(() -> reader.validate(0)).doesNotThrowAnyException();

            for (final int row : new int[] {0, 1, 63, 64, 1023, 1024, rows - 1}) {
                put(vector, row, illegal);
                assertRefused(reader, 0, "row " + row + " of the batch (counted from 0) is " + complaint);

                column.bind(vector, row);
                assertThatCode(() -> reader.validate(0))
                        .as("row %s is not bound", row)
                        .doesNotThrowAnyException();
                column.bind(vector, rows);
                put(vector, row, legal);
            }
        }
    }

    @ParameterizedTest
    @MethodSource({"limits", "decimalLimits", "intervalLimits"})
    void whatIsUnderANullIsNoError(
            final ArrowType type, final BigInteger legal, final BigInteger illegal, final String complaint) {
        final int rows = 1100;
        final LoneColumn column = LoneColumn.nullable(type);
        final LeafReader reader = column.reader();
        try (BaseFixedWidthVector vector = fixed(type, rows)) {
            for (int row = 0; row < rows; row++) {
                final boolean garbage = row % 3 == 0;
                put(vector, row, garbage ? illegal : legal);
                if (garbage) {
                    BitVectorHelper.unsetBit(vector.getValidityBuffer(), row);
                }
            }
            column.bind(vector, rows);
            assertThatCode(() -> reader.validate(0)).doesNotThrowAnyException();

            put(vector, 1, illegal);
            assertRefused(reader, 0, "row 1 of the batch (counted from 0) is " + complaint);
        }
    }

    @Test
    void randomDecimalsAreJudgedAsBigIntegerJudgesThem() {
        final Random random = new Random(5);
        for (final int precision : new int[] {3, 9, 18, 19, 27, 38, 39, 50, 58, 76}) {
            final BigInteger max = BigInteger.TEN.pow(precision).subtract(BigInteger.ONE);
            final int bits = precision > 38 || random.nextBoolean() ? 256 : 128;
            final ArrowType type = new ArrowType.Decimal(precision, 0, bits);
            final SlotLimits limits = new SlotLimits(Leaves.nullable(type).conversion(), precision);
            try (BaseFixedWidthVector vector = fixed(type, 1)) {
                for (int i = 0; i < 2000; i++) {
                    final BigInteger magnitude = new BigInteger(random.nextInt(bits - 1) + 1, random);
                    final BigInteger value = random.nextBoolean() ? magnitude : magnitude.negate();
                    put(vector, 0, value);

                    assertThat(limits.hold(vector.getDataBufferAddress(), 1))
                            .as("%s with %s digits", value, precision)
                            .isEqualTo(value.abs().compareTo(max) <= 0);
                }
            }
        }
    }

    @Test
    void aDecimalIsNamedWithItsScale() {
        final ArrowType type = new ArrowType.Decimal(4, 2, 128);
        final LoneColumn column = LoneColumn.nullable(type);
        final LeafReader reader = column.reader();
        try (BaseFixedWidthVector vector = fixed(type, 1)) {
            put(vector, 0, BigInteger.valueOf(-12345));
            column.bind(vector, 1);

            assertRefused(
                    reader,
                    0,
                    "row 0 of the batch (counted from 0) is -123.45, which has more than 4 digits, the precision of the"
                            + " field; correct it or declare a larger precision");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 63, 64, 65, 1000})
    void aNullInARequiredFieldIsRefusedByItsRow(final int rows) {
        final ArrowType type = new ArrowType.Int(32, true);
        final LoneColumn column = LoneColumn.required(type);
        final LeafReader reader = column.reader();
        try (BaseFixedWidthVector vector = fixed(type, rows)) {
            // Bits behind the last row are whatever they are.
            final int lastByte = (rows - 1) / 8;
            final int unused = 0xFF << ((rows - 1) % 8 + 1);
            vector.getValidityBuffer()
                    .setByte(lastByte, vector.getValidityBuffer().getByte(lastByte) & ~unused);
            column.bind(vector, rows);
            assertThatCode(() -> reader.validate(0)).doesNotThrowAnyException();

            for (final int row : new int[] {rows - 1, rows / 2, 0}) {
                vector.setNull(row);
                assertRefused(
                        reader,
                        0,
                        "row " + row + " of the batch (counted from 0) is null, and the field is not nullable; fill it"
                                + " or declare the field nullable");
            }
        }
    }

    @Test
    void aValueOfVariableLengthIsRefusedOnceItIsLongerThanTheLimit() {
        for (final ArrowType type : new ArrowType[] {new ArrowType.Utf8(), new ArrowType.LargeBinary()}) {
            final LoneColumn column = LoneColumn.nullable(type);
            final LeafReader reader = column.reader();
            try (FieldVector vector = variable(type, "ab", "", null, "abcde", "abcdef")) {
                column.bind(vector, 5);
                assertThatCode(() -> reader.validate(6)).doesNotThrowAnyException();
                assertRefused(
                        reader,
                        5,
                        "row 4 of the batch (counted from 0) has 6 bytes, a value may have 5; leave it out or store it"
                                + " elsewhere");

                BitVectorHelper.unsetBit(vector.getValidityBuffer(), 4);
                assertThatCode(() -> reader.validate(5)).doesNotThrowAnyException();
                assertRefused(
                        reader,
                        4,
                        "row 3 of the batch (counted from 0) has 5 bytes, a value may have 4; leave it out or store it"
                                + " elsewhere");
            }
        }
    }

    static Stream<Arguments> damagedOffsets() {
        final String damaged = "; the vector is damaged";
        return Stream.of(
                arguments(0, -1L, "row 0 of the batch (counted from 0) lies between the offsets -1 and 2" + damaged),
                arguments(1, 5L, "row 1 of the batch (counted from 0) lies between the offsets 5 and 4" + damaged),
                arguments(1, -7L, "row 0 of the batch (counted from 0) lies between the offsets 0 and -7" + damaged),
                arguments(3, 3L, "row 2 of the batch (counted from 0) lies between the offsets 4 and 3" + damaged));
    }

    @ParameterizedTest
    @MethodSource("damagedOffsets")
    void offsetsThatGoBackAreRefusedUnderNullsToo(final int index, final long offset, final String sentence) {
        for (final boolean isNull : new boolean[] {false, true}) {
            for (final ArrowType type : new ArrowType[] {new ArrowType.Binary(), new ArrowType.LargeUtf8()}) {
                final LoneColumn column = LoneColumn.nullable(type);
                final LeafReader reader = column.reader();
                try (FieldVector vector = variable(type, "ab", "cd", "ef")) {
                    if (isNull) {
                        vector.getValidityBuffer().setZero(0, 1);
                    }
                    putOffset(vector, index, offset);
                    column.bind(vector, 3);

                    assertRefused(reader, 1 << 20, sentence);
                }
            }
        }
    }

    /** The difference of the first two wraps around to 1, and the last is less than the bytes of the data. */
    @Test
    void wideOffsetsWhoseDifferenceWrapsAroundAreRefused() {
        final LoneColumn column = LoneColumn.nullable(new ArrowType.LargeBinary());
        final LeafReader reader = column.reader();
        try (FieldVector vector = variable(new ArrowType.LargeBinary(), "ab", "cd")) {
            putOffset(vector, 0, Long.MAX_VALUE);
            putOffset(vector, 1, Long.MIN_VALUE);
            putOffset(vector, 2, Long.MIN_VALUE + 1);
            vector.getValidityBuffer().setZero(0, 1);
            column.bind(vector, 2);

            assertRefused(
                    reader,
                    Integer.MAX_VALUE,
                    "row 0 of the batch (counted from 0) lies between the offsets 9223372036854775807 and"
                            + " -9223372036854775808; the vector is damaged");
        }
    }

    @Test
    void offsetsBeyondTheDataAreRefused() {
        for (final ArrowType type : new ArrowType[] {new ArrowType.Utf8(), new ArrowType.LargeBinary()}) {
            final LoneColumn column = LoneColumn.nullable(type);
            final LeafReader reader = column.reader();
            try (FieldVector vector = variable(type, "ab", "cd")) {
                final long capacity = vector.getDataBuffer().capacity();
                putOffset(vector, 2, capacity);
                column.bind(vector, 2);
                assertThatCode(() -> reader.validate(Integer.MAX_VALUE)).doesNotThrowAnyException();

                putOffset(vector, 2, capacity + 1);
                assertRefused(
                        reader,
                        Integer.MAX_VALUE,
                        "row 1 of the batch (counted from 0) ends at byte " + (capacity + 1) + " of the data, which"
                                + " has " + capacity + "; the vector is damaged");
            }
        }
    }

    /** Offsets are examined in blocks; this walks a fault over the ends of them. */
    @Test
    void aFaultIsFoundInEveryBlockOfOffsets() {
        final int rows = 3000;
        final LoneColumn column = LoneColumn.nullable(new ArrowType.Utf8());
        final LeafReader reader = column.reader();
        try (VarCharVector vector = new VarCharVector("x", allocator)) {
            vector.allocateNew(rows, rows);
            for (int row = 0; row < rows; row++) {
                vector.set(row, new byte[] {'a'});
            }
            vector.setValueCount(rows);
            column.bind(vector, rows);
            reader.validate(1);
            for (final int index : new int[] {1, 1023, 1024, 1025, 2048, 2999}) {
                putOffset(vector, index, rows + 1);
                assertThatThrownBy(() -> reader.validate(rows + 1))
                        .isInstanceOf(InvalidBatchException.class)
                        .hasMessageContaining("row " + index + " of the batch (counted from 0) lies between the offsets"
                                + " 3001 and " + (index + 1));
                putOffset(vector, index, index);
            }
        }
    }

    private void assertRefused(final LeafReader reader, final int maxValueBytes, final String sentence) {
        assertThatThrownBy(() -> reader.validate(maxValueBytes))
                .isInstanceOf(InvalidBatchException.class)
                .hasMessage("column 'x': " + sentence);
    }

    private static Arguments limit(final ArrowType type, final long legal, final long illegal, final String complaint) {
        return arguments(type, BigInteger.valueOf(legal), BigInteger.valueOf(illegal), illegal + complaint);
    }

    private static Arguments decimal(
            final int precision, final int bits, final BigInteger legal, final BigInteger illegal) {
        return arguments(
                new ArrowType.Decimal(precision, 0, bits),
                legal,
                illegal,
                illegal + ", which has more than " + precision
                        + " digits, the precision of the field; correct it or declare a larger precision");
    }

    /** A vector of fixed width of which no row is null. */
    private BaseFixedWidthVector fixed(final ArrowType type, final int rows) {
        final BaseFixedWidthVector vector =
                (BaseFixedWidthVector) Field.nullable("x", type).createVector(allocator);
        vector.allocateNew(rows);
        vector.setValueCount(rows);
        for (int row = 0; row < rows; row++) {
            BitVectorHelper.setBit(vector.getValidityBuffer(), row);
        }
        return vector;
    }

    private static void put(final BaseFixedWidthVector vector, final int row, final BigInteger value) {
        final int width = vector.getTypeWidth();
        for (int i = 0; i < width; i++) {
            final long slot = vector.getDataBufferAddress() + (long) row * width;
            NativeMemory.putByte(slot + i, value.shiftRight(8 * i).byteValue());
        }
    }

    private FieldVector variable(final ArrowType type, final String... values) {
        final FieldVector vector = Field.nullable("x", type).createVector(allocator);
        vector.allocateNew();
        for (int row = 0; row < values.length; row++) {
            if (values[row] != null) {
                final byte[] bytes = values[row].getBytes(UTF_8);
                if (vector instanceof BaseVariableWidthVector narrow) {
                    narrow.setSafe(row, bytes);
                } else {
                    ((BaseLargeVariableWidthVector) vector).setSafe(row, bytes);
                }
            }
        }
        vector.setValueCount(values.length);
        return vector;
    }

    private static void putOffset(final FieldVector vector, final int index, final long offset) {
        if (vector instanceof BaseVariableWidthVector) {
            vector.getOffsetBuffer().setInt(index * 4L, (int) offset);
        } else {
            vector.getOffsetBuffer().setLong(index * 8L, offset);
        }
    }
}

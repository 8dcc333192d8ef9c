package dev.intarsia.internal.arrow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.intarsia.options.InvalidBatchException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LeafReaderBindTest {
    private static final ArrowType INT32 = new ArrowType.Int(32, true);
    private static final ArrowType UTF8 = new ArrowType.Utf8();

    private final RootAllocator allocator = new RootAllocator();

    @AfterEach
    void nothingLeaks() {
        allocator.close();
    }

    static Stream<ArrowType> flatTypes() {
        return Stream.of(
                new ArrowType.Bool(),
                new ArrowType.Int(8, true),
                new ArrowType.Int(16, true),
                INT32,
                new ArrowType.Int(64, true),
                new ArrowType.Int(8, false),
                new ArrowType.Int(16, false),
                new ArrowType.Int(32, false),
                new ArrowType.Int(64, false),
                new ArrowType.FloatingPoint(FloatingPointPrecision.HALF),
                new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE),
                new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE),
                UTF8,
                new ArrowType.LargeUtf8(),
                new ArrowType.Binary(),
                new ArrowType.LargeBinary(),
                new ArrowType.FixedSizeBinary(5),
                new ArrowType.Decimal(9, 2, 128),
                new ArrowType.Decimal(38, 2, 128),
                new ArrowType.Date(DateUnit.DAY),
                new ArrowType.Date(DateUnit.MILLISECOND),
                new ArrowType.Time(TimeUnit.SECOND, 32),
                new ArrowType.Time(TimeUnit.MILLISECOND, 32),
                new ArrowType.Time(TimeUnit.MICROSECOND, 64),
                new ArrowType.Time(TimeUnit.NANOSECOND, 64),
                new ArrowType.Timestamp(TimeUnit.SECOND, null),
                new ArrowType.Timestamp(TimeUnit.SECOND, "UTC"),
                new ArrowType.Timestamp(TimeUnit.MILLISECOND, null),
                new ArrowType.Timestamp(TimeUnit.MILLISECOND, "UTC"),
                new ArrowType.Timestamp(TimeUnit.MICROSECOND, ""),
                new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC"),
                new ArrowType.Timestamp(TimeUnit.NANOSECOND, null),
                new ArrowType.Timestamp(TimeUnit.NANOSECOND, "UTC"));
    }

    @ParameterizedTest
    @MethodSource("flatTypes")
    void theVectorThatArrowMakesForATypeIsTaken(final ArrowType type) {
        final LoneColumn column = LoneColumn.nullable(type);
        final LeafReader reader = column.reader();
        try (FieldVector vector = vectorOf(type)) {
            vector.setInitialCapacity(70);
            vector.allocateNew();
            vector.setValueCount(70);

            column.bind(vector, 70);
            reader.validate(0);

            assertThat(reader.rows()).isEqualTo(70);
            assertThat(reader.validity()).isEqualTo(vector.getValidityBufferAddress());
            assertThat(reader.dataAddress()).isEqualTo(vector.getDataBufferAddress());
            if (reader.leaf().conversion().variableWidth()) {
                assertThat(reader.offsets()).isEqualTo(vector.getOffsetBufferAddress());
            } else {
                assertThat(reader.slotAddress(3)).isEqualTo(reader.dataAddress() + 3L * reader.slotBytes());
            }
        }
    }

    /** Neither validity nor offsets nor data are allocated, which is how vectors begin and how empty batches arrive. */
    @ParameterizedTest
    @MethodSource("flatTypes")
    void noRowsNeedNoBuffers(final ArrowType type) {
        final LoneColumn column = LoneColumn.nullable(type);
        final LeafReader reader = column.reader();
        try (FieldVector vector = vectorOf(type)) {
            column.bind(vector, 0);
            reader.validate(0);

            assertThat(reader.rows()).isZero();
        }
    }

    @Test
    void unboundNothingOfTheVectorIsLeft() {
        final LoneColumn column = LoneColumn.nullable(UTF8);
        final LeafReader reader = column.reader();
        try (VarCharVector vector = strings("a", "bc")) {
            column.bind(vector, 2);
            column.unbind();

            assertThat(List.of(reader.validity(), reader.offsets(), reader.dataAddress(), (long) reader.rows()))
                    .containsOnly(0L);
        }
    }

    @Test
    void fewerRowsThanTheVectorHasMayBeBound() {
        final LoneColumn column = LoneColumn.nullable(UTF8);
        final LeafReader reader = column.reader();
        try (VarCharVector vector = strings("a", "bc", "def")) {
            column.bind(vector, 2);

            assertThat(reader.rows()).isEqualTo(2);
        }
    }

    @Test
    void aMissingBitmapMeansThatNoRowIsNull() {
        final LoneColumn column = LoneColumn.nullable(INT32);
        final LeafReader reader = column.reader();
        try (IntVector vector = new IntVector("x", allocator)) {
            vector.allocateNew(3);
            vector.setValueCount(3);
            vector.getValidityBuffer().capacity(0); // Arrow always makes a bitmap; vectors of others may have none

            column.bind(vector, 3);
            reader.validate(0);

            assertThat(reader.validity()).isZero();
        }
    }

    @Test
    void aRequiredColumnHasNoBitmap() {
        final LoneColumn column = LoneColumn.required(INT32);
        final LeafReader reader = column.reader();
        try (IntVector vector = new IntVector("x", allocator)) {
            vector.allocateNew(1);
            vector.set(0, 7);
            vector.setValueCount(1);
            column.bind(vector, 1);
            reader.validate(0);

            assertThat(reader.validity()).isZero();
        }
    }

    static Stream<Arguments> otherTypes() {
        return Stream.of(
                arguments(INT32, new ArrowType.Int(32, false)),
                arguments(INT32, new ArrowType.Int(64, true)),
                arguments(INT32, new ArrowType.Date(DateUnit.DAY)),
                arguments(UTF8, new ArrowType.Binary()),
                arguments(UTF8, new ArrowType.LargeUtf8()),
                arguments(new ArrowType.FixedSizeBinary(4), new ArrowType.FixedSizeBinary(5)),
                arguments(new ArrowType.Decimal(10, 2, 128), new ArrowType.Decimal(11, 2, 128)),
                arguments(new ArrowType.Decimal(10, 2, 128), new ArrowType.Decimal(10, 3, 128)),
                arguments(new ArrowType.Time(TimeUnit.SECOND, 32), new ArrowType.Time(TimeUnit.MILLISECOND, 32)),
                arguments(
                        new ArrowType.Timestamp(TimeUnit.SECOND, null),
                        new ArrowType.Timestamp(TimeUnit.MILLISECOND, null)),
                arguments(
                        new ArrowType.Timestamp(TimeUnit.SECOND, null),
                        new ArrowType.Timestamp(TimeUnit.SECOND, "UTC")));
    }

    @ParameterizedTest
    @MethodSource("otherTypes")
    void aVectorOfAnotherTypeIsRefused(final ArrowType expected, final ArrowType actual) {
        try (FieldVector vector = vectorOf(actual)) {
            assertRefused(
                    LoneColumn.nullable(expected),
                    vector,
                    0,
                    "column 'x': the vector is of type " + actual + ", the file was opened for " + expected
                            + "; give a vector of that type or open another file for this schema");
        }
    }

    @Test
    void aVectorOfAnotherZoneIsTaken() {
        final LoneColumn column = LoneColumn.nullable(new ArrowType.Timestamp(TimeUnit.SECOND, "Europe/Zurich"));
        final LeafReader reader = column.reader();
        try (FieldVector vector = vectorOf(new ArrowType.Timestamp(TimeUnit.SECOND, "UTC"))) {
            assertThatCode(() -> column.bind(vector, 0)).doesNotThrowAnyException();
        }
    }

    @Test
    void indexesIntoADictionaryAreNotTakenForNumbers() {
        final FieldType indexes = new FieldType(true, INT32, new DictionaryEncoding(9, false, null));
        try (IntVector vector = new IntVector("x", indexes, allocator)) {
            assertRefused(
                    LoneColumn.nullable(INT32),
                    vector,
                    0,
                    "column 'x': the vector holds indexes into dictionary 9, the file was opened for values of"
                            + " Int(32, true); decode the vector first");
        }
    }

    @Test
    void aVectorLaidOutOtherwiseThanItsFieldSaysIsRefused() {
        try (IntVector vector = new IntVector(Field.nullable("x", new ArrowType.Int(64, true)), allocator)) {
            assertRefused(
                    LoneColumn.nullable(new ArrowType.Int(64, true)),
                    vector,
                    0,
                    "column 'x': the vector states the type Int(64, true) but is a"
                            + " org.apache.arrow.vector.IntVector, whose slots are laid out otherwise; give a"
                            + " vector made for its type");
        }
    }

    @Test
    void aVectorWithFewerValuesThanTheBatchHasRowsIsRefused() {
        try (VarCharVector vector = strings("a", "b")) {
            assertRefused(
                    LoneColumn.nullable(UTF8),
                    vector,
                    3,
                    "column 'x': the vector has 2 values, the batch has 3 rows; set the value count of the vector, or"
                            + " the row count of the batch, to what it holds");
        }
    }

    @Test
    void aBufferShorterThanItsSlotsIsRefused() {
        try (IntVector vector = new IntVector("x", allocator);
                ArrowBuf bitmap = allocator.buffer(8);
                ArrowBuf data = allocator.buffer(16)) {
            vector.loadFieldBuffers(new ArrowFieldNode(3, 0), List.of(bitmap, data.slice(0, 11)));

            assertRefused(
                    LoneColumn.nullable(INT32),
                    vector,
                    3,
                    "column 'x': the data buffer of the vector has 11 bytes, 3 rows need 12; the vector is damaged or"
                            + " its value count is too high");
        }
    }

    @Test
    void aBitmapOrOffsetsShorterThanTheRowsAreRefused() {
        try (VarCharVector vector = new VarCharVector("x", allocator);
                ArrowBuf bitmap = allocator.buffer(8);
                ArrowBuf offsets = allocator.buffer(64);
                ArrowBuf data = allocator.buffer(8)) {
            offsets.setZero(0, offsets.capacity());
            bitmap.setZero(0, 8);
            vector.loadFieldBuffers(new ArrowFieldNode(9, 1), List.of(bitmap.slice(0, 1), offsets.slice(0, 36), data));

            assertRefused(
                    LoneColumn.nullable(UTF8),
                    vector,
                    9,
                    "column 'x': the validity buffer of the vector has 1 bytes, 9 rows need 2; the vector is damaged or"
                            + " its value count is too high");
        }
        try (VarCharVector vector = new VarCharVector("x", allocator);
                ArrowBuf bitmap = allocator.buffer(8);
                ArrowBuf offsets = allocator.buffer(64);
                ArrowBuf data = allocator.buffer(8)) {
            offsets.setZero(0, offsets.capacity());
            bitmap.setZero(0, 8);
            vector.loadFieldBuffers(new ArrowFieldNode(9, 1), List.of(bitmap.slice(0, 2), offsets.slice(0, 36), data));

            assertRefused(
                    LoneColumn.nullable(UTF8),
                    vector,
                    9,
                    "column 'x': the offset buffer of the vector has 36 bytes, 9 rows need 40; the vector is damaged or"
                            + " its value count is too high");
        }
    }

    @Test
    void aClosedBufferIsRefused() {
        final VarCharVector vector = strings("a");
        vector.getDataBuffer().close();
        assertRefused(
                LoneColumn.nullable(UTF8),
                vector,
                1,
                "column 'x': the data buffer of the vector is closed; keep a batch open until it is written");
        vector.getOffsetBuffer().close();
        vector.getValidityBuffer().close();
    }

    private void assertRefused(
            final LoneColumn column, final FieldVector vector, final int rows, final String sentence) {
        final LeafReader reader = column.reader();
        assertThatThrownBy(() -> column.bind(vector, rows))
                .isInstanceOf(InvalidBatchException.class)
                .hasMessage(sentence);
        assertThat(List.of(reader.validity(), reader.offsets(), reader.dataAddress(), (long) reader.rows()))
                .containsOnly(0L);
    }

    private FieldVector vectorOf(final ArrowType type) {
        return Field.nullable("x", type).createVector(allocator);
    }

    private VarCharVector strings(final String... values) {
        final VarCharVector vector = new VarCharVector("x", allocator);
        vector.allocateNew();
        for (int i = 0; i < values.length; i++) {
            if (values[i] != null) {
                vector.setSafe(i, values[i].getBytes(UTF_8));
            }
        }
        vector.setValueCount(values.length);
        return vector;
    }
}

package dev.intarsia.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParquetSchemaMappingTest {
    static Stream<Arguments> flatTypes() {
        return Stream.of(
                row(new ArrowType.Bool(), "boolean x", Conversion.BITS, Order.BOOLEAN, 0, 0),
                row(new ArrowType.Int(8, true), "int32 x (INTEGER(8,true))", Conversion.INT8, Order.SIGNED, 1, 4),
                row(new ArrowType.Int(16, true), "int32 x (INTEGER(16,true))", Conversion.INT16, Order.SIGNED, 2, 4),
                row(new ArrowType.Int(32, true), "int32 x", Conversion.IDENTITY, Order.SIGNED, 4, 4),
                row(new ArrowType.Int(64, true), "int64 x", Conversion.IDENTITY, Order.SIGNED, 8, 8),
                row(new ArrowType.Int(8, false), "int32 x (INTEGER(8,false))", Conversion.UINT8, Order.UNSIGNED, 1, 4),
                row(
                        new ArrowType.Int(16, false),
                        "int32 x (INTEGER(16,false))",
                        Conversion.UINT16,
                        Order.UNSIGNED,
                        2,
                        4),
                row(
                        new ArrowType.Int(32, false),
                        "int32 x (INTEGER(32,false))",
                        Conversion.IDENTITY,
                        Order.UNSIGNED,
                        4,
                        4),
                row(
                        new ArrowType.Int(64, false),
                        "int64 x (INTEGER(64,false))",
                        Conversion.IDENTITY,
                        Order.UNSIGNED,
                        8,
                        8),
                row(
                        new ArrowType.FloatingPoint(FloatingPointPrecision.HALF),
                        "fixed_len_byte_array(2) x (FLOAT16)",
                        Conversion.IDENTITY,
                        Order.FLOAT16,
                        2,
                        2),
                row(
                        new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE),
                        "float x",
                        Conversion.IDENTITY,
                        Order.FLOATING,
                        4,
                        4),
                row(
                        new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE),
                        "double x",
                        Conversion.IDENTITY,
                        Order.FLOATING,
                        8,
                        8),
                row(new ArrowType.Utf8(), "binary x (STRING)", Conversion.BYTES, Order.LEXICOGRAPHIC, 0, 0),
                row(new ArrowType.LargeUtf8(), "binary x (STRING)", Conversion.LARGE_BYTES, Order.LEXICOGRAPHIC, 0, 0),
                row(new ArrowType.Binary(), "binary x", Conversion.BYTES, Order.LEXICOGRAPHIC, 0, 0),
                row(new ArrowType.LargeBinary(), "binary x", Conversion.LARGE_BYTES, Order.LEXICOGRAPHIC, 0, 0),
                row(new ArrowType.Utf8View(), "binary x (STRING)", Conversion.VIEWS, Order.LEXICOGRAPHIC, 16, 0),
                row(new ArrowType.BinaryView(), "binary x", Conversion.VIEWS, Order.LEXICOGRAPHIC, 16, 0),
                row(new ArrowType.Duration(TimeUnit.SECOND), "int64 x", Conversion.IDENTITY, Order.SIGNED, 8, 8),
                row(new ArrowType.Duration(TimeUnit.NANOSECOND), "int64 x", Conversion.IDENTITY, Order.SIGNED, 8, 8),
                row(
                        new ArrowType.Interval(IntervalUnit.YEAR_MONTH),
                        "fixed_len_byte_array(12) x (INTERVAL)",
                        Conversion.INTERVAL_MONTHS,
                        Order.NONE,
                        4,
                        12),
                row(
                        new ArrowType.Interval(IntervalUnit.DAY_TIME),
                        "fixed_len_byte_array(12) x (INTERVAL)",
                        Conversion.INTERVAL_DAYS,
                        Order.NONE,
                        8,
                        12),
                row(
                        new ArrowType.FixedSizeBinary(1),
                        "fixed_len_byte_array(1) x",
                        Conversion.IDENTITY,
                        Order.LEXICOGRAPHIC,
                        1,
                        1),
                row(
                        new ArrowType.FixedSizeBinary(1000),
                        "fixed_len_byte_array(1000) x",
                        Conversion.IDENTITY,
                        Order.LEXICOGRAPHIC,
                        1000,
                        1000),
                row(new ArrowType.Date(DateUnit.DAY), "int32 x (DATE)", Conversion.IDENTITY, Order.SIGNED, 4, 4),
                row(
                        new ArrowType.Date(DateUnit.MILLISECOND),
                        "int32 x (DATE)",
                        Conversion.MILLIS_TO_DAYS,
                        Order.SIGNED,
                        8,
                        4),
                row(
                        new ArrowType.Time(TimeUnit.SECOND, 32),
                        "int32 x (TIME(MILLIS,false))",
                        Conversion.TIME_SECONDS_TO_MILLIS,
                        Order.SIGNED,
                        4,
                        4),
                row(
                        new ArrowType.Time(TimeUnit.MILLISECOND, 32),
                        "int32 x (TIME(MILLIS,false))",
                        Conversion.IDENTITY,
                        Order.SIGNED,
                        4,
                        4),
                row(
                        new ArrowType.Time(TimeUnit.MICROSECOND, 64),
                        "int64 x (TIME(MICROS,false))",
                        Conversion.IDENTITY,
                        Order.SIGNED,
                        8,
                        8),
                row(
                        new ArrowType.Time(TimeUnit.NANOSECOND, 64),
                        "int64 x (TIME(NANOS,false))",
                        Conversion.IDENTITY,
                        Order.SIGNED,
                        8,
                        8),
                timestamp(TimeUnit.SECOND, null, "MILLIS,false", Conversion.TIMESTAMP_SECONDS_TO_MILLIS),
                timestamp(TimeUnit.SECOND, "Europe/Zurich", "MILLIS,true", Conversion.TIMESTAMP_SECONDS_TO_MILLIS),
                timestamp(TimeUnit.MILLISECOND, null, "MILLIS,false", Conversion.IDENTITY),
                timestamp(TimeUnit.MILLISECOND, "UTC", "MILLIS,true", Conversion.IDENTITY),
                timestamp(TimeUnit.MICROSECOND, "", "MICROS,false", Conversion.IDENTITY),
                timestamp(TimeUnit.MICROSECOND, "+01:00", "MICROS,true", Conversion.IDENTITY),
                timestamp(TimeUnit.NANOSECOND, null, "NANOS,false", Conversion.IDENTITY),
                timestamp(TimeUnit.NANOSECOND, "UTC", "NANOS,true", Conversion.IDENTITY),
                decimal(1, 0, "int32", Conversion.DECIMAL_TO_INT32, Order.SIGNED, 4),
                decimal(9, 9, "int32", Conversion.DECIMAL_TO_INT32, Order.SIGNED, 4),
                decimal(10, 2, "int64", Conversion.DECIMAL_TO_INT64, Order.SIGNED, 8),
                decimal(18, 0, "int64", Conversion.DECIMAL_TO_INT64, Order.SIGNED, 8),
                decimal(19, 3, "fixed_len_byte_array(9)", Conversion.DECIMAL_TO_FIXED, Order.DECIMAL_BYTES, 9),
                decimal(38, 38, "fixed_len_byte_array(16)", Conversion.DECIMAL_TO_FIXED, Order.DECIMAL_BYTES, 16),
                decimal256(1, 0, "int32", Conversion.DECIMAL256_TO_INT32, Order.SIGNED, 4),
                decimal256(9, 2, "int32", Conversion.DECIMAL256_TO_INT32, Order.SIGNED, 4),
                decimal256(10, 2, "int64", Conversion.DECIMAL256_TO_INT64, Order.SIGNED, 8),
                decimal256(18, 18, "int64", Conversion.DECIMAL256_TO_INT64, Order.SIGNED, 8),
                decimal256(19, 3, "fixed_len_byte_array(9)", Conversion.DECIMAL256_TO_FIXED, Order.DECIMAL_BYTES, 9),
                decimal256(76, 9, "fixed_len_byte_array(32)", Conversion.DECIMAL256_TO_FIXED, Order.DECIMAL_BYTES, 32));
    }

    @ParameterizedTest
    @MethodSource("flatTypes")
    void aFlatTypeHasItsParquetType(
            final ArrowType arrow,
            final String parquet,
            final Conversion conversion,
            final Order order,
            final int slotBytes,
            final int plainBytes) {
        for (final boolean nullable : new boolean[] {false, true}) {
            final ParquetSchema schema = ParquetSchema.of(
                    new Schema(List.of(new Field("x", new FieldType(nullable, arrow, null), null))),
                    new DictionaryProvider.MapDictionaryProvider());

            assertThat(schema.messageType().toString())
                    .isEqualTo("message schema {\n  " + (nullable ? "optional " : "required ") + parquet + ";\n}\n");
            assertThat(schema.leaves())
                    .extracting(Leaf::conversion, Leaf::order, Leaf::slotBytes, Leaf::plainBytes, Leaf::required)
                    .containsExactly(tuple(conversion, order, slotBytes, plainBytes, !nullable));
            assertThat(schema.leaves().get(0).physicalType())
                    .isEqualTo(schema.messageType()
                            .getColumns()
                            .get(0)
                            .getPrimitiveType()
                            .getPrimitiveTypeName());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38})
    void aDecimal128TakesTheSmallestLengthThatHoldsItsLargestAndSmallestValue(final int precision) {
        final BigInteger max = BigInteger.TEN.pow(precision).subtract(BigInteger.ONE);
        final int bytes = Math.max(max.toByteArray().length, max.negate().toByteArray().length);

        final Leaf leaf = leafOf(new ArrowType.Decimal(precision, 0, 128));

        assertThat(leaf.physicalType()).isEqualTo(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY);
        assertThat(leaf.typeLength()).isEqualTo(bytes);
    }

    @Test
    void aDecimal256TakesTheSmallestLengthThatHoldsItsLargestAndSmallestValue() {
        for (int precision = 19; precision <= 76; precision++) {
            final BigInteger max = BigInteger.TEN.pow(precision).subtract(BigInteger.ONE);

            assertThat(leafOf(new ArrowType.Decimal(precision, 0, 256)).typeLength())
                    .isEqualTo(Math.max(max.toByteArray().length, max.negate().toByteArray().length));
        }
    }

    @Test
    void aFieldOfNullsIsOptionalWhateverItSays() {
        for (final boolean nullable : new boolean[] {false, true}) {
            final ParquetSchema schema =
                    schemaOf(new Field("x", new FieldType(nullable, new ArrowType.Null(), null), null));

            assertThat(schema.messageType().toString())
                    .isEqualTo("message schema {\n  optional int32 x (UNKNOWN);\n}\n");
            assertThat(schema.leaves())
                    .extracting(
                            Leaf::conversion, Leaf::nullable, Leaf::required, Leaf::slotBytes, Leaf::maxDefinitionLevel)
                    .containsExactly(tuple(Conversion.NULLS, true, false, 0, 1));
            assertThat(schema.roots().get(0).nullable()).isTrue();
        }
    }

    @Test
    void valuesOfOneWidthAreThoseThatAreNeitherBitsNorNothingNorOfAnyLength() {
        assertThat(Conversion.values())
                .filteredOn(Conversion::variableWidth)
                .containsExactlyInAnyOrder(Conversion.BYTES, Conversion.LARGE_BYTES, Conversion.VIEWS);
        assertThat(Conversion.values())
                .filteredOn(conversion -> !conversion.fixedWidth())
                .containsExactlyInAnyOrder(
                        Conversion.BITS, Conversion.NULLS, Conversion.BYTES, Conversion.LARGE_BYTES, Conversion.VIEWS);
    }

    @Test
    void onlyStringsAndBinariesOfAnyLengthHaveBoundsThatMayBeCut() {
        assertThat(leafOf(new ArrowType.Utf8()).truncation()).isEqualTo(Truncation.UTF8);
        assertThat(leafOf(new ArrowType.LargeUtf8()).truncation()).isEqualTo(Truncation.UTF8);
        assertThat(leafOf(new ArrowType.Binary()).truncation()).isEqualTo(Truncation.BYTES);
        assertThat(leafOf(new ArrowType.LargeBinary()).truncation()).isEqualTo(Truncation.BYTES);
        assertThat(leafOf(new ArrowType.Utf8View()).truncation()).isEqualTo(Truncation.UTF8);
        assertThat(leafOf(new ArrowType.BinaryView()).truncation()).isEqualTo(Truncation.BYTES);
        assertThat(leafOf(new ArrowType.FixedSizeBinary(100)).truncation()).isEqualTo(Truncation.NO);
        assertThat(leafOf(new ArrowType.Decimal(38, 0, 128)).truncation()).isEqualTo(Truncation.NO);
        assertThat(leafOf(new ArrowType.Int(64, true)).truncation()).isEqualTo(Truncation.NO);
    }

    @Test
    void leavesKeepTheOrderAndTheNamesOfTheFields() {
        final Schema schema = new Schema(List.of(
                Field.nullable("a.b", new ArrowType.Utf8()),
                Field.notNullable("", new ArrowType.Int(32, true)),
                Field.nullable("Ä", new ArrowType.Bool())));

        final ParquetSchema parquet = ParquetSchema.of(schema, new DictionaryProvider.MapDictionaryProvider());

        assertThat(parquet.leaves())
                .extracting(
                        Leaf::column,
                        Leaf::field,
                        Leaf::path,
                        Leaf::pathParts,
                        Leaf::maxDefinitionLevel,
                        Leaf::maxRepetitionLevel)
                .containsExactly(
                        tuple(0, schema.getFields().get(0), "a.b", List.of("a.b"), 1, 0),
                        tuple(1, schema.getFields().get(1), "", List.of(""), 0, 0),
                        tuple(2, schema.getFields().get(2), "Ä", List.of("Ä"), 1, 0));
        for (final Leaf leaf : parquet.leaves()) {
            final var column = parquet.messageType().getColumns().get(leaf.column());
            assertThat(column.getPath()).containsExactly(leaf.pathParts().toArray(new String[0]));
            assertThat(column.getMaxDefinitionLevel()).isEqualTo(leaf.maxDefinitionLevel());
            assertThat(column.getMaxRepetitionLevel()).isEqualTo(leaf.maxRepetitionLevel());
        }
    }

    @Test
    void aFieldIdOfTheMetadataIsTheIdOfTheParquetField() {
        final Schema schema = new Schema(List.of(
                new Field(
                        "x",
                        new FieldType(
                                true, new ArrowType.Int(32, true), null, Map.of(ParquetSchema.FIELD_ID_KEY, "17")),
                        null),
                Field.nullable("y", new ArrowType.Utf8())));

        assertThat(ParquetSchema.of(schema, new DictionaryProvider.MapDictionaryProvider())
                        .messageType()
                        .toString())
                .isEqualTo("message schema {\n  optional int32 x = 17;\n  optional binary y (STRING);\n}\n");
    }

    private static ParquetSchema schemaOf(final Field field) {
        return ParquetSchema.of(new Schema(List.of(field)), new DictionaryProvider.MapDictionaryProvider());
    }

    private static Leaf leafOf(final ArrowType type) {
        return ParquetSchema.of(
                        new Schema(List.of(Field.nullable("x", type))), new DictionaryProvider.MapDictionaryProvider())
                .leaves()
                .get(0);
    }

    private static Arguments row(
            final ArrowType arrow,
            final String parquet,
            final Conversion conversion,
            final Order order,
            final int slotBytes,
            final int plainBytes) {
        return arguments(arrow, parquet, conversion, order, slotBytes, plainBytes);
    }

    private static Arguments timestamp(
            final TimeUnit unit, final String zone, final String annotation, final Conversion conversion) {
        return row(
                new ArrowType.Timestamp(unit, zone),
                "int64 x (TIMESTAMP(" + annotation + "))",
                conversion,
                Order.SIGNED,
                8,
                8);
    }

    private static Arguments decimal(
            final int precision,
            final int scale,
            final String parquet,
            final Conversion conversion,
            final Order order,
            final int plainBytes) {
        return row(
                new ArrowType.Decimal(precision, scale, 128),
                parquet + " x (DECIMAL(" + precision + "," + scale + "))",
                conversion,
                order,
                16,
                plainBytes);
    }

    private static Arguments decimal256(
            final int precision,
            final int scale,
            final String parquet,
            final Conversion conversion,
            final Order order,
            final int plainBytes) {
        return row(
                new ArrowType.Decimal(precision, scale, 256),
                parquet + " x (DECIMAL(" + precision + "," + scale + "))",
                conversion,
                order,
                32,
                plainBytes);
    }
}

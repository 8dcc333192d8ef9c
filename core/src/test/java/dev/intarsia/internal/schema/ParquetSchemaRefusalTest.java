package dev.intarsia.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.intarsia.options.UnsupportedSchemaException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.UnionMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParquetSchemaRefusalTest {
    static Stream<Arguments> refusedTypes() {
        return Stream.of(
                arguments(
                        new ArrowType.Struct(),
                        "its type is Struct: it has no fields, and Parquet has no group without any;"
                                + " drop it or give it a field"),
                arguments(
                        new ArrowType.List(),
                        "its type is List: it has 0 children, a list must have one, the field of its elements;"
                                + " correct it"),
                arguments(new ArrowType.LargeList(), "its type is LargeList: it has 0 children"),
                arguments(new ArrowType.FixedSizeList(2), "its type is FixedSizeList(2): it has 0 children"),
                arguments(new ArrowType.ListView(), "its type is ListView: it has 0 children"),
                arguments(new ArrowType.LargeListView(), "its type is LargeListView: it has 0 children"),
                arguments(
                        new ArrowType.Map(false),
                        "its type is Map(false): it must have one child, a struct of key and value, while it has [];"
                                + " correct it"),
                arguments(
                        new ArrowType.Interval(IntervalUnit.MONTH_DAY_NANO),
                        "its type is Interval(MONTH_DAY_NANO): an INTERVAL of Parquet counts milliseconds, not"
                                + " nanoseconds; write months, days and nanoseconds as three columns"),
                arguments(
                        new ArrowType.Union(UnionMode.Sparse, new int[0]),
                        "its type is Union(Sparse, []): Parquet"
                                + " has no union; give each of its members a nullable column of its own"),
                arguments(
                        new ArrowType.RunEndEncoded(),
                        "its type is RunEndEncoded: it has 0 children, it must have two, the ends of runs and their"
                                + " values; correct it"),
                arguments(
                        new ArrowType.FixedSizeBinary(0),
                        "its type is FixedSizeBinary(0): a fixed length must be 1"
                                + " byte or more; drop the column or write it as Binary"),
                arguments(
                        new ArrowType.Int(24, true),
                        "its type is Int(24, true): integers have 8, 16, 32 or 64" + " bits; choose one of these"),
                arguments(
                        new ArrowType.Time(TimeUnit.SECOND, 64),
                        "its type is Time(SECOND, 64): seconds and"
                                + " milliseconds have 32 bits, microseconds and nanoseconds 64; correct it"),
                arguments(new ArrowType.Time(TimeUnit.NANOSECOND, 32), "its type is Time(NANOSECOND, 32): seconds"),
                arguments(
                        new ArrowType.Decimal(5, 2, 64),
                        "its type is Decimal(5, 2, 64): only decimals of 128 and 256 bits can be written; convert the"
                                + " values to Decimal(.., 128)"),
                arguments(
                        new ArrowType.Decimal(77, 2, 256),
                        "its type is Decimal(77, 2, 256): its precision is 77, it must be between 1 and 76; choose one"
                                + " of these"),
                arguments(new ArrowType.Decimal(5, -2, 256), "its scale is -2, Parquet takes 0 to the precision"),
                arguments(
                        new ArrowType.Decimal(39, 2, 128),
                        "its type is Decimal(39, 2, 128): its precision is 39,"
                                + " it must be between 1 and 38; choose one of these"),
                arguments(new ArrowType.Decimal(0, 0, 128), "its precision is 0, it must be between 1 and 38"),
                arguments(
                        new ArrowType.Decimal(5, -2, 128),
                        "its type is Decimal(5, -2, 128): its scale is -2,"
                                + " Parquet takes 0 to the precision, which is 5; rescale the values"),
                arguments(new ArrowType.Decimal(5, 6, 128), "its scale is 6, Parquet takes 0 to the precision"));
    }

    @ParameterizedTest
    @MethodSource("refusedTypes")
    void aTypeThatCannotBeWrittenIsRefusedWithTheFieldTheTypeAndTheRemedy(final ArrowType type, final String sentence) {
        final Schema schema =
                new Schema(List.of(Field.nullable("fine", new ArrowType.Bool()), Field.nullable("odd one", type)));

        final UnsupportedSchemaException refusal = catchThrowableOfType(
                UnsupportedSchemaException.class,
                () -> ParquetSchema.of(schema, new DictionaryProvider.MapDictionaryProvider()));

        assertThat(refusal)
                .hasMessageStartingWith("field 'odd one': its type is " + type + ": ")
                .hasMessageContaining(sentence);
        assertThat(refusal.field()).isEqualTo("odd one");
    }

    @Test
    void twoFieldsOfOneNameAreRefused() {
        assertRefused(
                new Schema(List.of(
                        Field.nullable("x", new ArrowType.Bool()),
                        Field.nullable("y", new ArrowType.Bool()),
                        Field.nullable("x", new ArrowType.Utf8()))),
                "field 'x': fields 0 and 2 (counted from 0) both have this name, and Parquet finds a column by its"
                        + " name; rename one of them");
    }

    @Test
    void namesThatDifferOnlyInCaseAreTwoNames() {
        final Schema schema = new Schema(
                List.of(Field.nullable("x", new ArrowType.Bool()), Field.nullable("X", new ArrowType.Bool())));

        assertThat(ParquetSchema.of(schema, new DictionaryProvider.MapDictionaryProvider())
                        .leaves())
                .hasSize(2);
    }

    @Test
    void aSchemaWithoutFieldsIsRefused() {
        assertRefused(
                new Schema(List.of()),
                "field '': the schema has no fields, and readers refuse a file without columns; give it one or more");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "one", "1.5", "2147483648"})
    void aFieldIdThatIsNoNumberIsRefused(final String id) {
        final FieldType type = new FieldType(true, new ArrowType.Bool(), null, Map.of(ParquetSchema.FIELD_ID_KEY, id));

        assertRefused(
                new Schema(List.of(new Field("x", type, null))),
                "field 'x': the entry PARQUET:field_id of its metadata is '" + id + "', it must be a whole number of"
                        + " 32 bits; correct it or leave it out");
    }

    private static void assertRefused(final Schema schema, final String sentence) {
        assertThatThrownBy(() -> ParquetSchema.of(schema, new DictionaryProvider.MapDictionaryProvider()))
                .isInstanceOf(UnsupportedSchemaException.class)
                .hasMessage(sentence);
    }
}

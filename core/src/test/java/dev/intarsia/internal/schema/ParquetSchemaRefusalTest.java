package dev.intarsia.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.intarsia.options.UnsupportedSchemaException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.UnionMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
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
                        "its type is Struct: only flat columns can be written yet;"
                                + " give each of its children a column of its own"),
                arguments(new ArrowType.List(), "its type is List: only flat columns"),
                arguments(new ArrowType.LargeList(), "its type is LargeList: only flat columns"),
                arguments(new ArrowType.FixedSizeList(2), "its type is FixedSizeList(2): only flat columns"),
                arguments(new ArrowType.ListView(), "its type is ListView: only flat columns"),
                arguments(new ArrowType.LargeListView(), "its type is LargeListView: only flat columns"),
                arguments(new ArrowType.Map(false), "its type is Map(false): only flat columns"),
                arguments(
                        new ArrowType.Utf8View(),
                        "its type is Utf8View: views cannot be written yet; copy the" + " values to a Utf8 vector"),
                arguments(
                        new ArrowType.BinaryView(),
                        "its type is BinaryView: views cannot be written yet; copy the" + " values to a Binary vector"),
                arguments(
                        new ArrowType.Duration(TimeUnit.SECOND),
                        "its type is Duration(SECOND): Parquet has no"
                                + " duration; write the number as Int(64, true) and its unit in the name"),
                arguments(
                        new ArrowType.Interval(IntervalUnit.DAY_TIME),
                        "its type is Interval(DAY_TIME): intervals"
                                + " cannot be written yet; write months, days and nanoseconds as columns"),
                arguments(
                        new ArrowType.Null(),
                        "its type is Null: a column of nulls alone cannot be written yet;"
                                + " drop it or give it a type"),
                arguments(
                        new ArrowType.Union(UnionMode.Sparse, new int[0]),
                        "its type is Union(Sparse, []): Parquet"
                                + " has no union; give each of its members a nullable column of its own"),
                arguments(
                        new ArrowType.RunEndEncoded(),
                        "its type is RunEndEncoded: it cannot be written; convert"
                                + " the values to one of the flat types of Arrow"),
                arguments(new Colour(), "extension types cannot be written yet; give the storage vector as the column"),
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
                        new ArrowType.Decimal(5, 2, 256),
                        "its type is Decimal(5, 2, 256): only decimals of 128"
                                + " bits can be written; convert the values to Decimal(.., 128)"),
                arguments(new ArrowType.Decimal(5, 2, 64), "its type is Decimal(5, 2, 64): only decimals of 128 bits"),
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

        final UnsupportedSchemaException refusal =
                catchThrowableOfType(UnsupportedSchemaException.class, () -> ParquetSchema.of(schema, new DictionaryProvider.MapDictionaryProvider()));

        assertThat(refusal)
                .hasMessageStartingWith("field 'odd one': its type is ")
                .hasMessageContaining(sentence);
        assertThat(refusal.field()).isEqualTo("odd one");
    }

    @Test
    void anIndexIntoADictionaryIsNotTakenForItsNumber() {
        final Field index = new Field(
                "city", new FieldType(true, new ArrowType.Int(32, true), new DictionaryEncoding(3, false, null)), null);

        assertRefused(
                new Schema(List.of(index)),
                "field 'city': its type is Int(32, true): it is an index into dictionary 3, and dictionary-encoded"
                        + " vectors cannot be written yet; decode it first");
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

        assertThat(ParquetSchema.of(schema, new DictionaryProvider.MapDictionaryProvider()).leaves()).hasSize(2);
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

    /** Stored as an integer, whose type id it therefore has. */
    private static final class Colour extends ArrowType.ExtensionType {
        @Override
        public ArrowType storageType() {
            return new ArrowType.Int(32, true);
        }

        @Override
        public String extensionName() {
            return "test.colour";
        }

        @Override
        public boolean extensionEquals(final ExtensionType other) {
            return other instanceof Colour;
        }

        @Override
        public String serialize() {
            return "";
        }

        @Override
        public ArrowType deserialize(final ArrowType storageType, final String serializedData) {
            return this;
        }

        @Override
        public FieldVector getNewVector(final String name, final FieldType fieldType, final BufferAllocator allocator) {
            throw new UnsupportedOperationException("a schema needs no vector");
        }
    }
}

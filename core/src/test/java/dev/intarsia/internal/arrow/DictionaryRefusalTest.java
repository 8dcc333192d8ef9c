package dev.intarsia.internal.arrow;

import static dev.intarsia.internal.arrow.Raw.INT8;
import static dev.intarsia.internal.arrow.Raw.NOT_NULLABLE;
import static dev.intarsia.internal.arrow.Raw.indexes;
import static dev.intarsia.internal.arrow.Raw.loadChild;
import static dev.intarsia.internal.arrow.Raw.nullable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.internal.schema.ParquetSchema;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Indexes that lead nowhere, and dictionaries that are not those of the schema or are damaged. */
class DictionaryRefusalTest {
    private static final ArrowType LIST = new ArrowType.List();
    private static final ArrowType INT32 = new ArrowType.Int(32, true);

    private final Raw raw = new Raw();

    @AfterEach
    void nothingLeaks() {
        raw.close();
    }

    @Test
    void indexesOutsideTheDictionaryAreRefused() {
        raw.define(5, raw.vector(nullable("d", INT8), 2, raw.bits("11"), raw.bytes(7, 8)));
        final Object[][] cases = {
            {8, true, -1L, "-1"},
            {8, false, 200L, "200"},
            {32, true, 2L, "2"},
            {32, false, -1L, "4294967295"},
            {64, true, 1L << 32, "4294967296"},
            {64, false, -1L, "18446744073709551615"}
        };
        for (final Object[] each : cases) {
            final int bits = (int) each[0];
            final Field field = indexes("x", 5, bits, (boolean) each[1]);
            final FieldVector vector =
                    raw.vector(field, 3, raw.bits("101"), raw.numbers(bits / 8, 1, -7, (long) each[2]));
            raw.assertRefused(
                    "column 'x': row 2 of the batch (counted from 0) has the index " + each[3]
                            + " into dictionary 5, which has 2 entries; correct it, or give the dictionary that belongs"
                            + " to the batch",
                    raw.reader(field),
                    vector);
        }
    }

    @Test
    void anIndexInsideADictionaryOfListsIsRefusedByTheRow() {
        raw.define(1, raw.vector(nullable("d", INT8), 1, raw.bits("1"), raw.bytes(7)));
        final Field lists = nullable("d", LIST, indexes("item", 1, 8, true));
        final FieldVector entries = raw.vector(lists, 2, raw.bits("11"), raw.ints(0, 1, 2));
        loadChild(entries, 0, 2, raw.bits("11"), raw.bytes(0, 4));
        raw.define(2, entries);
        final Field field = indexes("x", 2, 8, true);

        raw.assertRefused(
                "column 'x.list.element': a value in row 2 of the batch (counted from 0) has the index 4 into dictionary"
                        + " 1, which has 1 entries; correct it, or give the dictionary that belongs to the batch",
                raw.reader(field),
                raw.vector(field, 3, raw.bits("111"), raw.bytes(0, 0, 1)));
    }

    @Test
    void aNullEntryOfADictionaryIsANullWhereNoneMayBe() {
        raw.define(1, raw.vector(nullable("d", INT8), 2, raw.bits("10"), raw.bytes(7, 8)));
        final Field index = indexes("x", 1, 8, true);
        final Field field = new Field("x", new FieldType(false, index.getType(), index.getDictionary()), List.of());

        raw.assertRefused(
                "column 'x': row 1 of the batch (counted from 0)" + NOT_NULLABLE,
                raw.reader(field),
                raw.vector(field, 2, raw.bits("11"), raw.bytes(0, 1)));
    }

    @Test
    void dictionariesThatAreNotThoseOfTheSchemaAreRefused() {
        raw.define(1, raw.vector(nullable("d", INT8), 1, raw.bits("1"), raw.bytes(7)));
        final Field field = indexes("x", 1, 8, true);
        final BatchReader reader = raw.reader(field);
        raw.assertRefused(
                "column 'x': the vector holds indexes into dictionary 2, the file was opened for dictionary 1; a"
                        + " dictionary may change from batch to batch, its id may not",
                reader,
                indexes("x", 2, 8, true).createVector(raw.allocator));
        raw.assertRefused(
                "column 'x': the vector holds values of Int(8, true), the file was opened for indexes into dictionary 1;"
                        + " encode the vector first, or open another file for this schema",
                reader,
                nullable("x", INT8).createVector(raw.allocator));
        raw.assertRefused(
                "column 'x': the indexes are a org.apache.arrow.vector.SmallIntVector of type Int(16, true), the file was"
                        + " opened for Int(8, true); give indexes of that type or open another file for this schema",
                reader,
                indexes("x", 1, 16, true).createVector(raw.allocator));

        raw.define(1, raw.vector(nullable("d", INT32), 1, raw.bits("1"), raw.ints(7)));
        raw.assertRefused(
                "column 'x': the vector is of type Int(32, true), the file was opened for Int(8, true); give a vector of"
                        + " that type or open another file for this schema",
                reader,
                raw.vector(field, 1, raw.bits("1"), raw.bytes(0)));

        raw.dictionaries.lookup(1).getVector().close();
        final BatchReader unknowing = new BatchReader(
                ParquetSchema.of(new Schema(List.of(field)), raw.dictionaries),
                new MapDictionaryProvider(),
                raw.reserve);
        raw.assertRefused(
                "column 'x': the dictionary provider does not know dictionary 1, which its indexes are for; give it the"
                        + " dictionary before the batch",
                unknowing,
                raw.vector(field, 1, raw.bits("1"), raw.bytes(0)));
    }

    @Test
    void entriesOfADictionaryAreHeldToLimitsOnlyWhereTheyAreUsed() {
        final Field entries = nullable("d", new ArrowType.Decimal(2, 0, 128));
        raw.define(1, raw.vector(entries, 3, raw.bits("111"), raw.longs(99, 0, 100, 0, -99, -1)));
        final Field field = indexes("x", 1, 8, true);

        assertThat(raw.entries(field, raw.vector(field, 3, raw.bits("110"), raw.bytes(2, 0, 1))))
                .startsWith("01=9dff");
        raw.assertRefused(
                "column 'x': row 2 of the batch (counted from 0) is 100, which has more than 2 digits, the precision of"
                        + " the field; correct it or declare a larger precision",
                raw.reader(field),
                raw.vector(field, 3, raw.bits("111"), raw.bytes(2, 0, 1)));
    }

    @Test
    void aDamagedDictionaryIsRefusedBeItUsedOrNot() {
        raw.define(
                1,
                raw.vector(nullable("d", new ArrowType.Utf8()), 2, raw.bits("11"), raw.ints(0, 2, 1), raw.bytes(1, 2)));
        final Field field = indexes("x", 1, 8, true);

        raw.assertRefused(
                "column 'x': entry 1 (counted from 0) of what its indexes lead to lies between the offsets 2 and 1; the"
                        + " vector is damaged",
                raw.reader(field),
                raw.vector(field, 1, raw.bits("1"), raw.bytes(0)));
    }
}

package dev.intarsia.internal.arrow;

import static dev.intarsia.internal.arrow.Raw.INT8;
import static dev.intarsia.internal.arrow.Raw.NOT_NULLABLE;
import static dev.intarsia.internal.arrow.Raw.load;
import static dev.intarsia.internal.arrow.Raw.loadChild;
import static dev.intarsia.internal.arrow.Raw.nullable;
import static dev.intarsia.internal.arrow.Raw.required;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.ListViewVector;
import org.apache.arrow.vector.complex.RunEndEncodedVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Batches whose structs, lists, maps, runs or views are not what the file was opened for, or are damaged. */
class NestedRefusalTest {
    private static final ArrowType LIST = new ArrowType.List();
    private static final ArrowType STRUCT = new ArrowType.Struct();
    private static final ArrowType RUNS = new ArrowType.RunEndEncoded();
    private static final ArrowType INT32 = new ArrowType.Int(32, true);

    private final Raw raw = new Raw();

    @AfterEach
    void nothingLeaks() {
        raw.close();
    }

    @Test
    void aBatchOfOtherColumnsIsRefused() {
        final Field a = nullable("a", INT8);
        final Field b = nullable("b", INT8);
        raw.assertRefused(
                "the batch has 1 columns, the schema of the file has 2; write batches of the schema that the file was"
                        + " opened with",
                raw.reader(a, b),
                a.createVector(raw.allocator));
        raw.assertRefused(
                "column 0 of the batch is 'b', in the schema of the file it is 'a'; keep names and order",
                raw.reader(a, b),
                b.createVector(raw.allocator),
                a.createVector(raw.allocator));
    }

    @Test
    void aNullStructThatMayNotBeNullIsRefusedByItsRow() {
        final Field field = required("s", STRUCT, nullable("v", INT8));
        final FieldVector vector = raw.vector(field, 3, raw.bits("110"));
        loadChild(vector, 0, 3, raw.none(), raw.bytes(1, 2, 3));

        raw.assertRefused("field 's': row 2 of the batch (counted from 0)" + NOT_NULLABLE, raw.reader(field), vector);
    }

    @Test
    void aNullThatMayNotBeIsRefusedByTheRowOfItsList() {
        final Field field = nullable("l", LIST, required("item", LIST, required("item", INT8)));
        final FieldVector vector = raw.vector(field, 4, raw.bits("1011"), raw.ints(0, 1, 2, 2, 4));
        final FieldVector inner = loadChild(vector, 0, 4, raw.bits("1010"), raw.ints(0, 1, 1, 1, 1));
        loadChild(inner, 0, 1, raw.bits("1"), raw.bytes(1));
        raw.assertRefused(
                "field 'l.list.element': a value in row 3 of the batch (counted from 0)" + NOT_NULLABLE,
                raw.reader(field),
                vector);

        final FieldVector other = raw.vector(field, 4, raw.bits("1011"), raw.ints(0, 1, 2, 2, 4));
        final FieldVector whole = loadChild(other, 0, 4, raw.bits("1011"), raw.ints(0, 1, 1, 1, 3));
        loadChild(whole, 0, 3, raw.bits("110"), raw.bytes(1, 2, 3));
        raw.assertRefused(
                "column 'l.list.element.list.element': a value in row 3 of the batch (counted from 0)" + NOT_NULLABLE,
                raw.reader(field),
                other);
    }

    @Test
    void aNullUnderANullIsNoneOfItsOwn() {
        final Field field = nullable("s", STRUCT, required("t", STRUCT, required("v", INT8)));
        final FieldVector vector = raw.vector(field, 2, raw.bits("10"));
        final FieldVector inner = loadChild(vector, 0, 2, raw.bits("10"));
        loadChild(inner, 0, 2, raw.bits("10"), raw.bytes(1, 2));

        assertThat(raw.entries(field, vector)).isEqualTo("01=01 00");
    }

    @Test
    void nullKeysAndNullEntriesOfMapsAreRefused() {
        final Field field = nullable(
                "m",
                new ArrowType.Map(false),
                required("entries", STRUCT, required("key", INT8), nullable("value", INT8)));
        for (final String entryBits : List.of("111", "101")) {
            final FieldVector vector = raw.vector(field, 2, raw.bits("11"), raw.ints(0, 0, 3));
            final FieldVector entries = loadChild(vector, 0, 3, raw.bits(entryBits));
            loadChild(entries, 0, 3, raw.bits("110"), raw.bytes(1, 2, 3));
            loadChild(entries, 1, 3, raw.bits("000"), raw.bytes(1, 2, 3));
            raw.assertRefused(
                    entryBits.equals("101")
                            ? "field 'm.key_value': a value in row 1 of the batch (counted from 0) is a null entry, and"
                                    + " entries of a map cannot be null; fill it or leave it out of its map"
                            : "column 'm.key_value.key': a value in row 1 of the batch (counted from 0) has a null key,"
                                    + " and keys of a map cannot be null; give every entry a key or leave it out",
                    raw.reader(field),
                    vector);
        }
    }

    @Test
    void listsOutsideTheirChildAreRefused() {
        final Field field = nullable("l", LIST, nullable("item", INT8));
        final int[][] offsets = {{0, 2, 5}, {0, 2, 1}, {-2, 1, 2}, {0, 1, -1}};
        final String[] lists = {
            "row 1 of the batch (counted from 0) is a list of 3 elements from element 2",
            "row 1 of the batch (counted from 0) is a list of -1 elements from element 2",
            "row 0 of the batch (counted from 0) is a list of 3 elements from element -2",
            "row 1 of the batch (counted from 0) is a list of -2 elements from element 1"
        };
        for (int i = 0; i < lists.length; i++) {
            final FieldVector vector = raw.vector(field, 2, raw.bits("11"), raw.ints(offsets[i]));
            loadChild(vector, 0, 4, raw.none(), raw.bytes(1, 2, 3, 4));
            raw.assertRefused(
                    "field 'l': " + lists[i] + " on, and its child vector has 4; the vector is damaged",
                    raw.reader(field),
                    vector);
        }
    }

    @Test
    void wideOffsetsThatWrapAroundAreRefused() {
        final Field field = nullable("l", new ArrowType.LargeList(), nullable("item", INT8));
        final FieldVector vector = raw.vector(field, 1, raw.bits("1"), raw.longs(1, Long.MIN_VALUE));
        loadChild(vector, 0, 1, raw.none(), raw.bytes(1));

        raw.assertRefused(
                "field 'l': row 0 of the batch (counted from 0) is a list of " + Long.MAX_VALUE
                        + " elements from element 1 on, and its child vector has 1; the vector is damaged",
                raw.reader(field),
                vector);
    }

    @Test
    void listViewsOutsideTheirChildAreRefused() {
        final Field field = nullable("l", new ArrowType.ListView(), nullable("item", INT8));
        final FieldVector vector = raw.vector(field, 2, raw.bits("11"), raw.ints(0, 3), raw.ints(4, 2));
        load(((ListViewVector) vector).getDataVector(), 4, raw.none(), raw.bytes(1, 2, 3, 4));

        raw.assertRefused(
                "field 'l': row 1 of the batch (counted from 0) is a list of 2 elements from element 3 on, and its child"
                        + " vector has 4; the vector is damaged",
                raw.reader(field),
                vector);
    }

    @Test
    void aFixedSizeListOfTooFewElementsIsRefused() {
        final Field field = nullable("l", new ArrowType.FixedSizeList(2), nullable("item", INT8));
        final FieldVector vector = raw.vector(field, 2, raw.bits("11"));
        load(((FixedSizeListVector) vector).getDataVector(), 3, raw.none(), raw.bytes(1, 2, 3));

        raw.assertRefused(
                "field 'l': row 1 of the batch (counted from 0) is a list of 2 elements from element 2 on, and its child"
                        + " vector has 3; the vector is damaged",
                raw.reader(field),
                vector);
    }

    @Test
    void moreEntriesThanCanBeCountedAreRefused() {
        final Field field = nullable("l", new ArrowType.ListView(), nullable("item", new ArrowType.Null()));
        final int[] offsets = new int[3];
        final FieldVector vector = raw.vector(field, 3, raw.none(), raw.ints(offsets), raw.ints(1 << 30, 1 << 30, 1));
        ((ListViewVector) vector).getDataVector().setValueCount(1 << 30);

        raw.assertRefused(
                "field 'l': the lists of the batch have 2147483649 entries, a batch may have 2147483639; write smaller"
                        + " batches",
                raw.reader(field),
                vector);
    }

    @Test
    void aFieldWithFewerValuesThanItsStructIsRefused() {
        final Field field = nullable("s", STRUCT, nullable("v", INT8));
        final FieldVector vector = raw.vector(field, 3, raw.bits("111"));
        loadChild(vector, 0, 2, raw.none(), raw.bytes(1, 2));

        raw.assertRefused(
                "column 's.v': the vector has 2 values, the one around it refers to 3; set the value counts of both to"
                        + " what they hold",
                raw.reader(field),
                vector);
    }

    @Test
    void aClosedBufferInsideIsRefused() {
        final Field field = nullable("l", LIST, nullable("item", INT8));
        final FieldVector vector = raw.vector(field, 1, raw.bits("1"), raw.ints(0, 1));
        loadChild(vector, 0, 1, raw.bits("1"), raw.bytes(1));
        final ArrowBuf closed = vector.getChildrenFromFields().get(0).getDataBuffer();
        closed.close();

        assertThatThrownBy(() -> raw.reader(field).bind(raw.root(vector)))
                .hasMessage(
                        "column 'l.list.element': the data buffer of the vector is closed; keep a batch open until it"
                                + " is written");
        vector.getChildrenFromFields().get(0).getValidityBuffer().close();
        vector.getValidityBuffer().close();
        vector.getOffsetBuffer().close();
    }

    @Test
    void nestedVectorsOfOtherTypesAreRefusedByTheirField() {
        final Field struct = nullable("x", STRUCT, nullable("a", INT8), nullable("b", LIST, nullable("item", INT8)));
        final String remedy = "; give a vector of that type or open another file for this schema";
        raw.assertRefused(
                "field 'x': the vector is of type Int(8, true), the file was opened for Struct" + remedy,
                raw.reader(struct),
                nullable("x", INT8).createVector(raw.allocator));
        raw.assertRefused(
                "field 'x': the struct has 1 fields, the file was opened for 2; give all of them, or open another file"
                        + " for this schema",
                raw.reader(struct),
                nullable("x", STRUCT, nullable("a", INT8)).createVector(raw.allocator));
        raw.assertRefused(
                "field 'x': field 1 (counted from 0) of the struct is 'c', in the schema of the file it is 'b'; keep"
                        + " names and order",
                raw.reader(struct),
                nullable("x", STRUCT, nullable("a", INT8), nullable("c", INT8)).createVector(raw.allocator));
        raw.assertRefused(
                "field 'x.b': the vector is of type Map(false), the file was opened for List" + remedy,
                raw.reader(struct),
                nullable(
                                "x",
                                STRUCT,
                                nullable("a", INT8),
                                nullable(
                                        "b",
                                        new ArrowType.Map(false),
                                        required("entries", STRUCT, required("key", INT8), nullable("value", INT8))))
                        .createVector(raw.allocator));
        raw.assertRefused(
                "column 'x.b.list.element': the vector is of type Int(32, true), the file was opened for Int(8, true)"
                        + remedy,
                raw.reader(struct),
                nullable("x", STRUCT, nullable("a", INT8), nullable("b", LIST, nullable("item", INT32)))
                        .createVector(raw.allocator));
        raw.assertRefused(
                "field 'x': the vector is of type FixedSizeList(3), the file was opened for FixedSizeList(2)" + remedy,
                raw.reader(nullable("x", new ArrowType.FixedSizeList(2), nullable("item", INT8))),
                nullable("x", new ArrowType.FixedSizeList(3), nullable("item", INT8))
                        .createVector(raw.allocator));
    }

    @Test
    void runsThatDoNotAscendOrCoverAreRefused() {
        final Field field = nullable("x", RUNS, required("run_ends", INT32), nullable("v", INT8));
        raw.assertRefused(
                "column 'x': run 2 (counted from 0) ends at 4, the one before it at 4; run ends must ascend from 1, the"
                        + " vector is damaged",
                raw.reader(field),
                runs(field, 4, 3, 2, 4, 4));
        raw.assertRefused(
                "column 'x': run 0 (counted from 0) ends at 0, the one before it at 0; run ends must ascend from 1, the"
                        + " vector is damaged",
                raw.reader(field),
                runs(field, 4, 2, 0, 4));
        raw.assertRefused(
                "column 'x': the runs end at 4, 5 values need more; the vector is damaged or its value count is too high",
                raw.reader(field),
                runs(field, 5, 2, 2, 4));
        raw.assertRefused(
                "column 'x': the vector has 2 run ends and 1 values; give every run a value",
                raw.reader(field),
                runs(field, 4, 1, 2, 4));
        raw.assertRefused(
                "column 'x': the vector is a org.apache.arrow.vector.complex.RunEndEncodedVector of type x: RunEndEncoded"
                        + "<run_ends: Int(32, true) not null, v: Int(8, true)>, the file was opened for run ends of 16"
                        + " bits; give a vector of that type or open another file for this schema",
                raw.reader(nullable("x", RUNS, required("run_ends", new ArrowType.Int(16, true)), nullable("v", INT8))),
                runs(field, 4, 1, 4));
    }

    private FieldVector runs(final Field field, final int count, final int values, final int... ends) {
        final RunEndEncodedVector vector = (RunEndEncodedVector) field.createVector(raw.allocator);
        load(vector.getRunEndsVector(), ends.length, raw.none(), raw.ints(ends));
        load(vector.getValuesVector(), values, raw.none(), raw.bytes(new int[values]));
        load(vector, count);
        return vector;
    }

    @Test
    void viewsOutsideTheirBuffersAreRefused() {
        final Field field = nullable("x", new ArrowType.BinaryView());
        final int[][] views = {{-1, 0, 0, 0}, {13, 0, 1, 0}, {13, 0, -1, 0}, {13, 0, 0, 1}, {13, 0, 0, -1}};
        final String[] complaints = {
            "-1 bytes at offset 0 of data buffer 0, and there are 1 data buffers, that one of 13 bytes",
            "13 bytes at offset 0 of data buffer 1, and there are 1 data buffers",
            "13 bytes at offset 0 of data buffer -1, and there are 1 data buffers",
            "13 bytes at offset 1 of data buffer 0, and there are 1 data buffers, that one of 13 bytes",
            "13 bytes at offset -1 of data buffer 0, and there are 1 data buffers, that one of 13 bytes"
        };
        for (int i = 0; i < views.length; i++) {
            for (final String bits : List.of("01", "00")) {
                final int[] both = new int[8];
                System.arraycopy(views[i], 0, both, 4, 4);
                final FieldVector vector = raw.vector(field, 2, raw.bits(bits), raw.ints(both), raw.bytes(new int[13]));
                if (bits.equals("00")) {
                    assertThat(raw.entries(field, vector)).as("under a null").isEqualTo("00 00");
                } else {
                    raw.assertRefused(
                            "column 'x': row 1 of the batch (counted from 0) is a view of " + complaints[i]
                                    + "; the vector is damaged",
                            raw.reader(field),
                            vector);
                }
            }
        }
    }

    @Test
    void valuesThatAreTooLongAreRefusedByTheRowOfTheirList() {
        final Field field = nullable("l", LIST, nullable("item", new ArrowType.Binary()));
        for (final String bits : List.of("1111", "1101")) {
            final FieldVector vector = raw.vector(field, 3, raw.bits("101"), raw.ints(0, 1, 2, 4));
            // The second element is under the null list, the third is the long one.
            loadChild(vector, 0, 4, raw.bits(bits), raw.ints(0, 0, 101, 202, 202), raw.bytes(new int[202]));
            if (bits.equals("1101")) {
                assertThat(raw.entries(field, vector)).isEqualTo("03= 00 02 13=");
            } else {
                raw.assertRefused(
                        "column 'l.list.element': a value in row 2 of the batch (counted from 0) has 101 bytes, a value"
                                + " may have 100; leave it out or store it elsewhere",
                        raw.reader(field),
                        vector);
            }
        }
    }

    @Test
    void whatIsRefusedIsNotBoundAndTheNextBatchIs() {
        final Field good = nullable("a", LIST, nullable("item", INT8));
        final Field bad = required("b", INT8);
        final BatchReader reader = raw.reader(good, required("b", STRUCT, bad));
        for (final String bits : List.of("10", "11")) {
            final FieldVector list = raw.vector(good, 2, raw.none(), raw.ints(0, 1, 2));
            loadChild(list, 0, 2, raw.none(), raw.bytes(1, 2));
            final FieldVector struct = raw.vector(required("b", STRUCT, bad), 2, raw.bits(bits));
            loadChild(struct, 0, 2, raw.none(), raw.bytes(3, 4));
            if (bits.equals("10")) {
                raw.assertRefused(
                        "field 'b': row 1 of the batch (counted from 0)" + NOT_NULLABLE, reader, list, struct);
            } else {
                try (VectorSchemaRoot root = raw.root(list, struct)) {
                    reader.bind(root);
                    assertThat(raw.columns(reader)).isEqualTo("03=01 03=02 | 00=03 00=04");
                    reader.unbind();
                }
            }
        }
    }
}

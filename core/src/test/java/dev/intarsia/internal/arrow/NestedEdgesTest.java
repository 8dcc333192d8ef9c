package dev.intarsia.internal.arrow;

import static dev.intarsia.internal.arrow.Raw.INT8;
import static dev.intarsia.internal.arrow.Raw.indexes;
import static dev.intarsia.internal.arrow.Raw.load;
import static dev.intarsia.internal.arrow.Raw.loadChild;
import static dev.intarsia.internal.arrow.Raw.nullable;
import static dev.intarsia.internal.arrow.Raw.required;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.internal.memory.SlabPool;
import dev.intarsia.internal.schema.ParquetSchema;
import dev.intarsia.options.MemoryBudgetException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.hash.ArrowBufHasher;
import org.apache.arrow.vector.ExtensionTypeVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.ListViewVector;
import org.apache.arrow.vector.complex.RunEndEncodedVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.ArrowType.ExtensionType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.TransferPair;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NestedEdgesTest {
    private static final ArrowType LIST = new ArrowType.List();
    private static final ArrowType STRUCT = new ArrowType.Struct();
    private static final ArrowType RUNS = new ArrowType.RunEndEncoded();

    private final Raw raw = new Raw();

    @AfterEach
    void nothingLeaks() {
        raw.close();
    }

    @Test
    void aNullListOverElementsHasNone() {
        final Field field = nullable("l", LIST, required("item", INT8));
        final FieldVector vector = raw.vector(field, 4, raw.bits("1011"), raw.ints(0, 2, 4, 4, 5));
        loadChild(vector, 0, 5, raw.bits("11111"), raw.bytes(1, 2, 3, 4, 5));

        assertThat(raw.entries(field, vector)).isEqualTo("02=01 12=02 00 01 02=05");
    }

    @Test
    void aNullStructHidesAListThatIsThere() {
        final Field field = nullable("s", STRUCT, nullable("l", LIST, nullable("item", INT8)));
        final FieldVector vector = raw.vector(field, 3, raw.bits("101"));
        final FieldVector list = loadChild(vector, 0, 3, raw.bits("110"), raw.ints(0, 1, 3, 4));
        loadChild(list, 0, 4, raw.bits("1111"), raw.bytes(1, 2, 3, 4));

        assertThat(raw.entries(field, vector)).isEqualTo("04=01 00 01");
    }

    @Test
    void aFieldIsThereOnlyWhereItsStructsAre() {
        final Field field = nullable("s", STRUCT, nullable("t", STRUCT, nullable("v", INT8), required("w", INT8)));
        final FieldVector vector = raw.vector(field, 4, raw.bits("1101"));
        final FieldVector inner = loadChild(vector, 0, 4, raw.bits("1011"));
        loadChild(inner, 0, 4, raw.bits("1110"), raw.bytes(1, 2, 3, 4));
        loadChild(inner, 1, 4, raw.bits("1001"), raw.bytes(1, 2, 3, 4));

        assertThat(raw.entries(field, vector)).isEqualTo("03=01 01 00 02 | 02=01 01 00 02=04");
    }

    @Test
    void aFixedSizeListOfNoElementsIsEmpty() {
        final Field field = nullable("l", new ArrowType.FixedSizeList(0), nullable("item", INT8));
        final FieldVector vector = raw.vector(field, 3, raw.bits("101"));

        assertThat(raw.entries(field, vector)).isEqualTo("01 00 01");
    }

    @Test
    void aNullFixedSizeListHasItsSlotsAllTheSame() {
        final Field field = nullable("l", new ArrowType.FixedSizeList(2), nullable("item", INT8));
        final FieldVector vector = raw.vector(field, 3, raw.bits("101"));
        loadChild(vector, 0, 6, raw.bits("110010"), raw.bytes(1, 2, 3, 4, 5, 6));

        assertThat(raw.entries(field, vector)).isEqualTo("03=01 13=02 00 03=05 12");
    }

    @Test
    void listViewsOverlapAndComeInAnyOrder() {
        final Field field = nullable("l", new ArrowType.ListView(), nullable("item", INT8));
        final FieldVector vector =
                raw.vector(field, 4, raw.bits("1110"), raw.ints(2, 0, 77, -9), raw.ints(2, 3, 0, 1 << 30));
        load(((ListViewVector) vector).getDataVector(), 4, raw.bits("1101"), raw.bytes(1, 2, 3, 4));

        assertThat(raw.entries(field, vector)).isEqualTo("02 13=04 03=01 13=02 12 01 00");
    }

    @Test
    void elementsThatFollowEachOtherAreOneRun() {
        final Field field = nullable("l", LIST, nullable("item", INT8));
        final FieldVector vector = raw.vector(field, 5, raw.bits("11101"), raw.ints(0, 2, 2, 3, 5, 6));
        loadChild(vector, 0, 6, raw.bits("111111"), raw.bytes(1, 2, 3, 4, 5, 6));
        try (VectorSchemaRoot root = raw.root(vector)) {
            final BatchReader reader = raw.reader(field);
            reader.bind(root);
            final LeafReader leaf = reader.leaf(0);

            assertThat(leaf.runs()).isEqualTo(2);
            assertThat(List.of(leaf.runSlot(0), leaf.runOrdinal(1), leaf.runSlot(1), leaf.runOrdinal(2)))
                    .containsExactly(0, 3, 5, 4);
            assertThat(leaf.slots()).isEqualTo(6);
            reader.unbind();
        }
    }

    static Stream<Field> allKinds() {
        return Stream.of(
                nullable("x", INT8),
                nullable("x", new ArrowType.Utf8View()),
                nullable("x", new ArrowType.Null()),
                nullable("x", STRUCT, nullable("f", INT8)),
                nullable("x", LIST, nullable("item", INT8)),
                nullable("x", new ArrowType.LargeList(), nullable("item", INT8)),
                nullable("x", new ArrowType.FixedSizeList(2), nullable("item", INT8)),
                nullable("x", new ArrowType.ListView(), nullable("item", INT8)),
                nullable("x", new ArrowType.LargeListView(), nullable("item", INT8)),
                nullable(
                        "x",
                        new ArrowType.Map(false),
                        required("entries", STRUCT, required("key", INT8), nullable("value", INT8))),
                nullable("x", RUNS, required("run_ends", new ArrowType.Int(32, true)), nullable("values", INT8)),
                nullable("x", LIST, nullable("item", LIST, nullable("item", new ArrowType.Utf8()))));
    }

    /** No buffer at all is allocated, which is how vectors begin and how empty batches arrive. */
    @ParameterizedTest
    @MethodSource("allKinds")
    void noRowsNeedNoBuffers(final Field field) {
        assertThat(raw.entries(field, field.createVector(raw.allocator))).matches("[ |]*");
    }

    @Test
    void anIndexVectorWithoutRowsNeedsNoBuffersAndNoEntries() {
        raw.define(1, nullable("d", INT8).createVector(raw.allocator));
        final Field field = indexes("x", 1, 32, true);

        assertThat(raw.entries(field, field.createVector(raw.allocator))).isEmpty();
    }

    @Test
    void missingBitmapsMeanThatNothingIsNull() {
        final Field field = nullable("s", STRUCT, nullable("l", LIST, nullable("item", INT8)));
        final FieldVector vector = raw.vector(field, 2, raw.none());
        final FieldVector list = loadChild(vector, 0, 2, raw.none(), raw.ints(0, 1, 2));
        loadChild(list, 0, 2, raw.none(), raw.bytes(1, 2));

        assertThat(raw.entries(field, vector)).isEqualTo("04=01 04=02");
    }

    @Test
    void nullsOfADictionaryAndOfItsIndexesAreNulls() {
        raw.define(1, raw.vector(nullable("d", INT8), 4, raw.bits("1011"), raw.bytes(7, 8, 9, 7)));
        final Field field = indexes("x", 1, 8, true);
        final FieldVector vector = raw.vector(field, 6, raw.bits("110111"), raw.bytes(0, 1, 99, 2, 3, 0));

        assertThat(raw.entries(field, vector)).isEqualTo("01=07 00 00 01=09 01=07 01=07");
    }

    @Test
    void indexesOfEveryWidthAreTaken() {
        raw.define(
                1,
                raw.vector(
                        nullable("d", new ArrowType.Bool()),
                        256,
                        raw.bits("1".repeat(256)),
                        raw.bits("0".repeat(255) + "1")));
        for (final int bits : new int[] {8, 16, 32, 64}) {
            final Field field = indexes("x", 1, bits, false);
            final FieldVector vector = raw.vector(field, 2, raw.bits("11"), raw.numbers(bits / 8, 255, 254));

            assertThat(raw.entries(field, vector)).as("%s bits", bits).isEqualTo("01=1 01=0");
        }
    }

    @Test
    void indexesOf32BitsAreUsedWhereTheyAre() {
        raw.define(1, raw.vector(nullable("d", INT8), 1, raw.bits("1"), raw.bytes(7)));
        final Field field = indexes("x", 1, 32, true);
        try (VectorSchemaRoot root = raw.root(raw.vector(field, 2, raw.bits("11"), raw.ints(0, 0)))) {
            final BatchReader reader = raw.reader(field);
            reader.bind(root);

            assertThat(reader.leaf(0).indexed()).isTrue();
            assertThat(reader.leaf(0).indexes()).isEqualTo(root.getVector(0).getDataBufferAddress());
            assertThat(reader.leaf(0).valueSlots()).isEqualTo(1);
            assertThat(raw.pool.usedBytes()).isZero();
        }
    }

    @Test
    void aDictionaryMayBeAnotherOneWithEveryBatch() {
        raw.define(1, raw.vector(nullable("d", INT8), 1, raw.bits("1"), raw.bytes(7)));
        final Field field = indexes("x", 1, 8, true);
        final BatchReader reader = raw.reader(field);
        try (VectorSchemaRoot root = raw.root(raw.vector(field, 1, raw.bits("1"), raw.bytes(0)))) {
            reader.bind(root);
            assertThat(raw.columns(reader)).isEqualTo("01=07");
        }
        raw.define(1, raw.vector(nullable("d", INT8), 2, raw.bits("11"), raw.bytes(8, 9)));
        try (VectorSchemaRoot root = raw.root(raw.vector(field, 2, raw.bits("11"), raw.bytes(0, 1)))) {
            reader.bind(root);
            assertThat(raw.columns(reader)).isEqualTo("01=08 01=09");
        }
    }

    @Test
    void aDictionaryOfListsWithADictionaryInside() {
        raw.define(1, raw.vector(nullable("d", INT8), 2, raw.bits("11"), raw.bytes(7, 8)));
        final Field lists = nullable("d", LIST, indexes("item", 1, 8, true));
        final FieldVector entries = raw.vector(lists, 3, raw.bits("101"), raw.ints(0, 2, 2, 3));
        loadChild(entries, 0, 3, raw.bits("111"), raw.bytes(1, 0, 1));
        raw.define(2, entries);
        final Field field = indexes("x", 2, 16, true);
        final FieldVector vector = raw.vector(field, 5, raw.bits("11101"), raw.numbers(2, 2, 0, 1, 555, 0));

        assertThat(raw.entries(field, vector)).isEqualTo("03=08 03=08 13=07 00 00 03=08 13=07");
    }

    @Test
    void runsOfRunsOfADictionary() {
        raw.define(1, raw.vector(nullable("d", INT8), 3, raw.bits("110"), raw.bytes(7, 8, 9)));
        final Field field =
                nullable("x", RUNS, required("run_ends", new ArrowType.Int(16, true)), indexes("v", 1, 8, true));
        final FieldVector vector = field.createVector(raw.allocator);
        final RunEndEncodedVector runs = (RunEndEncodedVector) vector;
        load(runs.getRunEndsVector(), 4, raw.bits("1111"), raw.numbers(2, 1, 3, 4, 9));
        load(runs.getValuesVector(), 4, raw.bits("1101"), raw.bytes(1, 2, 88, 0));
        load(vector, 6);

        assertThat(raw.entries(field, vector)).isEqualTo("01=08 00 00 00 01=07 01=07");
    }

    @Test
    void aSliceOfRunsBeginsInTheMiddleOfOne() {
        final Field field = nullable("x", RUNS, required("run_ends", new ArrowType.Int(32, true)), nullable("v", INT8));
        final RunEndEncodedVector runs = (RunEndEncodedVector) field.createVector(raw.allocator);
        load(runs.getRunEndsVector(), 3, raw.bits("111"), raw.ints(4, 5, 9));
        load(runs.getValuesVector(), 3, raw.bits("101"), raw.bytes(1, 2, 3));
        load(runs, 9);
        final TransferPair pair = runs.getTransferPair(raw.allocator);
        pair.splitAndTransfer(2, 5);
        runs.close();

        assertThat(raw.entries(field, (FieldVector) pair.getTo())).isEqualTo("01=01 01=01 00 01=03 01=03");
    }

    @Test
    void aViewOfTwelveBytesIsInlineAndOneOfThirteenIsNot() {
        final Field field = nullable("x", new ArrowType.BinaryView());
        final FieldVector vector = raw.vector(
                field,
                3,
                raw.bits("111"),
                raw.ints(12, 0x04030201, 0x08070605, 0x0C0B0A09, 13, 0, 1, 1, 0, -1, -1, -1),
                raw.bytes(9),
                raw.bytes(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13));

        assertThat(raw.entries(field, vector))
                .isEqualTo("01=0102030405060708090a0b0c 01=0102030405060708090a0b0c0d 01=");
    }

    @Test
    void extensionsAreTheirStorage() {
        final Field field =
                nullable("l", LIST, nullable("item", new PairType(), required("a", INT8), nullable("b", INT8)));
        final FieldVector vector = raw.vector(field, 2, raw.bits("11"), raw.ints(0, 2, 3));
        final FieldVector pairs = ((ListVector) vector).getDataVector();
        assertThat(pairs).isInstanceOf(PairVector.class);
        final FieldVector storage = ((PairVector) pairs).getUnderlyingVector();
        load(storage, 3, raw.bits("101"));
        loadChild(storage, 0, 3, raw.bits("111"), raw.bytes(1, 2, 3));
        loadChild(storage, 1, 3, raw.bits("110"), raw.bytes(4, 5, 6));

        assertThat(raw.entries(field, vector)).isEqualTo("03=01 12 03=03 | 04=04 12 03");
    }

    /** A struct of two. */
    private static final class PairType extends ExtensionType {
        @Override
        public ArrowType storageType() {
            return STRUCT;
        }

        @Override
        public String extensionName() {
            return "test.pair";
        }

        @Override
        public boolean extensionEquals(final ExtensionType other) {
            return other instanceof PairType;
        }

        @Override
        public ArrowType deserialize(final ArrowType storage, final String text) {
            return this;
        }

        @Override
        public String serialize() {
            return "";
        }

        @Override
        public FieldVector getNewVector(final String name, final FieldType type, final BufferAllocator allocator) {
            return new PairVector(name, allocator);
        }
    }

    private static final class PairVector extends ExtensionTypeVector<StructVector> {
        PairVector(final String name, final BufferAllocator allocator) {
            super(nullable(name, new PairType()), allocator, storage(name, allocator));
        }

        private static StructVector storage(final String name, final BufferAllocator allocator) {
            return (StructVector) nullable(name, STRUCT, required("a", INT8), nullable("b", INT8))
                    .createVector(allocator);
        }

        @Override
        public Object getObject(final int index) {
            return getUnderlyingVector().getObject(index);
        }

        @Override
        public int hashCode(final int index) {
            return getUnderlyingVector().hashCode(index);
        }

        @Override
        public int hashCode(final int index, final ArrowBufHasher hasher) {
            return getUnderlyingVector().hashCode(index, hasher);
        }
    }

    @Test
    void levelsGoBeyond127() {
        Field field = nullable("f", INT8);
        for (int i = 0; i < 80; i++) {
            field = nullable("f", LIST, nullable("s", STRUCT, field));
        }
        FieldVector vector = field.createVector(raw.allocator);
        final FieldVector top = vector;
        // Two rows, the first of which ends at list number 70, while the second goes down to the value.
        for (int i = 0; i < 80; i++) {
            final int[] offsets = i < 70 ? new int[] {0, 1, 2} : i == 70 ? new int[] {0, 0, 1} : new int[] {0, 1};
            load(vector, offsets.length - 1, raw.none(), raw.ints(offsets));
            final FieldVector struct = vector.getChildrenFromFields().get(0);
            load(struct, offsets[offsets.length - 1], raw.none());
            vector = struct.getChildrenFromFields().get(0);
        }
        load(vector, 1, raw.bits("1"), raw.bytes(5));

        assertThat(raw.entries(field, top)).isEqualTo("0" + (70 * 3 + 1) + " 0241=05");
    }

    @Test
    void flatColumnsTakeNoScratch() {
        final Field field = nullable("x", INT8);
        try (VectorSchemaRoot root = raw.root(raw.vector(field, 2, raw.bits("10"), raw.bytes(1, 2)))) {
            final BatchReader reader = raw.reader(field);
            reader.bind(root);

            assertThat(raw.pool.usedBytes()).isZero();
            assertThat(reader.leaf(0).validity()).isEqualTo(root.getVector(0).getValidityBufferAddress());
            assertThat(List.of(
                            reader.leaf(0).runs(),
                            reader.leaf(0).runOf(1),
                            reader.leaf(0).runOrdinal(1)))
                    .containsExactly(1, 0, 2);
            assertThat(reader.leaf(0).repetitionLevels()).isZero();
        }
    }

    @Test
    void oneBitmapOnTheWayIsTheVectorsOwn() {
        final Field field = nullable("s", STRUCT, nullable("t", STRUCT, nullable("v", INT8)));
        final FieldVector vector = raw.vector(field, 2, raw.none());
        final FieldVector inner = loadChild(vector, 0, 2, raw.bits("10"));
        loadChild(inner, 0, 2, raw.none(), raw.bytes(1, 2));
        try (VectorSchemaRoot root = raw.root(vector)) {
            final BatchReader reader = raw.reader(field);
            reader.bind(root);

            assertThat(reader.leaf(0).validity()).isEqualTo(inner.getValidityBufferAddress());
            assertThat(raw.pool.usedBytes()).isZero();
            assertThat(raw.columns(reader)).isEqualTo("03=01 01");
        }
    }

    @Test
    void aBatchWithoutRoomForItsLevelsIsRefusedAndNotBound() {
        final Field field = nullable("l", LIST, nullable("item", new ArrowType.Null()));
        final SlabPool small = new SlabPool(64 << 10, 64 << 10);
        final Reserve reserve = new Reserve(small);
        final BatchReader reader = new BatchReader(
                ParquetSchema.of(new Schema(List.of(field)), raw.dictionaries), raw.dictionaries, reserve);
        final FieldVector vector = raw.vector(field, 1, raw.none(), raw.ints(0, 40_000));
        vector.getChildrenFromFields().get(0).setValueCount(40_000);
        try (VectorSchemaRoot root = raw.root(vector)) {
            assertThatThrownBy(() -> reader.bind(root)).isInstanceOf(MemoryBudgetException.class);
            assertThat(reader.rows()).isZero();
            assertThat(reader.leaf(0).entries()).isZero();
        }
        reserve.giveBack();
        small.close();
    }
}

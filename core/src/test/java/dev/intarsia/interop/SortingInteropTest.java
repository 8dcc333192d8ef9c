package dev.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intarsia.ParquetWriter;
import dev.intarsia.WriterContext;
import dev.intarsia.options.ColumnEncoding;
import dev.intarsia.options.ColumnOptions;
import dev.intarsia.options.InvalidBatchException;
import dev.intarsia.options.SortingColumn;
import dev.intarsia.options.WriterOptions;
import dev.intarsia.testkit.ArrowRows;
import dev.intarsia.testkit.Bytes;
import dev.intarsia.testkit.FlatTypes;
import dev.intarsia.testkit.Nesting;
import dev.intarsia.testkit.Nulls;
import dev.intarsia.testkit.Pattern;
import dev.intarsia.testkit.ThriftFile;
import dev.intarsia.testkit.Vectors;
import dev.intarsia.testkit.WrittenFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A file may say that its rows are sorted, and then they are: rows that a sort by the format's order brought into order
 * are taken, and two that change places are refused, before anything of their batch is written.
 */
class SortingInteropTest {
    private static final DictionaryProvider NO_DICTIONARIES = new DictionaryProvider.MapDictionaryProvider();
    private static final int ROWS = 120;
    private static final List<String> TYPES = List.of(
            "bool",
            "int8",
            "uint32",
            "int64",
            "uint64",
            "float16",
            "float32",
            "float64",
            "utf8",
            "large_binary",
            "fixed16",
            "decimal9",
            "decimal38",
            "date32",
            "timestamp_ns");

    @TempDir
    Path folder;

    static Stream<Arguments> keys() {
        final List<Arguments> all = new ArrayList<>();
        for (final String type : TYPES) {
            final int at = TYPES.indexOf(type);
            all.add(Arguments.of(new SortingColumn(type, at % 2 == 0, at % 3 == 0), Pattern.EXTREMES));
            all.add(Arguments.of(new SortingColumn(type, at % 2 != 0, at % 3 != 0), Pattern.NANS));
            all.add(Arguments.of(new SortingColumn(type, at % 4 == 0, at % 2 == 0), Pattern.DISTINCT));
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("keys")
    void rowsInOrderAreTakenAndAnyTwoThatChangePlacesAreRefused(
            final SortingColumn key,
            final Pattern pattern,
            final BufferAllocator allocator,
            final WriterContext context) {
        final Schema schema = new Schema(List.of(FlatTypes.field(key.path(), true)));
        final WriterOptions options = WriterOptions.builder()
                .pageRows(25)
                .defaults(ColumnOptions.of(ColumnEncoding.DICTIONARY))
                .sortingColumns(key)
                .build();
        try (VectorSchemaRoot any = Vectors.generate(allocator, schema, ROWS, pattern, Nulls.SOME, 17)) {
            final List<Object> values =
                    ArrowRows.of(schema, List.of(any)).columns().get(0);
            final List<Integer> order =
                    new ArrayList<>(IntStream.range(0, ROWS).boxed().toList());
            Collections.shuffle(order, new java.util.Random(3));
            final Comparator<Object> comparator = comparator(key);
            order.sort((a, b) -> comparator.compare(values.get(a), values.get(b)));
            try (VectorSchemaRoot sorted = permuted(any, order)) {
                final List<VectorSchemaRoot> cuts = Vectors.cut(sorted, 1, 30, 0, 7);
                final WrittenFile file = WrittenFile.write(folder, schema, options, cuts);
                Vectors.close(cuts);
                BothReaders.assertParquetJavaReads(file, ArrowRows.of(schema, List.of(sorted)));
                assertThat(ThriftFile.of(file.bytes())
                                .footer()
                                .getRow_groups()
                                .get(0)
                                .getSorting_columns())
                        .singleElement()
                        .satisfies(stated -> {
                            assertThat(stated.getColumn_idx()).isZero();
                            assertThat(stated.isDescending()).isEqualTo(key.descending());
                            assertThat(stated.isNulls_first()).isEqualTo(key.nullsFirst());
                        });
            }
            for (int row = 1; row < ROWS; row++) {
                if (comparator.compare(values.get(order.get(row - 1)), values.get(order.get(row))) < 0) {
                    Collections.swap(order, row - 1, row);
                    try (VectorSchemaRoot wrong = permuted(any, order)) {
                        assertRefused(context, options, wrong, key.path(), row, row);
                        assertRefused(context, options, wrong, key.path(), row, Math.max(1, row - 1));
                        assertRefused(context, options, wrong, key.path(), row, 1);
                    }
                    Collections.swap(order, row - 1, row);
                }
            }
        }
    }

    /** The rows before {@code cut} come in a batch of their own, which may hold all that is in order. */
    private static void assertRefused(
            final WriterContext context,
            final WriterOptions options,
            final VectorSchemaRoot rows,
            final String column,
            final int wrong,
            final int cut) {
        final List<VectorSchemaRoot> batches = Vectors.cut(rows, cut, ROWS);
        try (ParquetWriter writer = ParquetWriter.open(context, rows.getSchema(), NO_DICTIONARIES, options)) {
            writer.write(batches.get(0));
            assertThatThrownBy(() -> writer.write(batches.get(1)))
                    .isInstanceOf(InvalidBatchException.class)
                    .hasMessageStartingWith("column '" + column + "': row " + (wrong - cut)
                            + " of the batch (counted from 0) belongs in front of the row before it");
            assertThat(writer.rows()).isEqualTo(cut);
        } finally {
            Vectors.close(batches);
        }
    }

    private static VectorSchemaRoot permuted(final VectorSchemaRoot root, final List<Integer> order) {
        final List<FieldVector> vectors = new ArrayList<>();
        for (final FieldVector vector : root.getFieldVectors()) {
            final FieldVector copy = vector.getField().createVector(vector.getAllocator());
            for (int row = 0; row < order.size(); row++) {
                copy.copyFromSafe(order.get(row), row, vector);
            }
            copy.setValueCount(order.size());
            vectors.add(copy);
        }
        return new VectorSchemaRoot(root.getSchema(), vectors, order.size());
    }

    /** The format's order of neutral values: zeros are one value, NaNs another, above all; texts are bytes. */
    @SuppressWarnings("unchecked")
    private static Comparator<Object> comparator(final SortingColumn key) {
        final Comparator<Object> values = (a, b) -> {
            if (a instanceof Number x && (a instanceof Float || a instanceof Double)) {
                return Double.compare(x.doubleValue() + 0.0, ((Number) b).doubleValue() + 0.0);
            } else if (a instanceof String x) {
                return bytes(x).compareTo(bytes((String) b));
            }
            return ((Comparable<Object>) a).compareTo(b);
        };
        final Comparator<Object> directed = key.descending() ? values.reversed() : values;
        return key.nullsFirst() ? Comparator.nullsFirst(directed) : Comparator.nullsLast(directed);
    }

    private static Bytes bytes(final String text) {
        return new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private static VectorSchemaRoot numbers(final BufferAllocator allocator, final int[]... rows) {
        final Schema schema = new Schema(List.of(FlatTypes.field("int32", true), FlatTypes.field("int16", true)));
        final VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
        final var first = (org.apache.arrow.vector.IntVector) root.getVector(0);
        final var second = (org.apache.arrow.vector.SmallIntVector) root.getVector(1);
        for (int row = 0; row < rows.length; row++) {
            first.setSafe(row, rows[row][0]);
            second.setSafe(row, rows[row][1]);
        }
        root.setRowCount(rows.length);
        return root;
    }

    @Test
    void theSecondKeyCountsWhereTheFirstIsEqualAndAFineBatchFollowsARefusedOne(
            final BufferAllocator allocator, final WriterContext context) {
        final WriterOptions options = WriterOptions.builder()
                .sortingColumns(SortingColumn.ascending("int32"), SortingColumn.descending("int16"))
                .build();
        try (VectorSchemaRoot good = numbers(allocator, new int[] {1, 9}, new int[] {1, 9}, new int[] {2, 3});
                VectorSchemaRoot second = numbers(allocator, new int[] {2, 4});
                VectorSchemaRoot first = numbers(allocator, new int[] {2, 3}, new int[] {1, 0});
                VectorSchemaRoot more = numbers(allocator, new int[] {2, 3}, new int[] {2, -1}, new int[] {3, 100});
                ParquetWriter writer = ParquetWriter.open(context, good.getSchema(), NO_DICTIONARIES, options)) {
            writer.write(good);
            assertThatThrownBy(() -> writer.write(second)).hasMessageStartingWith("column 'int16': row 0 of the batch");
            assertThatThrownBy(() -> writer.write(first)).hasMessageStartingWith("column 'int32': row 1 of the batch");
            writer.write(more);
            assertThat(writer.finish().rows()).isEqualTo(6);
        }
    }

    @Test
    void eachRowGroupBeginsAnew(final BufferAllocator allocator, final WriterContext context) {
        final WriterOptions options = WriterOptions.builder()
                .rowGroupRows(2)
                .sortingColumns(SortingColumn.ascending("int32"))
                .build();
        try (VectorSchemaRoot high = numbers(allocator, new int[] {7, 0}, new int[] {8, 0});
                VectorSchemaRoot low = numbers(allocator, new int[] {1, 0});
                ParquetWriter writer = ParquetWriter.open(context, high.getSchema(), NO_DICTIONARIES, options)) {
            writer.write(high); // fills a row group
            writer.write(low);
            writer.flushRowGroup();
            writer.write(low);
            assertThat(writer.finish().rowGroups()).hasSize(3);
        }
    }

    @Test
    void aKeyInsideAStructIsNullWhereTheStructIs(final BufferAllocator allocator, final WriterContext context) {
        final Field inner = FlatTypes.field("int32", true);
        final Schema schema =
                new Schema(List.of(new Field("s", FieldType.nullable(ArrowType.Struct.INSTANCE), List.of(inner))));
        final WriterOptions options = WriterOptions.builder()
                .sortingColumns(new SortingColumn("s.int32", false, true))
                .build();
        try (VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator)) {
            final StructVector struct = (StructVector) root.getVector(0);
            final var numbers = (org.apache.arrow.vector.IntVector) struct.getChild("int32");
            for (int row = 0; row < 4; row++) {
                numbers.setSafe(row, row == 0 ? 99 : row);
                struct.setIndexDefined(row);
            }
            struct.setNull(0); // what lies below it does not count
            root.setRowCount(4);
            BothReaders.assertRead(
                    WrittenFile.write(folder, schema, options, List.of(root)), ArrowRows.of(schema, List.of(root)));
            struct.setIndexDefined(0);
            struct.setNull(2);
            try (ParquetWriter writer = ParquetWriter.open(context, schema, NO_DICTIONARIES, options)) {
                assertThatThrownBy(() -> writer.write(root)).hasMessageStartingWith("column 's.int32': row 1 ");
            }
        }
    }

    @Test
    void columnsWithoutAnOrderOfRowsAreRefusedWhenAFileIsOpened(final WriterContext context) {
        final Schema lists = Nesting.listOfStructs("l", List.of(FlatTypes.field("int32", true)));
        final Schema interval = new Schema(List.of(
                Field.nullable("i", new ArrowType.Interval(org.apache.arrow.vector.types.IntervalUnit.DAY_TIME))));

        assertThatThrownBy(() -> open(context, lists, "l.list.element.int32"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("which may have several values in a row; sort by another column");
        assertThatThrownBy(() -> open(context, interval, "i"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("which is of a type without an order; sort by another column");
        assertThatThrownBy(() -> open(context, interval, "j"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'j'");
    }

    private static void open(final WriterContext context, final Schema schema, final String key) {
        final WriterOptions options = WriterOptions.builder()
                .sortingColumns(SortingColumn.ascending(key))
                .build();
        ParquetWriter.open(context, schema, NO_DICTIONARIES, options).close();
    }
}

package dev.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.options.ColumnEncoding;
import dev.intarsia.options.ColumnOptions;
import dev.intarsia.options.FloatOrder;
import dev.intarsia.options.WriterOptions;
import dev.intarsia.testkit.ArrowRows;
import dev.intarsia.testkit.FlatTypes;
import dev.intarsia.testkit.Nulls;
import dev.intarsia.testkit.Pattern;
import dev.intarsia.testkit.ThriftFile;
import dev.intarsia.testkit.Vectors;
import dev.intarsia.testkit.WrittenFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Floats in IEEE 754's total order: who is bounded by what, and that both readers still find every row. DuckDB is asked
 * without a filter only: it does not look at the order, and takes the bounds for those of the order that it knows.
 */
class FloatOrderInteropTest {
    private static final double NAN = Double.NaN;
    private static final double NEGATIVE_NAN = Double.longBitsToDouble(-1L);

    /** Pages of four rows. */
    private static final double[][] PAGES = {
        {1, NAN, -2, 0.5}, {NAN, NAN, NAN, NEGATIVE_NAN}, {-0.0, -0.0, -0.0, -0.0}, {0.0, -0.0, NEGATIVE_NAN, 3}
    };

    @TempDir
    Path folder;

    private static WriterOptions.Builder options(final FloatOrder order) {
        return WriterOptions.builder()
                .floatOrder(order)
                .pageRows(PAGES[0].length)
                .defaults(ColumnOptions.of(ColumnEncoding.PLAIN));
    }

    private ThriftFile write(final FloatOrder order, final BufferAllocator allocator) {
        try (Float8Vector vector = new Float8Vector("d", allocator);
                VectorSchemaRoot root = VectorSchemaRoot.of(vector)) {
            int row = 0;
            for (final double[] page : PAGES) {
                for (final double value : page) {
                    vector.setSafe(row++, value);
                }
            }
            root.setRowCount(row);
            final WrittenFile file =
                    WrittenFile.write(folder, root.getSchema(), options(order).build(), List.of(root));
            BothReaders.assertRead(file, ArrowRows.of(root.getSchema(), List.of(root)));
            return ThriftFile.of(file.bytes());
        }
    }

    private static long bits(final byte[] bound) {
        return ByteBuffer.wrap(bound).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    private static long bits(final double value) {
        return Double.doubleToRawLongBits(value);
    }

    private static ColumnIndex columnIndex(final ThriftFile file) throws IOException {
        final ColumnChunk chunk =
                file.footer().getRow_groups().get(0).getColumns().get(0);
        return Util.readColumnIndex(new ByteArrayInputStream(
                file.bytes(), (int) chunk.getColumn_index_offset(), chunk.getColumn_index_length()));
    }

    @Test
    void boundsStandBesideNansWhichAreCountedAndAPageOfNothingElseIsBoundedByThem(final BufferAllocator allocator)
            throws IOException {
        final ThriftFile file = write(FloatOrder.IEEE_754_TOTAL_ORDER, allocator);

        assertThat(file.footer().getColumn_orders())
                .singleElement()
                .matches(ColumnOrder::isSetIEEE_754_TOTAL_ORDER, "is total order");
        final Statistics chunk = file.chunk(0, 0).getStatistics();
        assertThat(chunk.getNan_count()).isEqualTo(6);
        assertThat(bits(chunk.getMin_value())).isEqualTo(bits(-2));
        assertThat(bits(chunk.getMax_value())).isEqualTo(bits(3));
        final ColumnIndex index = columnIndex(file);
        assertThat(index.getNan_counts()).containsExactly(1L, 4L, 0L, 1L);
        assertThat(index.getNull_pages()).containsOnly(false);
        final double[][] bounds = {{-2, 1}, {NEGATIVE_NAN, NAN}, {-0.0, -0.0}, {-0.0, 3}};
        for (int page = 0; page < bounds.length; page++) {
            assertThat(index.getMin_values()
                            .get(page)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getLong())
                    .as("minimum of page " + page)
                    .isEqualTo(bits(bounds[page][0]));
            assertThat(index.getMax_values()
                            .get(page)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getLong())
                    .as("maximum of page " + page)
                    .isEqualTo(bits(bounds[page][1]));
        }
    }

    @Test
    void theTypesOwnOrderHasNoBoundsBesideNans(final BufferAllocator allocator) {
        final ThriftFile file = write(FloatOrder.TYPE_ORDER, allocator);

        assertThat(file.footer().getColumn_orders())
                .singleElement()
                .matches(ColumnOrder::isSetTYPE_ORDER, "is the type's order");
        assertThat(file.chunk(0, 0).getStatistics().isSetMin_value()).isFalse();
        assertThat(file.chunk(0, 0).getStatistics().isSetMax_value()).isFalse();
        assertThat(file.footer().getRow_groups().get(0).getColumns().get(0).isSetColumn_index_offset())
                .isFalse();
    }

    /** Only floats: an order of its own for a column of any other type would be wrong. */
    @ParameterizedTest
    @EnumSource(FloatOrder.class)
    void floatsOfEveryWidthAreOrderedAsAskedAndNothingElseIs(final FloatOrder order, final BufferAllocator allocator) {
        final Schema schema = FlatTypes.schemaOfAll();
        for (final Pattern pattern : new Pattern[] {Pattern.NANS, Pattern.EXTREMES}) {
            try (VectorSchemaRoot root = Vectors.generate(allocator, schema, 60, pattern, Nulls.SOME, 6)) {
                final WrittenFile file = WrittenFile.write(
                        folder, schema, options(order).pageRows(20).build(), List.of(root));
                BothReaders.assertRead(file, schema, List.of(root));
                final List<ColumnOrder> orders =
                        ThriftFile.of(file.bytes()).footer().getColumn_orders();
                for (int column = 0; column < orders.size(); column++) {
                    final boolean isFloat =
                            schema.getFields().get(column).getName().startsWith("float");
                    assertThat(orders.get(column).isSetIEEE_754_TOTAL_ORDER())
                            .as(schema.getFields().get(column).getName())
                            .isEqualTo(isFloat && order == FloatOrder.IEEE_754_TOTAL_ORDER);
                }
            }
        }
    }
}

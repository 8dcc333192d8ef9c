package dev.intarsia.interop;

import static org.apache.parquet.filter2.predicate.FilterApi.and;
import static org.apache.parquet.filter2.predicate.FilterApi.binaryColumn;
import static org.apache.parquet.filter2.predicate.FilterApi.doubleColumn;
import static org.apache.parquet.filter2.predicate.FilterApi.eq;
import static org.apache.parquet.filter2.predicate.FilterApi.gtEq;
import static org.apache.parquet.filter2.predicate.FilterApi.intColumn;
import static org.apache.parquet.filter2.predicate.FilterApi.longColumn;
import static org.apache.parquet.filter2.predicate.FilterApi.lt;
import static org.apache.parquet.filter2.predicate.FilterApi.notEq;
import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.options.ColumnEncoding;
import dev.intarsia.options.ColumnOptions;
import dev.intarsia.options.DataPageVersion;
import dev.intarsia.options.FloatOrder;
import dev.intarsia.options.WriterOptions;
import dev.intarsia.testkit.DuckDbReader;
import dev.intarsia.testkit.ParquetJavaReader;
import dev.intarsia.testkit.ThriftFile;
import dev.intarsia.testkit.WrittenFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Readers that skip row groups and pages by what we say of them find every row that they look for, and do skip:
 * parquet-java by statistics, dictionaries and the page index, DuckDB by statistics.
 */
class PageIndexInteropTest {
    private static final int PAGE_ROWS = 40;

    /**
     * One question in three forms.
     *
     * @param sql for DuckDB, for which NaN equals NaN and is above all numbers
     * @param filter for parquet-java
     * @param sqlRows which rows DuckDB must find
     * @param filterRows which rows parquet-java must leave
     * @param most rows that parquet-java may leave, so that it is seen to skip
     */
    private record Question(
            String sql, FilterPredicate filter, IntPredicate sqlRows, IntPredicate filterRows, int most) {
        Question(final String sql, final FilterPredicate filter, final IntPredicate rows, final int most) {
            this(sql, filter, rows, rows, most);
        }
    }

    @TempDir
    Path folder;

    private FilterRows data;

    @BeforeEach
    void fill(final BufferAllocator allocator) {
        data = new FilterRows(allocator);
    }

    @AfterEach
    void release() {
        data.close();
    }

    private Stream<Question> questions() {
        final int all = FilterRows.ROWS;
        final List<Question> questions = new ArrayList<>();
        for (final long id : new long[] {-1, 0, 39, 40, 41, 599, 600, 777, 999, 1000}) {
            questions.add(new Question("id = " + id, eq(longColumn("id"), id), row -> row == id, PAGE_ROWS));
            questions.add(new Question("id >= " + id, gtEq(longColumn("id"), id), row -> row >= id, all));
            questions.add(new Question(
                    "id >= " + id + " AND id < " + (id + 5),
                    and(gtEq(longColumn("id"), id), lt(longColumn("id"), id + 5)),
                    row -> row >= id && row < id + 5,
                    2 * PAGE_ROWS));
            final String text = FilterRows.text((int) id + 1);
            questions.add(new Question(
                    "text = '" + text + "'",
                    eq(binaryColumn("text"), Binary.fromString(text)),
                    row -> text.equals(FilterRows.text(row)),
                    all));
            questions.add(new Question(
                    "text >= '" + text + "'",
                    gtEq(binaryColumn("text"), Binary.fromString(text)),
                    row -> FilterRows.text(row).compareTo(text) >= 0,
                    all));
            final Long inside = 3 * id;
            questions.add(new Question(
                    "s.x = " + inside, eq(longColumn("s.x"), inside), row -> inside.equals(data.x(row)), PAGE_ROWS));
        }
        for (final int noise : new int[] {0, 1, 50, 99, 100}) {
            questions.add(new Question(
                    "noise = " + noise, eq(intColumn("noise"), noise), row -> data.noise(row) == noise, all));
        }
        questions.add(new Question("gaps IS NULL", eq(intColumn("gaps"), null), data::isGap, all));
        questions.add(new Question(
                "gaps IS NOT NULL", notEq(intColumn("gaps"), null), row -> !data.isGap(row), 8 * all / 10));
        questions.add(
                new Question("gaps = 7", eq(intColumn("gaps"), 7), row -> !data.isGap(row) && row % 10 == 7, all));
        questions.add(new Question("s.x IS NULL", eq(longColumn("s.x"), null), row -> data.x(row) == null, all));
        for (final double d : new double[] {-2, -0.0, 0.0, 0.5, 1, 2, Double.POSITIVE_INFINITY}) {
            questions.add(
                    new Question("d = '" + d + "'::DOUBLE", eq(doubleColumn("d"), d), row -> data.d(row) == d, all));
            questions.add(new Question(
                    "d >= '" + d + "'::DOUBLE",
                    gtEq(doubleColumn("d"), d),
                    row -> data.d(row) >= d || Double.isNaN(data.d(row)),
                    row -> data.d(row) >= d,
                    all));
            questions.add(
                    new Question("d < '" + d + "'::DOUBLE", lt(doubleColumn("d"), d), row -> data.d(row) < d, all));
        }
        return questions.stream();
    }

    @ParameterizedTest
    @EnumSource(DataPageVersion.class)
    void whoeverFiltersFindsEveryRow(final DataPageVersion version) {
        for (final ColumnEncoding encoding : new ColumnEncoding[] {ColumnEncoding.PLAIN, ColumnEncoding.DICTIONARY}) {
            final WriterOptions options = options(version, encoding).build();
            final WrittenFile file = write(options);
            questions().forEach(question -> {
                final ParquetJavaReader.Filtered left = ParquetJavaReader.filtered(file.path(), question.filter, "id");
                assertThat(left.rows())
                        .as("rows that parquet-java leaves, " + question.sql)
                        .containsAll(rows(question.filterRows))
                        .hasSizeLessThanOrEqualTo(question.most);
                assertThat(left.values()).as("their values").isEqualTo(left.rows());
            });
            assertDuckDbFindsItsRows(file);
        }
    }

    private static WriterOptions.Builder options(final DataPageVersion version, final ColumnEncoding encoding) {
        return WriterOptions.builder()
                .dataPages(version)
                .pageRows(PAGE_ROWS)
                .rowGroupRows(600)
                .boundBytes(8)
                .defaults(ColumnOptions.of(encoding));
    }

    private WrittenFile write(final WriterOptions options) {
        final VectorSchemaRoot root = data.root();
        return WrittenFile.write(folder, root.getSchema(), options, List.of(root));
    }

    private static List<Long> rows(final IntPredicate wanted) {
        return IntStream.range(0, FilterRows.ROWS)
                .filter(wanted)
                .mapToObj(row -> (long) row)
                .toList();
    }

    private void assertDuckDbFindsItsRows(final WrittenFile file) {
        try (DuckDbReader duck = new DuckDbReader()) {
            questions().forEach(question -> assertThat(duck
                            .query("SELECT id FROM read_parquet(" + DuckDbReader.literal(file.path()) + ") WHERE "
                                    + question.sql)
                            .stream()
                            .map(row -> (Long) row.get(0)))
                    .as("rows that DuckDB finds, " + question.sql)
                    .containsExactlyElementsOf(rows(question.sqlRows)));
        }
    }

    /**
     * To total order the zeros are two values, and to parquet-java, too: whoever asks for one does not mean the other.
     */
    @Test
    void parquetJavaFindsEveryRowUnderTotalOrder() {
        final WrittenFile file = write(options(DataPageVersion.V1, ColumnEncoding.PLAIN)
                .floatOrder(FloatOrder.IEEE_754_TOTAL_ORDER)
                .build());

        questions()
                .filter(question -> question.sql.startsWith("d ") && !question.sql.contains("0.0'"))
                .forEach(question -> assertThat(ParquetJavaReader.filtered(file.path(), question.filter, "id")
                                .rows())
                        .as(question.sql)
                        .containsAll(rows(question.filterRows)));
    }

    @ParameterizedTest
    @EnumSource(DataPageVersion.class)
    void pageHeadersSayWhatTheColumnIndexSays(final DataPageVersion version) throws IOException {
        final WrittenFile file = write(options(version, ColumnEncoding.PLAIN)
                .pageHeaderStatistics(true)
                .build());
        final ThriftFile thrift = ThriftFile.of(file.bytes());
        int bounds = 0;
        for (int group = 0; group < 2; group++) {
            for (int column = 0; column < 6; column++) {
                final List<ThriftFile.Page> pages = thrift.dataPages(group, column);
                final ColumnIndex index = columnIndex(thrift, group, column);
                for (int page = 0; page < pages.size(); page++) {
                    final Statistics header = version == DataPageVersion.V1
                            ? pages.get(page).header().getData_page_header().getStatistics()
                            : pages.get(page).header().getData_page_header_v2().getStatistics();
                    final String place = "page " + page + " of column " + column + " of row group " + group;
                    assertThat(header.isSetNull_count()).as("nulls of " + place).isTrue();
                    if (index != null && header.isSetMin_value()) {
                        assertThat(header.getMin_value()).as(place).isEqualTo(array(index, page, true));
                        assertThat(header.getMax_value()).as(place).isEqualTo(array(index, page, false));
                        bounds++;
                    }
                }
            }
        }
        assertThat(bounds).as("pages with bounds in both places").isGreaterThan(80);
    }

    private static byte[] array(final ColumnIndex index, final int page, final boolean min) {
        final var bound =
                (min ? index.getMin_values() : index.getMax_values()).get(page).duplicate();
        final byte[] bytes = new byte[bound.remaining()];
        bound.get(bytes);
        return bytes;
    }

    private static ColumnIndex columnIndex(final ThriftFile file, final int group, final int column)
            throws IOException {
        final ColumnChunk chunk =
                file.footer().getRow_groups().get(group).getColumns().get(column);
        return chunk.isSetColumn_index_offset()
                ? Util.readColumnIndex(new ByteArrayInputStream(
                        file.bytes(), (int) chunk.getColumn_index_offset(), chunk.getColumn_index_length()))
                : null;
    }
}

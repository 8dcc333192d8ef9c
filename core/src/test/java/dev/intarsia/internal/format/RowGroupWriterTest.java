package dev.intarsia.internal.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.RowGroup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowGroupWriterTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 14, 15, 16, 17, 200})
    void aRowGroupIsTheBytesThatThriftWrites(final int columns) {
        final Random random = new Random(columns);
        for (int i = 0; i < 20; i++) {
            final List<TestColumn> all = columns(random, columns);
            final RowGroupFacts facts = facts(random);

            final byte[] bytes = write(facts, all, new int[columns]);

            assertThat(bytes).isEqualTo(Thrift.bytes(Thrift.rowGroup(facts, all)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 14, 15, 200})
    void filledHolesGiveTheBytesThatThriftWritesForARowGroupWithPageIndexes(final int columns) {
        final Random random = new Random(columns);
        final List<TestColumn> all = columns(random, columns);
        final RowGroupFacts facts = facts(random);
        final RowGroup oracle = Thrift.rowGroup(facts, all);
        final int[] holes = new int[columns];
        final byte[] bytes = write(facts, all, holes);

        final ByteArrayOutputStream filled = new ByteArrayOutputStream();
        int from = 0;
        for (int i = 0; i < columns; i++) {
            final long offset = TestColumn.magnitude(random, 63);
            final int length = (int) TestColumn.magnitude(random, 31);
            final int kinds = random.nextInt(3);
            filled.write(bytes, from, holes[i] - from);
            filled.writeBytes(RedZones.written(IndexLocationWriter.MAX_BYTES, at -> {
                long out = at;
                if (kinds > 0) {
                    out = IndexLocationWriter.offsetIndex(out, offset, length);
                }
                if (kinds > 1) {
                    out = IndexLocationWriter.columnIndex(out, offset / 2, length / 2);
                }
                return out;
            }));
            from = holes[i];
            final ColumnChunk chunk = oracle.getColumns().get(i);
            if (kinds > 0) {
                chunk.setOffset_index_offset(offset);
                chunk.setOffset_index_length(length);
            }
            if (kinds > 1) {
                chunk.setColumn_index_offset(offset / 2);
                chunk.setColumn_index_length(length / 2);
            }
        }
        filled.write(bytes, from, bytes.length - from);

        assertThat(filled.toByteArray()).isEqualTo(Thrift.bytes(oracle));
    }

    @Test
    void columnByColumnGivesTheSameBytesAndEachHoleIsOneByteBeforeThePiecesEnd() {
        final Random random = new Random(5);
        final List<TestColumn> all = columns(random, 20);
        final RowGroupFacts facts = facts(random);
        final int[] holes = new int[20];
        final byte[] whole = write(facts, all, holes);

        final ByteArrayOutputStream pieces = new ByteArrayOutputStream();
        final int[] found = new int[20];
        pieces.writeBytes(RedZones.written(RowGroupWriter.MAX_BEGIN_BYTES, at -> RowGroupWriter.begin(at, 20)));
        for (int i = 0; i < all.size(); i++) {
            final ChunkMetadata chunk = all.get(i).chunk();
            pieces.writeBytes(
                    RedZones.written(RowGroupWriter.maxColumnBytes(chunk), at -> RowGroupWriter.column(at, chunk)));
            found[i] = pieces.size() - RowGroupWriter.HOLE_BEFORE_END;
        }
        pieces.writeBytes(RedZones.written(
                RowGroupWriter.maxEndBytes(facts.sortingColumns().size()), at -> RowGroupWriter.end(at, facts)));

        assertThat(pieces.toByteArray()).isEqualTo(whole);
        assertThat(found).isEqualTo(holes);
    }

    @Test
    void theLargestFactsStayWithinTheBound() {
        final byte[] bound = new byte[200];
        final ChunkStatistics statistics =
                new ChunkStatistics(Long.MAX_VALUE, Long.MAX_VALUE, bound, false, bound, true, Long.MAX_VALUE);
        final PageEncodingStats stats = new PageEncodingStats(2, 9, Integer.MAX_VALUE);
        final List<String> path = List.of("a".repeat(20_000), "ü".repeat(70), "z");
        final long[] histogram = new long[256];
        Arrays.fill(histogram, Long.MAX_VALUE);
        final double most = Double.MAX_VALUE;
        final ChunkMetadata chunk = new ChunkMetadata(
                TestColumn.template(7, path, 7),
                0b11_1111_1101,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                statistics,
                List.of(stats, stats),
                new BloomLocation(Long.MAX_VALUE, Integer.MAX_VALUE),
                new SizeStatistics(Long.MAX_VALUE, histogram, histogram),
                new GeospatialStatistics(
                        new BoundingBox(-most, most, -most, most, -most, most, -most, most), new int[] {1 << 30}));
        final TestColumn column = new TestColumn(7, path, 7, chunk);
        final RowGroupFacts facts = new RowGroupFacts(
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                Short.MAX_VALUE,
                List.of(new SortingColumn(Integer.MAX_VALUE, true, true), new SortingColumn(0, false, false)));

        final byte[] bytes = write(facts, List.of(column), new int[1]);

        assertThat(bytes).isEqualTo(Thrift.bytes(Thrift.rowGroup(facts, List.of(column))));
        // Loose only where a list or a length could have been longer: the bound is not a guess.
        assertThat(RowGroupWriter.maxBytes(List.of(chunk), 2) - bytes.length).isBetween(0L, 80L);
    }

    @Test
    void anOrdinalThatItsFieldCannotHoldIsLeftOut() {
        final RowGroupFacts fits = new RowGroupFacts(1, 1, 4, 1, Short.MAX_VALUE);
        final RowGroupFacts exceeds = new RowGroupFacts(1, 1, 4, 1, Short.MAX_VALUE + 1);

        assertThat(write(fits, List.of(), new int[0])).isEqualTo(Thrift.bytes(Thrift.rowGroup(fits, List.of())));
        assertThat(write(exceeds, List.of(), new int[0])).isEqualTo(Thrift.bytes(Thrift.rowGroup(exceeds, List.of())));
        assertThat(Thrift.rowGroup(fits, List.of()).isSetOrdinal()).isTrue();
        assertThat(Thrift.rowGroup(exceeds, List.of()).isSetOrdinal()).isFalse();
    }

    @Test
    void bothIndexLocationsAtTheirLargestFillTheirBound() {
        final byte[] bytes = RedZones.written(
                IndexLocationWriter.MAX_BYTES,
                at -> IndexLocationWriter.columnIndex(
                        IndexLocationWriter.offsetIndex(at, Long.MAX_VALUE, Integer.MAX_VALUE),
                        Long.MAX_VALUE,
                        Integer.MAX_VALUE));

        assertThat(bytes).hasSize(IndexLocationWriter.MAX_BYTES);
    }

    @Test
    void encodingsAreASetInAscendingOrder() {
        assertThat(ChunkMetadata.encodings(8, 3, 0, 3)).isEqualTo(1 << 8 | 1 << 3 | 1);
        assertThatThrownBy(() -> ChunkMetadata.encodings(31)).hasMessageContaining("not 31");
        assertThatThrownBy(() -> ChunkMetadata.encodings(-1)).hasMessageContaining("not -1");
    }

    @Test
    void aNegativeFactIsRefused() {
        final ChunkTemplate template = TestColumn.template(1, List.of("a"), 0);
        final ChunkStatistics statistics = new ChunkStatistics(0, null, false, null, false, -1);

        assertThatThrownBy(() -> new ChunkMetadata(template, 1, 1, 1, -7, 4, -1, statistics, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("compressed size")
                .hasMessageContaining("-7");
        assertThatThrownBy(() -> new ChunkMetadata(template, 1, 1, 1, 7, 4, -2, statistics, List.of()))
                .hasMessageContaining("dictionary page offset");
        assertThatThrownBy(() -> new ChunkStatistics(-1, null, false, null, false, -1))
                .hasMessageContaining("-1 nulls");
        assertThatThrownBy(() -> statistics.withDistinctCount(-2)).hasMessageContaining("-2 different values");
        assertThatThrownBy(() -> new SizeStatistics(-2, new long[0], new long[0]))
                .hasMessageContaining("-2");
        assertThatThrownBy(() -> new BloomLocation(7, 0)).hasMessageContaining("offset 7 in 0 bytes");
        assertThatThrownBy(() -> new BloomLocation(0, 7)).hasMessageContaining("offset 0 in 7 bytes");
        assertThatThrownBy(() -> new BoundingBox(1, Double.NaN, 1, 1, 1, 1, 1, 1))
                .hasMessageContaining("x 1.0 to NaN");
        assertThatThrownBy(() -> new SortingColumn(-1, true, true)).hasMessageContaining("column -1");
        assertThatThrownBy(() -> new RowGroupFacts(1, 2, 3, 4, -5)).hasMessageContaining("ordinal -5");
    }

    private static byte[] write(final RowGroupFacts facts, final List<TestColumn> columns, final int[] holes) {
        final List<ChunkMetadata> chunks =
                columns.stream().map(TestColumn::chunk).toList();
        Arrays.fill(holes, -1);
        return RedZones.written(
                RowGroupWriter.maxBytes(chunks, facts.sortingColumns().size()),
                at -> RowGroupWriter.write(at, facts, chunks, holes));
    }

    private static RowGroupFacts facts(final Random random) {
        return new RowGroupFacts(
                TestColumn.magnitude(random, 63),
                TestColumn.magnitude(random, 63),
                TestColumn.magnitude(random, 63),
                TestColumn.magnitude(random, 63),
                (int) TestColumn.magnitude(random, 16),
                sorting(random));
    }

    private static List<SortingColumn> sorting(final Random random) {
        final List<SortingColumn> columns = new ArrayList<>();
        for (int i = random.nextInt(4) == 0 ? 16 : random.nextInt(3); i > 0; i--) {
            columns.add(new SortingColumn(
                    (int) TestColumn.magnitude(random, 31), random.nextBoolean(), random.nextBoolean()));
        }
        return columns;
    }

    private static List<TestColumn> columns(final Random random, final int count) {
        final List<TestColumn> columns = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            columns.add(TestColumn.random(random));
        }
        return columns;
    }
}

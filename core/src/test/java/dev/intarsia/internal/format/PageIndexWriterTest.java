package dev.intarsia.internal.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.internal.memory.NativeMemory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.parquet.format.BoundaryOrder;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageIndexWriterTest {
    @ParameterizedTest
    @CsvSource({
        "1, 0, 0, 0",
        "2, 0, 1, 1",
        "14, 1, 2, 2",
        "15, 0, 2, 0",
        "16, 3, 9, 1",
        "33, 1, 1, 0",
        "9, 255, 255, 2",
        "20000, 0, 1, 1"
    })
    void aColumnIndexIsTheBytesThatThriftWrites(
            final int pages, final int maxRepetition, final int maxDefinition, final int order) throws IOException {
        for (final boolean nanCounts : new boolean[] {false, true}) {
            final List<TestPage> all = TestPage.random(new Random(pages), pages, maxRepetition, maxDefinition);
            final ByteBuffer memory = TestPage.records(all);
            final long records = NativeMemory.addressOf(memory);
            final ColumnIndex oracle = columnIndex(all, order, nanCounts);

            assertThat(ColumnIndexWriter.possible(records, pages)).isTrue();
            final byte[] bytes = RedZones.written(
                    ColumnIndexWriter.maxBytes(records, pages),
                    at -> ColumnIndexWriter.write(at, records, pages, order, nanCounts));

            assertThat(bytes).isEqualTo(Thrift.bytes(oracle));
            assertThat(Util.readColumnIndex(new ByteArrayInputStream(bytes))).isEqualTo(oracle);
            Reference.reachabilityFence(memory);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 14, 15, 16, 33, 20_000})
    void anOffsetIndexIsTheBytesThatThriftWrites(final int pages) throws IOException {
        final Random random = new Random(pages);
        for (final boolean byteArrays : new boolean[] {false, true}) {
            final List<TestPage> all = TestPage.random(random, pages, random.nextInt(2), random.nextInt(3));
            final ByteBuffer memory = TestPage.records(all);
            final long records = NativeMemory.addressOf(memory);
            final long first = TestColumn.magnitude(random, 60);
            final OffsetIndex oracle = offsetIndex(all, first, byteArrays);

            final byte[] bytes = RedZones.written(
                    OffsetIndexWriter.maxBytes(pages),
                    at -> OffsetIndexWriter.write(at, records, pages, first, byteArrays));

            assertThat(bytes).isEqualTo(Thrift.bytes(oracle));
            assertThat(Util.readOffsetIndex(new ByteArrayInputStream(bytes))).isEqualTo(oracle);
            Reference.reachabilityFence(memory);
        }
    }

    @Test
    void theLargestPageFillsItsBound() {
        final int most = Integer.MAX_VALUE;
        final long[] levels = new long[256];
        Arrays.fill(levels, most);
        final TestPage page = new TestPage(
                most,
                new PageCounts(most, most, most, 0, Long.MAX_VALUE),
                levels,
                levels,
                new byte[200],
                new byte[200]);
        final ByteBuffer memory = TestPage.records(List.of(page, page));
        final long records = NativeMemory.addressOf(memory);

        final byte[] one = RedZones.written(1 << 16, at -> ColumnIndexWriter.write(at, records, 1, 1, true));
        final byte[] two = RedZones.written(1 << 16, at -> ColumnIndexWriter.write(at, records, 2, 1, true));

        // Loose by the lengths of bounds (3 bytes each), the NaN count (4 bytes) and, in lists, what 5 bytes could say.
        assertThat(ColumnIndexWriter.maxPageBytes(256, 256, 200, 200) - (two.length - one.length))
                .isBetween(0L, 12L);
        assertThat(ColumnIndexWriter.maxBytes(records, 1) - one.length).isBetween(0L, 60L);
        Reference.reachabilityFence(memory);
    }

    @Test
    void aPageWithoutBoundsThatIsNotAllNullTakesTheColumnIndexAway() {
        final TestPage sound =
                new TestPage(9, new PageCounts(2, 2, 1, 0, 0), new long[0], new long[2], new byte[1], new byte[1]);
        final TestPage nulls = new TestPage(9, new PageCounts(2, 3, 3, 0, 0), new long[0], new long[2], null, null);
        final TestPage unbound = new TestPage(9, new PageCounts(2, 3, 2, 1, 0), new long[0], new long[2], null, null);

        assertThat(possible(List.of(sound))).isTrue();
        assertThat(possible(List.of(nulls))).isTrue();
        assertThat(possible(List.of(sound, nulls, sound))).isTrue();
        assertThat(possible(List.of(sound, nulls, unbound))).isFalse();
        assertThat(possible(List.of(unbound, sound))).isFalse();
        assertThat(possible(List.of())).isFalse();
    }

    @Test
    void aListOfMoreNullsThanRowsIsANullPageOnlyIfEveryLevelIsNull() {
        final TestPage page = new TestPage(
                9, new PageCounts(2, 3, 2, 0, 0), new long[] {2, 1}, new long[3], new byte[1], new byte[1]);

        assertThat(columnIndex(List.of(page), 1, false).getNull_pages()).containsExactly(false);
        final ByteBuffer memory = TestPage.records(List.of(page));
        assertThat(PageRecord.isNullPage(NativeMemory.addressOf(memory))).isFalse();
        Reference.reachabilityFence(memory);
    }

    private static boolean possible(final List<TestPage> pages) {
        final ByteBuffer memory = TestPage.records(pages);
        final boolean possible = ColumnIndexWriter.possible(NativeMemory.addressOf(memory), pages.size());
        Reference.reachabilityFence(memory);
        return possible;
    }

    private static ColumnIndex columnIndex(final List<TestPage> pages, final int order, final boolean nanCounts) {
        final ColumnIndex index = new ColumnIndex(
                new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), BoundaryOrder.findByValue(order));
        for (final TestPage page : pages) {
            index.addToNull_pages(page.nullPage());
            index.addToMin_values(ByteBuffer.wrap(page.min() == null ? new byte[0] : page.min()));
            index.addToMax_values(ByteBuffer.wrap(page.max() == null ? new byte[0] : page.max()));
            index.addToNull_counts(page.counts().nulls());
            if (page.repetitions().length > 1) {
                Arrays.stream(page.repetitions()).forEach(index::addToRepetition_level_histograms);
            }
            if (page.definitions().length > 2) {
                Arrays.stream(page.definitions()).forEach(index::addToDefinition_level_histograms);
            }
            if (nanCounts) {
                index.addToNan_counts(page.counts().nans());
            }
        }
        return index;
    }

    private static OffsetIndex offsetIndex(
            final List<TestPage> pages, final long firstOffset, final boolean byteArrays) {
        final OffsetIndex index = new OffsetIndex(new ArrayList<>());
        long offset = firstOffset;
        long row = 0;
        for (final TestPage page : pages) {
            index.addToPage_locations(new PageLocation(offset, page.storedBytes(), row));
            offset += page.storedBytes();
            row += page.counts().rows();
            if (byteArrays) {
                index.addToUnencoded_byte_array_data_bytes(page.counts().unencodedBytes());
            }
        }
        return index;
    }
}

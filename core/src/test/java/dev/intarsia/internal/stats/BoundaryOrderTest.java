package dev.intarsia.internal.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intarsia.internal.format.PageCounts;
import dev.intarsia.internal.format.PageRecord;
import dev.intarsia.internal.format.ParquetIds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BoundaryOrderTest {
    private static final long[] NO_LEVELS = {};

    @ParameterizedTest
    @EnumSource(ValueKind.class)
    void twoValuesCompareAsTheJdkComparesThem(final ValueKind kind) {
        final Random random = new Random(kind.ordinal());
        final Comparator<byte[]> oracle = comparator(kind);
        for (int round = 0; round < 20; round++) {
            final List<byte[]> values = new ArrayList<>(kind.values(random, 20, true));
            if (kind.order.countsNans()) {
                values.addAll(FloatBoundsTest.nans(kind));
                values.add(kind.special(0));
                values.add(kind.special(1));
            }
            final NativeRun run = NativeRun.plain(values, false);
            long left = run.address();
            for (final byte[] leftValue : values) {
                long right = run.address();
                for (final byte[] rightValue : values) {
                    final int order = BoundOrder.compare(kind.order, left, leftValue.length, right, rightValue.length);
                    assertThat(Integer.signum(order)).isEqualTo(Integer.signum(oracle.compare(leftValue, rightValue)));
                    right += rightValue.length;
                }
                left += leftValue.length;
            }
        }
    }

    @Test
    void falseComesBeforeTrue() {
        final NativeRun run = NativeRun.plain(List.of(new byte[] {0, 1}), false);
        assertThat(BoundOrder.compare(ValueOrder.BOOLEAN, run.address(), 1, run.address() + 1, 1))
                .isNegative();
        assertThat(BoundOrder.compare(ValueOrder.BOOLEAN, run.address() + 1, 1, run.address() + 1, 1))
                .isZero();
    }

    @Test
    void valuesWithoutAnOrderAreNotCompared() {
        assertThatThrownBy(() -> BoundOrder.compare(ValueOrder.NONE, 0, 0, 0, 0))
                .isInstanceOf(AssertionError.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"SIGNED_INT", "UNSIGNED_LONG", "DOUBLES", "HALVES_TOTAL", "DECIMAL_5", "FIXED_3", "BYTES"})
    void theOrderOfPagesIsTheOneThatEveryPairOfNeighboursHas(final ValueKind kind) {
        final Random random = new Random(kind.ordinal());
        final int[] seen = new int[3];
        for (int round = 0; round < 200; round++) {
            final List<byte[]> domain = kind.values(random, 1 + random.nextInt(3), false);
            final int pages = 1 + random.nextInt(5);
            final List<byte[]> mins = new ArrayList<>();
            final List<byte[]> maxs = new ArrayList<>();
            for (int i = 0; i < pages; i++) {
                mins.add(domain.get(random.nextInt(domain.size())));
                maxs.add(domain.get(random.nextInt(domain.size())));
            }
            if (random.nextBoolean()) {
                mins.sort(kind.order());
                maxs.sort(kind.order());
                if (random.nextBoolean()) {
                    Collections.reverse(mins);
                    Collections.reverse(maxs);
                }
            }
            final int order = of(kind, mins, maxs, random);
            assertThat(order).isEqualTo(bruteForce(kind, mins, maxs));
            seen[order]++;
        }
        assertThat(seen).doesNotContain(0);
    }

    @Test
    void pagesOfNullsAloneAscend() {
        assertThat(of(ValueKind.BYTES, List.of(), List.of(), new Random(1))).isEqualTo(ParquetIds.BOUNDARY_ASCENDING);
    }

    @Test
    void boundsThatOnlyTheirCutEndsWouldOrderAreComparedAsCut() {
        final byte[] cut = {1};
        final byte[] raised = {2};
        // The values behind these bounds may well descend; what a reader sees is equal, and equal is ascending.
        assertThat(of(ValueKind.BYTES, List.of(cut, cut), List.of(raised, raised), new Random(2)))
                .isEqualTo(ParquetIds.BOUNDARY_ASCENDING);
    }

    /** Pages with these bounds, with pages of nulls strewn in. */
    private static int of(final ValueKind kind, final List<byte[]> mins, final List<byte[]> maxs, final Random random) {
        final List<byte[][]> pages = new ArrayList<>();
        for (int i = 0; i < mins.size(); i++) {
            while (random.nextInt(3) == 0) {
                pages.add(null);
            }
            pages.add(new byte[][] {mins.get(i), maxs.get(i)});
        }
        pages.add(null);
        int bytes = 0;
        for (final byte[][] page : pages) {
            bytes += page == null
                    ? PageRecord.bytes(0, 0, 0, 0)
                    : PageRecord.bytes(0, 0, page[0].length, page[1].length);
        }
        final NativeRun records = new NativeRun(bytes);
        long at = records.address();
        for (final byte[][] page : pages) {
            final PageCounts counts = new PageCounts(1, 2, page == null ? 2 : 1, 0, 0);
            at = PageRecord.write(
                    at, 9, counts, NO_LEVELS, NO_LEVELS, page == null ? null : page[0], page == null ? null : page[1]);
        }
        records.assertRedZonesIntact();
        return BoundaryOrder.of(kind.order, records.address(), pages.size());
    }

    private static int bruteForce(final ValueKind kind, final List<byte[]> mins, final List<byte[]> maxs) {
        boolean ascending = true;
        boolean descending = true;
        for (int i = 0; i < mins.size(); i++) {
            for (int j = i + 1; j < mins.size(); j++) {
                final int min = comparator(kind).compare(mins.get(i), mins.get(j));
                final int max = comparator(kind).compare(maxs.get(i), maxs.get(j));
                ascending &= min <= 0 && max <= 0;
                descending &= min >= 0 && max >= 0;
            }
        }
        if (ascending) {
            return ParquetIds.BOUNDARY_ASCENDING;
        }
        return descending ? ParquetIds.BOUNDARY_DESCENDING : ParquetIds.BOUNDARY_UNORDERED;
    }

    /** In the order of a type both zeros are equal. */
    private static Comparator<byte[]> comparator(final ValueKind kind) {
        if (!kind.order.countsNans() || kind.order.isTotal()) {
            return kind.order();
        }
        return Comparator.comparingDouble(value -> kind.number(value) + 0.0);
    }
}

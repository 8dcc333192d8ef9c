package dev.intarsia.internal.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** IEEE 754's total order. */
class TotalOrderBoundsTest {
    private static final int PLUS_ZERO = 0;
    private static final int MINUS_ZERO = 1;

    @ParameterizedTest
    @EnumSource(names = {"FLOATS_TOTAL", "DOUBLES_TOTAL", "HALVES_TOTAL"})
    void zerosAreWrittenAsTheyAre(final ValueKind kind) {
        final byte[] plus = kind.special(PLUS_ZERO);
        final byte[] minus = kind.special(MINUS_ZERO);
        assertWritten(kind, List.of(plus), plus, plus);
        assertWritten(kind, List.of(minus, minus), minus, minus);
        assertWritten(kind, List.of(plus, minus), minus, plus);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOATS_TOTAL", "DOUBLES_TOTAL", "HALVES_TOTAL"})
    void nansAreCountedAndOnlyNumbersAreBoundsWhereThereIsOne(final ValueKind kind) {
        final Random random = new Random(4);
        for (int round = 0; round < 200; round++) {
            final List<byte[]> values = new ArrayList<>(kind.values(random, 1 + random.nextInt(40), true));
            values.add(random.nextInt(values.size()), FloatBoundsTest.nans(kind).get(random.nextInt(4)));
            final List<byte[]> numbers =
                    values.stream().filter(value -> !kind.isNan(value)).toList();
            final List<byte[]> bounding = numbers.isEmpty() ? values : numbers;

            assertThat(boundsOf(kind, values).nanCount()).isEqualTo(values.size() - numbers.size());
            assertWritten(
                    kind, values, Collections.min(bounding, kind.order()), Collections.max(bounding, kind.order()));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOATS_TOTAL", "DOUBLES_TOTAL", "HALVES_TOTAL"})
    void nothingButNansIsBoundByTheSmallestAndTheLargestOfThemOverRunsAndPages(final ValueKind kind) {
        final List<byte[]> all = FloatBoundsTest.nans(kind);
        for (final byte[] first : all) {
            for (final byte[] second : all) {
                for (final byte[] third : all) {
                    final Bounds chunk = boundsOf(kind, List.of(first));
                    final Bounds page = boundsOf(kind, List.of(second));
                    final NativeRun run = kind.run(List.of(third));
                    page.update(run.address(), 1);
                    chunk.merge(page);

                    final List<byte[]> values = List.of(first, second, third);
                    final WrittenBounds written = chunk.written(Truncation.NONE, 64);
                    assertThat(written.min()).isEqualTo(Collections.min(values, kind.order()));
                    assertThat(written.max()).isEqualTo(Collections.max(values, kind.order()));
                    assertThat(written.minExact() && written.maxExact()).isTrue();
                    assertThat(chunk.nanCount()).isEqualTo(3);
                    assertThat(chunk.isPresent()).isFalse();
                    assertThat(chunk.full()).isSameAs(WrittenBounds.NONE);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOATS_TOTAL", "DOUBLES_TOTAL", "HALVES_TOTAL"})
    void clearedBoundsRememberNoNan(final ValueKind kind) {
        final List<byte[]> nans = FloatBoundsTest.nans(kind);
        final Bounds bounds = boundsOf(kind, nans);
        bounds.clear();
        assertThat(bounds.written(Truncation.NONE, 64)).isSameAs(WrittenBounds.NONE);
        final NativeRun run = kind.run(List.of(nans.get(0)));
        bounds.update(run.address(), 1);
        assertThat(bounds.written(Truncation.NONE, 64).min()).isEqualTo(nans.get(0));
        assertThat(bounds.written(Truncation.NONE, 64).max()).isEqualTo(nans.get(0));
    }

    @Test
    void anOrderThatIsNoneKeepsNoBounds() {
        final NativeRun run = NativeRun.plain(List.of(new byte[12], new byte[12]), false);
        final Bounds page = new Bounds(ValueOrder.NONE, 12);
        final Bounds chunk = new Bounds(ValueOrder.NONE, 12);

        page.update(run.address(), 2);
        chunk.merge(page);

        assertThat(chunk.mergedBytes(page)).isZero();
        assertThat(chunk.isPresent()).isFalse();
        assertThat(chunk.written(Truncation.BYTES, 8)).isSameAs(WrittenBounds.NONE);
        assertThat(ValueOrder.NONE.isOrdered()).isFalse();
        assertThat(ValueOrder.BYTE_ARRAY.isOrdered()).isTrue();
    }

    private static void assertWritten(
            final ValueKind kind, final List<byte[]> values, final byte[] min, final byte[] max) {
        final WrittenBounds written = boundsOf(kind, values).written(Truncation.NONE, 64);
        assertThat(written.min()).isEqualTo(min);
        assertThat(written.max()).isEqualTo(max);
        assertThat(written.minExact() && written.maxExact()).isTrue();
    }

    private static Bounds boundsOf(final ValueKind kind, final List<byte[]> values) {
        final NativeRun run = kind.run(values);
        final Bounds bounds = kind.bounds();
        bounds.update(run.address(), values.size());
        run.assertRedZonesIntact();
        return bounds;
    }
}

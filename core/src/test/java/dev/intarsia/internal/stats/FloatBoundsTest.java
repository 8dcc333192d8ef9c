package dev.intarsia.internal.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FloatBoundsTest {
    private static final int PLUS_ZERO = 0;
    private static final int MINUS_ZERO = 1;
    private static final int INFINITY = 2;
    private static final int MINUS_INFINITY = 3;

    @ParameterizedTest
    @EnumSource(names = {"FLOATS", "DOUBLES", "HALVES"})
    void zerosAreWrittenAsTheOneThatLiesOutside(final ValueKind kind) {
        for (final List<byte[]> values : List.of(
                List.of(kind.special(PLUS_ZERO)),
                List.of(kind.special(MINUS_ZERO)),
                List.of(kind.special(MINUS_ZERO), kind.special(PLUS_ZERO)))) {
            final WrittenBounds written = boundsOf(kind, values).written(Truncation.NONE, 64);
            assertThat(written.min()).isEqualTo(kind.special(MINUS_ZERO));
            assertThat(written.max()).isEqualTo(kind.special(PLUS_ZERO));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOATS", "DOUBLES", "HALVES", "FLOATS_TOTAL", "DOUBLES_TOTAL", "HALVES_TOTAL"})
    void infinitiesAreBounds(final ValueKind kind) {
        for (int size = 1; size < 9; size++) {
            final List<byte[]> values = new ArrayList<>(kind.values(new Random(size), size, false));
            values.add(size / 2, kind.special(INFINITY));
            values.add(size / 3, kind.special(MINUS_INFINITY));
            final WrittenBounds written = boundsOf(kind, values).written(Truncation.NONE, 64);
            assertThat(written.min()).isEqualTo(kind.special(MINUS_INFINITY));
            assertThat(written.max()).isEqualTo(kind.special(INFINITY));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOATS", "DOUBLES", "HALVES"})
    void everyNanIsCountedWhereverItStandsAndWhateverItCarries(final ValueKind kind) {
        for (int count = 1; count < 12; count++) {
            for (int place = 0; place < count; place++) {
                for (final byte[] nan : nans(kind)) {
                    assertThat(kind.isNan(nan)).isTrue();
                    final List<byte[]> values = new ArrayList<>(kind.values(new Random(count), count - 1, false));
                    values.add(place, nan);
                    final Bounds bounds = boundsOf(kind, values);
                    assertThat(bounds.nanCount()).isEqualTo(1);
                    assertThat(bounds.isPresent()).isEqualTo(count > 1);
                    assertThat(bounds.written(Truncation.NONE, 64)).isSameAs(WrittenBounds.NONE);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOATS", "DOUBLES", "HALVES", "FLOATS_TOTAL", "DOUBLES_TOTAL", "HALVES_TOTAL"})
    void nansAreInNoFullBoundEither(final ValueKind kind) {
        final Random random = new Random(9);
        for (int round = 0; round < 200; round++) {
            final List<byte[]> values = kind.values(random, 1 + random.nextInt(50), true);
            final List<byte[]> numbers =
                    values.stream().filter(v -> !kind.isNan(v)).toList();
            final Bounds all = boundsOf(kind, values);
            assertThat(all.nanCount()).isEqualTo(values.size() - numbers.size());
            assertThat(all.isPresent()).isEqualTo(!numbers.isEmpty());
            assertThat(all.full().min())
                    .isEqualTo(boundsOf(kind, numbers).full().min());
            assertThat(all.full().max())
                    .isEqualTo(boundsOf(kind, numbers).full().max());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOATS", "DOUBLES", "HALVES"})
    void aPageWithANanTakesTheChunksBoundsAway(final ValueKind kind) {
        final Bounds chunk = boundsOf(kind, List.of(kind.special(PLUS_ZERO)));
        assertThat(chunk.written(Truncation.NONE, 64).isPresent()).isTrue();
        final byte[] nan = nans(kind).get(0);
        chunk.merge(boundsOf(kind, List.of(nan, nan)));
        chunk.merge(boundsOf(kind, List.of(nan)));
        assertThat(chunk.nanCount()).isEqualTo(3);
        assertThat(chunk.written(Truncation.NONE, 64).isPresent()).isFalse();
    }

    @Test
    void onlyFloatingPointOrdersCountNans() {
        assertThat(Arrays.stream(ValueOrder.values()).filter(ValueOrder::countsNans))
                .containsExactly(
                        ValueOrder.FLOAT,
                        ValueOrder.DOUBLE,
                        ValueOrder.FLOAT16,
                        ValueOrder.FLOAT_TOTAL,
                        ValueOrder.DOUBLE_TOTAL,
                        ValueOrder.FLOAT16_TOTAL);
    }

    private static Bounds boundsOf(final ValueKind kind, final List<byte[]> values) {
        final NativeRun run = kind.run(values);
        final Bounds bounds = kind.bounds();
        bounds.update(run.address(), values.size());
        run.assertRedZonesIntact();
        return bounds;
    }

    /** The NaNs next to the infinities and the ones farthest from them, of both signs. */
    static List<byte[]> nans(final ValueKind kind) {
        final List<byte[]> nans = new ArrayList<>();
        for (final int infinity : new int[] {INFINITY, MINUS_INFINITY}) {
            final byte[] nearest = kind.special(infinity);
            nearest[0] |= 1;
            nans.add(nearest);
            final byte[] farthest = new byte[kind.width];
            Arrays.fill(farthest, (byte) -1);
            farthest[kind.width - 1] = (byte) (infinity == INFINITY ? 0x7F : 0xFF);
            nans.add(farthest);
        }
        return nans;
    }
}

package dev.intarsia.internal.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.internal.format.BoundingBox;
import dev.intarsia.internal.format.GeospatialStatistics;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WkbBoundsTest {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyTypeInEveryDimensionAndByteOrderWidensTheBox(final boolean nans) {
        final Random random = new Random(1);
        for (int round = 0; round < 300; round++) {
            final TestWkb wkb = new TestWkb(random, nans);
            final TreeSet<Integer> types = new TreeSet<>();
            final List<byte[]> values = new ArrayList<>();
            for (int i = random.nextInt(6); i > 0; i--) {
                final int type = 1 + random.nextInt(7);
                final int dimensions = random.nextInt(4);
                types.add(type + 1000 * dimensions);
                values.add(wkb.geometry(type, dimensions, random.nextBoolean()));
            }
            final NativeRun run = NativeRun.plain(values, true);
            final WkbBounds bounds = new WkbBounds();

            bounds.update(run.address(), values.size());

            run.assertRedZonesIntact();
            assertThat(bounds.isWellFormed()).isTrue();
            assertThat(bounds.geometry().types())
                    .isEqualTo(types.stream().mapToInt(Integer::intValue).toArray());
            assertThat(bounds.geometry().box())
                    .isEqualTo(new BoundingBox(
                            wkb.min[0],
                            wkb.max[0],
                            wkb.min[1],
                            wkb.max[1],
                            wkb.min[2],
                            wkb.max[2],
                            wkb.min[3],
                            wkb.max[3]));
            assertThat(bounds.geography().types()).isEqualTo(bounds.geometry().types());
            assertThat(bounds.geography().box()).isSameAs(BoundingBox.NONE);
        }
    }

    @Test
    void aValueCutShortAnywhereOrWithAByteTooManyTakesTheStatisticsAway() {
        final Random random = new Random(2);
        for (int type = 1; type <= 7; type++) {
            for (int dimensions = 0; dimensions < 4; dimensions++) {
                final byte[] value = new TestWkb(random, false).geometry(type, dimensions, random.nextBoolean());
                for (int length = 0; length < value.length; length++) {
                    assertMalformed(Arrays.copyOf(value, length));
                }
                assertMalformed(Arrays.copyOf(value, value.length + 1));
            }
        }
    }

    @Test
    void whatIsNoGeometryTakesTheStatisticsAway() {
        assertMalformed(head(2, 1)); // a byte order that is none
        assertMalformed(head(1, 0));
        assertMalformed(head(1, 8)); // a curve
        assertMalformed(head(1, 1000));
        assertMalformed(head(1, 4001));
        assertMalformed(head(1, 0x10000001));
        assertMalformed(head(1, 2, -1)); // 4,294,967,295 points
        assertMalformed(head(1, 3, -1));
        assertMalformed(head(1, 7, Integer.MAX_VALUE));
        assertMalformed(head(1, 4, 1, 0x0201, 0)); // a multipoint of a line
    }

    @Test
    void randomBytesAreNeverAnError() {
        final Random random = new Random(3);
        for (int round = 0; round < 2_000; round++) {
            final byte[] value = new TestWkb(random, true).geometry(1 + random.nextInt(7), random.nextInt(4), true);
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                value[random.nextInt(value.length)] = (byte) random.nextInt(256);
            }
            final NativeRun run = NativeRun.plain(List.of(value), false);
            final WkbBounds bounds = new WkbBounds();
            bounds.add(run.address(), value.length);
            if (!bounds.isWellFormed()) {
                assertThat(bounds.geometry()).isSameAs(GeospatialStatistics.NONE);
            }
        }
    }

    @Test
    void collectionsNestedWithoutEndAreGivenUpOnAndAFewAreNot() {
        assertThat(nested(10).isWellFormed()).isTrue();
        assertThat(nested(10).geometry().types()).containsExactly(7);
        assertThat(nested(100_000).isWellFormed()).isFalse();
    }

    @Test
    void anEmptyPointIsCountedAndHasNoBox() {
        final byte[] value = ByteBuffer.allocate(21)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 1)
                .putInt(1)
                .putDouble(Double.NaN)
                .putDouble(Double.NaN)
                .array();
        final NativeRun run = NativeRun.plain(List.of(value), true);
        final WkbBounds bounds = new WkbBounds();
        bounds.update(run.address(), 1);
        assertThat(bounds.geometry().types()).containsExactly(1);
        assertThat(bounds.geometry().box().isPresent()).isFalse();
    }

    @Test
    void oneMalformedValueCountsForTheChunkUntilItIsCleared() {
        final byte[] sound = head(1, 2, 0);
        final NativeRun run = NativeRun.plain(List.of(sound, new byte[3], sound), true);
        final WkbBounds bounds = new WkbBounds();
        bounds.update(run.address(), 3);
        assertThat(bounds.geometry()).isSameAs(GeospatialStatistics.NONE);
        assertThat(bounds.geography()).isSameAs(GeospatialStatistics.NONE);

        bounds.clear();
        bounds.update(run.address(), 1);
        assertThat(bounds.isWellFormed()).isTrue();
        assertThat(bounds.geometry().types()).containsExactly(2);
    }

    private static WkbBounds nested(final int depth) {
        final ByteBuffer value = ByteBuffer.allocate(depth * 9).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < depth; i++) {
            value.put((byte) 1).putInt(7).putInt(i == depth - 1 ? 0 : 1);
        }
        final NativeRun run = NativeRun.plain(List.of(value.array()), false);
        final WkbBounds bounds = new WkbBounds();
        bounds.add(run.address(), value.capacity());
        return bounds;
    }

    private static byte[] head(final int byteOrder, final int... ints) {
        final ByteBuffer value = ByteBuffer.allocate(1 + 4 * ints.length).order(ByteOrder.LITTLE_ENDIAN);
        value.put((byte) byteOrder);
        for (final int each : ints) {
            value.putInt(each);
        }
        return value.array();
    }

    private static void assertMalformed(final byte[] value) {
        final NativeRun run = NativeRun.plain(List.of(value), false);
        final WkbBounds bounds = new WkbBounds();
        bounds.add(run.address(), value.length);
        assertThat(bounds.isWellFormed()).as("%s", Arrays.toString(value)).isFalse();
        assertThat(bounds.geometry()).isSameAs(GeospatialStatistics.NONE);
    }
}

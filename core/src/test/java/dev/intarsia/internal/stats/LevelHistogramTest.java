package dev.intarsia.internal.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LevelHistogramTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 127, 128, 255})
    void everyLevelIsCounted(final int maxLevel) {
        final Random random = new Random(maxLevel);
        for (final int count : new int[] {0, 1, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 20_000}) {
            for (final int run : new int[] {1, 3, 8, 100}) {
                final byte[] levels = new byte[count];
                final long[] expected = new long[maxLevel + 1];
                final long[] counted = new long[maxLevel + 1];
                int level = 0;
                for (int i = 0; i < count; i++) {
                    if (i % run == 0) {
                        level = random.nextInt(maxLevel + 1);
                    }
                    levels[i] = (byte) level;
                    expected[level]++;
                }
                final NativeRun memory = NativeRun.plain(List.of(levels), false);

                LevelHistogram.add(memory.address(), count, counted);
                assertThat(counted).isEqualTo(expected);
                LevelHistogram.add(memory.address(), count, counted);
                for (int each = 0; each < expected.length; each++) {
                    assertThat(counted[each]).isEqualTo(2 * expected[each]);
                }
                memory.assertRedZonesIntact();
            }
        }
    }
}

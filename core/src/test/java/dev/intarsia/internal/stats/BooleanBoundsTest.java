package dev.intarsia.internal.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.intarsia.internal.memory.NativeMemory;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BooleanBoundsTest {
    private static final int[] COUNTS = {1, 7, 8, 9, 31, 32, 33, 63, 64, 65, 127, 128, 129, 200};

    @Test
    void aRunThatIsAllAlikeIsSeenAsSuchWhateverSurroundsIt() {
        for (int offset = 0; offset < 20; offset++) {
            for (final int count : COUNTS) {
                final BitSet ones = new BitSet();
                ones.set(offset, offset + count);
                assertBounds(ones, offset, count, 1, 1);
                final BitSet zeros = new BitSet();
                zeros.set(0, offset + count + 64);
                zeros.clear(offset, offset + count);
                assertBounds(zeros, offset, count, 0, 0);
            }
        }
    }

    @Test
    void oneOddValueIsFoundAnywhere() {
        final Random random = new Random(1);
        for (int offset = 0; offset < 20; offset++) {
            for (final int count : COUNTS) {
                final int odd = offset + random.nextInt(count);
                final BitSet one = new BitSet();
                one.set(odd);
                assertBounds(one, offset, count, count == 1 ? 1 : 0, 1);
                final BitSet zero = new BitSet();
                zero.set(0, offset + count);
                zero.clear(odd);
                assertBounds(zero, offset, count, 0, count == 1 ? 0 : 1);
            }
        }
    }

    @Test
    void pagesMerge() {
        final Bounds chunk = boundsOf(new BitSet(), 0, 5);
        final BitSet ones = new BitSet();
        ones.set(0, 5);
        chunk.merge(boundsOf(ones, 0, 5));
        assertThat(chunk.written(Truncation.NONE, 64).min()).containsExactly(0);
        assertThat(chunk.written(Truncation.NONE, 64).max()).containsExactly(1);
    }

    @Test
    void noBooleansHaveNoBounds() {
        assertThat(boundsOf(new BitSet(), 3, 0).isPresent()).isFalse();
    }

    @Test
    void bitmapsAndValuesAreNotMixedUp() {
        assertThatIllegalStateException().isThrownBy(() -> new Bounds(ValueOrder.BOOLEAN, 0).update(0, 1));
        assertThatIllegalStateException().isThrownBy(() -> new Bounds(ValueOrder.INT32, 0).updateBits(0, 0, 1));
    }

    private static void assertBounds(
            final BitSet bits, final int offset, final int count, final int min, final int max) {
        final WrittenBounds written = boundsOf(bits, offset, count).written(Truncation.NONE, 64);
        assertThat(written.min()).as("min, %d bits from %d", count, offset).containsExactly(min);
        assertThat(written.max()).as("max, %d bits from %d", count, offset).containsExactly(max);
    }

    /**
     * The bitmap ends with the byte of the last bit, so that the red zone, which is all one or all zero, comes next.
     */
    private static Bounds boundsOf(final BitSet bits, final int offset, final int count) {
        final byte[] bytes = new byte[(offset + count + 7) / 8];
        final byte[] set = bits.toByteArray();
        System.arraycopy(set, 0, bytes, 0, Math.min(set.length, bytes.length));
        final NativeRun run = new NativeRun(bytes.length);
        NativeMemory.copy(bytes, 0, run.address(), bytes.length);
        final Bounds bounds = new Bounds(ValueOrder.BOOLEAN, 0);
        bounds.updateBits(run.address(), offset, count);
        run.assertRedZonesIntact();
        return bounds;
    }
}

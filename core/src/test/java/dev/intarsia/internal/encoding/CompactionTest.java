package dev.intarsia.internal.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.internal.memory.Bitmaps;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompactionTest {
    private final Random random = new Random(13);

    @TempDir
    private Path directory;

    @Test
    void validValuesOfEveryWidthStandDensely() {
        for (final int width : new int[] {1, 2, 3, 4, 5, 8, 12, 16, 17, 100}) {
            for (final int n : Samples.COUNTS) {
                for (int pattern = 0; pattern < Samples.BIT_PATTERNS; pattern++) {
                    final byte[] slots = new byte[n * width];
                    random.nextBytes(slots);
                    final boolean[] valid = Samples.bits(pattern, n, random);
                    final int bit = random.nextInt(64);
                    final NativeArea validity = NativeArea.ofBits(valid, bit, random);
                    final NativeArea data = NativeArea.of(slots);
                    final byte[] expected = dense(slots, width, valid);
                    final NativeArea out = NativeArea.of(expected.length);
                    final long end =
                            Compaction.compact(width, validity.address(), bit, data.address(), n, out.address());
                    assertThat(out.readTo(end))
                            .as("width %d, count %d", width, n)
                            .isEqualTo(expected);
                    out.assertRedZones();
                }
            }
        }
    }

    @Test
    void aRunWithoutValidityIsCopied() {
        final NativeArea data = NativeArea.of(new byte[] {1, 2, 3, 4, 5, 6});
        final NativeArea out = NativeArea.of(Compaction.maxBytes(3, 2));
        assertThat(out.readTo(Compaction.compact(2, 0, 0, data.address(), 3, out.address())))
                .containsExactly(1, 2, 3, 4, 5, 6);
        out.assertRedZones();
    }

    @Test
    void noByteBehindTheLastSlotIsRead() throws IOException {
        final GuardedMemory guarded = GuardedMemory.in(directory);
        guarded.assertThatItFaults();
        final NativeArea out = NativeArea.of(130 * 17);
        for (final int width : new int[] {1, 2, 3, 4, 5, 8, 16, 17}) {
            for (int n = 1; n < 130; n += 3) {
                final boolean[] valid = Samples.bits(2, n, random);
                valid[n - 1] = true;
                final NativeArea validity = NativeArea.ofBits(valid, 3, random);
                final byte[] slots = new byte[n * width];
                final long data = guarded.place(slots);
                Compaction.compact(width, validity.address(), 3, data, n, out.address());
            }
        }
        guarded.settle();
    }

    @Test
    void booleansStandDenselyBehindThoseBefore() {
        for (int repeat = 0; repeat < 20; repeat++) {
            for (final int n : Samples.COUNTS) {
                for (int pattern = -1; pattern < Samples.BIT_PATTERNS; pattern++) {
                    assertBooleans(n, pattern);
                }
            }
        }
    }

    private void assertBooleans(final int n, final int pattern) {
        final boolean[] bits = Samples.bits(2, n, random);
        final boolean[] valid = Samples.bits(pattern < 0 ? 1 : pattern, n, random);
        final int bit = random.nextInt(64);
        final int valuesBit = random.nextInt(64);
        final int targetBit = random.nextInt(64);
        final NativeArea validity = NativeArea.ofBits(valid, bit, random);
        final NativeArea values = NativeArea.ofBits(bits, valuesBit, random);
        final boolean[] expected = new boolean[n];
        int count = 0;
        for (int i = 0; i < n; i++) {
            if (valid[i]) {
                expected[count++] = bits[i];
            }
        }
        final boolean[] before = Samples.bits(2, targetBit, random);
        final NativeArea target = NativeArea.of((targetBit + count + 7) / 8);
        Bitmaps.append(NativeArea.ofBits(before, 0, random).address(), 0, target.address(), 0, targetBit);
        assertThat(Compaction.appendBooleans(
                        pattern < 0 ? 0 : validity.address(),
                        bit,
                        values.address(),
                        valuesBit,
                        n,
                        target.address(),
                        targetBit))
                .isEqualTo(count);
        target.assertRedZones();
        final boolean[] all = Arrays.copyOf(before, targetBit + count);
        System.arraycopy(expected, 0, all, targetBit, count);
        for (int i = 0; i < target.bytes() * 8; i++) {
            assertThat(target.bit(i)).isEqualTo(i < all.length && all[i]);
        }
    }

    private static byte[] dense(final byte[] slots, final int width, final boolean[] valid) {
        final ByteArrayOutputStream dense = new ByteArrayOutputStream();
        for (int i = 0; i < valid.length; i++) {
            if (valid[i]) {
                dense.write(slots, i * width, width);
            }
        }
        return dense.toByteArray();
    }
}

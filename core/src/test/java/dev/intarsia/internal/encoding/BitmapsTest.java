package dev.intarsia.internal.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.internal.memory.Bitmaps;
import dev.intarsia.internal.memory.NativeMemory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BitmapsTest {
    private final Random random = new Random(11);

    @TempDir
    private Path directory;

    @Test
    void aWordHoldsTheWantedBitsAndZerosAtEveryOffset() {
        for (int offset = 0; offset < 64; offset++) {
            for (int count = 0; count <= 64; count++) {
                final boolean[] bits = Samples.bits(2, count, random);
                final NativeArea bitmap = NativeArea.ofBits(bits, offset, random);
                long expected = 0;
                for (int i = 0; i < count; i++) {
                    expected |= bits[i] ? 1L << i : 0;
                }
                assertThat(Bitmaps.word(bitmap.address(), offset, count))
                        .as("offset %d, count %d", offset, count)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void noByteBehindTheLastWantedBitIsRead() throws IOException {
        final GuardedMemory guarded = GuardedMemory.in(directory);
        guarded.assertThatItFaults();
        final NativeArea out = NativeArea.of(200);
        for (int offset = 0; offset < 17; offset++) {
            for (int n = 0; n < 200; n++) {
                final byte[] bytes = new byte[(offset + n + 7) / 8];
                random.nextBytes(bytes);
                final long bitmap = guarded.place(bytes);
                Bitmaps.word(bitmap, offset, Math.min(64, n));
                Bitmaps.countOnes(bitmap, offset, n);
                Bitmaps.append(bitmap, offset, out.address(), 3, n);
                if (offset == 0) {
                    RleHybrid.encodeBits(bitmap, n, out.address());
                }
            }
        }
        guarded.settle();
    }

    @Test
    void onesAreCountedAtEveryOffset() {
        for (int offset = 0; offset < 64; offset++) {
            for (final int n : Samples.COUNTS) {
                final boolean[] bits = Samples.bits(n % Samples.BIT_PATTERNS, n, random);
                int expected = 0;
                for (final boolean bit : bits) {
                    expected += bit ? 1 : 0;
                }
                final NativeArea bitmap = NativeArea.ofBits(bits, offset, random);
                assertThat(Bitmaps.countOnes(bitmap.address(), offset, n)).isEqualTo(expected);
            }
        }
    }

    @Test
    void appendedBitsLeaveEarlierOnesAndZeroTheRestOfTheLastByte() {
        for (int sourceBit = 0; sourceBit < 64; sourceBit += 3) {
            for (int targetBit = 0; targetBit < 24; targetBit++) {
                for (final int n : Samples.COUNTS) {
                    final boolean[] bits = Samples.bits(2, n, random);
                    final NativeArea source = NativeArea.ofBits(bits, sourceBit, random);
                    final NativeArea target = target(targetBit, n);
                    final byte[] before = target.read(0, target.bytes());
                    Bitmaps.append(source.address(), sourceBit, target.address(), targetBit, n);
                    assertAppended(target, before, targetBit, bits);
                }
            }
        }
    }

    @Test
    void filledBitsKeepTheSameContract() {
        for (int targetBit = 0; targetBit < 24; targetBit++) {
            for (final int n : Samples.COUNTS) {
                for (int pattern = 0; pattern < 2; pattern++) {
                    final NativeArea target = target(targetBit, n);
                    final byte[] before = target.read(0, target.bytes());
                    if (pattern == 0) {
                        Bitmaps.fillZeros(target.address(), targetBit, n);
                    } else {
                        Bitmaps.fillOnes(target.address(), targetBit, n);
                    }
                    assertAppended(target, before, targetBit, Samples.bits(pattern, n, random));
                }
            }
        }
    }

    private NativeArea target(final int targetBit, final int n) {
        final byte[] garbage = new byte[(targetBit + n + 7) / 8];
        random.nextBytes(garbage);
        return NativeArea.of(garbage);
    }

    private static void assertAppended(
            final NativeArea target, final byte[] before, final int targetBit, final boolean[] bits) {
        target.assertRedZones();
        for (int i = 0; i < target.bytes() * 8; i++) {
            final boolean expected;
            if (i < targetBit || bits.length == 0) {
                expected = (before[i >> 3] >> (i & 7) & 1) != 0;
            } else {
                expected = i < targetBit + bits.length && bits[i - targetBit];
            }
            if (target.bit(i) != expected) {
                assertThat(target.bit(i))
                        .as("bit %d of %d at %d", i, bits.length, targetBit)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void aBitmapIsReadTheSameWhateverStandsBehindIt() {
        final boolean[] bits = Samples.bits(3, 1001, random);
        final NativeArea exact = NativeArea.ofBits(bits, 5, random);
        final byte[] longer = new byte[(int) exact.bytes() + 16];
        random.nextBytes(longer);
        NativeMemory.copy(exact.address(), longer, 0, (int) exact.bytes());
        final NativeArea garbage = NativeArea.of(longer);
        for (int n = 900; n <= 1001; n++) {
            assertThat(Bitmaps.countOnes(garbage.address(), 5, n)).isEqualTo(Bitmaps.countOnes(exact.address(), 5, n));
        }
    }
}

package dev.intarsia.internal.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.internal.memory.Bitmaps;
import dev.intarsia.internal.memory.NativeMemory;
import java.util.BitSet;
import java.util.Random;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BitmapRunsTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 31, 32, 33, 63, 64, 65, 127, 128, 129, 1000})
    void bitsAreCountedAndFoundFromEveryOffset(final int count) {
        final Random random = new Random(count);
        try (RootAllocator allocator = new RootAllocator()) {
            for (int from = 0; from < 18; from++) {
                try (RedZone zone = new RedZone(allocator, Bitmaps.bytesFor((long) from + count))) {
                    for (final int clearOneIn : new int[] {1, 2, 50, Integer.MAX_VALUE}) {
                        final BitSet bits = randomBits(random, from + count, clearOneIn);
                        store(bits, from + count, zone.address());

                        final BitSet run = bits.get(from, from + count);
                        assertThat(Bitmaps.countOnes(zone.address(), from, count))
                                .isEqualTo(run.cardinality());
                        assertThat(Bitmaps.leadingOnes(zone.address(), from, count))
                                .isEqualTo(Math.min(count, run.nextClearBit(0)));
                        for (int i = 0; i < count; i++) {
                            assertThat(Bitmaps.isSet(zone.address(), from + i)).isEqualTo(run.get(i));
                        }
                    }
                }
            }
        }
    }

    /** The bits around the run, in bytes that it shares, say the opposite of what it says. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 63, 64, 65, 130})
    void bitsOutsideTheRunDoNotCount(final int count) {
        try (RootAllocator allocator = new RootAllocator();
                RedZone zone = new RedZone(allocator, Bitmaps.bytesFor(8L + count + 8))) {
            for (int from = 0; from < 8; from++) {
                final BitSet ones = new BitSet();
                ones.set(from, from + count);
                store(ones, 8 + count + 8, zone.address());
                assertThat(Bitmaps.countOnes(zone.address(), from, count)).isEqualTo(count);
                assertThat(Bitmaps.leadingOnes(zone.address(), from, count)).isEqualTo(count);

                ones.flip(0, 8 + count + 8);
                store(ones, 8 + count + 8, zone.address());
                assertThat(Bitmaps.countOnes(zone.address(), from, count)).isZero();
                assertThat(Bitmaps.leadingOnes(zone.address(), from, count)).isZero();
            }
        }
    }

    private static BitSet randomBits(final Random random, final int count, final int clearOneIn) {
        final BitSet bits = new BitSet(count);
        for (int i = 0; i < count; i++) {
            bits.set(i, random.nextInt(clearOneIn) != 0 || clearOneIn == Integer.MAX_VALUE);
        }
        return bits;
    }

    private static void store(final BitSet bits, final int count, final long address) {
        for (int i = 0; i < Bitmaps.bytesFor(count); i++) {
            int octet = 0;
            for (int bit = 0; bit < 8; bit++) {
                octet |= bits.get(i * 8 + bit) ? 1 << bit : 0;
            }
            NativeMemory.putByte(address + i, (byte) octet);
        }
    }
}

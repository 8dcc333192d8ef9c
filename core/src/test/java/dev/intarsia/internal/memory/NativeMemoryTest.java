package dev.intarsia.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NativeMemoryTest {
    private static final int RED_ZONE = 64;
    private static final byte RED = (byte) 0xA5;

    /** Short arrays go by words, which overlap at their end; not a byte before or behind may change. */
    @Test
    void anArrayOfAnyLengthIsCopiedAndNothingBesideIt() {
        final byte[] source = new byte[256];
        new Random(1).nextBytes(source);
        final ByteBuffer target = ByteBuffer.allocateDirect(2 * RED_ZONE + source.length);
        final long address = NativeMemory.addressOf(target);
        for (int offset = 0; offset < 9; offset++) {
            for (int length = 0; length <= 130; length++) {
                NativeMemory.fill(address, target.capacity(), RED);
                NativeMemory.copy(source, offset, address + RED_ZONE, length);

                final byte[] expected = new byte[target.capacity()];
                Arrays.fill(expected, RED);
                System.arraycopy(source, offset, expected, RED_ZONE, length);
                final byte[] copied = new byte[target.capacity()];
                target.get(0, copied);
                assertThat(copied).isEqualTo(expected);
            }
        }
    }
}

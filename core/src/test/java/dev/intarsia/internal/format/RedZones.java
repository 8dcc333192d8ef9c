package dev.intarsia.internal.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.internal.memory.NativeMemory;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.function.LongUnaryOperator;

/** Runs a writer on native memory between red zones. */
final class RedZones {
    private static final int ZONE_BYTES = 64;
    private static final byte RED = (byte) 0xA5;

    private RedZones() {}

    /**
     * What the writer wrote. Fails if it took more than {@code maxBytes}, or touched a byte before its start or at or
     * behind the end that it returned.
     */
    static byte[] written(final long maxBytes, final LongUnaryOperator writer) {
        final int room = Math.toIntExact(maxBytes);
        final ByteBuffer memory = ByteBuffer.allocateDirect(room + 2 * ZONE_BYTES);
        final long base = NativeMemory.addressOf(memory);
        NativeMemory.fill(base, memory.capacity(), RED);
        final long start = base + ZONE_BYTES;

        final long end = writer.applyAsLong(start);

        assertThat(end - start).as("bytes written").isBetween(0L, maxBytes);
        for (long at = base; at < start; at++) {
            assertThat(NativeMemory.getByte(at)).as("byte %d before the start", start - at).isEqualTo(RED);
        }
        for (long at = end; at < base + memory.capacity(); at++) {
            assertThat(NativeMemory.getByte(at)).as("byte %d behind the end", at - end).isEqualTo(RED);
        }
        final byte[] bytes = new byte[(int) (end - start)];
        NativeMemory.copy(start, bytes, 0, bytes.length);
        Reference.reachabilityFence(memory);
        return bytes;
    }
}

package dev.intarsia.internal.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.internal.memory.NativeMemory;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.function.LongUnaryOperator;

/** Runs a writer on native memory between red zones. */
final class RedZones {
    private static final int BEFORE_BYTES = 64;

    /** Wide, so that a bound that is much too small fails a test instead of the JVM. */
    private static final int BEHIND_BYTES = 4096;

    private static final byte RED = (byte) 0xA5;

    private RedZones() {}

    /**
     * What the writer wrote. Fails if it took more than {@code maxBytes}, or touched a byte before its start or at or
     * behind the end that it returned.
     */
    static byte[] written(final long maxBytes, final LongUnaryOperator writer) {
        final int room = Math.toIntExact(maxBytes);
        final ByteBuffer memory = ByteBuffer.allocateDirect(BEFORE_BYTES + room + BEHIND_BYTES);
        final long base = NativeMemory.addressOf(memory);
        NativeMemory.fill(base, memory.capacity(), RED);
        final long start = base + BEFORE_BYTES;

        final long end = writer.applyAsLong(start);

        assertThat(end - start).as("bytes written").isBetween(0L, maxBytes);
        assertThat(firstTouched(base, start))
                .as("bytes before the start, up to the touched one")
                .isEqualTo(-1);
        assertThat(firstTouched(end, base + memory.capacity()))
                .as("bytes behind the end, up to the touched one")
                .isEqualTo(-1);
        final byte[] bytes = new byte[(int) (end - start)];
        NativeMemory.copy(start, bytes, 0, bytes.length);
        Reference.reachabilityFence(memory);
        return bytes;
    }

    private static long firstTouched(final long from, final long to) {
        for (long at = from; at < to; at++) {
            if (NativeMemory.getByte(at) != RED) {
                return at - from;
            }
        }
        return -1;
    }
}

package dev.intarsia.internal.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.internal.memory.NativeMemory;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Native memory for a test, between two red zones. Confined; freed by the garbage collector, but not before many
 * younger areas exist: a test that uses only an address any more does not keep its buffer reachable.
 *
 * @param buffer keeps the memory reachable as long as the area is
 * @param address the first byte between the red zones
 * @param bytes the bytes between the red zones
 */
record NativeArea(ByteBuffer buffer, long address, long bytes) {
    private static final int RED_BYTES = 64;
    private static final byte RED = (byte) 0xA5;
    private static final ByteBuffer[] YOUNGEST = new ByteBuffer[256];
    private static final AtomicInteger NEXT = new AtomicInteger();

    static NativeArea of(final long bytes) {
        final int total = Math.toIntExact(bytes + 2 * RED_BYTES);
        final ByteBuffer buffer = ByteBuffer.allocateDirect(total);
        YOUNGEST[NEXT.getAndIncrement() & (YOUNGEST.length - 1)] = buffer;
        final long address = NativeMemory.addressOf(buffer);
        NativeMemory.fill(address, total, RED);
        return new NativeArea(buffer, address + RED_BYTES, bytes);
    }

    static NativeArea of(final byte[] content) {
        final NativeArea area = of(content.length);
        NativeMemory.copy(content, 0, area.address, content.length);
        return area;
    }

    static NativeArea ofInts(final int[] values) {
        final NativeArea area = of(4L * values.length);
        for (int i = 0; i < values.length; i++) {
            NativeMemory.putInt(area.address + 4L * i, values[i]);
        }
        return area;
    }

    static NativeArea ofLongs(final long[] values) {
        final NativeArea area = of(8L * values.length);
        for (int i = 0; i < values.length; i++) {
            NativeMemory.putLong(area.address + 8L * i, values[i]);
        }
        return area;
    }

    /** A bitmap of {@code bits}, the first at {@code offset}; the other bits of its bytes are random. */
    static NativeArea ofBits(final boolean[] bits, final int offset, final Random random) {
        final byte[] bytes = new byte[(bits.length + offset + 7) / 8];
        random.nextBytes(bytes);
        for (int i = 0; i < bits.length; i++) {
            final int at = i + offset;
            bytes[at >> 3] = (byte) (bytes[at >> 3] & ~(1 << (at & 7)) | (bits[i] ? 1 : 0) << (at & 7));
        }
        return of(bytes);
    }

    byte[] read(final long from, final long length) {
        final byte[] content = new byte[Math.toIntExact(length)];
        NativeMemory.copy(address + from, content, 0, content.length);
        return content;
    }

    byte[] readTo(final long end) {
        return read(0, end - address);
    }

    int[] readInts(final int count) {
        final int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = NativeMemory.getInt(address + 4L * i);
        }
        return values;
    }

    boolean bit(final long index) {
        return (NativeMemory.getByte(address + (index >> 3)) >> (index & 7) & 1) != 0;
    }

    /** Fails when a byte before the area, or one behind {@code end}, is not as it was. */
    void assertUntouchedBehind(final long end) {
        for (long at = address - RED_BYTES; at < address; at++) {
            assertThat(NativeMemory.getByte(at)).as("red zone before").isEqualTo(RED);
        }
        for (long at = end; at < address + bytes + RED_BYTES; at++) {
            if (NativeMemory.getByte(at) != RED) {
                assertThat(NativeMemory.getByte(at))
                        .as("byte %d behind the end", at - end)
                        .isEqualTo(RED);
            }
        }
    }

    void assertRedZones() {
        assertUntouchedBehind(address + bytes);
    }
}

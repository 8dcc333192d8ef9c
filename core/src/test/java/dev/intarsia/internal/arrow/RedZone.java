package dev.intarsia.internal.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.internal.memory.NativeMemory;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/** Native room of an exact size between two strips whose bytes must not change. */
final class RedZone implements AutoCloseable {
    private static final int STRIP_BYTES = 64;
    private static final byte MARK = (byte) 0xA5;

    private final ArrowBuf buffer;
    private final long bytes;

    RedZone(final BufferAllocator allocator, final long bytes) {
        this.bytes = bytes;
        buffer = allocator.buffer(bytes + 2 * STRIP_BYTES);
        NativeMemory.fill(buffer.memoryAddress(), bytes + 2 * STRIP_BYTES, MARK);
    }

    long address() {
        return buffer.memoryAddress() + STRIP_BYTES;
    }

    void requireIntact() {
        for (int i = 0; i < STRIP_BYTES; i++) {
            assertThat(NativeMemory.getByte(buffer.memoryAddress() + i)).isEqualTo(MARK);
            assertThat(NativeMemory.getByte(address() + bytes + i)).isEqualTo(MARK);
        }
    }

    @Override
    public void close() {
        buffer.close();
    }
}

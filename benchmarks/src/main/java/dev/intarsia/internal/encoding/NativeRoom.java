package dev.intarsia.internal.encoding;

import dev.intarsia.internal.memory.NativeMemory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.parquet.column.values.ValuesWriter;

/**
 * Native memory for a benchmark, freed with its buffer. Confined.
 *
 * @param buffer keeps the memory reachable
 * @param address of its first byte
 */
record NativeRoom(ByteBuffer buffer, long address) {
    static NativeRoom of(final long bytes) {
        final ByteBuffer buffer = ByteBuffer.allocateDirect(Math.toIntExact(bytes));
        return new NativeRoom(buffer, NativeMemory.addressOf(buffer));
    }

    static NativeRoom of(final byte[] content) {
        final NativeRoom room = of(content.length);
        NativeMemory.copy(content, 0, room.address, content.length);
        return room;
    }

    /** The gate of a benchmark: fails unless what was encoded is byte for byte what the writer has, which it resets. */
    void mustEqual(final long end, final ValuesWriter writer) throws IOException {
        final ByteArrayOutputStream expected = new ByteArrayOutputStream();
        writer.getBytes().writeAllTo(expected);
        writer.reset();
        if (!Arrays.equals(readTo(end), expected.toByteArray())) {
            throw new AssertionError("the bytes differ from parquet-java's");
        }
    }

    byte[] readTo(final long end) {
        final byte[] content = new byte[Math.toIntExact(end - address)];
        NativeMemory.copy(address, content, 0, content.length);
        return content;
    }
}

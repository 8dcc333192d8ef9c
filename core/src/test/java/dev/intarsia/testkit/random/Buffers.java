package dev.intarsia.testkit.random;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;

/** The buffers of one vector in the order of Arrow's format, none longer than it must be. Confined to one thread. */
final class Buffers implements AutoCloseable {
    private final BufferAllocator allocator;
    private final List<ArrowBuf> buffers = new ArrayList<>();

    Buffers(final BufferAllocator allocator) {
        this.allocator = allocator;
    }

    /** A bitmap; the bits behind the last are set, as if they meant something. */
    void bits(final BitSet bits, final int count) {
        final byte[] bytes = new byte[(count + 7) / Byte.SIZE];
        for (int i = 0; i < bytes.length * Byte.SIZE; i++) {
            if (i >= count || bits.get(i)) {
                bytes[i / Byte.SIZE] |= (byte) (1 << i % Byte.SIZE);
            }
        }
        bytes(bytes);
    }

    void bytes(final byte[] bytes) {
        final ArrowBuf buffer = allocator.buffer(bytes.length);
        buffer.setBytes(0, bytes);
        buffer.writerIndex(bytes.length);
        buffers.add(buffer);
    }

    /** Numbers of this many bytes each, 4 or 8. */
    void numbers(final long[] numbers, final int width) {
        final ArrowBuf buffer = allocator.buffer((long) numbers.length * width);
        for (int i = 0; i < numbers.length; i++) {
            if (width == Integer.BYTES) {
                buffer.setInt((long) i * width, Math.toIntExact(numbers[i]));
            } else {
                buffer.setLong((long) i * width, numbers[i]);
            }
        }
        buffer.writerIndex((long) numbers.length * width);
        buffers.add(buffer);
    }

    /** Gives them to a vector, which keeps them. */
    void loadInto(final FieldVector vector, final Presence presence) {
        vector.loadFieldBuffers(new ArrowFieldNode(presence.count(), presence.nullCount()), buffers);
    }

    @Override
    public void close() {
        buffers.forEach(ArrowBuf::close);
    }
}

package dev.intarsia.testkit;

import dev.intarsia.ParquetWriter;
import dev.intarsia.buffer.Part;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** What a store would hold of what it is given: the bytes of many buffers, one behind the other. Static functions. */
public final class Gathered {
    private Gathered() {}

    /** The bytes that remain in these buffers, which have none left then. */
    public static byte[] bytes(final ByteBuffer... buffers) {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (final ByteBuffer buffer : buffers) {
            final byte[] copy = new byte[buffer.remaining()];
            buffer.get(copy);
            bytes.writeBytes(copy);
        }
        return bytes.toByteArray();
    }

    /** All that the writer has to hand out, which may be nothing, in one part; it is durable then. */
    public static byte[] rest(final ParquetWriter writer) {
        if (writer.bufferedBytes() == 0) {
            return new byte[0];
        }
        try (Part part = writer.splitTo(writer.bufferedBytes())) {
            final byte[] bytes = bytes(part.nioBuffers());
            writer.durable(part.endOffset());
            return bytes;
        }
    }
}

package dev.intarsia.cli.inspect;

import dev.intarsia.cli.parquet.MemoryLimits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** The Arrow schema that Arrow's writers keep in the metadata. Stateless. */
final class ArrowSchema {
    static final String KEY = "ARROW:schema";

    private static final int CONTINUATION = -1;

    private ArrowSchema() {}

    /** One line a field, or one that says why there are none. */
    static List<String> text(final String value, final MemoryLimits limits) {
        try {
            final List<String> lines = new ArrayList<>();
            final Schema schema = decode(value, limits);
            for (final Field field : schema.getFields()) {
                lines.add(field.toString());
            }
            if (!schema.getCustomMetadata().isEmpty()) {
                lines.add("metadata " + schema.getCustomMetadata());
            }
            return lines;
        } catch (final IOException e) {
            return List.of(e.getMessage());
        }
    }

    /**
     * Decodes base64 of an encapsulated message.
     *
     * @throws IOException if it is none; the message says so
     */
    static Schema decode(final String value, final MemoryLimits limits) throws IOException {
        if (value.length() > limits.metadataBytes()) {
            throw new IOException("it is too large for the heap of this JVM");
        }
        try {
            final ByteBuffer bytes =
                    ByteBuffer.wrap(Base64.getDecoder().decode(value)).order(ByteOrder.LITTLE_ENDIAN);
            // Before Arrow 0.15 there was no continuation mark in front of the length.
            int length = bytes.getInt();
            length = length == CONTINUATION ? bytes.getInt() : length;
            if (length < 0 || length > bytes.remaining()) {
                throw new IOException("it cannot be decoded: " + length + " bytes are announced, " + bytes.remaining()
                        + " are there");
            }
            final ByteBuffer message = bytes.slice(bytes.position(), length).order(ByteOrder.LITTLE_ENDIAN);
            return MessageSerializer.deserializeSchema(org.apache.arrow.flatbuf.Message.getRootAsMessage(message));
        } catch (final RuntimeException e) {
            throw new IOException("it cannot be decoded: " + e.getMessage());
        }
    }
}

package dev.intarsia.internal.schema;

import dev.intarsia.internal.state.StateFormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.arrow.flatbuf.KeyValue;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.Timestamp;
import org.apache.arrow.flatbuf.Type;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Reads an Arrow schema from an IPC message that may be damaged or made to do harm.
 *
 * <p>Tables of a flatbuffer may be shared, so that a few hundred bytes can stand for more fields than a heap holds.
 * They are therefore walked once before Arrow makes objects of them, and what is met must not be more than an honest
 * message of that length holds, in which nothing is shared. Confined to one thread.
 */
final class SchemaMessage {
    /**
     * Levels are counted in a byte, and only structs that cannot be null take none. Each field nests calls of Arrow.
     */
    private static final int MAX_DEPTH = 500;

    private static final int PREFIX_BYTES = 8;

    /** Bytes that the message can still account for. */
    private long left;

    private SchemaMessage(final long left) {
        this.left = left;
    }

    /**
     * @param bytes what {@link ArrowSchemaEntry} makes, before base64; borrowed
     * @throws StateFormatException if they are not that
     */
    static Schema read(final byte[] bytes) throws StateFormatException {
        final ByteBuffer all = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        // Arrow allocates by the length of the prefix.
        if (bytes.length < PREFIX_BYTES || all.getInt(0) != -1 || all.getInt(4) != bytes.length - PREFIX_BYTES) {
            throw StateFormatException.damaged("its Arrow schema of " + bytes.length + " bytes is no message");
        }
        try {
            final Message message =
                    Message.getRootAsMessage(all.position(PREFIX_BYTES).slice().order(ByteOrder.LITTLE_ENDIAN));
            if (message.headerType() != MessageHeader.Schema) {
                throw StateFormatException.damaged("its Arrow message is of type " + message.headerType()
                        + ", and that of a schema is " + MessageHeader.Schema);
            }
            final org.apache.arrow.flatbuf.Schema schema =
                    (org.apache.arrow.flatbuf.Schema) message.header(new org.apache.arrow.flatbuf.Schema());
            new SchemaMessage(bytes.length).walk(schema);
            return Schema.convertSchema(schema);
        } catch (final RuntimeException e) {
            throw StateFormatException.damaged("its Arrow schema cannot be read: " + e);
        }
    }

    private void walk(final org.apache.arrow.flatbuf.Schema schema) throws StateFormatException {
        for (int i = 0; i < schema.fieldsLength(); i++) {
            walk(schema.fields(i), 0);
        }
        for (int i = 0; i < schema.customMetadataLength(); i++) {
            walk(schema.customMetadata(i));
        }
    }

    private void walk(final org.apache.arrow.flatbuf.Field field, final int depth) throws StateFormatException {
        if (depth == MAX_DEPTH) {
            throw StateFormatException.damaged("its Arrow schema nests deeper than " + MAX_DEPTH + " fields");
        }
        take(1);
        take(field.nameAsByteBuffer());
        if (field.typeType() == Type.Timestamp) {
            take(((Timestamp) field.type(new Timestamp())).timezoneAsByteBuffer());
        } else if (field.typeType() == Type.Union) {
            throw StateFormatException.damaged("its Arrow schema has a union, and unions are not written");
        }
        for (int i = 0; i < field.childrenLength(); i++) {
            walk(field.children(i), depth + 1);
        }
        for (int i = 0; i < field.customMetadataLength(); i++) {
            walk(field.customMetadata(i));
        }
    }

    private void walk(final KeyValue entry) throws StateFormatException {
        take(1);
        take(entry.keyAsByteBuffer());
        take(entry.valueAsByteBuffer());
    }

    private void take(final ByteBuffer text) throws StateFormatException {
        if (text != null) {
            take(text.remaining());
        }
    }

    private void take(final int bytes) throws StateFormatException {
        left -= bytes;
        if (left < 0) {
            throw StateFormatException.damaged("its Arrow schema states more than its bytes hold");
        }
    }
}

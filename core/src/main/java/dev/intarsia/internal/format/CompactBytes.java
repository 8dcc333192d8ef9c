package dev.intarsia.internal.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The Thrift compact protocol on the heap, for what is made once a file: the schema and the templates of columns.
 *
 * <p>It keeps the id of the field before, struct by struct, so that optional fields need no bookkeeping by the caller.
 * Confined to the thread that made it.
 */
final class CompactBytes {
    private static final int INITIAL_BYTES = 256;

    /** SchemaElement, LogicalType, TimestampType, TimeUnit, MilliSeconds is the deepest nesting that is written. */
    private static final int MAX_DEPTH = 8;

    private byte[] bytes = new byte[INITIAL_BYTES];
    private int length;
    private final int[] outerIds = new int[MAX_DEPTH];
    private int depth;
    private int previousId;

    void i32(final int value) {
        varint32(CompactProtocol.zigzag32(value));
    }

    void binary(final byte[] value) {
        varint32(value.length);
        room(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
    }

    void i64(final long value) {
        long rest = CompactProtocol.zigzag64(value);
        while ((rest & ~0x7FL) != 0) {
            put((int) rest | 0x80);
            rest >>>= 7;
        }
        put((int) rest);
    }

    /** Copies a range of bytes that are protocol already. */
    void prepared(final byte[] source, final int from, final int end) {
        room(end - from);
        System.arraycopy(source, from, bytes, length, end - from);
        length += end - from;
    }

    void boolField(final int id, final boolean value) {
        field(id, value ? CompactProtocol.TYPE_TRUE : CompactProtocol.TYPE_FALSE);
    }

    /** An 8-bit integer stands as one raw byte, not as a varint. */
    void byteField(final int id, final int value) {
        field(id, CompactProtocol.TYPE_BYTE);
        put(value);
    }

    void i32Field(final int id, final int value) {
        field(id, CompactProtocol.TYPE_I32);
        i32(value);
    }

    /** For a value that is known to be 0: a varint of one byte, as for any integer. */
    void zeroI64Field(final int id) {
        field(id, CompactProtocol.TYPE_I64);
        put(0);
    }

    void stringField(final int id, final String value) {
        field(id, CompactProtocol.TYPE_BINARY);
        binary(value.getBytes(StandardCharsets.UTF_8));
    }

    void listField(final int id, final int size, final int elementType) {
        field(id, CompactProtocol.TYPE_LIST);
        listHeader(size, elementType);
    }

    void listHeader(final int size, final int elementType) {
        if (size < 15) {
            put(size << 4 | elementType);
        } else {
            put(0xF0 | elementType);
            varint32(size);
        }
    }

    /** Begins a struct as field {@code id}, up to its {@link #stop}. */
    void structField(final int id) {
        field(id, CompactProtocol.TYPE_STRUCT);
        struct(CompactProtocol.FIRST);
    }

    /** A struct without fields, as Thrift writes a choice that says all by being made. */
    void emptyStructField(final int id) {
        structField(id);
        stop();
    }

    /** Begins a struct that has no field header (an element of a list), or goes on behind a field already written. */
    void struct(final int writtenId) {
        outerIds[depth++] = previousId;
        previousId = writtenId;
    }

    void stop() {
        put(0);
        previousId = outerIds[--depth];
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    private void field(final int id, final int type) {
        final int delta = id - previousId;
        if (delta >= 1 && delta <= 15) {
            put(delta << 4 | type);
        } else {
            put(type);
            i32(id);
        }
        previousId = id;
    }

    private void varint32(final int value) {
        int rest = value;
        while ((rest & ~0x7F) != 0) {
            put(rest | 0x80);
            rest >>>= 7;
        }
        put(rest);
    }

    private void put(final int value) {
        room(1);
        bytes[length++] = (byte) value;
    }

    private void room(final int more) {
        final int needed = Math.addExact(length, more);
        if (needed > bytes.length) {
            final int doubled = (int) Math.min(2L * bytes.length, Integer.MAX_VALUE - 8);
            bytes = Arrays.copyOf(bytes, Math.max(needed, doubled));
        }
    }
}

package dev.intarsia.internal.format;

import dev.intarsia.internal.memory.NativeMemory;

/**
 * The Thrift compact protocol at an address: every method writes one element and returns the address behind it.
 *
 * <p>Integers are zigzag varints (seven bits a byte, least significant group first). A field header is one byte,
 * {@code delta << 4 | type}, where delta is the distance to the field before it in the same struct; only a distance
 * outside 1 to 15 takes the long form, the type byte followed by the id. That is why each field method is given the
 * id of the field written before it ({@value #FIRST} at the start of a struct), and why optional fields must be
 * accounted for. A boolean field has no value byte: its value is its type.
 *
 * <p>Nothing is checked and nothing allocated; the caller has the room. Thread-safe: there is no state.
 */
final class CompactProtocol {
    /** The id before the first field of a struct. */
    static final int FIRST = 0;

    static final int TYPE_TRUE = 1;
    static final int TYPE_FALSE = 2;
    static final int TYPE_BYTE = 3;
    static final int TYPE_I16 = 4;
    static final int TYPE_I32 = 5;
    static final int TYPE_I64 = 6;
    static final int TYPE_DOUBLE = 7;
    static final int TYPE_BINARY = 8;
    static final int TYPE_LIST = 9;
    static final int TYPE_STRUCT = 12;

    /** Most bytes of a field header in its short form, the only one that a struct with ids up to 15 needs. */
    static final int SHORT_FIELD_BYTES = 1;

    static final int MAX_I32_BYTES = 5;
    static final int MAX_I64_BYTES = 10;

    /** Most bytes of a list header: the type and a size of up to 31 bits. */
    static final int MAX_LIST_HEADER_BYTES = 6;

    /** Bytes of the mark that ends a struct. */
    static final int STOP_BYTES = 1;

    /** Most bytes of a field with a 32-bit value and a short header. */
    static final int MAX_I32_FIELD_BYTES = SHORT_FIELD_BYTES + MAX_I32_BYTES;

    /** Most bytes of a field with a 64-bit value and a short header. */
    static final int MAX_I64_FIELD_BYTES = SHORT_FIELD_BYTES + MAX_I64_BYTES;

    /** Bytes of a field with a double and a short header. */
    static final int MAX_DOUBLE_FIELD_BYTES = SHORT_FIELD_BYTES + Double.BYTES;

    /** Most bytes of a field header and list header. */
    static final int MAX_LIST_FIELD_BYTES = SHORT_FIELD_BYTES + MAX_LIST_HEADER_BYTES;

    private static final int MAX_SHORT_DELTA = 15;
    private static final int MAX_SHORT_LIST = 14;
    private static final int LONG_LIST = 0xF0;

    private CompactProtocol() {}

    /** Maps small magnitudes of either sign to small unsigned numbers: 0, -1, 1, -2 become 0, 1, 2, 3. */
    static int zigzag32(final int value) {
        return (value << 1) ^ (value >> 31);
    }

    /** As {@link #zigzag32}, for 64 bits. */
    static long zigzag64(final long value) {
        return (value << 1) ^ (value >> 63);
    }

    /** Bytes that {@link #varint32} writes for an unsigned value: 1 to 5. */
    static int varint32Bytes(final int value) {
        return (38 - Integer.numberOfLeadingZeros(value | 1)) / 7;
    }

    /** Bytes that {@link #i32} writes: 1 to 5. */
    static int i32Bytes(final int value) {
        return varint32Bytes(zigzag32(value));
    }

    /** Bytes that {@link #i64} writes: 1 to 10. */
    static int i64Bytes(final long value) {
        return (70 - Long.numberOfLeadingZeros(zigzag64(value) | 1)) / 7;
    }

    /** Bytes that {@link #binary} writes. */
    static int binaryBytes(final byte[] bytes) {
        return varint32Bytes(bytes.length) + bytes.length;
    }

    /** Writes an unsigned 32-bit value, 1 to 5 bytes. */
    static long varint32(final long at, final int value) {
        long out = at;
        int rest = value;
        while ((rest & ~0x7F) != 0) {
            NativeMemory.putByte(out++, (byte) (rest | 0x80));
            rest >>>= 7;
        }
        NativeMemory.putByte(out, (byte) rest);
        return out + 1;
    }

    /** Writes an unsigned 64-bit value, 1 to 10 bytes. */
    static long varint64(final long at, final long value) {
        long out = at;
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            NativeMemory.putByte(out++, (byte) (rest | 0x80));
            rest >>>= 7;
        }
        NativeMemory.putByte(out, (byte) rest);
        return out + 1;
    }

    /** Writes a signed value of up to 32 bits, as a field's value or a list's element. */
    static long i32(final long at, final int value) {
        return varint32(at, zigzag32(value));
    }

    /** Writes a signed 64-bit value, as a field's value or a list's element. */
    static long i64(final long at, final long value) {
        return varint64(at, zigzag64(value));
    }

    /** Writes a length and the bytes: Thrift's binary and its string. */
    static long binary(final long at, final byte[] bytes) {
        final long out = varint32(at, bytes.length);
        NativeMemory.copy(bytes, 0, out, bytes.length);
        return out + bytes.length;
    }

    /** Most bytes that {@link #binary} takes. */
    static long maxBinaryBytes(final byte[] bytes) {
        return (long) MAX_I32_BYTES + bytes.length;
    }

    /** Copies bytes that are protocol already. */
    static long prepared(final long at, final byte[] bytes) {
        NativeMemory.copy(bytes, 0, at, bytes.length);
        return at + bytes.length;
    }

    /** Begins field {@code id}, written after {@code previousId} in its struct: 1 byte, or up to 4 in the long form. */
    static long field(final long at, final int previousId, final int id, final int type) {
        final int delta = id - previousId;
        if (delta >= 1 && delta <= MAX_SHORT_DELTA) {
            NativeMemory.putByte(at, (byte) (delta << 4 | type));
            return at + 1;
        }
        NativeMemory.putByte(at, (byte) type);
        return i32(at + 1, id);
    }

    static long i16Field(final long at, final int previousId, final int id, final int value) {
        return i32(field(at, previousId, id, TYPE_I16), value);
    }

    static long i32Field(final long at, final int previousId, final int id, final int value) {
        return i32(field(at, previousId, id, TYPE_I32), value);
    }

    static long i64Field(final long at, final int previousId, final int id, final long value) {
        return i64(field(at, previousId, id, TYPE_I64), value);
    }

    static long boolField(final long at, final int previousId, final int id, final boolean value) {
        return field(at, previousId, id, value ? TYPE_TRUE : TYPE_FALSE);
    }

    /** A double stands as its 8 bytes, little-endian. */
    static long doubleField(final long at, final int previousId, final int id, final double value) {
        final long out = field(at, previousId, id, TYPE_DOUBLE);
        NativeMemory.putLong(out, Double.doubleToRawLongBits(value));
        return out + Double.BYTES;
    }

    static long binaryField(final long at, final int previousId, final int id, final byte[] value) {
        return binary(field(at, previousId, id, TYPE_BINARY), value);
    }

    /** Begins a struct as field {@code id}; its own fields count from {@link #FIRST}, and {@link #stop} ends it. */
    static long structField(final long at, final int previousId, final int id) {
        return field(at, previousId, id, TYPE_STRUCT);
    }

    /** Begins a list as field {@code id}; its elements follow without headers of their own. */
    static long listField(final long at, final int previousId, final int id, final int size, final int elementType) {
        return listHeader(field(at, previousId, id, TYPE_LIST), size, elementType);
    }

    /** Begins a list: one byte for up to 14 elements, else the size follows. */
    static long listHeader(final long at, final int size, final int elementType) {
        if (size <= MAX_SHORT_LIST) {
            NativeMemory.putByte(at, (byte) (size << 4 | elementType));
            return at + 1;
        }
        NativeMemory.putByte(at, (byte) (LONG_LIST | elementType));
        return varint32(at + 1, size);
    }

    /** Ends a struct. */
    static long stop(final long at) {
        NativeMemory.putByte(at, (byte) 0);
        return at + STOP_BYTES;
    }
}

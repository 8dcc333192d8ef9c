package dev.intarsia.internal.format;

import java.io.IOException;
import java.util.Arrays;

/**
 * Reads the Thrift compact protocol from bytes that may be damaged or made to do harm. Confined to one thread.
 *
 * <p>Whatever the bytes are, reading them takes time in proportion to their number, allocates nothing by a length that
 * they state, and nests no deeper than {@value #MAX_DEPTH}: a string or list that is longer than what is left of the
 * bytes is refused before it is looked at, since every element takes a byte or more.
 *
 * <p>A struct is read field by field, in a loop that keeps the id of the field before:
 *
 * <pre>{@code
 * for (int id = reader.field(0); id != STOP; id = reader.field(id)) {
 *     switch (id) {
 *         case 3 -> rows = reader.i64Field();
 *         default -> reader.skipField();
 *     }
 * }
 * }</pre>
 */
final class CompactReader {
    /** What {@link #field} returns at the end of a struct. */
    static final int STOP = 0;

    /**
     * The deepest nesting that is written is ten or so; a struct that nests deeper would nest the calls of this class.
     */
    private static final int MAX_DEPTH = 24;

    private static final int TYPE_SET = 10;
    private static final int TYPE_MAP = 11;
    private static final int TYPE_UUID = 13;
    private static final int UUID_BYTES = 16;
    private static final int LONG_LIST = 15;

    private final String name;
    private final byte[] bytes;
    private final int end;
    private int position;
    private int type;

    /**
     * @param name what the bytes are, for messages: "the footer"
     * @param bytes borrowed
     * @param from where to begin
     * @param end where the bytes end
     */
    CompactReader(final String name, final byte[] bytes, final int from, final int end) {
        this.name = name;
        this.bytes = bytes;
        this.end = end;
        this.position = from;
    }

    /** Where the next byte is read. */
    int position() {
        return position;
    }

    /**
     * Reads the header of the next field of a struct.
     *
     * @param previousId id of the field before, 0 at the start
     * @return its id, or {@link #STOP} where the struct ends
     * @throws IOException if the id is not above the one before: every writer of the format goes upwards
     */
    int field(final int previousId) throws IOException {
        final int header = readByte();
        type = header & 0x0F;
        if (type == STOP) {
            return STOP;
        }
        final int delta = header >>> 4;
        final long id = delta == 0 ? i32() : (long) previousId + delta;
        if (id <= previousId || id > Integer.MAX_VALUE) {
            throw malformed("field " + id + " comes behind field " + previousId);
        }
        return (int) id;
    }

    /** Value of an i16 or i32 field. */
    int i32Field() throws IOException {
        if (type != CompactProtocol.TYPE_I16) {
            requireType(CompactProtocol.TYPE_I32);
        }
        return i32();
    }

    /** Value of an i64 field. */
    long i64Field() throws IOException {
        requireType(CompactProtocol.TYPE_I64);
        return i64();
    }

    /** Value of a boolean field. */
    boolean boolField() throws IOException {
        if (type != CompactProtocol.TYPE_TRUE) {
            requireType(CompactProtocol.TYPE_FALSE);
        }
        return type == CompactProtocol.TYPE_TRUE;
    }

    /** Value of a binary field; a new array, no longer than what the bytes hold. */
    byte[] binaryField() throws IOException {
        requireType(CompactProtocol.TYPE_BINARY);
        return binary();
    }

    /** Checks that the field is a struct, whose own fields follow. */
    void structField() throws IOException {
        requireType(CompactProtocol.TYPE_STRUCT);
    }

    /** Number of elements of a list field, which follow; at most as many as there are bytes left. */
    int listField(final int elementType) throws IOException {
        requireType(CompactProtocol.TYPE_LIST);
        return listHeader(elementType);
    }

    /** Number of elements of a list without a field header, which follow; at most as many as there are bytes left. */
    int listHeader(final int elementType) throws IOException {
        final int header = readByte();
        final int size = listSize(header);
        if (size > 0 && (header & 0x0F) != elementType) {
            throw malformed("a list has elements of type " + (header & 0x0F) + ", not of type " + elementType);
        }
        return size;
    }

    /** A 32-bit element. */
    int i32() throws IOException {
        final long value = i64();
        if (value != (int) value) {
            throw malformed("the number " + value + " has more than 32 bits");
        }
        return (int) value;
    }

    /** A 64-bit element. */
    long i64() throws IOException {
        final long zigzag = varint();
        return zigzag >>> 1 ^ -(zigzag & 1);
    }

    /** A binary element; a new array, no longer than what the bytes hold. */
    byte[] binary() throws IOException {
        final int length = length();
        final byte[] value = Arrays.copyOfRange(bytes, position, position + length);
        position += length;
        return value;
    }

    /** Passes over the value of the field whose header was read last. */
    void skipField() throws IOException {
        // In a field, unlike in a list, a boolean is told by its type and takes no byte.
        if (type != CompactProtocol.TYPE_TRUE && type != CompactProtocol.TYPE_FALSE) {
            skip(type, 0);
        }
    }

    /** Passes over a struct that has no field header, such as an element of a list. */
    void skipStruct() throws IOException {
        skip(CompactProtocol.TYPE_STRUCT, 0);
    }

    /** What to throw where the bytes are not what they should be. */
    IOException malformed(final String what) {
        return new IOException(name + " is damaged: at its byte " + position + ", " + what
                + "; fetch the file again, or do without it");
    }

    private void skip(final int valueType, final int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw malformed("structs nest deeper than " + MAX_DEPTH);
        }
        switch (valueType) {
            case CompactProtocol.TYPE_TRUE, CompactProtocol.TYPE_FALSE, CompactProtocol.TYPE_BYTE -> pass(1);
            case CompactProtocol.TYPE_I16, CompactProtocol.TYPE_I32, CompactProtocol.TYPE_I64 -> varint();
            case CompactProtocol.TYPE_DOUBLE -> pass(Double.BYTES);
            case CompactProtocol.TYPE_BINARY -> pass(length());
            case CompactProtocol.TYPE_LIST, TYPE_SET -> {
                final int header = readByte();
                for (int left = listSize(header); left > 0; left--) {
                    skip(header & 0x0F, depth + 1);
                }
            }
            case TYPE_MAP -> skipMap(depth);
            case CompactProtocol.TYPE_STRUCT -> skipFields(depth);
            case TYPE_UUID -> pass(UUID_BYTES);
            default -> throw malformed("a value is of type " + valueType + ", which the protocol does not have");
        }
    }

    private void skipFields(final int depth) throws IOException {
        for (int header = readByte(); (header & 0x0F) != STOP; header = readByte()) {
            if (header >>> 4 == 0) {
                varint();
            }
            final int fieldType = header & 0x0F;
            if (fieldType != CompactProtocol.TYPE_TRUE && fieldType != CompactProtocol.TYPE_FALSE) {
                skip(fieldType, depth + 1);
            }
        }
    }

    private void skipMap(final int depth) throws IOException {
        final int size = length();
        if (size > 0) {
            final int types = readByte();
            for (int left = size; left > 0; left--) {
                skip(types >>> 4, depth + 1);
                skip(types & 0x0F, depth + 1);
            }
        }
    }

    private int listSize(final int header) throws IOException {
        final int size = header >>> 4;
        return size == LONG_LIST ? length() : size;
    }

    /** A length or a number of elements, each of which takes a byte or more. */
    private int length() throws IOException {
        final long length = varint();
        if (length < 0 || length > end - position) {
            throw malformed("a string or list would have the length " + Long.toUnsignedString(length) + ", and "
                    + (end - position) + " bytes are left");
        }
        return (int) length;
    }

    private long varint() throws IOException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            final int next = readByte();
            value |= (next & 0x7FL) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw malformed("a number takes more than " + CompactProtocol.MAX_I64_BYTES + " bytes");
    }

    private void pass(final int count) throws IOException {
        if (count > end - position) {
            throw malformed("a value of " + count + " bytes would begin, and " + (end - position) + " are left");
        }
        position += count;
    }

    private int readByte() throws IOException {
        if (position == end) {
            throw malformed("it ends in the middle of a value");
        }
        return bytes[position++] & 0xFF;
    }

    private void requireType(final int expected) throws IOException {
        if (type != expected) {
            throw malformed("a field is of type " + type + ", not of type " + expected);
        }
    }
}

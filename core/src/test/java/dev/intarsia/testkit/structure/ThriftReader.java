package dev.intarsia.testkit.structure;

import java.util.ArrayList;
import java.util.List;

/** Reads the Thrift compact protocol into {@link Struct}s, whatever they are of. */
final class ThriftReader {
    static final int TRUE = 1;
    static final int FALSE = 2;
    static final int I8 = 3;
    static final int I16 = 4;
    static final int I32 = 5;
    static final int I64 = 6;
    static final int DOUBLE = 7;
    static final int BINARY = 8;
    static final int LIST = 9;
    static final int SET = 10;
    static final int STRUCT = 12;

    private static final int LONG_SIZE = 15;
    private static final int MAX_DEPTH = 32;

    private final Cursor in;
    private int depth;

    private ThriftReader(final Cursor in) {
        this.in = in;
    }

    /** Reads one struct and leaves the cursor behind its stop. */
    static Struct read(final Cursor in, final String name) {
        return new ThriftReader(in).struct(name);
    }

    private Struct struct(final String name) {
        if (++depth > MAX_DEPTH) {
            throw new Malformed(name + " is nested deeper than " + MAX_DEPTH + " structs");
        }
        final Struct struct = new Struct(name);
        int id = 0;
        for (int head = in.u8(); head != 0; head = in.u8()) {
            id = head >>> 4 == 0 ? (short) in.zigzag() : id + (head >>> 4);
            if (struct.has(id)) {
                throw new Malformed("field " + id + " of " + name + " stands there twice");
            }
            struct.set(id, value(head & 0xF, name + '.' + id));
        }
        depth--;
        return struct;
    }

    private Object value(final int type, final String name) {
        return switch (type) {
            case TRUE -> true;
            case FALSE -> false;
            case I8 -> (byte) in.u8();
            case I16 -> (short) in.zigzag();
            case I32 -> narrow(in.zigzag(), name);
            case I64 -> in.zigzag();
            case DOUBLE -> Double.longBitsToDouble(in.littleEndian(Double.BYTES));
            case BINARY -> in.take(in.varint());
            case LIST, SET -> list(name);
            case STRUCT -> struct(name);
            default -> throw new Malformed(name + " is of the Thrift type " + type + ", which Parquet does not use");
        };
    }

    private List<Object> list(final String name) {
        final int head = in.u8();
        final long size = head >>> 4 == LONG_SIZE ? in.varint() : head >>> 4;
        if (size < 0 || size > in.remaining()) {
            throw new Malformed(name + " claims " + size + " elements, and " + in.remaining() + " bytes are left");
        }
        final int type = head & 0xF;
        final List<Object> list = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            // In a list, a boolean is a byte; both 0 and 2 have been written for false.
            list.add(type == TRUE || type == FALSE ? (Object) (in.u8() == TRUE) : value(type, name));
        }
        return list;
    }

    private static int narrow(final long number, final String name) {
        if (number != (int) number) {
            throw new Malformed(name + " is " + number + ", which is no 32-bit number");
        }
        return (int) number;
    }
}

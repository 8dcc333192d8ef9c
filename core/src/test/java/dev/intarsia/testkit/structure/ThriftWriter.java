package dev.intarsia.testkit.structure;

import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * Writes a {@link Struct} in the Thrift compact protocol: what the tests of the checker build their broken files with.
 */
final class ThriftWriter {
    private static final int MAX_SHORT_DELTA = 15;
    private static final int MAX_SHORT_SIZE = 14;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private ThriftWriter() {}

    static byte[] bytes(final Struct struct) {
        final ThriftWriter writer = new ThriftWriter();
        writer.struct(struct);
        return writer.out.toByteArray();
    }

    private void struct(final Struct struct) {
        final int[] previous = {0};
        struct.fields().forEach((id, value) -> {
            final int delta = id - previous[0];
            if (delta > 0 && delta <= MAX_SHORT_DELTA) {
                out.write(delta << 4 | type(value));
            } else {
                out.write(type(value));
                zigzag(id);
            }
            if (!(value instanceof Boolean)) {
                value(value);
            }
            previous[0] = id;
        });
        out.write(0);
    }

    private void value(final Object value) {
        if (value instanceof Boolean flag) {
            out.write(flag ? ThriftReader.TRUE : ThriftReader.FALSE);
        } else if (value instanceof Byte number) {
            out.write(number);
        } else if (value instanceof Double number) {
            final long bits = Double.doubleToRawLongBits(number);
            for (int i = 0; i < Long.BYTES; i++) {
                out.write((int) (bits >>> Byte.SIZE * i));
            }
        } else if (value instanceof Number number) {
            zigzag(number.longValue());
        } else if (value instanceof byte[] bytes) {
            varint(bytes.length);
            out.writeBytes(bytes);
        } else if (value instanceof Struct struct) {
            struct(struct);
        } else {
            list((List<?>) value);
        }
    }

    private void list(final List<?> list) {
        final int type = list.isEmpty() ? ThriftReader.STRUCT : type(list.get(0));
        if (list.size() <= MAX_SHORT_SIZE) {
            out.write(list.size() << 4 | type);
        } else {
            out.write(0xF0 | type);
            varint(list.size());
        }
        list.forEach(this::value);
    }

    private static int type(final Object value) {
        if (value instanceof Boolean flag) {
            return flag ? ThriftReader.TRUE : ThriftReader.FALSE;
        } else if (value instanceof Byte) {
            return ThriftReader.I8;
        } else if (value instanceof Short) {
            return ThriftReader.I16;
        } else if (value instanceof Integer) {
            return ThriftReader.I32;
        } else if (value instanceof Long) {
            return ThriftReader.I64;
        } else if (value instanceof Double) {
            return ThriftReader.DOUBLE;
        } else if (value instanceof byte[]) {
            return ThriftReader.BINARY;
        }
        return value instanceof Struct ? ThriftReader.STRUCT : ThriftReader.LIST;
    }

    private void zigzag(final long value) {
        varint(value << 1 ^ value >> 63);
    }

    private void varint(final long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}

package dev.intarsia.testkit.structure;

import java.util.Arrays;

/** A position in a byte array between two limits; whatever would lead out of them is {@link Malformed}. Confined. */
final class Cursor {
    private static final int MAX_VARINT_BYTES = 10;

    private final byte[] bytes;
    private final int end;
    private int at;

    Cursor(final byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    Cursor(final byte[] bytes, final long from, final long end) {
        if (from < 0 || from > end || end > bytes.length) {
            throw new Malformed(
                    "bytes " + from + " to " + end + " are not inside the " + bytes.length + " that are there");
        }
        this.bytes = bytes;
        this.at = (int) from;
        this.end = (int) end;
    }

    int position() {
        return at;
    }

    int remaining() {
        return end - at;
    }

    int u8() {
        require(1);
        return bytes[at++] & 0xFF;
    }

    int i32() {
        return (int) littleEndian(Integer.BYTES);
    }

    long littleEndian(final int width) {
        require(width);
        long value = 0;
        for (int i = 0; i < width; i++) {
            value |= (bytes[at++] & 0xFFL) << Byte.SIZE * i;
        }
        return value;
    }

    byte[] take(final long length) {
        require(length);
        at += (int) length;
        return Arrays.copyOfRange(bytes, at - (int) length, at);
    }

    /** An unsigned LEB128 number. */
    long varint() {
        long value = 0;
        for (int i = 0; i < MAX_VARINT_BYTES; i++) {
            final int next = u8();
            value |= (next & 0x7FL) << 7 * i;
            if (next < 0x80) {
                return value;
            }
        }
        throw new Malformed("a varint at byte " + (at - MAX_VARINT_BYTES) + " does not end after ten bytes");
    }

    long zigzag() {
        final long value = varint();
        return value >>> 1 ^ -(value & 1);
    }

    /** A cursor over the next bytes, which this one passes over. */
    Cursor slice(final long length) {
        require(length);
        at += (int) length;
        return new Cursor(bytes, at - length, at);
    }

    void requireSpent(final String what) {
        if (remaining() != 0) {
            throw new Malformed(what + " ends " + remaining() + " bytes before its section does");
        }
    }

    private void require(final long length) {
        if (length < 0 || length > remaining()) {
            throw new Malformed(length + " bytes are needed at byte " + at + ", and " + remaining() + " are left");
        }
    }
}

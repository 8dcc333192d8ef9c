package dev.intarsia.internal.encoding;

import dev.intarsia.internal.memory.NativeMemory;

/** Unsigned LEB128 integers, canonical, and the zigzag map in front of them. Thread-safe as far as the memory is. */
final class Varints {
    /** Most bytes of a 64-bit value. */
    static final int MAX_BYTES = 10;

    private static final int PAYLOAD_BITS = 7;

    private Varints() {}

    /** Writes an unsigned value; returns the end. */
    static long put(final long value, final long out) {
        long rest = value;
        long at = out;
        for (; (rest & ~0x7FL) != 0; rest >>>= PAYLOAD_BITS) {
            NativeMemory.putByte(at++, (byte) (rest | 0x80));
        }
        NativeMemory.putByte(at, (byte) rest);
        return at + 1;
    }

    /** Bytes that {@link #put} writes. */
    static int bytes(final long value) {
        final int bits = Long.SIZE - Long.numberOfLeadingZeros(value | 1);
        return (bits + PAYLOAD_BITS - 1) / PAYLOAD_BITS;
    }

    /** Signed to unsigned with the sign in the lowest bit. Of an int, widened, it is the zigzag of 32 bits. */
    static long zigZag(final long value) {
        return (value << 1) ^ (value >> 63);
    }
}

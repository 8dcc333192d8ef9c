package dev.intarsia.cli.demo;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Writes the 36 characters of a random UUID (version 4). */
final class UuidText {
    static final int LENGTH = 36;

    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    /** The two digits of a byte, the first one in the low half. */
    private static final short[] DIGITS = digits();

    private UuidText() {}

    static void put(final long high, final long low, final byte[] target, final int at) {
        final long first = high & ~0xF000L | 0x4000L; // version
        final long second = low & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L; // variant
        bytes(first, 56, 4, target, at);
        target[at + 8] = '-';
        bytes(first, 24, 2, target, at + 9);
        target[at + 13] = '-';
        bytes(first, 8, 2, target, at + 14);
        target[at + 18] = '-';
        bytes(second, 56, 2, target, at + 19);
        target[at + 23] = '-';
        bytes(second, 40, 6, target, at + 24);
    }

    private static void bytes(
            final long value, final int topShift, final int count, final byte[] target, final int at) {
        for (int i = 0; i < count; i++) {
            SHORTS.set(target, at + 2 * i, DIGITS[(int) (value >>> (topShift - 8 * i)) & 0xFF]);
        }
    }

    private static short[] digits() {
        final short[] digits = new short[256];
        for (int i = 0; i < digits.length; i++) {
            digits[i] = (short) (Character.forDigit(i >>> 4, 16) | Character.forDigit(i & 0xF, 16) << 8);
        }
        return digits;
    }
}

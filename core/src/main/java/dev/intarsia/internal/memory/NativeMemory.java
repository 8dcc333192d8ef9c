package dev.intarsia.internal.memory;

import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import sun.misc.Unsafe;

/**
 * The one class of Intarsia that touches raw memory.
 *
 * <p>Every method takes absolute addresses and checks nothing: a kernel proves its room once, before its loop, and the
 * facade in front of the kernel is what may throw. An address that is wrong here ends the JVM, so an address may come
 * only from a {@link Segment} that the caller holds or from an Arrow buffer that the caller borrowed.
 *
 * <p>It rests on {@code sun.misc.Unsafe} because that is the only raw access that needs no JVM flag on both Java 17 and
 * 25; its successor is a multi-release variant of this class over {@code MemorySegment} (see ADR 0010). All multi-byte
 * access is in native order, which must be little-endian: Parquet and Arrow are, and a page is written without a swap.
 */
@SuppressWarnings({"deprecation", "removal"}) // this class is where that is allowed
public final class NativeMemory {
    private static final Unsafe UNSAFE = unsafe();
    private static final long BUFFER_ADDRESS = addressOffset();

    /** Up to here, for names and bounds, a call of the system's copy costs more than the copy. */
    private static final int SHORT_BYTES = 64;

    static {
        if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
            throw new ExceptionInInitializerError(
                    "Intarsia needs a little-endian machine: it writes Parquet's little-endian values without swapping;"
                            + " this one is " + ByteOrder.nativeOrder());
        }
    }

    private NativeMemory() {}

    public static byte getByte(final long address) {
        return UNSAFE.getByte(address);
    }

    public static void putByte(final long address, final byte value) {
        UNSAFE.putByte(address, value);
    }

    public static short getShort(final long address) {
        return UNSAFE.getShort(address);
    }

    public static void putShort(final long address, final short value) {
        UNSAFE.putShort(address, value);
    }

    public static int getInt(final long address) {
        return UNSAFE.getInt(address);
    }

    public static void putInt(final long address, final int value) {
        UNSAFE.putInt(address, value);
    }

    public static long getLong(final long address) {
        return UNSAFE.getLong(address);
    }

    public static void putLong(final long address, final long value) {
        UNSAFE.putLong(address, value);
    }

    public static float getFloat(final long address) {
        return UNSAFE.getFloat(address);
    }

    public static double getDouble(final long address) {
        return UNSAFE.getDouble(address);
    }

    /** Copies {@code bytes} bytes; the ranges may overlap. */
    public static void copy(final long source, final long target, final long bytes) {
        UNSAFE.copyMemory(source, target, bytes);
    }

    /** Copies {@code length} bytes of a heap array, from {@code offset} on, to an address. */
    public static void copy(final byte[] source, final int offset, final long target, final int length) {
        final long from = Unsafe.ARRAY_BYTE_BASE_OFFSET + (long) offset;
        if (length < Integer.BYTES || length > SHORT_BYTES) {
            UNSAFE.copyMemory(source, from, null, target, length);
        } else if (length < Long.BYTES) {
            final int last = length - Integer.BYTES;
            UNSAFE.putInt(target, UNSAFE.getInt(source, from));
            UNSAFE.putInt(target + last, UNSAFE.getInt(source, from + last));
        } else {
            final int last = length - Long.BYTES; // the last word may lie over the one before it
            for (int done = 0; done < last; done += Long.BYTES) {
                UNSAFE.putLong(target + done, UNSAFE.getLong(source, from + done));
            }
            UNSAFE.putLong(target + last, UNSAFE.getLong(source, from + last));
        }
    }

    /** Copies {@code length} bytes from an address into a heap array, from {@code offset} on. */
    public static void copy(final long source, final byte[] target, final int offset, final int length) {
        UNSAFE.copyMemory(null, source, target, Unsafe.ARRAY_BYTE_BASE_OFFSET + (long) offset, length);
    }

    public static void fill(final long address, final long bytes, final byte value) {
        UNSAFE.setMemory(address, bytes, value);
    }

    /** Address of the first byte (index 0, whatever the position) of a direct buffer. */
    public static long addressOf(final ByteBuffer direct) {
        if (!direct.isDirect()) {
            throw new IllegalArgumentException("a heap buffer has no address: " + direct);
        }
        return UNSAFE.getLong(direct, BUFFER_ADDRESS);
    }

    private static Unsafe unsafe() {
        try {
            final Field field = Unsafe.class.getDeclaredField("theUnsafe");
            field.setAccessible(true);
            return (Unsafe) field.get(null);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static long addressOffset() {
        try {
            return UNSAFE.objectFieldOffset(java.nio.Buffer.class.getDeclaredField("address"));
        } catch (final NoSuchFieldException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}

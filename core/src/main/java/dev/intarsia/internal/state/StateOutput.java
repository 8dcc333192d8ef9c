package dev.intarsia.internal.state;

import dev.intarsia.internal.memory.NativeMemory;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * Spells small state as bytes, in an array on the heap that grows. Confined to one thread.
 *
 * <p>A struct is a run of fields, each its id, the length of its value and the value, in the order of ids:
 *
 * <pre>{@code
 * int field = out.beginField(1);
 * out.putString("a");
 * out.end(field);
 * }</pre>
 *
 * <p>What is put is either all of a known number of bytes or begins with its length, so that {@link StateInput} never
 * has to guess. Multi-byte values are little-endian.
 */
public final class StateOutput {
    private static final int FIRST_BYTES = 256;
    private static final int MOST_BYTES = Integer.MAX_VALUE - 8;
    private static final int MAX_VARINT_BYTES = 10;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;

    /** Bytes that were put. */
    public int length() {
        return length;
    }

    /** A copy of the bytes; transferred. */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    /** A view of the bytes, valid until the next call that puts any. */
    public ByteBuffer view() {
        return ByteBuffer.wrap(bytes, 0, length).asReadOnlyBuffer();
    }

    /** Forgets all bytes and keeps the array. */
    public void clear() {
        length = 0;
    }

    /** One byte: the low eight bits. */
    public void putByte(final int value) {
        require(1);
        bytes[length++] = (byte) value;
    }

    /** One byte, 0 or 1. */
    public void putBoolean(final boolean value) {
        putByte(value ? 1 : 0);
    }

    /** One to ten bytes, seven bits in each, the low ones first; the value is taken as unsigned. */
    public void putVarint(final long value) {
        require(MAX_VARINT_BYTES);
        length = varint(length, value);
    }

    /** One to ten bytes: the varint of a number whose sign has been moved to the lowest bit. */
    public void putSigned(final long value) {
        putVarint(value << 1 ^ value >> 63);
    }

    /** Four bytes. */
    public void putFixedInt(final int value) {
        require(Integer.BYTES);
        INT.set(bytes, length, value);
        length += Integer.BYTES;
    }

    /** Eight bytes. */
    public void putFixedLong(final long value) {
        require(Long.BYTES);
        LONG.set(bytes, length, value);
        length += Long.BYTES;
    }

    /** Eight bytes: the bits of the number, whichever NaN it may be. */
    public void putDouble(final double value) {
        putFixedLong(Double.doubleToRawLongBits(value));
    }

    /** A length and the bytes, which are borrowed. */
    public void putBytes(final byte[] value) {
        putBytes(value, 0, value.length);
    }

    /**
     * A length and a range of bytes, which are borrowed.
     *
     * @throws IndexOutOfBoundsException if the range does not lie inside the array
     */
    public void putBytes(final byte[] value, final int from, final int count) {
        Objects.checkFromIndexSize(from, count, value.length);
        putVarint(count);
        require(count);
        System.arraycopy(value, from, bytes, length, count);
        length += count;
    }

    /** All that another output has, without a length. */
    public void putRaw(final StateOutput other) {
        require(other.length);
        System.arraycopy(other.bytes, 0, bytes, length, other.length);
        length += other.length;
    }

    /**
     * A length in bytes and the text in UTF-8; half a surrogate pair, which that cannot express,
     * becomes a question mark.
     */
    public void putString(final String value) {
        putBytes(value.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A length and a range of native memory, which is borrowed.
     *
     * @param address of memory that the caller holds
     * @param count bytes, 0 or more; an address of none is not looked at
     */
    public void putMemory(final long address, final int count) {
        putVarint(count);
        require(count);
        if (count > 0) {
            NativeMemory.copy(address, bytes, length, count);
        }
        length += count;
    }

    /** A count and the numbers, eight bytes each: for numbers that are as good as random, such as hashes. */
    public void putLongs(final long[] values, final int from, final int count) {
        Objects.checkFromIndexSize(from, count, values.length);
        putVarint(count);
        require((long) count * Long.BYTES);
        for (int i = from; i < from + count; i++) {
            LONG.set(bytes, length, values[i]);
            length += Long.BYTES;
        }
    }

    /**
     * A count and the numbers, each as its signed difference from the one before, the first from 0: for numbers that
     * ascend, or that are small. A difference may wrap.
     */
    public void putDeltas(final long[] values, final int from, final int count) {
        Objects.checkFromIndexSize(from, count, values.length);
        putVarint(count);
        long before = 0;
        for (int i = from; i < from + count; i++) {
            putSigned(values[i] - before);
            before = values[i];
        }
    }

    /**
     * Begins a value that will have its length in front of it.
     *
     * @return what {@link #end} wants to know of it; values that stand inside are ended first
     */
    public int begin() {
        putByte(0); // most are shorter than 128 bytes, and then this is their length
        return length;
    }

    /**
     * Begins a field of a struct.
     *
     * @param id above that of the field before it and above 0
     * @return as {@link #begin}
     */
    public int beginField(final int id) {
        putVarint(id);
        return begin();
    }

    /** Ends what {@link #begin} or {@link #beginField} began; a value of 128 bytes or more is moved up to make room. */
    public void end(final int begun) {
        final int count = length - begun;
        final int extra = varintBytes(count) - 1;
        require(extra);
        if (extra > 0) {
            System.arraycopy(bytes, begun, bytes, begun + extra, count);
            length += extra;
        }
        varint(begun - 1, count);
    }

    private int varint(final int at, final long value) {
        int position = at;
        long left = value;
        while ((left & ~0x7FL) != 0) {
            bytes[position++] = (byte) (left | 0x80);
            left >>>= 7;
        }
        bytes[position++] = (byte) left;
        return position;
    }

    private static int varintBytes(final int value) {
        return 1 + (Integer.SIZE - 1 - Integer.numberOfLeadingZeros(value | 1)) / 7;
    }

    private void require(final long count) {
        final long needed = length + count;
        if (needed > bytes.length) {
            if (needed > MOST_BYTES) {
                throw new IllegalStateException("the small state of a checkpoint comes to " + needed + " bytes, and "
                        + MOST_BYTES + " can be kept: finish the file earlier, or give it fewer pages and row groups");
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(MOST_BYTES, Math.max(needed, 2L * bytes.length)));
        }
    }
}

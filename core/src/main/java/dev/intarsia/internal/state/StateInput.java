package dev.intarsia.internal.state;

import dev.intarsia.internal.memory.NativeMemory;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * Reads what {@link StateOutput} spelled, from bytes that may be damaged or made to do harm. Confined to one thread.
 *
 * <p>Whatever the bytes are, no method allocates by a length that they state before it is known that so many bytes are
 * there, and each either gives a value or throws a {@link StateFormatException}. A struct is read field by field:
 *
 * <pre>{@code
 * for (int id = in.nextField(); id != StateInput.END; id = in.nextField()) {
 *     switch (id) {
 *         case 1 -> name = in.field().getString();
 *         default -> throw in.unknownField("the options");
 *     }
 * }
 * }</pre>
 *
 * <p>What was nested must have been read to its end before anything behind it is read. Whoever made the outermost input
 * calls {@link #requireEnd()}.
 */
public final class StateInput {
    /** What {@link #nextField} returns at the end of a struct. */
    public static final int END = 0;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private final int origin;
    private final int end;
    private int position;
    private int fieldId;
    private StateInput nested;

    /**
     * @param bytes borrowed for as long as this is used
     * @param from where to begin
     * @param length bytes to read at most
     * @throws IndexOutOfBoundsException if the range does not lie inside the array
     */
    public StateInput(final byte[] bytes, final int from, final int length) {
        this(bytes, from, Objects.checkFromIndexSize(from, length, bytes.length), from + length);
    }

    /** Reads all of an array, which is borrowed for as long as this is used. */
    public StateInput(final byte[] bytes) {
        this(bytes, 0, 0, bytes.length);
    }

    private StateInput(final byte[] bytes, final int origin, final int from, final int end) {
        this.bytes = bytes;
        this.origin = origin;
        this.position = from;
        this.end = end;
    }

    /** Bytes that are left. */
    public int remaining() {
        return end - position;
    }

    /** One byte, 0 to 255. */
    public int getByte() throws StateFormatException {
        return bytes[pass(1)] & 0xFF;
    }

    /** A boolean. */
    public boolean getBoolean() throws StateFormatException {
        final int value = getByte();
        if (value > 1) {
            throw malformed("yes or no is stated as " + value + ", it must be 0 or 1");
        }
        return value == 1;
    }

    /** An unsigned number, of which all 64 bits may be used. */
    public long getVarint() throws StateFormatException {
        requireNestedEnd();
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            if (position == end) {
                throw malformed("a number has no end");
            }
            final long next = bytes[position++];
            value |= (next & 0x7F) << shift;
            if (next >= 0) {
                if (shift == Long.SIZE - 1 && next > 1) {
                    break;
                }
                return value;
            }
        }
        throw malformed("a number takes more than 64 bits");
    }

    /** An unsigned number of at most 31 bits. */
    public int getVarintAsInt() throws StateFormatException {
        final long value = getVarint();
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw malformed("the number " + Long.toUnsignedString(value) + " is above " + Integer.MAX_VALUE);
        }
        return (int) value;
    }

    /** A number whose sign is its lowest bit. */
    public long getSigned() throws StateFormatException {
        final long value = getVarint();
        return value >>> 1 ^ -(value & 1);
    }

    /** Four bytes. */
    public int getFixedInt() throws StateFormatException {
        return (int) INT.get(bytes, pass(Integer.BYTES));
    }

    /** Eight bytes. */
    public long getFixedLong() throws StateFormatException {
        return (long) LONG.get(bytes, pass(Long.BYTES));
    }

    /** A number by its bits. */
    public double getDouble() throws StateFormatException {
        return Double.longBitsToDouble(getFixedLong());
    }

    /**
     * A length, which what follows has at least: room for it may be allocated.
     *
     * @return bytes that follow, for {@link #copyTo}
     */
    public int getLength() throws StateFormatException {
        return getCount(1);
    }

    /**
     * A number of elements.
     *
     * @param bytesEach bytes that each of them takes at least; above 0
     * @return as many as there can be at most, so that room for them may be allocated
     */
    public int getCount(final int bytesEach) throws StateFormatException {
        final long count = getVarint();
        if (count < 0 || count > remaining() / bytesEach) {
            throw malformed(Long.toUnsignedString(count) + " elements of " + bytesEach
                    + " bytes or more would follow, and " + remaining() + " bytes are left");
        }
        return (int) count;
    }

    /** Bytes with their length in front; a new array. */
    public byte[] getBytes() throws StateFormatException {
        final int length = getLength();
        final int from = pass(length);
        return Arrays.copyOfRange(bytes, from, from + length);
    }

    /** A text. */
    public String getString() throws StateFormatException {
        final int length = getLength();
        final int from = pass(length);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, length))
                    .toString();
        } catch (final CharacterCodingException e) {
            throw malformed("a text of " + length + " bytes is not in UTF-8");
        }
    }

    /**
     * Copies bytes to native memory: those behind the length of what {@link StateOutput#putMemory} put.
     *
     * @param address of as many bytes, which the caller holds
     * @param length 0 or more
     */
    public void copyTo(final long address, final int length) throws StateFormatException {
        final int from = pass(length);
        if (length > 0) {
            NativeMemory.copy(bytes, from, address, length);
        }
    }

    /** What {@link StateOutput#putLongs} put; a new array. */
    public long[] getLongs() throws StateFormatException {
        final long[] values = new long[getCount(Long.BYTES)];
        int from = pass(values.length * Long.BYTES);
        for (int i = 0; i < values.length; i++) {
            values[i] = (long) LONG.get(bytes, from);
            from += Long.BYTES;
        }
        return values;
    }

    /** What {@link StateOutput#putDeltas} put; a new array. */
    public long[] getDeltas() throws StateFormatException {
        final long[] values = new long[getCount(1)];
        long before = 0;
        for (int i = 0; i < values.length; i++) {
            before += getSigned();
            values[i] = before;
        }
        return values;
    }

    /** What stands between a {@link StateOutput#begin} and its end; it is read before anything behind it. */
    public StateInput getNested() throws StateFormatException {
        final int length = getLength();
        final int from = pass(length);
        nested = new StateInput(bytes, origin, from, from + length);
        return nested;
    }

    /**
     * Goes to the next field of a struct, which is all that this input reads. Its value is {@link #field()}.
     *
     * @return its id, or {@link #END} where the struct ends
     */
    public int nextField() throws StateFormatException {
        requireNestedEnd();
        if (position == end) {
            return END;
        }
        final int id = getVarintAsInt();
        if (id <= fieldId) {
            throw malformed("field " + id + " comes behind field " + fieldId);
        }
        fieldId = id;
        getNested();
        return id;
    }

    /** The value of the field to which {@link #nextField} went. */
    public StateInput field() {
        return nested;
    }

    /**
     * What to throw at a field that this version does not know.
     *
     * @param struct what has the field, for the message
     */
    public StateFormatException unknownField(final String struct) {
        return StateFormatException.newer("field " + fieldId + " of " + struct + " is not known to this version");
    }

    /**
     * What to throw at a code that this version does not know.
     *
     * @param what the code is for, for the message
     */
    public static StateFormatException unknownCode(final String what, final long code) {
        return StateFormatException.newer(
                "code " + Long.toUnsignedString(code) + " for " + what + " is not known to this version");
    }

    /** Checks that everything has been read. */
    public void requireEnd() throws StateFormatException {
        requireNestedEnd();
        if (position != end) {
            throw malformed(remaining() + " bytes follow where a value should end");
        }
    }

    /**
     * What to throw where the bytes cannot be what was written.
     *
     * @param what they say, as the rest of a sentence
     */
    public StateFormatException malformed(final String what) {
        return StateFormatException.damaged("at byte " + (position - origin) + " of its metadata, " + what);
    }

    private void requireNestedEnd() throws StateFormatException {
        if (nested != null) {
            final StateInput before = nested;
            nested = null;
            before.requireEnd();
        }
    }

    /** Where the next bytes begin, which are passed over. */
    private int pass(final int count) throws StateFormatException {
        requireNestedEnd();
        if (count < 0 || count > remaining()) {
            throw malformed("a value of " + count + " bytes would begin, and " + remaining() + " are left");
        }
        final int from = position;
        position += count;
        return from;
    }
}

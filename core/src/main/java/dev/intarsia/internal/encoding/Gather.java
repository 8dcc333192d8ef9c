package dev.intarsia.internal.encoding;

import dev.intarsia.internal.memory.Bitmaps;
import dev.intarsia.internal.memory.NativeMemory;

/**
 * Values of Arrow vectors that are reached by indexes (dictionary or run-end encoded), written densely in PLAIN form.
 * Thread-safe as far as the memory is.
 *
 * <p>{@code validity} is the address of the bitmap of the rows, or 0 when all are valid, {@code validityBit} the bit of
 * the first row, {@code indexes} the address of an int32 index for each row; those of nulls are not looked at. Exactly
 * the values are written, and nothing but indexed values is read.
 */
public final class Gather {
    private static final int LENGTH_BYTES = 4;
    private static final int INT_OFFSETS = 2;
    private static final int LONG_OFFSETS = 3;

    private Gather() {}

    /** Writes slots of {@code width} bytes, at most {@code rows * width} bytes; returns the end. */
    public static long fixed(
            final int width,
            final long validity,
            final long validityBit,
            final long indexes,
            final int rows,
            final long slots,
            final long out) {
        if (validity == 0) {
            return IdGather.fixed(slots, width, indexes, rows, out);
        }
        long at = out;
        for (int i = 0; i < rows; i += 64) {
            final int bits = Math.min(64, rows - i);
            long left = Bitmaps.word(validity, validityBit + i, bits);
            if (left == -1L) {
                at = IdGather.fixed(slots, width, indexes + ((long) i << 2), bits, at);
                continue;
            }
            for (; left != 0; left &= left - 1) {
                final long slot = slots + (long) index(indexes, i + Long.numberOfTrailingZeros(left)) * width;
                switch (width) {
                    case 4 -> NativeMemory.putInt(at, NativeMemory.getInt(slot));
                    case 8 -> NativeMemory.putLong(at, NativeMemory.getLong(slot));
                    default -> Words.copy(slot, at, width);
                }
                at += width;
            }
        }
        return at;
    }

    /**
     * Appends booleans of the bitmap {@code values}, whose index 0 is the bit {@code valuesBit}, as dense bits, by the
     * contract of {@link Bitmaps#append}.
     *
     * @return how many bits were appended
     */
    public static int bits(
            final long validity,
            final long validityBit,
            final long indexes,
            final int rows,
            final long values,
            final long valuesBit,
            final long target,
            final long targetBit) {
        long bit = targetBit;
        for (int i = 0; i < rows; i += 64) {
            long word = 0;
            int count = 0;
            for (long left = valid(validity, validityBit, i, rows); left != 0; left &= left - 1) {
                final int index = index(indexes, i + Long.numberOfTrailingZeros(left));
                word |= (Bitmaps.isSet(values, valuesBit + index) ? 1L : 0L) << count;
                count++;
            }
            Bitmaps.appendWord(word, count, target, bit);
            bit += count;
        }
        return (int) (bit - targetBit);
    }

    /**
     * Writes byte arrays of a vector with offsets of 32 bits, with their lengths; returns the end.
     *
     * @param offsets address of the offset of index 0
     * @param data the address that offset 0 means
     */
    public static long byteArrays32(
            final long validity,
            final long validityBit,
            final long indexes,
            final int rows,
            final long offsets,
            final long data,
            final long out) {
        return byteArrays(validity, validityBit, indexes, rows, offsets, INT_OFFSETS, data, out);
    }

    /** As {@link #byteArrays32}, with offsets of 64 bits. */
    public static long byteArrays64(
            final long validity,
            final long validityBit,
            final long indexes,
            final int rows,
            final long offsets,
            final long data,
            final long out) {
        return byteArrays(validity, validityBit, indexes, rows, offsets, LONG_OFFSETS, data, out);
    }

    /** Exactly the bytes that {@link #byteArrays32} writes. */
    public static long bytes32(
            final long validity, final long validityBit, final long indexes, final int rows, final long offsets) {
        return bytes(validity, validityBit, indexes, rows, offsets, INT_OFFSETS);
    }

    /** Exactly the bytes that {@link #byteArrays64} writes. */
    public static long bytes64(
            final long validity, final long validityBit, final long indexes, final int rows, final long offsets) {
        return bytes(validity, validityBit, indexes, rows, offsets, LONG_OFFSETS);
    }

    /** How many of the first of {@code rows} rows {@link #byteArrays32} writes in at most {@code room} bytes. */
    public static int fit32(
            final long validity,
            final long validityBit,
            final long indexes,
            final int rows,
            final long offsets,
            final long room) {
        return fit(validity, validityBit, indexes, rows, offsets, INT_OFFSETS, room);
    }

    /** How many of the first of {@code rows} rows {@link #byteArrays64} writes in at most {@code room} bytes. */
    public static int fit64(
            final long validity,
            final long validityBit,
            final long indexes,
            final int rows,
            final long offsets,
            final long room) {
        return fit(validity, validityBit, indexes, rows, offsets, LONG_OFFSETS, room);
    }

    /** The valid ones of the up to 64 rows from {@code i} on, as the low bits of a word. */
    static long valid(final long validity, final long validityBit, final int i, final int rows) {
        final int bits = Math.min(64, rows - i);
        return validity == 0 ? -1L >>> (64 - bits) : Bitmaps.word(validity, validityBit + i, bits);
    }

    static int index(final long indexes, final int row) {
        return NativeMemory.getInt(indexes + ((long) row << 2));
    }

    private static long byteArrays(
            final long validity,
            final long validityBit,
            final long indexes,
            final int rows,
            final long offsets,
            final int shift,
            final long data,
            final long out) {
        long at = out;
        for (int i = 0; i < rows; i += 64) {
            for (long left = valid(validity, validityBit, i, rows); left != 0; left &= left - 1) {
                final int index = index(indexes, i + Long.numberOfTrailingZeros(left));
                final long start = PlainBytes.offset(offsets, shift, index);
                final long length = PlainBytes.offset(offsets, shift, index + 1) - start;
                NativeMemory.putInt(at, (int) length);
                Words.copy(data + start, at + LENGTH_BYTES, length);
                at += LENGTH_BYTES + length;
            }
        }
        return at;
    }

    private static long bytes(
            final long validity,
            final long validityBit,
            final long indexes,
            final int rows,
            final long offsets,
            final int shift) {
        long bytes = 0;
        for (int i = 0; i < rows; i += 64) {
            for (long left = valid(validity, validityBit, i, rows); left != 0; left &= left - 1) {
                bytes += plainBytes(offsets, shift, index(indexes, i + Long.numberOfTrailingZeros(left)));
            }
        }
        return bytes;
    }

    private static int fit(
            final long validity,
            final long validityBit,
            final long indexes,
            final int rows,
            final long offsets,
            final int shift,
            final long room) {
        long roomLeft = room;
        for (int i = 0; i < rows; i += 64) {
            for (long left = valid(validity, validityBit, i, rows); left != 0; left &= left - 1) {
                final int row = i + Long.numberOfTrailingZeros(left);
                roomLeft -= plainBytes(offsets, shift, index(indexes, row));
                if (roomLeft < 0) {
                    return row;
                }
            }
        }
        return rows;
    }

    private static long plainBytes(final long offsets, final int shift, final int index) {
        return PlainBytes.offset(offsets, shift, index + 1) - PlainBytes.offset(offsets, shift, index) + LENGTH_BYTES;
    }
}

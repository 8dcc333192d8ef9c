package dev.intarsia.internal.encoding;

import dev.intarsia.internal.memory.NativeMemory;

/**
 * PLAIN byte arrays, a 4-byte little-endian length before each, from Arrow's view vectors (Utf8View, BinaryView).
 * Thread-safe as far as the memory is.
 *
 * <p>A view is a slot of 16 bytes: an int32 length, then up to 12 bytes inline, or the first 4 bytes, the int32 number
 * of a data buffer and an int32 offset in it. {@code views} is the address of the first row's view, or, for the
 * functions with {@code indexes}, of the view of index 0; {@code buffers} that of an int64 table of the data buffers'
 * addresses. {@code validity} is the address of the bitmap of the rows, or 0 when all are valid, {@code validityBit}
 * the bit of the first row. Views and indexes of nulls are not looked at.
 */
public final class Views {
    /** How far {@link #append} and {@link #appendIndexed} may write behind the end that they return. */
    public static final int SLACK_BYTES = 12;

    private static final int LENGTH_BYTES = 4;
    private static final int MAX_INLINE_BYTES = 12;
    private static final int VIEW_SHIFT = 4;
    private static final int BUFFER_AT = 8;
    private static final int OFFSET_AT = 12;

    /** No indexes: each row has its own view. */
    private static final long DIRECT = 0;

    private Views() {}

    /** Most bytes of room that rows of {@code plainBytes} PLAIN bytes, see {@link #bytes}, take, with the slack. */
    public static long maxBytes(final long plainBytes) {
        return plainBytes + SLACK_BYTES;
    }

    /** Appends the valid ones of {@code rows} rows; returns the end, behind which {@link #SLACK_BYTES} may change. */
    public static long append(
            final long validity,
            final long validityBit,
            final long views,
            final long buffers,
            final int rows,
            final long out) {
        return appendIndexed(validity, validityBit, DIRECT, views, buffers, rows, out);
    }

    /** As {@link #append}, of the views that int32 indexes name. */
    public static long appendIndexed(
            final long validity,
            final long validityBit,
            final long indexes,
            final long views,
            final long buffers,
            final int rows,
            final long out) {
        long at = out;
        for (int i = 0; i < rows; i += 64) {
            for (long left = Gather.valid(validity, validityBit, i, rows); left != 0; left &= left - 1) {
                final long view = view(views, indexes, i + Long.numberOfTrailingZeros(left));
                final int length = NativeMemory.getInt(view);
                if (length <= MAX_INLINE_BYTES) {
                    // Length and bytes stand as PLAIN has them; what lies behind them is overwritten by the next value.
                    NativeMemory.putLong(at, NativeMemory.getLong(view));
                    NativeMemory.putLong(at + 8, NativeMemory.getLong(view + 8));
                } else {
                    NativeMemory.putInt(at, length);
                    Words.copy(data(view, buffers), at + LENGTH_BYTES, length);
                }
                at += LENGTH_BYTES + length;
            }
        }
        return at;
    }

    /** Exactly the bytes that the valid ones of {@code rows} rows take, without the slack. */
    public static long bytes(final long validity, final long validityBit, final long views, final int rows) {
        return bytesIndexed(validity, validityBit, DIRECT, views, rows);
    }

    /** As {@link #bytes}, of the views that int32 indexes name. */
    public static long bytesIndexed(
            final long validity, final long validityBit, final long indexes, final long views, final int rows) {
        long bytes = 0;
        for (int i = 0; i < rows; i += 64) {
            for (long left = Gather.valid(validity, validityBit, i, rows); left != 0; left &= left - 1) {
                bytes += plainBytes(view(views, indexes, i + Long.numberOfTrailingZeros(left)));
            }
        }
        return bytes;
    }

    /** How many of the first of {@code rows} rows take at most {@code room} bytes, the slack not counted. */
    public static int fit(
            final long validity, final long validityBit, final long views, final int rows, final long room) {
        return fitIndexed(validity, validityBit, DIRECT, views, rows, room);
    }

    /** As {@link #fit}, of the views that int32 indexes name. */
    public static int fitIndexed(
            final long validity,
            final long validityBit,
            final long indexes,
            final long views,
            final int rows,
            final long room) {
        long roomLeft = room;
        for (int i = 0; i < rows; i += 64) {
            for (long left = Gather.valid(validity, validityBit, i, rows); left != 0; left &= left - 1) {
                final int row = i + Long.numberOfTrailingZeros(left);
                roomLeft -= plainBytes(view(views, indexes, row));
                if (roomLeft < 0) {
                    return row;
                }
            }
        }
        return rows;
    }

    /** Length of the longest of the valid values, without the 4 bytes before it; 0 when there is none. */
    public static int longest(final long validity, final long validityBit, final long views, final int rows) {
        return longestIndexed(validity, validityBit, DIRECT, views, rows);
    }

    /** As {@link #longest}, of the views that int32 indexes name. */
    public static int longestIndexed(
            final long validity, final long validityBit, final long indexes, final long views, final int rows) {
        int longest = 0;
        for (int i = 0; i < rows; i += 64) {
            for (long left = Gather.valid(validity, validityBit, i, rows); left != 0; left &= left - 1) {
                longest = Math.max(
                        longest, NativeMemory.getInt(view(views, indexes, i + Long.numberOfTrailingZeros(left))));
            }
        }
        return longest;
    }

    /** Address of the bytes of a view, inline or not: what {@link BytesDictionary#encodeOne} wants. */
    public static long address(final long view, final long buffers) {
        return NativeMemory.getInt(view) <= MAX_INLINE_BYTES ? view + LENGTH_BYTES : data(view, buffers);
    }

    /** Address of a row's view; {@code indexes} is {@link #DIRECT} or not for a whole loop. */
    private static long view(final long views, final long indexes, final int row) {
        final int index = indexes == DIRECT ? row : Gather.index(indexes, row);
        return views + ((long) index << VIEW_SHIFT);
    }

    private static long data(final long view, final long buffers) {
        final int buffer = NativeMemory.getInt(view + BUFFER_AT);
        return NativeMemory.getLong(buffers + ((long) buffer << 3)) + NativeMemory.getInt(view + OFFSET_AT);
    }

    private static long plainBytes(final long view) {
        return LENGTH_BYTES + (long) NativeMemory.getInt(view);
    }
}

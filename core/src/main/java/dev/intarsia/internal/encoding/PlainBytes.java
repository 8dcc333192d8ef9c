package dev.intarsia.internal.encoding;

import dev.intarsia.internal.memory.Bitmaps;
import dev.intarsia.internal.memory.NativeMemory;

/**
 * PLAIN byte arrays, a 4-byte little-endian length before each (Parquet format, Encodings.md, "Plain"), from Arrow's
 * vectors of variable width, with offsets of 32 (Utf8, Binary) or 64 bits (LargeUtf8, LargeBinary). Thread-safe as far
 * as the memory is.
 *
 * <p>{@code offsets} is always the address of the run's first offset, of which a run of n rows has n + 1, and
 * {@code data} the address that offset 0 means. {@code validity} is the address of the bitmap or 0 when all rows are
 * valid, {@code validityBit} the bit of the run's first row. A null costs nothing, whatever its offsets span. The
 * length of one value must fit 31 bits; that is the caller's check for large vectors.
 */
public final class PlainBytes {
    /** How far {@link #append32} and {@link #append64} may write behind the end that they return. */
    public static final int SLACK_BYTES = 8;

    private static final int LENGTH_BYTES = 4;
    private static final int INT_OFFSETS = 2;
    private static final int LONG_OFFSETS = 3;

    private PlainBytes() {}

    /** Most bytes that {@code rows} rows over {@code dataBytes} bytes of data can take, with the slack. */
    public static long maxBytes(final int rows, final long dataBytes) {
        return (long) rows * LENGTH_BYTES + dataBytes + SLACK_BYTES;
    }

    /** Appends {@code n} rows; returns the end, behind which up to {@link #SLACK_BYTES} may have been overwritten. */
    public static long append32(
            final long validity,
            final long validityBit,
            final long offsets,
            final long data,
            final int n,
            final long out) {
        return append(validity, validityBit, offsets, INT_OFFSETS, data, n, out);
    }

    /** As {@link #append32}, with offsets of 64 bits. */
    public static long append64(
            final long validity,
            final long validityBit,
            final long offsets,
            final long data,
            final int n,
            final long out) {
        return append(validity, validityBit, offsets, LONG_OFFSETS, data, n, out);
    }

    /** Exactly the bytes that {@code n} rows take, without the slack. */
    public static long bytes32(final long validity, final long validityBit, final long offsets, final int n) {
        return bytes(validity, validityBit, offsets, INT_OFFSETS, n);
    }

    /** As {@link #bytes32}, with offsets of 64 bits. */
    public static long bytes64(final long validity, final long validityBit, final long offsets, final int n) {
        return bytes(validity, validityBit, offsets, LONG_OFFSETS, n);
    }

    /** How many of the first of {@code n} rows take at most {@code room} bytes, the slack not counted. */
    public static int fit32(
            final long validity, final long validityBit, final long offsets, final int n, final long room) {
        return fit(validity, validityBit, offsets, INT_OFFSETS, n, room);
    }

    /** As {@link #fit32}, with offsets of 64 bits. */
    public static int fit64(
            final long validity, final long validityBit, final long offsets, final int n, final long room) {
        return fit(validity, validityBit, offsets, LONG_OFFSETS, n, room);
    }

    /** The offset of a row; {@code shift} says how wide offsets are, and is the same for a whole loop. */
    static long offset(final long offsets, final int shift, final int row) {
        final long address = offsets + ((long) row << shift);
        return shift == INT_OFFSETS ? NativeMemory.getInt(address) : NativeMemory.getLong(address);
    }

    private static long append(
            final long validity,
            final long validityBit,
            final long offsets,
            final int shift,
            final long data,
            final int n,
            final long out) {
        if (n == 0) {
            return out; // a vector without rows need not have an offset
        }
        final long dataEnd = data + offset(offsets, shift, n);
        if (validity == 0) {
            return appendValid(offsets, shift, data, dataEnd, 0, n, out);
        }
        long at = out;
        for (int i = 0; i < n; i += 64) {
            long left = Bitmaps.word(validity, validityBit + i, Math.min(64, n - i));
            while (left != 0) {
                final long carried = Words.carry(left);
                final int from = i + Long.numberOfTrailingZeros(left);
                final int to = i + Long.numberOfTrailingZeros(carried);
                at = appendValid(offsets, shift, data, dataEnd, from, to, at);
                left &= carried;
            }
        }
        return at;
    }

    private static long appendValid(
            final long offsets,
            final int shift,
            final long data,
            final long dataEnd,
            final int from,
            final int to,
            final long out) {
        long at = out;
        long start = offset(offsets, shift, from);
        for (int row = from; row < to; row++) {
            final long end = offset(offsets, shift, row + 1);
            final long length = end - start;
            NativeMemory.putInt(at, (int) length);
            Words.copyWithSlack(data + start, at + LENGTH_BYTES, length, dataEnd);
            at += LENGTH_BYTES + length;
            start = end;
        }
        return at;
    }

    private static long bytes(
            final long validity, final long validityBit, final long offsets, final int shift, final int n) {
        if (validity == 0) {
            return span(offsets, shift, 0, n);
        }
        long bytes = 0;
        for (int i = 0; i < n; i += 64) {
            long left = Bitmaps.word(validity, validityBit + i, Math.min(64, n - i));
            while (left != 0) {
                final long carried = Words.carry(left);
                final int from = i + Long.numberOfTrailingZeros(left);
                final int to = i + Long.numberOfTrailingZeros(carried);
                bytes += span(offsets, shift, from, to);
                left &= carried;
            }
        }
        return bytes;
    }

    private static int fit(
            final long validity,
            final long validityBit,
            final long offsets,
            final int shift,
            final int n,
            final long room) {
        if (validity == 0) {
            return fitValid(offsets, shift, 0, n, room);
        }
        long roomLeft = room;
        for (int i = 0; i < n; i += 64) {
            long left = Bitmaps.word(validity, validityBit + i, Math.min(64, n - i));
            while (left != 0) {
                final long carried = Words.carry(left);
                final int from = i + Long.numberOfTrailingZeros(left);
                final int to = i + Long.numberOfTrailingZeros(carried);
                final long bytes = span(offsets, shift, from, to);
                if (bytes > roomLeft) {
                    return fitValid(offsets, shift, from, to, roomLeft);
                }
                roomLeft -= bytes;
                left &= carried;
            }
        }
        return n;
    }

    /** The last row, from {@code from} to {@code to}, before which the valid rows fit: their bytes only grow. */
    private static int fitValid(final long offsets, final int shift, final int from, final int to, final long room) {
        int fits = from;
        int tooFar = to + 1;
        while (tooFar - fits > 1) {
            final int middle = (fits + tooFar) >>> 1;
            if (span(offsets, shift, from, middle) <= room) {
                fits = middle;
            } else {
                tooFar = middle;
            }
        }
        return fits;
    }

    /** PLAIN bytes of the rows from {@code from} to before {@code to}, all valid. */
    private static long span(final long offsets, final int shift, final int from, final int to) {
        if (from == to) {
            return 0; // a vector without rows need not have an offset
        }
        return offset(offsets, shift, to) - offset(offsets, shift, from) + (long) (to - from) * LENGTH_BYTES;
    }
}

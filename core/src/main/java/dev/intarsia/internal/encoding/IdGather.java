package dev.intarsia.internal.encoding;

import dev.intarsia.internal.memory.NativeMemory;

/**
 * From dictionary ids back to values in PLAIN form. Thread-safe as far as the memory is.
 *
 * <p>{@code entries} are the dictionary's entries in PLAIN form, {@code ids} int32 ids of them. Exactly the values are
 * written, and nothing but entries is read.
 */
public final class IdGather {
    private static final int LENGTH_BYTES = 4;

    private IdGather() {}

    /** Writes {@code count} values of {@code width} bytes: exactly {@code count * width} bytes. Returns the end. */
    public static long fixed(final long entries, final int width, final long ids, final int count, final long out) {
        switch (width) {
            case 4 -> {
                for (int i = 0; i < count; i++) {
                    final int value = NativeMemory.getInt(entries + ((long) id(ids, i) << 2));
                    NativeMemory.putInt(out + ((long) i << 2), value);
                }
            }
            case 8 -> {
                for (int i = 0; i < count; i++) {
                    final long value = NativeMemory.getLong(entries + ((long) id(ids, i) << 3));
                    NativeMemory.putLong(out + ((long) i << 3), value);
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    Words.copy(entries + (long) id(ids, i) * width, out + (long) i * width, width);
                }
            }
        }
        return out + (long) count * width;
    }

    /** Bytes of the table of {@link #entryOffsets}. */
    public static long entryOffsetBytes(final int size) {
        return (long) size << 2;
    }

    /** Writes the int32 offset of each of {@code size} byte arrays, that of its length; returns the end. */
    public static long entryOffsets(final long entries, final int size, final long out) {
        int offset = 0;
        for (int id = 0; id < size; id++) {
            NativeMemory.putInt(out + ((long) id << 2), offset);
            offset += LENGTH_BYTES + NativeMemory.getInt(entries + offset);
        }
        return out + entryOffsetBytes(size);
    }

    /** Exactly the bytes that {@link #byteArrays} writes. */
    public static long plainBytes(final long entries, final long entryOffsets, final long ids, final int count) {
        long bytes = (long) count * LENGTH_BYTES;
        for (int i = 0; i < count; i++) {
            bytes += NativeMemory.getInt(entry(entries, entryOffsets, id(ids, i)));
        }
        return bytes;
    }

    /** Writes {@code count} byte arrays with their lengths; returns the end. */
    public static long byteArrays(
            final long entries, final long entryOffsets, final long ids, final int count, final long out) {
        long at = out;
        for (int i = 0; i < count; i++) {
            final long entry = entry(entries, entryOffsets, id(ids, i));
            final long bytes = LENGTH_BYTES + (long) NativeMemory.getInt(entry);
            Words.copy(entry, at, bytes);
            at += bytes;
        }
        return at;
    }

    private static int id(final long ids, final int i) {
        return NativeMemory.getInt(ids + ((long) i << 2));
    }

    private static long entry(final long entries, final long entryOffsets, final int id) {
        return entries + NativeMemory.getInt(entryOffsets + ((long) id << 2));
    }
}

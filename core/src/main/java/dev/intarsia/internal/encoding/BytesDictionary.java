package dev.intarsia.internal.encoding;

import dev.intarsia.internal.memory.Bitmaps;
import dev.intarsia.internal.memory.NativeMemory;

/**
 * A dictionary of byte arrays: BYTE_ARRAY. Confined to the thread that encodes the column.
 *
 * <p>A slot holds the id plus one and, above it, the offset of the value, its length included, in the values area:
 * values differ in length, so an id alone does not find one.
 */
public final class BytesDictionary extends Dictionary {
    private static final int LENGTH_BYTES = 4;
    private static final int INT_OFFSETS = 2;
    private static final int LONG_OFFSETS = 3;

    private int idCount;
    private long consumedBytes;

    /** As {@link Dictionary#Dictionary}. */
    public BytesDictionary(final long limitBytes) {
        super(limitBytes, 3, Words.SLACK_BYTES);
    }

    /** How many ids the last encode call wrote: its rows without the nulls. */
    public int idCount() {
        return idCount;
    }

    /** PLAIN bytes of the values that the last {@link #encodePlain} gave ids to. */
    public long consumedBytes() {
        return consumedBytes;
    }

    /**
     * Writes the int32 ids of {@code n} byte arrays in PLAIN form to {@code ids}; returns how many, see
     * {@link Dictionary.Stop}.
     *
     * @param source address of the first value's length
     * @param sourceEnd address behind the last value, behind which nothing is read
     */
    public int encodePlain(final long source, final long sourceEnd, final int n, final long ids) {
        idCount = 0;
        consumedBytes = 0;
        begin();
        long at = source;
        int count = 0;
        while (count < n) {
            final int length = NativeMemory.getInt(at);
            final int id = idOf(at + LENGTH_BYTES, length, sourceEnd, count);
            if (id < 0) {
                break;
            }
            NativeMemory.putInt(ids + ((long) count << 2), id);
            count++;
            at += LENGTH_BYTES + length;
        }
        consumedBytes = at - source;
        idCount = count;
        return end(count);
    }

    /**
     * Writes the int32 id of one byte array to {@code ids}; returns 1, or 0 when the call stopped in front of it, see
     * {@link Dictionary.Stop}.
     *
     * @param address of the bytes themselves, without a length before them
     * @param readableEnd address behind which nothing is read, at or behind the end of the value
     */
    public int encodeOne(final long address, final int length, final long readableEnd, final long ids) {
        consumedBytes = 0;
        begin();
        final int id = idOf(address, length, readableEnd, 0);
        if (id >= 0) {
            NativeMemory.putInt(ids, id);
        }
        idCount = end(id >= 0 ? 1 : 0);
        return idCount;
    }

    /**
     * Writes the int32 ids of the valid ones of {@code rows} rows of an Arrow vector with offsets of 32 bits to
     * {@code ids}; returns how many rows it consumed, see {@link Dictionary.Stop}, and in {@link #idCount} how many ids
     * it wrote. The addresses are those of {@link PlainBytes}.
     */
    public int encode32(
            final long validity,
            final long validityBit,
            final long offsets,
            final long data,
            final int rows,
            final long ids) {
        return encode(validity, validityBit, offsets, INT_OFFSETS, data, rows, ids);
    }

    /** As {@link #encode32}, with offsets of 64 bits. */
    public int encode64(
            final long validity,
            final long validityBit,
            final long offsets,
            final long data,
            final int rows,
            final long ids) {
        return encode(validity, validityBit, offsets, LONG_OFFSETS, data, rows, ids);
    }

    private int encode(
            final long validity,
            final long validityBit,
            final long offsets,
            final int shift,
            final long data,
            final int rows,
            final long ids) {
        idCount = 0;
        consumedBytes = 0;
        begin();
        if (rows == 0) {
            return 0; // a vector without rows need not have an offset
        }
        final long dataEnd = data + PlainBytes.offset(offsets, shift, rows);
        int count = 0;
        for (int i = 0; i < rows; i += 64) {
            final int bits = Math.min(64, rows - i);
            long left = validity == 0 ? -1L >>> (64 - bits) : Bitmaps.word(validity, validityBit + i, bits);
            for (; left != 0; left &= left - 1) {
                final int row = i + Long.numberOfTrailingZeros(left);
                final long start = PlainBytes.offset(offsets, shift, row);
                final long length = PlainBytes.offset(offsets, shift, row + 1) - start;
                final int id = idOf(data + start, length, dataEnd, count);
                if (id < 0) {
                    idCount = end(count);
                    return row;
                }
                NativeMemory.putInt(ids + ((long) count << 2), id);
                count++;
            }
        }
        idCount = end(count);
        return rows;
    }

    /** The id of a value, which is entered when it is new; -1 when the call must stop in front of it. */
    private int idOf(final long address, final long length, final long readableEnd, final int index) {
        final long table = tableAddress();
        if (table == 0 || neverFits(length + LENGTH_BYTES)) {
            return admit(length + LENGTH_BYTES, index); // which refuses
        }
        final long mask = slotMask();
        final long values = valuesAddress();
        final int bytes = (int) length;
        long slot = (Words.hash(address, bytes, readableEnd) * Words.FIBONACCI) >>> slotShift();
        long entry = NativeMemory.getLong(table + (slot << 3));
        while (entry != 0) {
            final long stored = values + (entry >>> 32);
            if (NativeMemory.getInt(stored) == bytes
                    && Words.equal(stored + LENGTH_BYTES, address, bytes, readableEnd)) {
                return (int) entry - 1;
            }
            slot = (slot + 1) & mask;
            entry = NativeMemory.getLong(table + (slot << 3));
        }
        final long offset = valueBytes();
        final int id = admit(length + LENGTH_BYTES, index);
        if (id >= 0) {
            NativeMemory.putInt(values + offset, bytes);
            Words.copy(address, values + offset + LENGTH_BYTES, length);
            NativeMemory.putLong(table + (slot << 3), entry(offset, id));
        }
        return id;
    }

    @Override
    void enterAll() {
        final long table = tableAddress();
        final long mask = slotMask();
        final int shift = slotShift();
        final long values = valuesAddress();
        final long valuesEnd = values + valueBytes();
        final int size = size();
        long offset = 0;
        for (int id = 0; id < size; id++) {
            final int length = NativeMemory.getInt(values + offset);
            final long address = values + offset + LENGTH_BYTES;
            long slot = (Words.hash(address, length, valuesEnd) * Words.FIBONACCI) >>> shift;
            while (NativeMemory.getLong(table + (slot << 3)) != 0) {
                slot = (slot + 1) & mask;
            }
            NativeMemory.putLong(table + (slot << 3), entry(offset, id));
            offset += LENGTH_BYTES + length;
        }
    }

    private static long entry(final long offset, final int id) {
        return (offset << 32) | (id + 1);
    }
}

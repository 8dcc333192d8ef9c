package dev.intarsia.internal.page;

import dev.intarsia.internal.encoding.RleHybrid;
import dev.intarsia.internal.encoding.ValueEncoding;
import dev.intarsia.internal.format.ParquetIds;
import dev.intarsia.internal.memory.Area;
import dev.intarsia.internal.memory.NativeMemory;
import java.nio.ByteBuffer;

/** The values of a page, nulls left out, in the form that its encoding takes. Immutable; the memory is borrowed. */
public sealed interface Values {
    /** Parquet's id of the encoding. */
    int encodingId();

    /** Bytes that they take at most in a page. */
    int maxBytes();

    /** Writes them to an address; returns the address behind them. */
    long write(long at);

    /**
     * Values that are PLAIN already.
     *
     * @param area where they are
     * @param bytes how many bytes of it
     */
    record Plain(Area area, int bytes) implements Values {
        @Override
        public int encodingId() {
            return ParquetIds.ENCODING_PLAIN;
        }

        @Override
        public int maxBytes() {
            return bytes;
        }

        @Override
        public long write(final long at) {
            if (bytes > 0) {
                NativeMemory.copy(area.address(), at, bytes);
            }
            return at + bytes;
        }

        ByteBuffer view() {
            return area.view(bytes);
        }
    }

    /**
     * Values that are PLAIN and become something else.
     *
     * @param encoding what they become
     * @param plain address of the first
     * @param count how many
     * @param plainBytes bytes that they take as PLAIN
     * @param width bytes of a value; 0 for byte arrays and booleans
     * @param maxBytes bytes that they take at most, room to work in included
     */
    record Encoded(ValueEncoding encoding, long plain, int count, int plainBytes, int width, int maxBytes)
            implements Values {
        @Override
        public int encodingId() {
            return encoding.id();
        }

        @Override
        public long write(final long at) {
            return encoding.encode(plain, count, plainBytes, width, at);
        }
    }

    /**
     * Ids of a dictionary, four bytes each.
     *
     * @param address of the first
     * @param count how many
     * @param bitWidth bits that the largest takes
     */
    record Ids(long address, int count, int bitWidth) implements Values {
        @Override
        public int encodingId() {
            return ParquetIds.ENCODING_RLE_DICTIONARY;
        }

        @Override
        public int maxBytes() {
            return Math.toIntExact(1 + RleHybrid.maxBytes(count, bitWidth));
        }

        /** The width stands in front of the ids even where there are none, as on a page of nulls. */
        @Override
        public long write(final long at) {
            NativeMemory.putByte(at, (byte) bitWidth);
            return RleHybrid.encodeInts(address, count, bitWidth, at + 1);
        }
    }
}

package dev.intarsia.internal.encoding;

import dev.intarsia.internal.memory.NativeMemory;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

/**
 * An Arrow vector of variable width in native memory; its nulls span bytes too. Immutable.
 *
 * @param rows the bytes of each row, also of nulls
 */
record VarWidth(
        byte[][] rows,
        boolean[] valid,
        int bit,
        NativeArea validity,
        NativeArea offsets32,
        NativeArea offsets64,
        NativeArea data) {
    static VarWidth of(final byte[][] rows, final boolean[] valid, final Random random) {
        final int bit = random.nextInt(64);
        final ByteArrayOutputStream data = new ByteArrayOutputStream();
        data.writeBytes(new byte[] {9, 9, 9}); // the first offset of a run is seldom 0
        final NativeArea offsets32 = NativeArea.of(4L * rows.length + 4);
        final NativeArea offsets64 = NativeArea.of(8L * rows.length + 8);
        for (int i = 0; i <= rows.length; i++) {
            NativeMemory.putInt(offsets32.address() + 4L * i, data.size());
            NativeMemory.putLong(offsets64.address() + 8L * i, data.size());
            if (i < rows.length) {
                data.writeBytes(rows[i]);
            }
        }
        final NativeArea validity = NativeArea.ofBits(valid, bit, random);
        return new VarWidth(rows, valid, bit, validity, offsets32, offsets64, NativeArea.of(data.toByteArray()));
    }

    /** PLAIN form of the valid ones of the first rows. */
    byte[] plain(final int rowCount) {
        final ByteArrayOutputStream plain = new ByteArrayOutputStream();
        for (int i = 0; i < rowCount; i++) {
            if (valid[i]) {
                plain.writeBytes(plainOf(rows[i]));
            }
        }
        return plain.toByteArray();
    }

    static byte[] plainOf(final byte[] value) {
        return ByteBuffer.allocate(4 + value.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value.length)
                .put(value)
                .array();
    }
}

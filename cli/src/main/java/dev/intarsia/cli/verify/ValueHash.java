package dev.intarsia.cli.verify;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.column.values.bloomfilter.XxHash;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** XXH64 of the PLAIN bytes of values, as bloom filters take it; by parquet-column's implementation. Confined. */
final class ValueHash {
    private final XxHash hash = new XxHash();
    private final ByteBuffer plain;

    ValueHash(final Leaf leaf) {
        final int bytes =
                switch (leaf.physical()) {
                    case BOOLEAN -> 1;
                    case INT32, FLOAT -> Integer.BYTES;
                    default -> Long.BYTES;
                };
        plain = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Of a boolean, an integer or the bits of a floating-point number. */
    long of(final long bits) {
        switch (plain.capacity()) {
            case 1 -> plain.put(0, (byte) bits);
            case Integer.BYTES -> plain.putInt(0, (int) bits);
            default -> plain.putLong(0, bits);
        }
        return hash.hashBytes(plain.array());
    }

    long of(final Binary value) {
        return hash.hashByteBuffer(value.toByteBuffer());
    }

    /** A value in words, for a finding. */
    static String show(final Leaf leaf, final long bits) {
        return leaf.physical() == PrimitiveTypeName.FLOAT
                ? Float.toString(Float.intBitsToFloat((int) bits))
                : leaf.physical() == PrimitiveTypeName.DOUBLE
                        ? Double.toString(Double.longBitsToDouble(bits))
                        : Long.toString(bits);
    }
}

package dev.intarsia.cli.verify;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;

/**
 * Extremes of booleans, integers and floating point. Every value becomes a key, a long whose signed order is the
 * column's order, so that one pair of numbers serves all types and nothing is allocated for a value.
 */
final class NumberExtremes extends Extremes {
    private enum Kind {
        BOOLEAN(1),
        INT32(Integer.BYTES),
        INT64(Long.BYTES),
        FLOAT16(Short.BYTES),
        FLOAT(Float.BYTES),
        DOUBLE(Double.BYTES);

        private final int bytes;

        Kind(final int bytes) {
            this.bytes = bytes;
        }
    }

    private static final long HALF_INFINITY = 0x7C00;
    private static final long FLOAT_INFINITY = 0x7F80_0000L;
    private static final long DOUBLE_INFINITY = 0x7FF0_0000_0000_0000L;

    private final Kind kind;
    private final boolean unsigned;
    private final boolean totalOrder;
    private long min;
    private long max;
    private long minNan;
    private long maxNan;
    private long numbers;
    private long nans;

    NumberExtremes(final Leaf leaf) {
        kind = leaf.isFloat16() ? Kind.FLOAT16 : Kind.valueOf(leaf.physical().name());
        unsigned = leaf.type().getLogicalTypeAnnotation() instanceof IntLogicalTypeAnnotation integer
                && !integer.isSigned();
        totalOrder = leaf.order() == ValueOrder.IEEE_754;
        clear();
    }

    @Override
    void clear() {
        min = Long.MAX_VALUE;
        max = Long.MIN_VALUE;
        minNan = Long.MAX_VALUE;
        maxNan = Long.MIN_VALUE;
        numbers = 0;
        nans = 0;
    }

    @Override
    void take(final ValuesReader values, final int count) {
        switch (kind) {
            case BOOLEAN -> {
                for (int i = 0; i < count; i++) {
                    number(values.readBoolean() ? 1 : 0);
                }
            }
            case INT32 -> takeInts(values, count);
            case INT64 -> takeLongs(values, count);
            case FLOAT16 -> {
                for (int i = 0; i < count; i++) {
                    floating(halfKey(values.readBytes().get2BytesLittleEndian()), HALF_INFINITY);
                }
            }
            case FLOAT -> {
                for (int i = 0; i < count; i++) {
                    floating(floatKey(Float.floatToRawIntBits(values.readFloat())), FLOAT_INFINITY);
                }
            }
            case DOUBLE -> {
                for (int i = 0; i < count; i++) {
                    floating(doubleKey(Double.doubleToRawLongBits(values.readDouble())), DOUBLE_INFINITY);
                }
            }
        }
    }

    private void takeInts(final ValuesReader values, final int count) {
        final long mask = unsigned ? 0xFFFF_FFFFL : -1L;
        long smallest = min;
        long largest = max;
        for (int i = 0; i < count; i++) {
            final long key = values.readInteger() & mask;
            smallest = Math.min(smallest, key);
            largest = Math.max(largest, key);
        }
        min = smallest;
        max = largest;
        numbers += count;
    }

    private void takeLongs(final ValuesReader values, final int count) {
        final long flip = unsigned ? Long.MIN_VALUE : 0;
        long smallest = min;
        long largest = max;
        for (int i = 0; i < count; i++) {
            final long key = values.readLong() ^ flip;
            smallest = Math.min(smallest, key);
            largest = Math.max(largest, key);
        }
        min = smallest;
        max = largest;
        numbers += count;
    }

    @Override
    void take(final Dictionary dictionary, final int[] uses) {
        for (int id = 0; id < uses.length; id++) {
            if (uses[id] == 0) {
                continue;
            }
            final long before = nans;
            switch (kind) {
                case BOOLEAN -> number(dictionary.decodeToBoolean(id) ? 1 : 0);
                case INT32 -> number(intKey(dictionary.decodeToInt(id)));
                case INT64 -> number(longKey(dictionary.decodeToLong(id)));
                case FLOAT16 -> floating(halfKey(dictionary.decodeToBinary(id).get2BytesLittleEndian()), HALF_INFINITY);
                case FLOAT -> floating(floatKey(Float.floatToRawIntBits(dictionary.decodeToFloat(id))), FLOAT_INFINITY);
                case DOUBLE ->
                    floating(doubleKey(Double.doubleToRawLongBits(dictionary.decodeToDouble(id))), DOUBLE_INFINITY);
            }
            if (nans > before) {
                nans += uses[id] - 1;
            } else {
                numbers += uses[id] - 1;
            }
        }
    }

    private void number(final long key) {
        min = Math.min(min, key);
        max = Math.max(max, key);
        numbers++;
    }

    /**
     * Keys of NaN lie beyond that of positive infinity, or below that of negative infinity, which is its complement.
     */
    private void floating(final long key, final long infinity) {
        if (key > infinity || key < ~infinity) {
            minNan = Math.min(minNan, key);
            maxNan = Math.max(maxNan, key);
            nans++;
        } else {
            number(key);
        }
    }

    private long intKey(final int value) {
        return unsigned ? value & 0xFFFF_FFFFL : value;
    }

    private long longKey(final long value) {
        return unsigned ? value ^ Long.MIN_VALUE : value;
    }

    private long halfKey(final short bits) {
        final int key = bits ^ (bits >> 15 & 0x7FFF);
        return key == -1 && !totalOrder ? 0 : key;
    }

    private long floatKey(final int bits) {
        final int key = bits ^ (bits >> 31) >>> 1;
        return key == -1 && !totalOrder ? 0 : key;
    }

    private long doubleKey(final long bits) {
        final long key = bits ^ (bits >> 63) >>> 1;
        return key == -1 && !totalOrder ? 0 : key;
    }

    @Override
    void add(final Extremes page) {
        final NumberExtremes other = (NumberExtremes) page;
        min = Math.min(min, other.min);
        max = Math.max(max, other.max);
        minNan = Math.min(minNan, other.minNan);
        maxNan = Math.max(maxNan, other.maxNan);
        numbers += other.numbers;
        nans += other.nans;
    }

    @Override
    boolean isEmpty() {
        return numbers == 0 && (nans == 0 || !totalOrder);
    }

    @Override
    boolean onlyNans() {
        return numbers == 0 && nans > 0;
    }

    @Override
    long nans() {
        return nans;
    }

    @Override
    long byteArrayBytes() {
        return 0;
    }

    @Override
    boolean fits(final byte[] bound) {
        return bound.length == kind.bytes;
    }

    @Override
    boolean isNan(final byte[] bound) {
        return switch (kind) {
            case FLOAT16 -> isBeyond(key(bound), HALF_INFINITY);
            case FLOAT -> isBeyond(key(bound), FLOAT_INFINITY);
            case DOUBLE -> isBeyond(key(bound), DOUBLE_INFINITY);
            default -> false;
        };
    }

    private static boolean isBeyond(final long key, final long infinity) {
        return key > infinity || key < ~infinity;
    }

    @Override
    boolean isWideZero(final byte[] bound, final boolean negative) {
        final boolean floating = kind == Kind.FLOAT16 || kind == Kind.FLOAT || kind == Kind.DOUBLE;
        return !floating || totalOrder || key(bound) != 0 || negative == bound[bound.length - 1] < 0;
    }

    @Override
    int compare(final byte[] oneBound, final byte[] otherBound) {
        return Long.compare(key(oneBound), key(otherBound));
    }

    @Override
    int compareToSmallest(final byte[] bound) {
        return Long.compare(key(bound), numbers > 0 ? min : minNan);
    }

    @Override
    int compareToLargest(final byte[] bound) {
        return Long.compare(key(bound), numbers > 0 ? max : maxNan);
    }

    private long key(final byte[] bound) {
        final ByteBuffer in = ByteBuffer.wrap(bound).order(ByteOrder.LITTLE_ENDIAN);
        return switch (kind) {
            case BOOLEAN -> in.get();
            case INT32 -> intKey(in.getInt());
            case INT64 -> longKey(in.getLong());
            case FLOAT16 -> halfKey(in.getShort());
            case FLOAT -> floatKey(in.getInt());
            case DOUBLE -> doubleKey(in.getLong());
        };
    }

    @Override
    String show(final byte[] bound) {
        return kind == Kind.FLOAT && bound[3] == (byte) 0x80 && key(bound) == 0
                        || kind == Kind.DOUBLE && bound[7] == (byte) 0x80 && key(bound) == 0
                ? "-0.0"
                : show(key(bound));
    }

    @Override
    String showSmallest() {
        return show(numbers > 0 ? min : minNan);
    }

    @Override
    String showLargest() {
        return show(numbers > 0 ? max : maxNan);
    }

    private String show(final long key) {
        return switch (kind) {
            case BOOLEAN -> key == 0 ? "false" : "true";
            case INT32 -> Long.toString(key);
            case INT64 -> unsigned ? Long.toUnsignedString(key ^ Long.MIN_VALUE) : Long.toString(key);
            case FLOAT16 -> "half-float of bits 0x" + Integer.toHexString((int) (key ^ (key >> 15 & 0x7FFF)) & 0xFFFF);
            case FLOAT -> Float.toString(Float.intBitsToFloat((int) key ^ ((int) key >> 31) >>> 1));
            case DOUBLE -> Double.toString(Double.longBitsToDouble(key ^ (key >> 63) >>> 1));
        };
    }
}

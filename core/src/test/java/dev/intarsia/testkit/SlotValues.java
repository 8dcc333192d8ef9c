package dev.intarsia.testkit;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** Values of one column as the bytes of an Arrow slot: little-endian, or the text or binary itself. */
public final class SlotValues {
    private static final int FEW = 5;
    private static final int MAX_TEXT_POINTS = 24;
    private static final int[] ALPHABET =
            "aZ 0~_\u00e9\u00df\u03a9\u0436\u05d0\u20ac\u4e2d\ud55c\ud83d\ude00\ud834\udd1e"
                    .codePoints()
                    .toArray();

    private final ArrowType type;
    private final Pattern pattern;
    private final long seed;
    private final List<byte[]> extremes;

    public SlotValues(final ArrowType type, final Pattern pattern, final long seed) {
        this.type = type;
        this.pattern = pattern;
        this.seed = seed;
        this.extremes = Extremes.of(type, pattern);
    }

    /** The value of a row; the same for the same seed, whatever was asked before. */
    public byte[] at(final int row) {
        return switch (pattern) {
            case CONSTANT -> of(mix(seed), 0);
            case FEW -> of(mix(seed + few(row)), few(row));
            case DISTINCT -> of(mix(seed + row), row);
            case SORTED -> of(row, row);
            case EXTREMES, LIMITS, NANS ->
                extremes.isEmpty()
                        ? of(mix(seed + few(row)), few(row))
                        : extremes.get((int) Long.remainderUnsigned(mix(seed + row), extremes.size()));
        };
    }

    private int few(final int row) {
        return (int) Long.remainderUnsigned(mix(seed ^ row), FEW);
    }

    private byte[] of(final long key, final int ordinal) {
        return switch (type.getTypeID()) {
            case Bool -> new byte[] {(byte) (key & 1)};
            case FloatingPoint -> floatingPoint((ArrowType.FloatingPoint) type, key);
            case Decimal -> decimal((ArrowType.Decimal) type, key);
            case Utf8, LargeUtf8, Utf8View -> text(key, ordinal).getBytes(StandardCharsets.UTF_8);
            case Binary, LargeBinary, BinaryView -> binary(key, (int) Long.remainderUnsigned(key, 40));
            case FixedSizeBinary -> binary(key, ((ArrowType.FixedSizeBinary) type).getByteWidth());
            case Interval -> interval((ArrowType.Interval) type, key);
            default -> {
                final NumberRange range = NumberRange.of(type, false);
                yield littleEndian(range.inside(key), range.bytes());
            }
        };
    }

    /** Never a NaN or an infinity. */
    private static byte[] floatingPoint(final ArrowType.FloatingPoint type, final long key) {
        return switch (type.getPrecision()) {
            case HALF -> littleEndian((key & 0x7C00) == 0x7C00 ? key & 0x83FF : key, Short.BYTES);
            case SINGLE -> littleEndian(Float.floatToRawIntBits(key / 4f), Float.BYTES);
            case DOUBLE -> littleEndian(Double.doubleToRawLongBits(key / 4.0), Double.BYTES);
        };
    }

    private static byte[] decimal(final ArrowType.Decimal type, final long key) {
        BigInteger wide = BigInteger.valueOf(key).multiply(BigInteger.valueOf(mix(key) | 1));
        if (type.getBitWidth() > 128) {
            wide = wide.multiply(wide.add(BigInteger.TWO)).multiply(BigInteger.valueOf(key));
        }
        return decimal(wide.remainder(BigInteger.TEN.pow(type.getPrecision())), type.getBitWidth());
    }

    /** No part is negative: Parquet's intervals have unsigned parts. */
    private static byte[] interval(final ArrowType.Interval type, final long key) {
        return switch (type.getUnit()) {
            case YEAR_MONTH -> littleEndian(key & Integer.MAX_VALUE, Integer.BYTES);
            case DAY_TIME -> littleEndian(key & 0x7FFFFFFF_7FFFFFFFL, Long.BYTES);
            case MONTH_DAY_NANO ->
                ByteBuffer.allocate(2 * Long.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(key & 0x7FFFFFFF_7FFFFFFFL)
                        .putLong((key >>> 40) * 1_000_000)
                        .array();
        };
    }

    /** The bytes of a decimal of this unscaled value and so many bits. */
    static byte[] decimal(final BigInteger unscaled, final int bits) {
        final byte[] slot = new byte[bits / Byte.SIZE];
        Arrays.fill(slot, (byte) (unscaled.signum() < 0 ? -1 : 0));
        final byte[] bigEndian = unscaled.toByteArray();
        for (int i = 0; i < bigEndian.length; i++) {
            slot[i] = bigEndian[bigEndian.length - 1 - i];
        }
        return slot;
    }

    /** The ordinal makes it distinct, the rest makes it unlike its neighbours in length and content. */
    private static String text(final long key, final int ordinal) {
        final SplittableRandom random = new SplittableRandom(key);
        final StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(MAX_TEXT_POINTS); i > 0; i--) {
            text.appendCodePoint(ALPHABET[random.nextInt(ALPHABET.length)]);
        }
        return text.append(ordinal).toString();
    }

    private static byte[] binary(final long key, final int length) {
        final SplittableRandom random = new SplittableRandom(key);
        final byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) random.nextInt();
        }
        return bytes;
    }

    static byte[] littleEndian(final long value, final int bytes) {
        final byte[] all = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
        return Arrays.copyOf(all, bytes);
    }

    /** A bijection that leaves no trace of order (the finaliser of SplitMix64). */
    private static long mix(final long value) {
        return new SplittableRandom(value).nextLong();
    }
}

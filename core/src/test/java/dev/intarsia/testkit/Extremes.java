package dev.intarsia.testkit;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** The values of a type at which writers fail, as the bytes of a slot. */
final class Extremes {
    /** Just above the 64 bytes at which bounds are cut, so that the cut falls inside. */
    private static final int LONG = 70;

    private Extremes() {}

    /** The values of a pattern; none where it has none for this type. */
    static List<byte[]> of(final ArrowType type, final Pattern pattern) {
        return switch (pattern) {
            case EXTREMES -> of(type, false);
            case LIMITS -> of(type, true);
            case NANS -> type instanceof ArrowType.FloatingPoint floating ? nans(floating) : List.of();
            case CONSTANT, FEW, DISTINCT, SORTED -> List.of();
        };
    }

    private static List<byte[]> of(final ArrowType type, final boolean whole) {
        return switch (type.getTypeID()) {
            case Bool -> List.of(new byte[] {0}, new byte[] {1});
            case FloatingPoint -> floatingPoint((ArrowType.FloatingPoint) type);
            case Decimal -> decimals((ArrowType.Decimal) type);
            case Utf8, LargeUtf8, Utf8View -> texts();
            case Binary, LargeBinary, BinaryView -> binaries();
            case FixedSizeBinary -> fixed(((ArrowType.FixedSizeBinary) type).getByteWidth());
            case Interval -> intervals((ArrowType.Interval) type, whole);
            default -> {
                final NumberRange range = NumberRange.of(type, whole);
                yield LongStream.of(range.min(), range.min() + range.step(), 0, range.step(), range.max())
                        .mapToObj(number -> SlotValues.littleEndian(number, range.bytes()))
                        .toList();
            }
        };
    }

    private static List<byte[]> floatingPoint(final ArrowType.FloatingPoint type) {
        final List<byte[]> slots = new ArrayList<>();
        if (type.getPrecision() == FloatingPointPrecision.HALF) {
            for (final int bits : new int[] {0x0000, 0x8000, 0x0001, 0x8001, 0x7BFF, 0xFBFF, 0x7C00, 0xFC00, 0x3C00}) {
                slots.add(SlotValues.littleEndian(bits, Short.BYTES));
            }
            return slots;
        }
        final boolean single = type.getPrecision() == FloatingPointPrecision.SINGLE;
        final double tiny = single ? Float.MIN_VALUE : Double.MIN_VALUE;
        final double huge = single ? Float.MAX_VALUE : Double.MAX_VALUE;
        for (final double value : new double[] {
            0.0, -0.0, tiny, -tiny, huge, -huge, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1.0
        }) {
            slots.add(
                    single
                            ? SlotValues.littleEndian(Float.floatToRawIntBits((float) value), Float.BYTES)
                            : SlotValues.littleEndian(Double.doubleToRawLongBits(value), Double.BYTES));
        }
        return slots;
    }

    /** Quiet, signalling and negative NaNs, between two ordinary numbers. */
    private static List<byte[]> nans(final ArrowType.FloatingPoint type) {
        final long[] bits =
                switch (type.getPrecision()) {
                    case HALF -> new long[] {0x7E00, 0x7C01, 0xFE00, 0xFFFF, 0x3C00, 0xBC00};
                    case SINGLE ->
                        new long[] {0x7FC00000, 0x7F800001, 0xFFC00000L, 0xFFFFFFFFL, 0x3F800000, 0xBF800000L};
                    case DOUBLE ->
                        new long[] {0x7FF8L << 48, 0x7FF0L << 48 | 1, 0xFFF8L << 48, -1L, 0x3FF0L << 48, 0xBFF0L << 48};
                };
        final int bytes = Short.BYTES << type.getPrecision().ordinal();
        return LongStream.of(bits)
                .mapToObj(value -> SlotValues.littleEndian(value, bytes))
                .toList();
    }

    private static List<byte[]> decimals(final ArrowType.Decimal type) {
        final BigInteger most = BigInteger.TEN.pow(type.getPrecision()).subtract(BigInteger.ONE);
        return Stream.of(most, most.negate(), BigInteger.ZERO, BigInteger.ONE, BigInteger.ONE.negate())
                .map(value -> SlotValues.decimal(value, type.getBitWidth()))
                .toList();
    }

    /** Parts at both ends; negative ones only where the whole range is asked for. */
    private static List<byte[]> intervals(final ArrowType.Interval type, final boolean whole) {
        final int bytes = 4 << type.getUnit().ordinal();
        return IntStream.of(0x00, 0x01, whole ? 0xFF : 0x02)
                .mapToObj(fill -> filled(bytes, fill))
                .toList();
    }

    /**
     * Bounds are cut at code points and raised: these fall on a boundary, beside one, and where nothing can be raised.
     */
    private static List<byte[]> texts() {
        return Stream.of(
                        "",
                        "\0",
                        "a",
                        "a".repeat(LONG),
                        "b" + "\u00e9".repeat(LONG),
                        "\ud7ff".repeat(LONG),
                        "\udbff\udfff".repeat(LONG))
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    private static List<byte[]> binaries() {
        final List<byte[]> values = new ArrayList<>();
        for (final int length : new int[] {0, 1, 64, 65, LONG}) {
            values.add(filled(length, 0x00));
            values.add(filled(length, 0x80));
            values.add(filled(length, 0xFF));
        }
        return values;
    }

    private static List<byte[]> fixed(final int width) {
        return Stream.of(0x00, 0x7F, 0x80, 0xFF)
                .map(fill -> filled(width, fill))
                .toList();
    }

    private static byte[] filled(final int length, final int value) {
        final byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}

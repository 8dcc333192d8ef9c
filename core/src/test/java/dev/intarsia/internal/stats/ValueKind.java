package dev.intarsia.internal.stats;

import static org.apache.parquet.schema.LogicalTypeAnnotation.decimalType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.float16Type;
import static org.apache.parquet.schema.LogicalTypeAnnotation.intType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FLOAT;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/** Kinds of columns with values in PLAIN form, and two oracles of their order: the JDK and parquet-java. */
enum ValueKind {
    SIGNED_INT(ValueOrder.INT32, 4, Types.required(INT32).named("c")),
    UNSIGNED_INT(
            ValueOrder.UINT32, 4, Types.required(INT32).as(intType(32, false)).named("c")),
    SIGNED_LONG(ValueOrder.INT64, 8, Types.required(INT64).named("c")),
    UNSIGNED_LONG(
            ValueOrder.UINT64, 8, Types.required(INT64).as(intType(64, false)).named("c")),
    FLOATS(ValueOrder.FLOAT, 4, Types.required(FLOAT).named("c")),
    DOUBLES(ValueOrder.DOUBLE, 8, Types.required(DOUBLE).named("c")),
    HALVES(ValueOrder.FLOAT16, 2, fixed(2).as(float16Type()).named("c")),
    FLOATS_TOTAL(ValueOrder.FLOAT_TOTAL, 4, Types.required(FLOAT).named("c")),
    DOUBLES_TOTAL(ValueOrder.DOUBLE_TOTAL, 8, Types.required(DOUBLE).named("c")),
    HALVES_TOTAL(ValueOrder.FLOAT16_TOTAL, 2, fixed(2).as(float16Type()).named("c")),
    FIXED_1(ValueOrder.FIXED_BINARY, 1, fixed(1).named("c")),
    FIXED_3(ValueOrder.FIXED_BINARY, 3, fixed(3).named("c")),
    FIXED_4(ValueOrder.FIXED_BINARY, 4, fixed(4).named("c")),
    FIXED_7(ValueOrder.FIXED_BINARY, 7, fixed(7).named("c")),
    FIXED_8(ValueOrder.FIXED_BINARY, 8, fixed(8).named("c")),
    FIXED_9(ValueOrder.FIXED_BINARY, 9, fixed(9).named("c")),
    FIXED_12(ValueOrder.FIXED_BINARY, 12, fixed(12).named("c")),
    UUID(ValueOrder.FIXED_BINARY, 16, fixed(16).named("c")),
    FIXED_17(ValueOrder.FIXED_BINARY, 17, fixed(17).named("c")),
    FIXED_65(ValueOrder.FIXED_BINARY, 65, fixed(65).named("c")),
    DECIMAL_5(ValueOrder.FIXED_DECIMAL, 5, decimal(5)),
    DECIMAL_9(ValueOrder.FIXED_DECIMAL, 9, decimal(9)),
    DECIMAL_13(ValueOrder.FIXED_DECIMAL, 13, decimal(13)),
    DECIMAL_16(ValueOrder.FIXED_DECIMAL, 16, decimal(16)),
    DECIMAL_17(ValueOrder.FIXED_DECIMAL, 17, decimal(17)),
    DECIMAL_32(ValueOrder.FIXED_DECIMAL, 32, decimal(32)),
    BYTES(ValueOrder.BYTE_ARRAY, 0, Types.required(BINARY).named("c"));

    final ValueOrder order;
    final int width;
    private final PrimitiveType type;

    ValueKind(final ValueOrder order, final int width, final PrimitiveType type) {
        this.order = order;
        this.width = width;
        this.type = type;
    }

    private static Types.PrimitiveBuilder<PrimitiveType> fixed(final int width) {
        return Types.primitive(FIXED_LEN_BYTE_ARRAY, Repetition.REQUIRED).length(width);
    }

    private static PrimitiveType decimal(final int width) {
        return fixed(width).as(decimalType(0, width * 2)).named("c");
    }

    Bounds bounds() {
        return new Bounds(order, width);
    }

    NativeRun run(final List<byte[]> values) {
        return NativeRun.plain(values, order == ValueOrder.BYTE_ARRAY);
    }

    boolean isNan(final byte[] value) {
        return order.countsNans() && Double.isNaN(number(value));
    }

    /** How the JDK orders two values. */
    Comparator<byte[]> order() {
        return switch (order) {
            case INT32 -> Comparator.comparingInt(ValueKind::intOf);
            case UINT32 -> (a, b) -> Integer.compareUnsigned(intOf(a), intOf(b));
            case INT64 -> Comparator.comparingLong(ValueKind::longOf);
            case UINT64 -> (a, b) -> Long.compareUnsigned(longOf(a), longOf(b));
            case FLOAT, DOUBLE, FLOAT16 -> Comparator.comparingDouble(this::number);
            case FIXED_DECIMAL -> Comparator.comparing(BigInteger::new);
            case FIXED_BINARY, BYTE_ARRAY -> Arrays::compareUnsigned;
            case FLOAT_TOTAL, DOUBLE_TOTAL, FLOAT16_TOTAL -> Comparator.comparing(ValueKind::signAndMagnitude);
            case BOOLEAN, NONE -> throw new AssertionError();
        };
    }

    /** Bits of a float as the number that they are if the first is a sign; negative zero comes before zero. */
    private static BigInteger signAndMagnitude(final byte[] value) {
        final byte[] bigEndian = new byte[value.length];
        for (int i = 0; i < value.length; i++) {
            bigEndian[i] = value[value.length - 1 - i];
        }
        final boolean negative = bigEndian[0] < 0;
        bigEndian[0] &= 0x7F;
        final BigInteger magnitude = new BigInteger(bigEndian);
        return negative ? magnitude.not() : magnitude;
    }

    /** How parquet-java orders two values. */
    int compareAsParquetJava(final byte[] left, final byte[] right) {
        return switch (order) {
            case INT32, UINT32 -> type.<Integer>comparator().compare(intOf(left), intOf(right));
            case INT64, UINT64 -> type.<Long>comparator().compare(longOf(left), longOf(right));
            case FLOAT, FLOAT_TOTAL -> type.<Float>comparator().compare((float) number(left), (float) number(right));
            case DOUBLE, DOUBLE_TOTAL -> type.<Double>comparator().compare(number(left), number(right));
            default ->
                type.<Binary>comparator()
                        .compare(Binary.fromConstantByteArray(left), Binary.fromConstantByteArray(right));
        };
    }

    /** Random values of which many are extreme or nearly equal; half of the time within a narrow range. */
    List<byte[]> values(final Random random, final int count, final boolean nans) {
        final List<byte[]> values = new ArrayList<>(count);
        final byte[] common = new byte[Math.max(width, 24)];
        random.nextBytes(common);
        final boolean narrow = random.nextBoolean();
        while (values.size() < count) {
            final byte[] value =
                    order == ValueOrder.BYTE_ARRAY ? new byte[random.nextInt(random.nextInt(24) + 1)] : new byte[width];
            switch (random.nextInt(narrow ? 2 : 6)) {
                case 0, 1 -> {
                    System.arraycopy(common, 0, value, 0, value.length);
                    if (value.length > 0) {
                        final int step = random.nextInt(4) == 0 ? random.nextInt(256) : random.nextInt(3) - 1;
                        value[random.nextInt(value.length)] += (byte) step;
                    }
                }
                case 2 -> Arrays.fill(value, (byte) random.nextInt(2));
                case 3 -> Arrays.fill(value, (byte) -1);
                case 4 -> signOnly(value);
                default -> random.nextBytes(value);
            }
            if (order.countsNans() && random.nextInt(16) == 0) {
                special(random.nextInt(4), value);
            }
            if (nans || !isNan(value)) {
                values.add(value);
            }
        }
        return values;
    }

    /** 0: +0.0, 1: -0.0, 2: infinity, 3: -infinity. */
    byte[] special(final int which) {
        return special(which, new byte[width]);
    }

    private byte[] special(final int which, final byte[] value) {
        Arrays.fill(value, (byte) 0);
        if (which >= 2) {
            final byte[] infinity =
                    switch (width) {
                        case 2 -> new byte[] {0x00, 0x7C};
                        case 4 -> new byte[] {0, 0, (byte) 0x80, 0x7F};
                        default -> new byte[] {0, 0, 0, 0, 0, 0, (byte) 0xF0, 0x7F};
                    };
            System.arraycopy(infinity, 0, value, 0, width);
        }
        if (which % 2 == 1) {
            value[width - 1] |= (byte) 0x80;
        }
        return value;
    }

    private void signOnly(final byte[] value) {
        if (value.length > 0) {
            value[order == ValueOrder.FIXED_DECIMAL ? 0 : value.length - 1] = (byte) 0x80;
        }
    }

    double number(final byte[] value) {
        return switch (order) {
            case FLOAT, FLOAT_TOTAL -> Float.intBitsToFloat(intOf(value));
            case DOUBLE, DOUBLE_TOTAL -> Double.longBitsToDouble(longOf(value));
            default -> half(value[0] & 0xFF | (value[1] & 0xFF) << 8);
        };
    }

    private static double half(final int bits) {
        final int exponent = bits >> 10 & 31;
        final int fraction = bits & 1023;
        final double magnitude;
        if (exponent == 31) {
            magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
        } else if (exponent == 0) {
            magnitude = Math.scalb((double) fraction, -24);
        } else {
            magnitude = Math.scalb(1024.0 + fraction, exponent - 25);
        }
        return (bits & 0x8000) == 0 ? magnitude : -magnitude;
    }

    private static int intOf(final byte[] value) {
        return ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getInt();
    }

    private static long longOf(final byte[] value) {
        return ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }
}

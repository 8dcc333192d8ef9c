package dev.intarsia.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.ColumnOrder;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveComparator;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.api.Test;

/** The keys of numbers sort as parquet-column's comparators do. */
class ExtremesTest {
    private static final int VALUES = 500;

    private final Random random = new Random(7);

    /** Hands out numbers as every type. */
    private static final class Numbers extends ValuesReader {
        private final List<Long> numbers;
        private int at;

        Numbers(final List<Long> numbers) {
            this.numbers = numbers;
        }

        @Override
        public int readInteger() {
            return numbers.get(at++).intValue();
        }

        @Override
        public long readLong() {
            return numbers.get(at++);
        }

        @Override
        public float readFloat() {
            return Float.intBitsToFloat(readInteger());
        }

        @Override
        public double readDouble() {
            return Double.longBitsToDouble(readLong());
        }

        @Override
        public Binary readBytes() {
            final long bits = readLong();
            return Binary.fromConstantByteArray(new byte[] {(byte) bits, (byte) (bits >> 8)});
        }

        @Override
        public void skip() {
            at++;
        }
    }

    private static Leaf leaf(final PrimitiveType type, final ValueOrder order) {
        return new Leaf(new ColumnDescriptor(new String[] {"c"}, type, 0, 0), "c", order, new int[] {0});
    }

    private static PrimitiveType type(final PrimitiveTypeName name, final LogicalTypeAnnotation annotation) {
        return Types.required(name)
                .length(name == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY ? 2 : 0)
                .as(annotation)
                .named("c");
    }

    private static byte[] plain(final PrimitiveTypeName name, final long bits) {
        final ByteBuffer bytes =
                ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(bits);
        final int length = name == PrimitiveTypeName.INT64 || name == PrimitiveTypeName.DOUBLE
                ? 8
                : name == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY ? 2 : 4;
        return java.util.Arrays.copyOf(bytes.array(), length);
    }

    private int compare(
            final PrimitiveComparator<Binary> comparator,
            final PrimitiveTypeName name,
            final long one,
            final long other) {
        return switch (name) {
            case INT32 -> comparator.compare((int) one, (int) other);
            case INT64 -> comparator.compare(one, other);
            case FLOAT -> comparator.compare(Float.intBitsToFloat((int) one), Float.intBitsToFloat((int) other));
            case DOUBLE -> comparator.compare(Double.longBitsToDouble(one), Double.longBitsToDouble(other));
            default ->
                comparator.compare(
                        Binary.fromConstantByteArray(plain(name, one)),
                        Binary.fromConstantByteArray(plain(name, other)));
        };
    }

    private boolean isNan(final PrimitiveTypeName name, final long bits) {
        return switch (name) {
            case FLOAT -> Float.isNaN(Float.intBitsToFloat((int) bits));
            case DOUBLE -> Double.isNaN(Double.longBitsToDouble(bits));
            case FIXED_LEN_BYTE_ARRAY -> (bits & 0x7FFF) > 0x7C00;
            default -> false;
        };
    }

    private void holdAgainstComparator(final PrimitiveType type, final ValueOrder order) {
        final PrimitiveTypeName name = type.getPrimitiveTypeName();
        final PrimitiveComparator<Binary> comparator = type.comparator();
        final List<Long> numbers = new ArrayList<>();
        long nans = 0;
        Long min = null;
        Long max = null;
        for (int i = 0; i < VALUES; i++) {
            final long bits = random.nextLong();
            numbers.add(bits);
            if (isNan(name, bits)) {
                nans++;
                continue;
            }
            min = min == null || compare(comparator, name, bits, min) < 0 ? bits : min;
            max = max == null || compare(comparator, name, bits, max) > 0 ? bits : max;
        }
        final Extremes extremes = Extremes.of(leaf(type, order));
        assertThat(extremes).isInstanceOf(NumberExtremes.class);
        assertThat(extremes.isEmpty()).isTrue();
        ((NumberExtremes) extremes).take(new Numbers(numbers), VALUES);
        assertThat(extremes.nans()).as("NaN of %s", type).isEqualTo(nans);
        assertThat(extremes.compareToSmallest(plain(name, min)))
                .as("smallest of %s", type)
                .isZero();
        assertThat(extremes.compareToLargest(plain(name, max)))
                .as("largest of %s", type)
                .isZero();
        for (final long bits : numbers) {
            if (!isNan(name, bits)) {
                assertThat(extremes.compareToSmallest(plain(name, bits))).isNotNegative();
                assertThat(extremes.compareToLargest(plain(name, bits))).isNotPositive();
                assertThat(Integer.signum(extremes.compare(plain(name, bits), plain(name, min))))
                        .isEqualTo(Integer.signum(compare(comparator, name, bits, min)));
            }
        }
    }

    @Test
    void integersSortAsTheirComparator() {
        holdAgainstComparator(type(PrimitiveTypeName.INT32, null), ValueOrder.OF_TYPE);
        holdAgainstComparator(type(PrimitiveTypeName.INT64, null), ValueOrder.OF_TYPE);
        holdAgainstComparator(
                type(PrimitiveTypeName.INT32, LogicalTypeAnnotation.intType(32, false)), ValueOrder.OF_TYPE);
        holdAgainstComparator(
                type(PrimitiveTypeName.INT64, LogicalTypeAnnotation.intType(64, false)), ValueOrder.OF_TYPE);
        holdAgainstComparator(
                type(PrimitiveTypeName.INT64, LogicalTypeAnnotation.decimalType(2, 18)), ValueOrder.OF_TYPE);
    }

    @Test
    void floatingPointSortsAsItsComparators() {
        for (final PrimitiveType type : List.of(
                type(PrimitiveTypeName.FLOAT, null),
                type(PrimitiveTypeName.DOUBLE, null),
                type(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, LogicalTypeAnnotation.float16Type()))) {
            holdAgainstComparator(type, ValueOrder.OF_TYPE);
            holdAgainstComparator(
                    type.withColumnOrder(ColumnOrder.ieee754TotalOrder()).asPrimitiveType(), ValueOrder.IEEE_754);
        }
    }

    @Test
    void zerosAreEqualInTheOrderOfTheTypeAndNotInTotalOrder() {
        final byte[] negative = plain(PrimitiveTypeName.DOUBLE, Double.doubleToRawLongBits(-0.0));
        final byte[] positive = plain(PrimitiveTypeName.DOUBLE, 0);
        final PrimitiveType type = type(PrimitiveTypeName.DOUBLE, null);
        final Extremes byType = Extremes.of(leaf(type, ValueOrder.OF_TYPE));
        assertThat(byType.compare(negative, positive)).isZero();
        assertThat(byType.isWideZero(negative, true)).isTrue();
        assertThat(byType.isWideZero(positive, true)).isFalse();
        assertThat(byType.isWideZero(positive, false)).isTrue();
        assertThat(byType.isWideZero(negative, false)).isFalse();
        final Extremes total = Extremes.of(leaf(type, ValueOrder.IEEE_754));
        assertThat(total.compare(negative, positive)).isNegative();
        assertThat(total.isWideZero(positive, true)).isTrue();
    }
}

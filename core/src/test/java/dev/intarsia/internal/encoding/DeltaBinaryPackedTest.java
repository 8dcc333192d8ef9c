package dev.intarsia.internal.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.ValuesWriter;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesReader;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesWriterForInteger;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesWriterForLong;
import org.junit.jupiter.api.Test;

class DeltaBinaryPackedTest {
    private static final int[] COUNTS = {
        0, 1, 2, 7, 8, 9, 31, 32, 33, 34, 63, 64, 65, 66, 97, 98, 127, 128, 129, 130, 161, 257, 1000, 20_000
    };
    private static final int PATTERNS = 7;

    private final Random random = new Random(31);

    @Test
    void valuesOfEveryCountAndPatternAreReadByParquetJava() throws IOException {
        for (final int count : COUNTS) {
            for (int pattern = 0; pattern < PATTERNS; pattern++) {
                assertReadAs(ints(pattern, count, 20), true);
                assertReadAs(longs(pattern, count, 40), false);
            }
        }
    }

    @Test
    void deltasOfEveryWidthAreReadByParquetJava() throws IOException {
        for (int bitWidth = 0; bitWidth <= 64; bitWidth++) {
            for (final int count : new int[] {2, 20, 33, 129, 300}) {
                assertReadAs(longs(PATTERNS, count, bitWidth), false);
                if (bitWidth <= 32) {
                    assertReadAs(ints(PATTERNS, count, bitWidth), true);
                }
            }
        }
    }

    @Test
    void wholeBlocksAndFirstBlocksAreByteForByteThoseOfParquetJava() throws IOException {
        for (final int count : new int[] {0, 1, 2, 9, 32, 33, 34, 64, 97, 128, 129, 257, 20_000}) {
            // Behind a block, parquet-java fills a last one up with what was in it, where we have zeros.
            final int same = count <= 129 ? count : 1 + (count - 1) / 128 * 128;
            for (int pattern = 0; pattern < PATTERNS; pattern++) {
                final long[] ints = ints(pattern, same, 20);
                assertThat(encode(ints, true)).isEqualTo(parquetJava(ints, true));
                final long[] longs = longs(pattern, same, 40);
                assertThat(encode(longs, false)).isEqualTo(parquetJava(longs, false));
            }
        }
    }

    @Test
    void noValuesTakeAHeaderWithAFirstValueOfZero() {
        assertThat(encode(new long[0], true)).containsExactly(0x80, 1, 4, 0, 0);
        assertThat(encode(new long[] {-2}, false)).containsExactly(0x80, 1, 4, 1, 3);
    }

    @Test
    void theExampleOfTheSpecificationHasOneWidthAndNoBodyBehindIt() {
        // Deltas -2 -2 -2 1 1 1 1: least -2, differences 0 and 3, of two bits.
        assertThat(encode(new long[] {7, 5, 3, 1, 2, 3, 4, 5}, true))
                .containsExactly(0x80, 1, 4, 8, 14, 3, 2, 0, 0, 0, 0b11_00_00_00, 0b11_11_11, 0, 0, 0, 0, 0, 0);
    }

    private void assertReadAs(final long[] values, final boolean ints) throws IOException {
        final byte[] encoded = encode(values, ints);
        final DeltaBinaryPackingValuesReader reader = new DeltaBinaryPackingValuesReader();
        final ByteBufferInputStream in = ByteBufferInputStream.wrap(ByteBuffer.wrap(encoded));
        reader.initFromPage(values.length, in);
        assertThat(in.available()).as("bytes that no value needs").isZero();
        final long[] read = new long[values.length];
        for (int i = 0; i < read.length; i++) {
            read[i] = ints ? reader.readInteger() : reader.readLong();
        }
        assertThat(read).isEqualTo(values);
    }

    private static byte[] encode(final long[] values, final boolean ints) {
        final int count = values.length;
        final NativeArea in = ints
                ? NativeArea.ofInts(Arrays.stream(values).mapToInt(i -> (int) i).toArray())
                : NativeArea.ofLongs(values);
        final NativeArea out = NativeArea.of(DeltaBinaryPacked.maxBytes(count, ints ? 4 : 8));
        final long end = ints
                ? DeltaBinaryPacked.encodeInts(in.address(), count, out.address())
                : DeltaBinaryPacked.encodeLongs(in.address(), count, out.address());
        out.assertUntouchedBehind(end + DeltaBinaryPacked.SLACK_BYTES);
        assertThat(end + DeltaBinaryPacked.SLACK_BYTES).isLessThanOrEqualTo(out.address() + out.bytes());
        assertThat(
                        ints
                                ? DeltaBinaryPacked.measureInts(in.address(), count)
                                : DeltaBinaryPacked.measureLongs(in.address(), count))
                .isEqualTo(end - out.address());
        in.assertRedZones();
        return out.readTo(end);
    }

    private static byte[] parquetJava(final long[] values, final boolean ints) throws IOException {
        try (ValuesWriter writer = ints
                ? new DeltaBinaryPackingValuesWriterForInteger(1 << 16, 1 << 20, new HeapByteBufferAllocator())
                : new DeltaBinaryPackingValuesWriterForLong(1 << 16, 1 << 20, new HeapByteBufferAllocator())) {
            for (final long value : values) {
                if (ints) {
                    writer.writeInteger((int) value);
                } else {
                    writer.writeLong(value);
                }
            }
            return ParquetJavaBytes.of(writer);
        }
    }

    private long[] ints(final int pattern, final int count, final int bitWidth) {
        return LongStream.of(values(pattern, count, bitWidth, Integer.MIN_VALUE, Integer.MAX_VALUE))
                .map(value -> (int) value)
                .toArray();
    }

    private long[] longs(final int pattern, final int count, final int bitWidth) {
        return values(pattern, count, bitWidth, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    private long[] values(final int pattern, final int count, final int bitWidth, final long min, final long max) {
        final long[] values = new long[count];
        long value = random.nextLong();
        for (int i = 0; i < count; i++) {
            final long noise = bitWidth == 0 ? 0 : random.nextLong() >>> (64 - bitWidth);
            value += i % 2 == 0 ? noise : -noise;
            values[i] = switch (pattern) {
                case 0 -> random.nextLong();
                case 1 -> -7;
                case 2 -> i % 2 == 0 ? min : max;
                case 3 -> 1_000_000 + 10L * i;
                case 4 -> i / 40 % 2 == 0 ? 5 : random.nextInt(100);
                case 5 -> i % 3 == 0 ? min : random.nextBoolean() ? max : 0;
                case 6 -> value;
                default -> i == 0 ? 0 : values[i - 1] + noise; // differences of at most that width
            };
        }
        return values;
    }
}

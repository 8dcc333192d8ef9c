package dev.intarsia.internal.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridDecoder;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.junit.jupiter.api.Test;

class RleHybridTest {
    private final Random random = new Random(12);

    @Test
    void intsOfEveryWidthCountAndPatternAreReadByParquetJava() throws IOException {
        for (int bitWidth = 0; bitWidth <= 32; bitWidth++) {
            for (final int n : Samples.COUNTS) {
                for (int pattern = 0; pattern < Samples.INT_PATTERNS; pattern++) {
                    final int[] values = Samples.ints(pattern, n, bitWidth, random);
                    assertThat(decode(encode(values, bitWidth), n, bitWidth))
                            .as("width %d, count %d, pattern %d", bitWidth, n, pattern)
                            .isEqualTo(values);
                }
            }
        }
    }

    @Test
    void aLongPageOfEveryWidthIsReadByParquetJavaAndHardlyEverLargerThanItsOwn() throws IOException {
        for (int bitWidth = 1; bitWidth <= 32; bitWidth++) {
            for (int pattern = 0; pattern < Samples.INT_PATTERNS; pattern++) {
                final int[] values = Samples.ints(pattern, 20_000, bitWidth, random);
                final byte[] encoded = encode(values, bitWidth);
                assertThat(decode(encoded, values.length, bitWidth)).isEqualTo(values);
                assertThat((double) encoded.length)
                        .as("width %d, pattern %d", bitWidth, pattern)
                        .isLessThanOrEqualTo(parquetJavaBytes(values, bitWidth) * 1.03);
            }
        }
    }

    @Test
    void runsOfEveryLengthAtEveryPlaceKeepTheBound() throws IOException {
        for (final int bitWidth : new int[] {1, 2, 3, 8, 9, 17}) {
            for (int run = 1; run < 40; run++) {
                for (int noise = 0; noise < 18; noise++) {
                    final int[] values = new int[3 * (run + noise)];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = i % (run + noise) < run ? 1 : i & 1;
                    }
                    assertThat(decode(encode(values, bitWidth), values.length, bitWidth))
                            .isEqualTo(values);
                }
            }
        }
    }

    @Test
    void bitmapsBecomeLevels() throws IOException {
        for (int repeat = 0; repeat < 40; repeat++) {
            for (final int n : Samples.COUNTS) {
                for (int pattern = 0; pattern < Samples.BIT_PATTERNS; pattern++) {
                    assertLevels(Samples.bits(pattern, n, random));
                }
            }
        }
        for (int pattern = 0; pattern < Samples.BIT_PATTERNS; pattern++) {
            assertLevels(Samples.bits(pattern, 20_000, random));
        }
    }

    @Test
    void uniformBitmapsTakeOneRun() {
        final NativeArea out = NativeArea.of(RleHybrid.maxBytes(20_000, 1));
        for (int pattern = 0; pattern < 2; pattern++) {
            for (final int n : new int[] {1, 63, 64, 65, 20_000}) {
                final NativeArea bitmap = NativeArea.ofBits(Samples.bits(pattern, n, random), 0, random);
                final byte[] levels = out.readTo(RleHybrid.encodeBits(bitmap.address(), n, out.address()));
                assertThat(levels).isEqualTo(out.readTo(RleHybrid.encodeConstant(pattern, n, 1, out.address())));
            }
        }
    }

    @Test
    void bitsBehindTheLastAreZeroInTheLastByte() {
        final NativeArea bitmap = NativeArea.of(new byte[] {(byte) 0xFD});
        final NativeArea out = NativeArea.of(RleHybrid.maxBytes(3, 1));
        assertThat(out.readTo(RleHybrid.encodeBits(bitmap.address(), 3, out.address())))
                .containsExactly(3, 0b101);
    }

    @Test
    void oneRunOfAConstantIsReadAtEveryWidth() throws IOException {
        for (int bitWidth = 0; bitWidth <= 32; bitWidth++) {
            final int value = bitWidth == 0 ? 0 : (int) (0xFFFFFFFFL >>> (32 - bitWidth));
            for (final int n : new int[] {1, 63, 64, 65, 8191, 8192, 20_000}) {
                final NativeArea out = NativeArea.of(RleHybrid.maxBytes(n, bitWidth));
                final byte[] encoded = out.readTo(RleHybrid.encodeConstant(value, n, bitWidth, out.address()));
                out.assertRedZones();
                final int[] expected = new int[n];
                Arrays.fill(expected, value);
                assertThat(decode(encoded, n, bitWidth)).isEqualTo(expected);
            }
        }
    }

    @Test
    void widthZeroIsARunHeaderWithoutAValue() {
        assertThat(encode(new int[3], 0)).containsExactly(6);
        assertThat(encode(new int[0], 0)).isEmpty();
    }

    @Test
    void headersAreCanonical() {
        assertThat(encode(new int[] {1, 2, 3, 4, 5, 6, 7, 0, 1, 2}, 3))
                .containsExactly(5, 0b11_010_001, 0b0_101_100_0, 0b000_111_11, 0b010_001, 0, 0);
        final int[] sixtyFourGroups = new int[512];
        Arrays.setAll(sixtyFourGroups, i -> i & 1);
        assertThat(encode(sixtyFourGroups, 1)).startsWith(0x81, 0x01).hasSize(66);
    }

    private void assertLevels(final boolean[] bits) throws IOException {
        final NativeArea bitmap = NativeArea.ofBits(bits, 0, random);
        final NativeArea out = NativeArea.of(RleHybrid.maxBytes(bits.length, 1));
        final byte[] encoded = out.readTo(RleHybrid.encodeBits(bitmap.address(), bits.length, out.address()));
        out.assertRedZones();
        final int[] expected = new int[bits.length];
        Arrays.setAll(expected, i -> bits[i] ? 1 : 0);
        assertThat(decode(encoded, bits.length, 1)).isEqualTo(expected);
    }

    private static byte[] encode(final int[] values, final int bitWidth) {
        final NativeArea ids = NativeArea.ofInts(values);
        final NativeArea out = NativeArea.of(RleHybrid.maxBytes(values.length, bitWidth));
        final long end = RleHybrid.encodeInts(ids.address(), values.length, bitWidth, out.address());
        out.assertRedZones();
        assertThat(end - out.address()).isLessThanOrEqualTo(out.bytes() - BitPacking.SLACK_BYTES);
        return out.readTo(end);
    }

    private static int[] decode(final byte[] encoded, final int n, final int bitWidth) throws IOException {
        final ByteArrayInputStream in = new ByteArrayInputStream(encoded);
        final RunLengthBitPackingHybridDecoder decoder = new RunLengthBitPackingHybridDecoder(bitWidth, in);
        final int[] values = new int[n];
        for (int i = 0; i < n; i++) {
            values[i] = decoder.readInt();
        }
        assertThat(in.available()).as("bytes that no value needs").isZero();
        return values;
    }

    private static long parquetJavaBytes(final int[] values, final int bitWidth) throws IOException {
        try (RunLengthBitPackingHybridEncoder encoder =
                new RunLengthBitPackingHybridEncoder(bitWidth, 1 << 16, 1 << 20, new HeapByteBufferAllocator())) {
            for (final int value : values) {
                encoder.writeInt(value);
            }
            return encoder.toBytes().size();
        }
    }
}

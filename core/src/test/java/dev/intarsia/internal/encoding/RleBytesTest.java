package dev.intarsia.internal.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridValuesReader;
import org.junit.jupiter.api.Test;

/** {@link RleBytes}, which is as {@link RleHybrid#encodeInts} that {@link RleHybridTest} reads, and booleans. */
class RleBytesTest {
    private final Random random = new Random(34);

    @Test
    void bytesGiveWhatIntsGive() {
        for (int bitWidth = 1; bitWidth <= 8; bitWidth++) {
            for (final int n : Samples.COUNTS) {
                for (int pattern = 0; pattern < Samples.INT_PATTERNS; pattern++) {
                    assertSame(Samples.ints(pattern, n, bitWidth, random), bitWidth);
                }
            }
            assertSame(Samples.ints(4, 20_000, bitWidth, random), bitWidth);
        }
    }

    @Test
    void runsOfEveryLengthAtEveryPlaceEndWhereThoseOfIntsEnd() {
        for (final int bitWidth : new int[] {1, 2, 3, 8}) {
            for (int run = 1; run < 40; run++) {
                for (int noise = 0; noise < 18; noise++) {
                    final int[] values = new int[3 * (run + noise)];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = i % (run + noise) < run ? 1 : i & 1;
                    }
                    assertSame(values, bitWidth);
                }
            }
        }
    }

    @Test
    void booleansAreReadByParquetJavaAndMeasuredExactly() throws IOException {
        for (int repeat = 0; repeat < 20; repeat++) {
            for (final int n : Samples.COUNTS) {
                for (int pattern = 0; pattern < Samples.BIT_PATTERNS; pattern++) {
                    assertBooleans(Samples.bits(pattern, n, random));
                }
            }
        }
        for (int pattern = 0; pattern < Samples.BIT_PATTERNS; pattern++) {
            assertBooleans(Samples.bits(pattern, 20_000, random));
        }
    }

    private void assertBooleans(final boolean[] bits) throws IOException {
        final NativeArea bitmap = NativeArea.ofBits(bits, 0, random);
        final NativeArea out = NativeArea.of(RleBooleans.maxBytes(bits.length));
        final long end = RleBooleans.encode(bitmap.address(), bits.length, out.address());
        out.assertRedZones();
        assertThat(RleBooleans.measure(bitmap.address(), bits.length)).isEqualTo(end - out.address());
        final RunLengthBitPackingHybridValuesReader reader = new RunLengthBitPackingHybridValuesReader(1);
        final ByteBufferInputStream in = ByteBufferInputStream.wrap(ByteBuffer.wrap(out.readTo(end)));
        reader.initFromPage(bits.length, in);
        assertThat(in.available()).isZero();
        for (final boolean bit : bits) {
            assertThat(reader.readBoolean()).isEqualTo(bit);
        }
    }

    private static void assertSame(final int[] values, final int bitWidth) {
        final byte[] levels = new byte[values.length];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = (byte) values[i];
        }
        final NativeArea bytes = NativeArea.of(levels);
        final NativeArea ints = NativeArea.ofInts(values);
        final NativeArea out = NativeArea.of(RleHybrid.maxBytes(values.length, bitWidth));
        final NativeArea expected = NativeArea.of(RleHybrid.maxBytes(values.length, bitWidth));
        final byte[] encoded =
                out.readTo(RleHybrid.encodeBytes(bytes.address(), values.length, bitWidth, out.address()));
        out.assertRedZones();
        bytes.assertRedZones();
        assertThat(encoded)
                .as("%d of width %d", values.length, bitWidth)
                .isEqualTo(expected.readTo(
                        RleHybrid.encodeInts(ints.address(), values.length, bitWidth, expected.address())));
    }
}

package dev.intarsia.internal.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Random;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.column.values.bytestreamsplit.ByteStreamSplitValuesReaderForDouble;
import org.apache.parquet.column.values.bytestreamsplit.ByteStreamSplitValuesReaderForFLBA;
import org.apache.parquet.column.values.bytestreamsplit.ByteStreamSplitValuesReaderForFloat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ByteStreamSplitTest {
    private final Random random = new Random(33);

    @TempDir
    private Path directory;

    @Test
    void byteBOfValueIIsByteIOfStreamB() {
        for (int width = 1; width <= 33; width++) {
            for (final int count : Samples.COUNTS) {
                final byte[] values = new byte[count * width];
                random.nextBytes(values);
                final byte[] expected = new byte[values.length];
                for (int i = 0; i < values.length; i++) {
                    expected[i % width * count + i / width] = values[i];
                }
                assertThat(encode(values, count, width))
                        .as("%d of width %d", count, width)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void parquetJavaReadsThem() throws IOException {
        final int count = 20_000;
        final byte[] values = new byte[count * 8];
        random.nextBytes(values);
        final ByteBuffer plain = ByteBuffer.wrap(values).order(ByteOrder.LITTLE_ENDIAN);
        final ByteStreamSplitValuesReaderForDouble doubles = new ByteStreamSplitValuesReaderForDouble();
        doubles.initFromPage(count, ByteBufferInputStream.wrap(ByteBuffer.wrap(encode(values, count, 8))));
        final ByteStreamSplitValuesReaderForFloat floats = new ByteStreamSplitValuesReaderForFloat();
        floats.initFromPage(2 * count, ByteBufferInputStream.wrap(ByteBuffer.wrap(encode(values, 2 * count, 4))));
        final ByteStreamSplitValuesReaderForFLBA fixed = new ByteStreamSplitValuesReaderForFLBA(5);
        fixed.initFromPage(count, ByteBufferInputStream.wrap(ByteBuffer.wrap(encode(values, count, 5))));
        for (int i = 0; i < count; i++) {
            assertThat(Double.doubleToRawLongBits(doubles.readDouble())).isEqualTo(plain.getLong(8 * i));
            assertThat(Float.floatToRawIntBits(floats.readFloat())).isEqualTo(plain.getInt(4 * i));
            final byte[] five = new byte[5];
            plain.get(5 * i, five);
            assertThat(fixed.readBytes().getBytes()).isEqualTo(five);
        }
    }

    @Test
    void nothingBehindTheLastValueIsRead() throws IOException {
        final GuardedMemory memory = GuardedMemory.in(directory);
        memory.assertThatItFaults();
        for (int width = 1; width <= 17; width++) {
            for (int count = 0; count < 20; count++) {
                final NativeArea out = NativeArea.of(ByteStreamSplit.maxBytes(count, width));
                ByteStreamSplit.encode(memory.place(new byte[count * width]), count, width, out.address());
            }
        }
        memory.settle();
    }

    private static byte[] encode(final byte[] values, final int count, final int width) {
        final NativeArea in = NativeArea.of(values);
        final NativeArea out = NativeArea.of(ByteStreamSplit.maxBytes(count, width));
        final long end = ByteStreamSplit.encode(in.address(), count, width, out.address());
        out.assertRedZones();
        assertThat(end).isEqualTo(out.address() + (long) count * width);
        return out.readTo(end);
    }
}

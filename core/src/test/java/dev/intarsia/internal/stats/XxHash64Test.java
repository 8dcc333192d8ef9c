package dev.intarsia.internal.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.parquet.column.values.bloomfilter.XxHash;
import org.junit.jupiter.api.Test;

class XxHash64Test {
    private static final XxHash ORACLE = new XxHash();

    @Test
    void bytesOfEveryLengthHashAsParquetJavaHashesThem() {
        final Random random = new Random(1);
        for (int length = 0; length < 200; length++) {
            check(random, length);
        }
        for (final int length : new int[] {1023, 1024, 1025, 20_000}) {
            check(random, length);
        }
    }

    @Test
    void theKnownHashOfNothing() {
        assertThat(XxHash64.of(0, 0)).isEqualTo(0xEF46DB3751D8E999L);
    }

    @Test
    void anIntHashesAsItsFourBytes() {
        final Random random = new Random(2);
        for (int i = 0; i < 200; i++) {
            final int value = i == 0 ? 0 : i == 1 ? -1 : i == 2 ? Integer.MIN_VALUE : random.nextInt();
            final byte[] bytes = ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(value)
                    .array();
            assertThat(XxHash64.ofInt(value)).isEqualTo(ORACLE.hashBytes(bytes));
        }
    }

    @Test
    void aLongHashesAsItsEightBytes() {
        final Random random = new Random(3);
        for (int i = 0; i < 200; i++) {
            final long value = i == 0 ? 0 : i == 1 ? -1 : i == 2 ? Long.MIN_VALUE : random.nextLong();
            final byte[] bytes = ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(value)
                    .array();
            assertThat(XxHash64.ofLong(value)).isEqualTo(ORACLE.hashBytes(bytes));
        }
    }

    private static void check(final Random random, final int length) {
        for (int i = 0; i < 3; i++) {
            final byte[] bytes = new byte[length];
            if (i == 0) {
                Arrays.fill(bytes, (byte) 0xFF);
            } else {
                random.nextBytes(bytes);
            }
            final NativeRun run = NativeRun.plain(List.of(bytes), false);
            assertThat(XxHash64.of(run.address(), length))
                    .as("%d bytes", length)
                    .isEqualTo(ORACLE.hashBytes(bytes));
            run.assertRedZonesIntact();
        }
    }
}

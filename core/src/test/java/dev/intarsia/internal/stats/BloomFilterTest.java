package dev.intarsia.internal.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intarsia.internal.memory.NativeMemory;
import dev.intarsia.testkit.ParquetJavaReader;
import dev.intarsia.testkit.TestData;
import dev.intarsia.testkit.ThriftFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.parquet.column.values.bloomfilter.BlockSplitBloomFilter;
import org.apache.parquet.format.BloomFilterHeader;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BloomFilterTest {
    @Test
    void fourWordsGiveTheGoldenBytes() throws IOException {
        final byte[] golden =
                Files.readAllBytes(TestData.folder("parquet-testing").resolve("data/bloom_filter.xxhash.bin"));
        final ByteArrayInputStream in = new ByteArrayInputStream(golden);
        final BloomFilterHeader header = Util.readBloomFilterHeader(in);
        final NativeRun bitset = zeros(header.getNumBytes());

        insert(bitset, bytes("hello", "parquet", "bloom", "filter"));

        assertThat(contentOf(bitset)).isEqualTo(in.readAllBytes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"data_index_bloom_encoding_stats.parquet", "data_index_bloom_encoding_with_length.parquet"})
    void theValuesOfAFileOfAnotherWriterGiveItsBytes(final String name) throws IOException {
        final Path path = TestData.folder("parquet-testing").resolve("data").resolve(name);
        final ThriftFile file = ThriftFile.of(path);
        final int offset = Math.toIntExact(file.chunk(0, 0).getBloom_filter_offset());
        final ByteArrayInputStream in = new ByteArrayInputStream(file.bytes(), offset, file.bytes().length - offset);
        final BloomFilterHeader header = Util.readBloomFilterHeader(in);
        final byte[] theirs = in.readNBytes(header.getNumBytes());
        final List<byte[]> values = new ArrayList<>();
        for (final Object value : ParquetJavaReader.read(path).columns().get(0)) {
            values.add(value.toString().getBytes(StandardCharsets.UTF_8));
        }
        final NativeRun bitset = zeros(header.getNumBytes());

        insert(bitset, values);

        assertThat(values).isNotEmpty();
        assertThat(contentOf(bitset)).isEqualTo(theirs);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 8, 12, 16, 33})
    void fixedSizeValuesGiveTheBytesOfParquetJavaAndAreAllFound(final int width) throws IOException {
        final Random random = new Random(width);
        for (final int count : new int[] {0, 1, 7, 8, 9, 31, 32, 33, 63, 64, 65, 5_000}) {
            final List<byte[]> values = randomValues(random, count, width);
            final NativeRun run = NativeRun.plain(values, false);
            for (final int size : new int[] {32, 64, 1024, 1 << 15}) {
                final NativeRun bitset = zeros(size);

                BloomFilter.insertFixed(bitset.address(), size, run.address(), count, width);

                bitset.assertRedZonesIntact();
                assertThat(contentOf(bitset)).isEqualTo(oracle(values, size));
                assertAllFound(bitset, values);
            }
        }
    }

    @Test
    void byteArraysGiveTheBytesOfParquetJavaAndAreAllFound() throws IOException {
        final Random random = new Random(7);
        for (final int count : new int[] {0, 1, 9, 65, 5_000}) {
            final List<byte[]> values = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                values.addAll(randomValues(random, 1, random.nextInt(50)));
            }
            for (final int size : new int[] {32, 256, 1 << 14}) {
                final NativeRun bitset = zeros(size);

                insert(bitset, values);

                bitset.assertRedZonesIntact();
                assertThat(contentOf(bitset)).isEqualTo(oracle(values, size));
                assertAllFound(bitset, values);
            }
        }
    }

    @Test
    void numbersHashAsParquetJavaHashesThemByType() {
        final BlockSplitBloomFilter oracle = new BlockSplitBloomFilter(32);
        assertThat(XxHash64.ofInt(-7)).isEqualTo(oracle.hash(-7));
        assertThat(XxHash64.ofLong(-7)).isEqualTo(oracle.hash(-7L));
        assertThat(XxHash64.ofInt(Float.floatToRawIntBits(-0.0f))).isEqualTo(oracle.hash(-0.0f));
        assertThat(XxHash64.ofLong(Double.doubleToRawLongBits(1e300))).isEqualTo(oracle.hash(1e300));
    }

    @Test
    void aFoldedFilterIsTheFilterMadeAtThatSize() {
        final Random random = new Random(11);
        for (final int count : new int[] {0, 1, 50, 1_000, 20_000}) {
            final List<byte[]> values = randomValues(random, count, 8);
            final NativeRun run = NativeRun.plain(values, false);
            for (final double rate : new double[] {0.1, 0.01, 0.001}) {
                final int size = 1 << 18;
                final NativeRun bitset = zeros(size);
                BloomFilter.insertFixed(bitset.address(), size, run.address(), count, 8);

                final int folded = BloomFilter.fold(bitset.address(), size, rate);

                final NativeRun direct = zeros(folded);
                BloomFilter.insertFixed(direct.address(), folded, run.address(), count, 8);
                bitset.assertRedZonesIntact();
                assertThat(Arrays.copyOf(contentOf(bitset), folded)).isEqualTo(contentOf(direct));
                assertAllFound(direct, values);
                assertThat(measuredRate(direct, random)).isLessThanOrEqualTo(rate * 1.3 + 0.0005);
                if (folded > BloomFilter.MIN_BYTES) { // half of it would be wrong too often
                    final NativeRun half = zeros(folded / 2);
                    BloomFilter.insertFixed(half.address(), folded / 2, run.address(), count, 8);
                    assertThat(measuredRate(half, random)).isGreaterThan(rate * 0.7 - 0.0005);
                }
            }
        }
    }

    @Test
    void aFilterThatIsWrongTooOftenAlreadyIsNotFolded() {
        final NativeRun bitset = zeros(64);
        final List<byte[]> values = randomValues(new Random(5), 1_000, 4);
        insertFixed(bitset, values, 4);
        final byte[] before = contentOf(bitset);

        assertThat(BloomFilter.fold(bitset.address(), 64, 0.01)).isEqualTo(64);
        assertThat(contentOf(bitset)).isEqualTo(before);
    }

    @Test
    void anExpandedFilterHasAllThatItHadAndTakesMore() {
        final Random random = new Random(12);
        final List<byte[]> values = randomValues(random, 300, 8);
        final List<byte[]> more = randomValues(random, 300, 8);
        for (final int size : new int[] {32, 64, 512, 1024}) {
            for (final int larger : new int[] {1024, 2048, 1 << 16}) {
                final NativeRun small = zeros(size);
                insertFixed(small, values, 8);
                final NativeRun bitset = zeros(larger);
                NativeMemory.copy(small.address(), bitset.address(), size);

                BloomFilter.expand(bitset.address(), size, larger);

                bitset.assertRedZonesIntact();
                assertAllFound(bitset, values);
                assertThat(measuredRate(bitset, random)).isLessThanOrEqualTo(measuredRate(small, random) + 0.05);
                insertFixed(bitset, more, 8);
                assertAllFound(bitset, values);
                assertAllFound(bitset, more);
            }
        }
    }

    @Test
    void anEmptyFilterFoldsToOneBlock() {
        final NativeRun bitset = zeros(1 << 16);
        assertThat(BloomFilter.fold(bitset.address(), 1 << 16, 0.01)).isEqualTo(BloomFilter.MIN_BYTES);
    }

    @Test
    void theLargestFilterCanBeEstimatedWithoutOverflow() {
        final int size = 1 << 20;
        final NativeRun full = zeros(size);
        NativeMemory.fill(full.address(), size, (byte) -1);
        // 2^14 blocks of 2^40: one share of what 2^21 blocks come to, which is below 2^63 by four.
        assertThat(BloomFilter.fold(full.address(), size, 0.99)).isEqualTo(size);
        assertThat((long) BloomFilter.MAX_BYTES / 64 << 40).isPositive();
    }

    @Test
    void theSizeIsTheLeastPowerOfTwoThatKeepsTheRate() {
        for (final double rate : new double[] {0.5, 0.1, 0.01, 0.001, 1e-6}) {
            for (long values = 1; values < 1L << 24; values = values * 3 / 2 + 1) {
                final int bytes = BloomFilter.optimalBytes(values, rate);
                assertThat(Integer.bitCount(bytes)).isEqualTo(1);
                assertThat(expectedRate(values, bytes)).as("%d values", values).isLessThanOrEqualTo(rate * 1.1);
                if (bytes > BloomFilter.MIN_BYTES) {
                    assertThat(expectedRate(values, bytes / 2))
                            .as("%d values", values)
                            .isGreaterThan(rate * 0.9);
                }
                // parquet-java rounds up by up to 32 bits before it rounds to a power of two.
                final long theirs = BlockSplitBloomFilter.optimalNumOfBits(values, rate) / 8;
                assertThat((long) bytes).isBetween(Math.max(32, (theirs - 4) / 2), Math.max(32, 2 * theirs));
            }
        }
        assertThat(BloomFilter.optimalBytes(0, 0.01)).isEqualTo(BloomFilter.MIN_BYTES);
        assertThat(BloomFilter.optimalBytes(Long.MAX_VALUE, 1e-9)).isEqualTo(BloomFilter.MAX_BYTES);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -0.5, 2, Double.NaN})
    void aRateThatIsNoneIsRefused(final double rate) {
        assertThatThrownBy(() -> BloomFilter.optimalBytes(1, rate))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(String.valueOf(rate));
        assertThatThrownBy(() -> BloomFilter.fold(0, 64, rate)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aNegativeNumberOfValuesIsRefused() {
        assertThatThrownBy(() -> BloomFilter.optimalBytes(-3, 0.01)).hasMessageContaining("-3 values");
    }

    /** For one bit in each of the eight eighths of all words. */
    private static double expectedRate(final long values, final int bytes) {
        return Math.pow(1 - Math.exp(-8.0 * values / (8.0 * bytes)), 8);
    }

    private static double measuredRate(final NativeRun bitset, final Random random) {
        int wrong = 0;
        final int probes = 20_000;
        for (int i = 0; i < probes; i++) {
            if (BloomFilter.mayContain(bitset.address(), bitset.bytes(), random.nextLong())) {
                wrong++;
            }
        }
        return (double) wrong / probes;
    }

    private static void assertAllFound(final NativeRun bitset, final List<byte[]> values) {
        final NativeRun run = NativeRun.plain(values, false);
        long at = run.address();
        int found = 0;
        for (final byte[] value : values) {
            final long hash = XxHash64.of(at, value.length);
            found += BloomFilter.mayContain(bitset.address(), bitset.bytes(), hash) ? 1 : 0;
            at += value.length;
        }
        assertThat(found).isEqualTo(values.size());
    }

    private static byte[] oracle(final List<byte[]> values, final int size) throws IOException {
        final BlockSplitBloomFilter filter = new BlockSplitBloomFilter(size);
        for (final byte[] value : values) {
            filter.insertHash(filter.hash(Binary.fromConstantByteArray(value)));
        }
        assertThat(filter.getBitsetSize()).isEqualTo(size);
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        filter.writeTo(out);
        return out.toByteArray();
    }

    private static void insert(final NativeRun bitset, final List<byte[]> values) {
        final NativeRun run = NativeRun.plain(values, true);
        BloomFilter.insertByteArrays(bitset.address(), bitset.bytes(), run.address(), values.size());
    }

    private static void insertFixed(final NativeRun bitset, final List<byte[]> values, final int width) {
        final NativeRun run = NativeRun.plain(values, false);
        BloomFilter.insertFixed(bitset.address(), bitset.bytes(), run.address(), values.size(), width);
    }

    private static List<byte[]> randomValues(final Random random, final int count, final int width) {
        final List<byte[]> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            final byte[] value = new byte[width];
            random.nextBytes(value);
            values.add(value);
        }
        return values;
    }

    private static List<byte[]> bytes(final String... values) {
        return Stream.of(values).map(v -> v.getBytes(StandardCharsets.UTF_8)).toList();
    }

    private static NativeRun zeros(final int bytes) {
        final NativeRun bitset = new NativeRun(bytes);
        NativeMemory.fill(bitset.address(), bytes, (byte) 0);
        return bitset;
    }

    private static byte[] contentOf(final NativeRun run) {
        final byte[] bytes = new byte[run.bytes()];
        NativeMemory.copy(run.address(), bytes, 0, bytes.length);
        return bytes;
    }
}

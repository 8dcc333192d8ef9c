package dev.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.options.BloomFilter;
import dev.intarsia.options.ColumnEncoding;
import dev.intarsia.options.ColumnOptions;
import dev.intarsia.options.WriterOptions;
import dev.intarsia.testkit.ArrowRows;
import dev.intarsia.testkit.Bytes;
import dev.intarsia.testkit.DuckDbReader;
import dev.intarsia.testkit.FlatTypes;
import dev.intarsia.testkit.Nulls;
import dev.intarsia.testkit.ParquetJavaReader;
import dev.intarsia.testkit.Pattern;
import dev.intarsia.testkit.Vectors;
import dev.intarsia.testkit.WrittenFile;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.column.values.bloomfilter.BlockSplitBloomFilter;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Our Bloom filters, asked by parquet-java and DuckDB: they know every value, few others, and are no
 * larger than that takes.
 */
class BloomFilterInteropTest {
    private static final int ROWS = 6_000;
    private static final int OTHERS = 20_000;
    private static final String[] TYPES = {"int32", "uint64", "float32", "float64", "utf8", "fixed16", "timestamp_us"};

    @TempDir
    Path folder;

    static Stream<Arguments> filters() {
        final List<Arguments> all = new ArrayList<>();
        for (final ColumnEncoding encoding : new ColumnEncoding[] {ColumnEncoding.PLAIN, ColumnEncoding.DICTIONARY}) {
            for (final double target : new double[] {0.01, 0.1}) {
                all.add(Arguments.of(encoding, new BloomFilter(target, ROWS, 1 << 20)));
                all.add(Arguments.of(encoding, new BloomFilter(target, 0, 1 << 18)));
            }
        }
        // The dictionary is full in the middle: some values are entered with their page, some from the dictionary.
        all.add(Arguments.of(ColumnEncoding.AUTO, BloomFilter.DEFAULT));
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("filters")
    void theFilterKnowsItsValuesAndFewOthers(
            final ColumnEncoding encoding, final BloomFilter options, final BufferAllocator allocator) {
        final Schema schema = new Schema(
                Stream.of(TYPES).map(type -> FlatTypes.field(type, true)).toList());
        final WriterOptions writer = WriterOptions.builder()
                .pageRows(500)
                .dictionaryPageBytes(encoding == ColumnEncoding.AUTO ? 4_000 : 1 << 20)
                .defaults(ColumnOptions.of(encoding).toBuilder()
                        .bloomFilter(options)
                        .build())
                .build();
        try (VectorSchemaRoot few = Vectors.generate(allocator, schema, 700, Pattern.FEW, Nulls.NONE, 1);
                VectorSchemaRoot root = Vectors.generate(allocator, schema, ROWS, Pattern.DISTINCT, Nulls.SOME, 2);
                VectorSchemaRoot others =
                        Vectors.generate(allocator, schema, OTHERS, Pattern.DISTINCT, Nulls.NONE, 999_999)) {
            final List<VectorSchemaRoot> batches = List.of(few, root);
            final WrittenFile file = WrittenFile.write(folder, schema, writer, batches);
            for (int column = 0; column < TYPES.length; column++) {
                final var filter = ParquetJavaReader.bloomFilter(file.path(), 0, column);
                final String type = TYPES[column];
                final List<Object> values =
                        ArrowRows.of(schema, batches).columns().get(column);
                assertThat(values.stream().filter(Objects::nonNull))
                        .as("values of " + type)
                        .allMatch(value -> filter.findHash(hash(filter, type, value)));
                final long known = ArrowRows.of(schema, List.of(others)).columns().get(column).stream()
                        .filter(value -> filter.findHash(hash(filter, type, value)))
                        .count();
                assertThat((double) known / OTHERS)
                        .as("share of other values that the filter of %s takes for its own", type)
                        .isLessThan(1.4 * options.falsePositives());
                final int enough = BlockSplitBloomFilter.optimalNumOfBits(ROWS, options.falsePositives()) / Byte.SIZE;
                assertThat(filter.getBitsetSize())
                        .as("bytes of the filter of " + type)
                        .isLessThanOrEqualTo(Math.min(options.maxBytes(), 2 * enough));
            }
        }
    }

    /** By the physical value: what the neutral form has made of it, it is brought back from. */
    private static long hash(
            final org.apache.parquet.column.values.bloomfilter.BloomFilter filter,
            final String type,
            final Object value) {
        return switch (type) {
            case "int32" -> filter.hash(((Long) value).intValue());
            case "uint64" -> filter.hash(((Number) value).longValue());
            case "float32" -> filter.hash((float) value);
            case "float64" -> filter.hash((double) value);
            case "utf8" -> filter.hash(Binary.fromString((String) value));
            case "fixed16" -> filter.hash(Binary.fromConstantByteArray(((Bytes) value).array()));
            default -> {
                final Instant instant = ((LocalDateTime) value).toInstant(ZoneOffset.UTC);
                yield filter.hash(instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000);
            }
        };
    }

    @Test
    void aFilterIsNeverLargerThanItMayBe(final BufferAllocator allocator) {
        final Schema schema = new Schema(List.of(FlatTypes.field("int64", false)));
        try (VectorSchemaRoot root = Vectors.generate(allocator, schema, ROWS, Pattern.DISTINCT, Nulls.NONE, 2)) {
            for (final long distinct : new long[] {0, ROWS, 1_000_000_000}) {
                final WriterOptions options = WriterOptions.builder()
                        .defaults(ColumnOptions.of(ColumnEncoding.PLAIN).toBuilder()
                                .bloomFilter(new BloomFilter(0.3, distinct, 5_000))
                                .build())
                        .build();
                final WrittenFile file = WrittenFile.write(folder, schema, options, List.of(root));
                assertThat(ParquetJavaReader.bloomFilter(file.path(), 0, 0).getBitsetSize())
                        .as("%s distinct values expected", distinct)
                        .isLessThanOrEqualTo(4_096);
            }
        }
    }

    /** Values of four row groups lie between each other, so that bounds say nothing. */
    @Test
    void duckDbSkipsRowGroupsAndMissesNothing(final BufferAllocator allocator) {
        final int groupRows = 1_000;
        final WriterOptions options = WriterOptions.builder()
                .rowGroupRows(groupRows)
                .defaults(ColumnOptions.of(ColumnEncoding.PLAIN).toBuilder()
                        .bloomFilter(BloomFilter.DEFAULT)
                        .build())
                .build();
        try (BigIntVector vector = new BigIntVector("n", allocator);
                VectorSchemaRoot root = VectorSchemaRoot.of(vector);
                DuckDbReader duck = new DuckDbReader()) {
            for (int row = 0; row < 4 * groupRows; row++) {
                vector.setSafe(row, 10L * (row % groupRows) + row / groupRows);
            }
            root.setRowCount(4 * groupRows);
            final String file = DuckDbReader.literal(WrittenFile.write(folder, root.getSchema(), options, List.of(root))
                    .path());
            int excluded = 0;
            for (int n = 0; n < 400; n++) {
                final boolean isThere = n % 10 < 4;
                assertThat(duck.query("SELECT count(*) FROM read_parquet(" + file + ") WHERE n = " + n))
                        .as("rows of " + n)
                        .isEqualTo(List.of(List.of(isThere ? 1L : 0L)));
                for (final List<Object> probe : duck.query("SELECT row_group_id, bloom_filter_excludes FROM"
                        + " parquet_bloom_probe(" + file + ", 'n', " + n + ")")) {
                    final boolean isInGroup = ((Number) probe.get(0)).longValue() == n % 10;
                    assertThat(isInGroup && (Boolean) probe.get(1))
                            .as("whether the row group of %s is left out", n)
                            .isFalse();
                    excluded += (Boolean) probe.get(1) ? 1 : 0;
                }
            }
            assertThat(excluded)
                    .as("row groups left out, of the 1440 without the value")
                    .isGreaterThan(1_400);
        }
    }
}

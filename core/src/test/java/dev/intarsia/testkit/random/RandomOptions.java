package dev.intarsia.testkit.random;

import dev.intarsia.options.BloomFilter;
import dev.intarsia.options.ColumnEncoding;
import dev.intarsia.options.ColumnOptions;
import dev.intarsia.options.Compression;
import dev.intarsia.options.DataPageVersion;
import dev.intarsia.options.FloatOrder;
import dev.intarsia.options.StatisticsDepth;
import dev.intarsia.options.WriterOptions;
import java.util.List;
import java.util.SplittableRandom;

/** Options at random, mostly with limits so small that pages, row groups and dictionaries end. */
final class RandomOptions {
    private static final List<Compression> CODECS = List.of(
            Compression.UNCOMPRESSED,
            Compression.SNAPPY,
            Compression.GZIP,
            Compression.ZSTD,
            Compression.LZ4_RAW,
            Compression.LZ4);

    private RandomOptions() {}

    /**
     * @param columns that exist
     */
    static WriterOptions of(final SplittableRandom random, final List<FieldPlan> columns) {
        final WriterOptions.Builder options =
                WriterOptions.builder().compression(CODECS.get(random.nextInt(CODECS.size())));
        if (random.nextInt(3) > 0) {
            options.pageBytes(1 << 3 + random.nextInt(10));
        }
        if (random.nextInt(3) > 0) {
            options.pageRows(1 + random.nextInt(40));
        }
        if (random.nextInt(3) == 0) {
            options.rowGroupRows(1 + random.nextInt(200));
        }
        if (random.nextInt(3) == 0) {
            options.rowGroupBytes(1 << 6 + random.nextInt(10));
        }
        if (random.nextBoolean()) {
            options.dictionaryPageBytes(1 << random.nextInt(10));
        }
        if (random.nextInt(3) == 0) {
            options.boundBytes(1 + random.nextInt(20));
        }
        options.defaults(column(random))
                .dataPages(pick(random, DataPageVersion.values()))
                .minCompressionRatio(random.nextInt(4) == 0 ? 1 + random.nextDouble() : 1)
                .pageIndex(random.nextInt(5) > 0)
                .pageHeaderStatistics(random.nextInt(4) == 0)
                .floatOrder(pick(random, FloatOrder.values()))
                .arrowSchema(random.nextInt(5) > 0);
        for (final FieldPlan column : columns) {
            if (column.form() == Form.LEAF && random.nextInt(4) == 0) {
                options.column(
                        column.name(),
                        ColumnOptions.builder()
                                .encoding(pick(random, ColumnEncoding.AUTO, ColumnEncoding.PLAIN))
                                .compression(pick(random, CODECS))
                                .build());
            }
        }
        return options.build();
    }

    private static ColumnOptions column(final SplittableRandom random) {
        final ColumnOptions.Builder column = ColumnOptions.builder();
        if (random.nextInt(3) > 0) {
            column.encoding(pick(random, ColumnEncoding.values()));
        }
        if (random.nextInt(3) == 0) {
            final ColumnEncoding fallback = pick(random, ColumnEncoding.values());
            column.fallback(fallback == ColumnEncoding.DICTIONARY ? ColumnEncoding.PLAIN : fallback);
        }
        if (random.nextInt(4) == 0) {
            column.compression(pick(random, CODECS));
        }
        if (random.nextInt(4) == 0) {
            // Too small a filter knows everything, which is no fault of the writer's.
            column.bloomFilter(new BloomFilter(
                    0.001 + 0.2 * random.nextDouble(),
                    random.nextInt(2) * (1000L + random.nextInt(5000)),
                    16_384 << random.nextInt(6)));
        }
        return column.statistics(pick(
                        random,
                        StatisticsDepth.PAGE,
                        StatisticsDepth.PAGE,
                        StatisticsDepth.CHUNK,
                        StatisticsDepth.NONE))
                .build();
    }

    private static <T> T pick(final SplittableRandom random, final List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    @SafeVarargs
    private static <T> T pick(final SplittableRandom random, final T... values) {
        return values[random.nextInt(values.length)];
    }
}

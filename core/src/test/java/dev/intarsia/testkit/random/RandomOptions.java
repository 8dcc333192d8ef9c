package dev.intarsia.testkit.random;

import dev.intarsia.options.ColumnEncoding;
import dev.intarsia.options.ColumnOptions;
import dev.intarsia.options.Compression;
import dev.intarsia.options.WriterOptions;
import java.util.List;
import java.util.SplittableRandom;

/** Options at random, mostly with limits so small that pages, row groups and dictionaries end. */
final class RandomOptions {
    private static final List<Compression> CODECS = List.of(
            Compression.UNCOMPRESSED, Compression.SNAPPY, Compression.GZIP, Compression.ZSTD, Compression.LZ4_RAW);
    private static final List<ColumnEncoding> ENCODINGS =
            List.of(ColumnEncoding.AUTO, ColumnEncoding.PLAIN, ColumnEncoding.DICTIONARY);

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
        for (final FieldPlan column : columns) {
            if (column.form() == Form.LEAF && random.nextInt(3) == 0) {
                options.column(column.name(), new ColumnOptions(ENCODINGS.get(random.nextInt(ENCODINGS.size()))));
            }
        }
        return options.build();
    }
}

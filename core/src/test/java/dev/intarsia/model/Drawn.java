package dev.intarsia.model;

import dev.intarsia.options.BloomFilter;
import dev.intarsia.options.ColumnEncoding;
import dev.intarsia.options.ColumnOptions;
import dev.intarsia.options.Compression;
import dev.intarsia.options.DataPageVersion;
import dev.intarsia.options.WriterOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Columns and options by chance: small pages and row groups, so that all that can happen to them does. */
final class Drawn {
    private static final List<Compression> CODECS = List.of(
            Compression.UNCOMPRESSED, Compression.SNAPPY, Compression.GZIP, Compression.ZSTD, Compression.LZ4_RAW);

    private Drawn() {}

    static List<Column> columns(final SplittableRandom random) {
        final List<Column> columns = new ArrayList<>();
        for (final Column column : Column.values()) {
            if (random.nextInt(5) < 2) {
                columns.add(column);
            }
        }
        return columns.isEmpty() ? List.of(Column.TEXT, Column.COUNT) : columns;
    }

    static WriterOptions options(final SplittableRandom random, final List<Column> columns) {
        final WriterOptions.Builder options = WriterOptions.builder()
                .compression(CODECS.get(random.nextInt(CODECS.size())))
                .pageRows(5 + random.nextInt(random.nextBoolean() ? 60 : 500))
                .pageBytes(64 << random.nextInt(8))
                .rowGroupRows(random.nextInt(3) == 0 ? 100 + random.nextInt(1000) : 1 << 20)
                .rowGroupBytes(random.nextInt(3) == 0 ? 2_000 + random.nextInt(30_000) : 1 << 20)
                .dictionaryPageBytes(128 << random.nextInt(6))
                .boundBytes(1 + random.nextInt(40))
                .dataPages(random.nextBoolean() ? DataPageVersion.V1 : DataPageVersion.V2)
                .pageIndex(random.nextInt(4) > 0)
                .arrowSchema(random.nextInt(4) > 0);
        for (final Column column : columns) {
            if (column != Column.LIST && column != Column.STRUCT && random.nextBoolean()) {
                options.column(column.name(), options(random, column));
            }
        }
        return options.build();
    }

    private static ColumnOptions options(final SplittableRandom random, final Column column) {
        final ColumnOptions.Builder options = ColumnOptions.builder();
        switch (random.nextInt(3)) {
            case 0 -> options.encoding(column == Column.FLAG ? ColumnEncoding.AUTO : ColumnEncoding.DICTIONARY);
            case 1 -> options.encoding(ColumnEncoding.PLAIN);
            default -> {}
        }
        if (column != Column.FLAG && random.nextBoolean()) {
            options.bloomFilter(new BloomFilter(
                    0.01 + 0.1 * random.nextDouble(),
                    random.nextBoolean() ? 0 : 100 + random.nextInt(2_000),
                    512 << random.nextInt(5)));
        }
        return options.build();
    }
}

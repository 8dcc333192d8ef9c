package dev.intarsia.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.stream.LongStream;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.bloomfilter.BloomFilter;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Reads files with parquet-java, strictly: every page checksum is verified, every column is read to its last value
 * through the column reader with its levels, the levels of columns that share a list or a struct must agree, and they
 * must add up to the rows that the footer claims.
 *
 * <p>What a value is stands in the file's own schema. INT96, shredded Variants and encrypted files are not read.
 */
public final class ParquetJavaReader {
    private ParquetJavaReader() {}

    /**
     * All rows of the file.
     *
     * @throws org.apache.parquet.io.ParquetDecodingException or another exception of parquet-java's,
     *     if the file is broken
     */
    public static Table read(final Path file) {
        try (ParquetFileReader reader = open(file)) {
            final MessageType schema = reader.getFileMetaData().getSchema();
            final Table table =
                    Table.empty(schema.getFields().stream().map(Type::getName).toList());
            long rows = 0;
            for (PageReadStore group = reader.readNextRowGroup(); group != null; group = reader.readNextRowGroup()) {
                readRowGroup(table, group, schema, reader.getFileMetaData().getCreatedBy());
                rows += group.getRowCount();
            }
            if (rows != reader.getRecordCount() || rows != table.rowCount()) {
                throw new AssertionError("the row groups hold " + rows + " rows, the columns " + table.rowCount()
                        + ", the footer says " + reader.getRecordCount());
            }
            return table;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The footer as parquet-java sees it: statistics it does not trust are gone. */
    public static ParquetMetadata footer(final Path file) {
        try (ParquetFileReader reader = open(file)) {
            return reader.getFooter();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Minimum and maximum of a column chunk as parquet-java sees them, in neutral form.
     *
     * @param min null where there is none that parquet-java trusts; so is {@code max}
     * @param nullCount nulls, -1 where the file does not say
     */
    public record ChunkStatistics(Object min, Object max, long nullCount) {}

    /** Statistics of a column chunk of a {@link #footer}. */
    public static ChunkStatistics statistics(final ColumnChunkMetaData chunk) {
        final Statistics<?> statistics = chunk.getStatistics();
        final ParquetValues neutral = new ParquetValues(chunk.getPrimitiveType());
        return statistics.hasNonNullValue()
                ? new ChunkStatistics(
                        neutral.ofBound(statistics.genericGetMin()),
                        neutral.ofBound(statistics.genericGetMax()),
                        statistics.getNumNulls())
                : new ChunkStatistics(null, null, statistics.getNumNulls());
    }

    /**
     * What parquet-java leaves of a file after it has looked at statistics, dictionaries, Bloom
     * filters and the page index.
     *
     * @param rows numbers of the rows in the file, counted from 0
     * @param values of a column in these rows
     */
    public record Filtered(List<Long> rows, List<Long> values) {}

    /**
     * Reads what a filter leaves; single rows that do not satisfy it are still there.
     *
     * @param column a required column of type INT64
     */
    public static Filtered filtered(final Path file, final FilterPredicate filter, final String column) {
        try (ParquetFileReader reader = open(file, FilterCompat.get(filter))) {
            final MessageType schema = reader.getFileMetaData().getSchema();
            final Filtered left = new Filtered(new ArrayList<>(), new ArrayList<>());
            for (PageReadStore group = reader.readNextFilteredRowGroup();
                    group != null;
                    group = reader.readNextFilteredRowGroup()) {
                final long first = group.getRowIndexOffset().orElseThrow();
                final PrimitiveIterator.OfLong rows = group.getRowIndexes()
                        .orElse(LongStream.range(0, group.getRowCount()).iterator());
                rows.forEachRemaining((long row) -> left.rows.add(first + row));
                final ColumnReader values = columns(
                                group, schema, reader.getFileMetaData().getCreatedBy())
                        .getColumnReader(schema.getColumnDescription(new String[] {column}));
                for (long row = 0; row < group.getRowCount(); row++) {
                    left.values.add(values.getLong());
                    values.consume();
                }
            }
            return left;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The Bloom filter of a column chunk; null where it has none. */
    public static BloomFilter bloomFilter(final Path file, final int rowGroup, final int column) {
        try (ParquetFileReader reader = open(file)) {
            final BlockMetaData block = reader.getFooter().getBlocks().get(rowGroup);
            return reader.readBloomFilter(block.getColumns().get(column));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ParquetFileReader open(final Path file) throws IOException {
        return open(file, FilterCompat.NOOP);
    }

    private static ParquetFileReader open(final Path file, final FilterCompat.Filter filter) throws IOException {
        return ParquetFileReader.open(
                new LocalInputFile(file),
                ParquetReadOptions.builder(new PlainParquetConfiguration())
                        .usePageChecksumVerification()
                        .withCodecFactory(new ForeignCodecs())
                        .withRecordFilter(filter)
                        .build());
    }

    private static void readRowGroup(
            final Table table, final PageReadStore group, final MessageType schema, final String createdBy) {
        new RecordAssembly(schema, columns(group, schema, createdBy)).addTo(table, group);
    }

    private static ColumnReadStoreImpl columns(
            final PageReadStore group, final MessageType schema, final String createdBy) {
        return new ColumnReadStoreImpl(group, new GroupRecordConverter(schema).getRootConverter(), schema, createdBy);
    }
}

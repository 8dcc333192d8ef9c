package dev.intarsia.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.MessageType;

/**
 * Reads flat files with parquet-java, strictly: every page checksum is verified, every column is read to its last value
 * through the column reader with its definition levels, and the levels must add up to the rows that the footer claims.
 */
public final class ParquetJavaReader {
    private ParquetJavaReader() {}

    /**
     * All rows of the file.
     *
     * @throws org.apache.parquet.io.ParquetDecodingException or another exception of parquet-java's, if the file is broken
     */
    public static Table read(final Path file) {
        try (ParquetFileReader reader = open(file)) {
            final MessageType schema = reader.getFileMetaData().getSchema();
            final Table table = Table.empty(schema.getColumns().stream()
                    .map(column -> column.getPath()[0])
                    .toList());
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

    private static ParquetFileReader open(final Path file) throws IOException {
        return ParquetFileReader.open(
                new LocalInputFile(file),
                ParquetReadOptions.builder(new PlainParquetConfiguration())
                        .usePageChecksumVerification()
                        .withCodecFactory(new ForeignCodecs())
                        .build());
    }

    private static void readRowGroup(
            final Table table, final PageReadStore group, final MessageType schema, final String createdBy) {
        final ColumnReadStoreImpl columns =
                new ColumnReadStoreImpl(group, new GroupRecordConverter(schema).getRootConverter(), schema, createdBy);
        for (int i = 0; i < schema.getColumns().size(); i++) {
            final ColumnDescriptor column = schema.getColumns().get(i);
            if (column.getPath().length > 1 || column.getMaxRepetitionLevel() > 0) {
                throw new IllegalArgumentException("only flat files can be read, not " + column);
            }
            final long values = group.getPageReader(column).getTotalValueCount();
            if (values != group.getRowCount()) {
                throw new AssertionError(
                        column + " has " + values + " values in a row group of " + group.getRowCount() + " rows");
            }
            readColumn(table.columns().get(i), columns.getColumnReader(column), values);
        }
    }

    private static void readColumn(final List<Object> values, final ColumnReader column, final long count) {
        final ParquetValues neutral = new ParquetValues(column.getDescriptor().getPrimitiveType());
        final int valueLevel = column.getDescriptor().getMaxDefinitionLevel();
        for (long i = 0; i < count; i++) {
            if (column.getCurrentRepetitionLevel() != 0) {
                throw new AssertionError(column.getDescriptor() + " repeats at value " + i);
            }
            values.add(column.getCurrentDefinitionLevel() == valueLevel ? neutral.current(column) : null);
            column.consume();
        }
    }
}

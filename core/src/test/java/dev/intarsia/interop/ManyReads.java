package dev.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.testkit.DuckDbReader;
import dev.intarsia.testkit.ForeignCodecs;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.MessageType;

/**
 * Reads a thousand large files that have the first of {@link ManyRows} each: parquet-java value by value, DuckDB by
 * sums of hashes over all values and the row's number, compared with those of the same rows read from lines of text.
 */
final class ManyReads implements AutoCloseable {
    private static final String HASH = "hash(CAST(%s AS BIGINT), number, count, word, text)";
    private static final String SUMS = "CAST(bit_xor(h) AS VARCHAR), CAST(sum(CAST(h AS HUGEINT)) AS VARCHAR)";

    private final DuckDbReader duck = new DuckDbReader();
    private final ManyRows rows;
    /** After each batch: what all hashes so far are together, by exclusive or and as a sum. */
    private final BigInteger[] xors;

    private final BigInteger[] sums;

    ManyReads(final ManyRows rows, final Path folder) throws IOException {
        this.rows = rows;
        final int batches = rows.rows / ManyRows.BATCH;
        xors = new BigInteger[batches];
        sums = new BigInteger[batches];
        final Path lines = rows.writeLines(folder.resolve("rows.csv"));
        final List<List<Object>> found = duck.query("SELECT row // " + ManyRows.BATCH + " AS batch, " + SUMS
                + " FROM (SELECT row, " + HASH.formatted("row") + " AS h FROM read_csv(" + DuckDbReader.literal(lines)
                + ", header=false, columns={'row': 'BIGINT', 'number': 'BIGINT', 'count': 'INTEGER', 'word': 'VARCHAR',"
                + " 'text': 'VARCHAR'})) GROUP BY batch ORDER BY batch");
        Files.delete(lines);
        assertThat(found).hasSize(batches);
        BigInteger xor = BigInteger.ZERO;
        BigInteger sum = BigInteger.ZERO;
        for (int batch = 0; batch < batches; batch++) {
            xor = xor.xor(new BigInteger((String) found.get(batch).get(1)));
            sum = sum.add(new BigInteger((String) found.get(batch).get(2)));
            xors[batch] = xor;
            sums[batch] = sum;
        }
    }

    /** Fails unless both readers find the rows of the first batches in the file, and no others. */
    void assertBothRead(final Path file, final int batches) throws IOException {
        assertParquetJavaReads(file, batches * ManyRows.BATCH);
        final List<Object> found = duck.query("SELECT CAST(count(*) AS BIGINT), " + SUMS + " FROM (SELECT "
                        + HASH.formatted("file_row_number") + " AS h FROM read_parquet(" + DuckDbReader.literal(file)
                        + ", file_row_number=true))")
                .get(0);
        assertThat(found)
                .as("what DuckDB finds in " + batches + " batches")
                .containsExactly(
                        (long) batches * ManyRows.BATCH, xors[batches - 1].toString(), sums[batches - 1].toString());
    }

    private void assertParquetJavaReads(final Path file, final long expected) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(
                new LocalInputFile(file),
                ParquetReadOptions.builder(new PlainParquetConfiguration())
                        .usePageChecksumVerification()
                        .withCodecFactory(new ForeignCodecs())
                        .build())) {
            final MessageType schema = reader.getFileMetaData().getSchema();
            long first = 0;
            for (PageReadStore group = reader.readNextRowGroup(); group != null; group = reader.readNextRowGroup()) {
                final ColumnReadStoreImpl columns = new ColumnReadStoreImpl(
                        group,
                        new GroupRecordConverter(schema).getRootConverter(),
                        schema,
                        reader.getFileMetaData().getCreatedBy());
                for (int column = 0; column < schema.getColumns().size(); column++) {
                    final ColumnDescriptor descriptor = schema.getColumns().get(column);
                    assertThat(group.getPageReader(descriptor).getTotalValueCount())
                            .isEqualTo(group.getRowCount());
                    final ColumnReader values = columns.getColumnReader(descriptor);
                    for (long row = first; row < first + group.getRowCount(); row++) {
                        if (!isSame(values, column, row)) {
                            throw new AssertionError("parquet-java finds another value in row " + row + " of "
                                    + schema.getFieldName(column));
                        }
                        values.consume();
                    }
                }
                first += group.getRowCount();
            }
            assertThat(first).as("rows that parquet-java finds").isEqualTo(expected);
        }
    }

    private boolean isSame(final ColumnReader values, final int column, final long row) {
        return switch (column) {
            case 0 -> values.getLong() == ManyRows.number(row);
            case 1 ->
                values.getCurrentDefinitionLevel() == 0
                        ? !ManyRows.hasCount(row)
                        : ManyRows.hasCount(row) && values.getInteger() == ManyRows.count(row);
            case 2 -> Arrays.equals(values.getBinary().getBytesUnsafe(), rows.word(row));
            default -> rows.isTextOf(row, values.getBinary().getBytesUnsafe());
        };
    }

    @Override
    public void close() {
        duck.close();
    }
}

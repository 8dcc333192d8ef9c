package dev.intarsia.internal.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.IEEE754TotalOrder;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.TypeDefinedOrder;
import org.apache.parquet.format.Util;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileMetaDataWriterTest {
    @ParameterizedTest
    @CsvSource({"1, 0, 0", "1, 1, 1", "3, 2, 0", "14, 14, 14", "16, 15, 15", "17, 40, 200", "200, 3, 2"})
    void aFooterIsTheBytesThatThriftWrites(final int columns, final int rowGroups, final int keyValues)
            throws IOException {
        final Random random = new Random(columns);
        final MessageType schema = schema(random, columns);
        final long rows = TestColumn.magnitude(random, 63);
        final List<KeyValue> pairs = new ArrayList<>();
        final List<org.apache.parquet.format.KeyValue> oraclePairs = new ArrayList<>();
        for (int i = 0; i < keyValues; i++) {
            final String key = TestColumn.name(random);
            final String value = i % 3 == 0 ? "" : TestColumn.name(random);
            pairs.add(KeyValue.of(key, value));
            oraclePairs.add(new org.apache.parquet.format.KeyValue(key).setValue(value));
        }
        final List<RowGroup> oracleGroups = new ArrayList<>();
        final ByteArrayOutputStream groups = new ByteArrayOutputStream();
        for (int i = 0; i < rowGroups; i++) {
            final RowGroupFacts facts = new RowGroupFacts(1, 2, 3, 4, i);
            final List<TestColumn> chunks = new ArrayList<>();
            for (int c = 0; c < columns; c++) {
                chunks.add(TestColumn.random(random));
            }
            groups.writeBytes(rowGroup(facts, chunks));
            oracleGroups.add(Thrift.rowGroup(facts, chunks));
        }
        final FileMetaData oracle = oracle(schema, rows, oracleGroups, columns, new BitSet());
        if (keyValues > 0) {
            oracle.setKey_value_metadata(oraclePairs);
        }

        final byte[] footer = footer(schema, rows, rowGroups, groups.toByteArray(), pairs, columns, new BitSet());

        assertThat(footer).isEqualTo(thrift(oracle));
        assertThat(Util.readFileMetaData(new ByteArrayInputStream(footer))).isEqualTo(oracle);
    }

    @Test
    void theColumnsOfTotalOrderAreSaidToBeAndTheOthersNot() throws IOException {
        final Random random = new Random(8);
        final MessageType schema = schema(random, 40);
        for (int i = 0; i < 20; i++) {
            final BitSet totalOrder = BitSet.valueOf(new long[] {random.nextLong() & (1L << 40) - 1});

            final byte[] footer = footer(schema, 0, 0, new byte[0], List.of(), 40, totalOrder);

            assertThat(footer).isEqualTo(thrift(oracle(schema, 0, List.of(), 40, totalOrder)));
        }
    }

    @Test
    void theTrailerIsTheFootersLengthAndTheMagic() {
        final byte[] trailer = RedZones.written(
                FileMetaDataWriter.TRAILER_BYTES, at -> FileMetaDataWriter.writeTrailer(at, 0x01020304));

        assertThat(trailer).containsExactly(4, 3, 2, 1, 'P', 'A', 'R', '1');
        assertThat(RedZones.written(FileMetaDataWriter.MAGIC_BYTES, FileMetaDataWriter::writeMagic))
                .containsExactly('P', 'A', 'R', '1');
    }

    @Test
    void parquetJavaReadsBoundsOfBinaryColumnsFromAFooterOfOurs() throws IOException {
        final MessageType schema = Types.buildMessage()
                .required(PrimitiveTypeName.BINARY)
                .as(LogicalTypeAnnotation.stringType())
                .named("name")
                .named("root");
        final byte[] min = "a".getBytes(StandardCharsets.UTF_8);
        final byte[] max = "z".getBytes(StandardCharsets.UTF_8);
        final ChunkMetadata chunk = new ChunkMetadata(
                TestColumn.template(6, List.of("name"), 6),
                ChunkMetadata.encodings(ParquetIds.ENCODING_RLE, ParquetIds.ENCODING_PLAIN),
                10,
                100,
                90,
                4,
                ChunkMetadata.NO_DICTIONARY,
                new ChunkStatistics(0, min, true, max, true, ChunkStatistics.NO_NAN_COUNT),
                List.of(new PageEncodingStats(ParquetIds.PAGE_DATA, ParquetIds.ENCODING_PLAIN, 1)));
        final byte[] group =
                rowGroup(new RowGroupFacts(100, 10, 4, 90, 0), List.of(new TestColumn(6, List.of("name"), 6, chunk)));
        final byte[] footer = footer(schema, 10, 1, group, List.of(KeyValue.of("k", "v")), 1, new BitSet());

        final ParquetMetadata read = new ParquetMetadataConverter()
                .readParquetMetadata(new ByteArrayInputStream(footer), ParquetMetadataConverter.NO_FILTER);

        assertThat(read.getFileMetaData().getSchema()).isEqualTo(schema);
        assertThat(read.getFileMetaData().getKeyValueMetaData()).containsEntry("k", "v");
        final var statistics = read.getBlocks().get(0).getColumns().get(0).getStatistics();
        assertThat(statistics.hasNonNullValue()).isTrue();
        assertThat(statistics.getMinBytes()).isEqualTo(min);
        assertThat(statistics.getMaxBytes()).isEqualTo(max);
        assertThat(statistics.getNumNulls()).isZero();
    }

    @Test
    void theLargestPrefixStaysWithinItsBound() {
        final byte[] schema = {0x0C};

        final byte[] prefix = RedZones.written(
                FileMetaDataWriter.maxPrefixBytes(schema),
                at -> FileMetaDataWriter.writePrefix(at, schema, Long.MAX_VALUE, Integer.MAX_VALUE));

        // The version is written as 1 byte of the 5 that it might take.
        assertThat(FileMetaDataWriter.maxPrefixBytes(schema) - prefix.length).isEqualTo(4);
    }

    private static byte[] footer(
            final MessageType schema,
            final long rows,
            final int rowGroups,
            final byte[] groups,
            final List<KeyValue> pairs,
            final int leaves,
            final BitSet totalOrder) {
        final byte[] elements = SchemaWriter.bytes(schema);
        final byte[] createdBy = CreatedBy.bytes();
        final ByteArrayOutputStream footer = new ByteArrayOutputStream();
        footer.writeBytes(RedZones.written(
                FileMetaDataWriter.maxPrefixBytes(elements),
                at -> FileMetaDataWriter.writePrefix(at, elements, rows, rowGroups)));
        footer.writeBytes(groups);
        footer.writeBytes(RedZones.written(
                FileMetaDataWriter.maxSuffixBytes(pairs, createdBy, leaves),
                at -> totalOrder.isEmpty()
                        ? FileMetaDataWriter.writeSuffix(at, pairs, createdBy, leaves)
                        : FileMetaDataWriter.writeSuffix(at, pairs, createdBy, leaves, totalOrder)));
        return footer.toByteArray();
    }

    private static byte[] rowGroup(final RowGroupFacts facts, final List<TestColumn> columns) {
        final List<ChunkMetadata> chunks =
                columns.stream().map(TestColumn::chunk).toList();
        return RedZones.written(
                RowGroupWriter.maxBytes(chunks, facts.sortingColumns().size()),
                at -> RowGroupWriter.write(at, facts, chunks, new int[chunks.size()]));
    }

    private static MessageType schema(final Random random, final int columns) {
        final Types.MessageTypeBuilder schema = Types.buildMessage();
        for (int i = 0; i < columns; i++) {
            schema.required(PrimitiveTypeName.INT64).named(i + TestColumn.name(random));
        }
        return schema.named("root");
    }

    private static FileMetaData oracle(
            final MessageType schema,
            final long rows,
            final List<RowGroup> groups,
            final int leaves,
            final BitSet totalOrder)
            throws IOException {
        final List<SchemaElement> elements = SchemaWriterTest.oracle(schema);
        final FileMetaData metadata = new FileMetaData(1, elements, rows, groups);
        metadata.setCreated_by(CreatedBy.text());
        for (int i = 0; i < leaves; i++) {
            metadata.addToColumn_orders(
                    totalOrder.get(i)
                            ? ColumnOrder.IEEE_754_TOTAL_ORDER(new IEEE754TotalOrder())
                            : ColumnOrder.TYPE_ORDER(new TypeDefinedOrder()));
        }
        return metadata;
    }

    private static byte[] thrift(final FileMetaData metadata) throws IOException {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        Util.writeFileMetaData(metadata, out);
        return out.toByteArray();
    }
}

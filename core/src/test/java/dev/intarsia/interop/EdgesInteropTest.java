package dev.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.WriterContext;
import dev.intarsia.options.ColumnEncoding;
import dev.intarsia.options.ColumnOptions;
import dev.intarsia.options.Compression;
import dev.intarsia.options.WriterOptions;
import dev.intarsia.testkit.ArrowRows;
import dev.intarsia.testkit.Budget;
import dev.intarsia.testkit.Bytes;
import dev.intarsia.testkit.DuckDbReader;
import dev.intarsia.testkit.FlatTypes;
import dev.intarsia.testkit.Nulls;
import dev.intarsia.testkit.ParquetJavaReader;
import dev.intarsia.testkit.Pattern;
import dev.intarsia.testkit.Table;
import dev.intarsia.testkit.Tables;
import dev.intarsia.testkit.ThriftFile;
import dev.intarsia.testkit.Vectors;
import dev.intarsia.testkit.WrittenFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.LargeVarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files at the edges of what a file can be: empty, tiny, all null, with pages of one row or values above every limit.
 */
class EdgesInteropTest {
    private static final Schema ALL = FlatTypes.schemaOfAll();

    @TempDir
    Path folder;

    @Test
    void aFileWithoutBatchesHasNoRowGroups() {
        final WrittenFile file = WrittenFile.write(folder, ALL, WriterOptions.DEFAULT, List.of());

        assertThat(ThriftFile.of(file.bytes()).footer().getRow_groups()).isEmpty();
        BothReaders.assertRead(file, ALL, List.of());
    }

    @Test
    void batchesWithoutRowsLeaveNoTrace(final BufferAllocator allocator) {
        final WrittenFile none = WrittenFile.write(folder, ALL, WriterOptions.DEFAULT, List.of());
        try (VectorSchemaRoot neverAllocated = VectorSchemaRoot.create(ALL, allocator);
                VectorSchemaRoot allocated = Vectors.generate(allocator, ALL, 0, Pattern.FEW, Nulls.NONE, 1)) {
            final WrittenFile file = WrittenFile.write(
                    folder, ALL, WriterOptions.DEFAULT, List.of(neverAllocated, allocated, neverAllocated));

            assertThat(file.bytes()).isEqualTo(none.bytes());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8, 9})
    void aFewRowsOfEveryTypeAreRead(final int rows, final BufferAllocator allocator) {
        try (VectorSchemaRoot root = Vectors.generate(allocator, ALL, rows, Pattern.DISTINCT, Nulls.SOME, rows)) {
            BothReaders.assertRead(
                    WrittenFile.write(folder, ALL, WriterOptions.DEFAULT, List.of(root)), ALL, List.of(root));
        }
    }

    @ParameterizedTest
    @EnumSource(ColumnEncoding.class)
    void aColumnOfNullsHasNeitherDictionaryNorBounds(final ColumnEncoding encoding, final BufferAllocator allocator) {
        final Schema schema =
                new Schema(ALL.getFields().stream().filter(Field::isNullable).toList());
        try (VectorSchemaRoot root = Vectors.generate(allocator, schema, 500, Pattern.FEW, Nulls.ALL, 1)) {
            final WrittenFile file = WrittenFile.write(
                    folder, schema, every(encoding).pageRows(200).build(), List.of(root));

            BothReaders.assertRead(file, schema, List.of(root));
            final ThriftFile thrift = ThriftFile.of(file.bytes());
            for (int column = 0; column < schema.getFields().size(); column++) {
                final String name = schema.getFields().get(column).getName();
                assertThat(thrift.pages(0, column))
                        .as("pages of " + name)
                        .noneMatch(page -> page.header().getType() == PageType.DICTIONARY_PAGE);
                assertThat(thrift.chunk(0, column).getStatistics().getNull_count())
                        .isEqualTo(500);
                assertThat(thrift.chunk(0, column).getStatistics().isSetMin_value())
                        .as("minimum of " + name)
                        .isFalse();
            }
        }
    }

    @Test
    void aSingleEntryDictionaryHasIndicesOfBitWidthZero(final BufferAllocator allocator) {
        try (VectorSchemaRoot root = Vectors.generate(allocator, ALL, 300, Pattern.CONSTANT, Nulls.SOME, 9)) {
            final WrittenFile file = WrittenFile.write(
                    folder,
                    ALL,
                    every(ColumnEncoding.DICTIONARY)
                            .compression(Compression.UNCOMPRESSED)
                            .build(),
                    List.of(root));

            BothReaders.assertRead(file, ALL, List.of(root));
            final ThriftFile thrift = ThriftFile.of(file.bytes());
            final int column = indexOf("int64");
            final List<ThriftFile.Page> pages = thrift.pages(0, column);
            assertThat(pages.get(0).header().getDictionary_page_header().getNum_values())
                    .isEqualTo(1);
            assertThat(pages.get(1).body()[0]).as("bit width").isZero();
            assertThat(pages.get(1).body()).as("bit width and a run header").hasSizeGreaterThan(1);
        }
    }

    @Test
    void aPageMayHoldOneRow(final BufferAllocator allocator) {
        try (VectorSchemaRoot root = Vectors.generate(allocator, ALL, 40, Pattern.DISTINCT, Nulls.SOME, 2)) {
            final WrittenFile file = WrittenFile.write(
                    folder, ALL, WriterOptions.builder().pageRows(1).build(), List.of(root));

            BothReaders.assertRead(file, ALL, List.of(root));
            assertThat(ThriftFile.of(file.bytes()).dataPages(0, 0)).hasSize(40);
        }
    }

    @Test
    void aRowGroupMayHoldOneRow(final BufferAllocator allocator) {
        try (VectorSchemaRoot root = Vectors.generate(allocator, ALL, 9, Pattern.DISTINCT, Nulls.SOME, 2)) {
            final WrittenFile file = WrittenFile.write(
                    folder, ALL, WriterOptions.builder().rowGroupRows(1).build(), List.of(root));

            BothReaders.assertRead(file, ALL, List.of(root));
            assertThat(ThriftFile.of(file.bytes()).footer().getRow_groups()).hasSize(9);
        }
    }

    @Test
    void oneByteLimitsMakeManySmallPagesAndRowGroups(final BufferAllocator allocator) {
        try (VectorSchemaRoot root = Vectors.generate(allocator, ALL, 20, Pattern.FEW, Nulls.SOME, 2)) {
            final WrittenFile file = WrittenFile.write(
                    folder,
                    ALL,
                    WriterOptions.builder()
                            .pageBytes(1)
                            .rowGroupBytes(1)
                            .dictionaryPageBytes(1)
                            .boundBytes(1)
                            .build(),
                    List.of(root));

            BothReaders.assertRead(file, ALL, List.of(root));
            assertThat(ThriftFile.of(file.bytes()).footer().getRow_groups()).hasSize(20);
        }
    }

    @ParameterizedTest
    @EnumSource(ColumnEncoding.class)
    void aTextLargerThanAPageHasOneOfItsOwn(final ColumnEncoding encoding, final BufferAllocator allocator) {
        final Schema schema =
                new Schema(List.of(FlatTypes.field("utf8", false), FlatTypes.field("large_binary", true)));
        try (VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator)) {
            for (int row = 0; row < 50; row++) {
                final byte[] text = (row + "\u00e9".repeat(row % 5 == 0 ? 60_000 : 3)).getBytes(StandardCharsets.UTF_8);
                ((VarCharVector) root.getVector(0)).setSafe(row, text);
                ((LargeVarBinaryVector) root.getVector(1)).setSafe(row, text);
            }
            root.setRowCount(50);
            final WrittenFile file = WrittenFile.write(
                    folder, schema, every(encoding).pageBytes(1_000).build(), List.of(root));

            BothReaders.assertRead(file, schema, List.of(root));
            if (encoding == ColumnEncoding.PLAIN) {
                assertThat(ThriftFile.of(file.bytes()).dataPages(0, 0))
                        .filteredOn(page -> page.header().getUncompressed_page_size() > 120_000)
                        .hasSize(10)
                        .allMatch(page -> page.header().getData_page_header().getNum_values() == 1);
            }
        }
    }

    @Test
    void aDictionaryThatOutgrowsItsLimitGivesWayToPlainForTheRestOfTheChunk(final BufferAllocator allocator) {
        final Schema schema = new Schema(List.of(
                FlatTypes.field("utf8", true),
                FlatTypes.field("int64", false),
                FlatTypes.field("int32", true),
                FlatTypes.field("fixed16", false),
                FlatTypes.field("float64", true)));
        final WriterOptions options = every(ColumnEncoding.DICTIONARY)
                .dictionaryPageBytes(2_000)
                .pageRows(100)
                .rowGroupRows(1_500)
                .build();
        try (VectorSchemaRoot root = Vectors.generate(allocator, schema, 3_000, Pattern.DISTINCT, Nulls.SOME, 8)) {
            final WrittenFile file = WrittenFile.write(folder, schema, options, List.of(root));

            BothReaders.assertRead(file, schema, List.of(root));
            final ThriftFile thrift = ThriftFile.of(file.bytes());
            for (int group = 0; group < 2; group++) {
                for (int column = 0; column < schema.getFields().size(); column++) {
                    assertThat(thrift.pages(group, column).get(0).header().getUncompressed_page_size())
                            .as("bytes of the dictionary of column " + column)
                            .isLessThanOrEqualTo(2_000);
                    assertThat(thrift.dataPages(group, column).stream()
                                    .map(page ->
                                            page.header().getData_page_header().getEncoding())
                                    .distinct())
                            .as("encodings of column " + column + ", row group " + group)
                            .containsExactly(Encoding.RLE_DICTIONARY, Encoding.PLAIN);
                }
            }
        }
    }

    @Test
    void aFileMayBeLargerThanTheBudgetWhenItsPartsAreDurable(
            final BufferAllocator allocator, @Budget(12 << 20) final WriterContext context) {
        final Schema schema = new Schema(List.of(FlatTypes.field("int64", false)));
        final WriterOptions options = WriterOptions.builder()
                .compression(Compression.UNCOMPRESSED)
                .rowGroupBytes(1 << 20)
                .pageBytes(1 << 16)
                .build();
        try (VectorSchemaRoot root = Vectors.generate(allocator, schema, 20_000, Pattern.DISTINCT, Nulls.NONE, 1)) {
            final WrittenFile file =
                    WrittenFile.write(folder, context, schema, options, Collections.nCopies(150, root));

            assertThat(file.bytes().length).isGreaterThan(Math.toIntExact(context.budgetBytes()) * 3 / 2);
            assertThat(file.summary().rows()).isEqualTo(3_000_000);
            ChunkFacts.assertConsistent(ThriftFile.of(file.bytes()));
        }
    }

    @Test
    void namesOfColumnsMayHoldDotsSpacesQuotesAndAnyScript(final BufferAllocator allocator) {
        final List<String> names =
                List.of("a.b", "a", ".", " ", "\"quoted\"", "it's", "\u540d\u524d \ud83d\ude00", "", "x".repeat(300));
        final List<Field> fields = new ArrayList<>();
        for (final String name : names) {
            fields.add(FlatTypes.field(name, new ArrowType.Int(32, true), fields.size() % 2 == 0));
        }
        final Schema schema = new Schema(fields);
        final WriterOptions options = WriterOptions.builder()
                .column("a.b", ColumnOptions.of(ColumnEncoding.DICTIONARY))
                .column("a", ColumnOptions.of(ColumnEncoding.PLAIN))
                .build();
        try (VectorSchemaRoot root = Vectors.generate(allocator, schema, 100, Pattern.DISTINCT, Nulls.SOME, 1)) {
            final WrittenFile file = WrittenFile.write(folder, schema, options, List.of(root));

            BothReaders.assertRead(file, schema, List.of(root));
            assertThat(DuckDbReader.read(file.path()).names().subList(0, 2)).containsExactly("a.b", "a");
            final ThriftFile thrift = ThriftFile.of(file.bytes());
            assertThat(thrift.chunk(0, 0).getPath_in_schema()).containsExactly("a.b");
            assertThat(thrift.chunk(0, 0).getEncodings()).contains(Encoding.RLE_DICTIONARY);
            assertThat(thrift.chunk(0, 1).getEncodings()).doesNotContain(Encoding.RLE_DICTIONARY);
        }
    }

    @Test
    void vectorsWithoutValidityBuffersHoldNoNulls(final BufferAllocator allocator) {
        final Schema required = new Schema(
                ALL.getFields().stream().filter(field -> !field.isNullable()).toList());
        final Schema nullable = new Schema(required.getFields().stream()
                .map(field -> FlatTypes.field(field.getName(), true))
                .toList());
        for (final Schema schema : List.of(required, nullable)) {
            try (VectorSchemaRoot root = Vectors.generate(allocator, schema, 100, Pattern.DISTINCT, Nulls.NONE, 6)) {
                final Table expected = ArrowRows.of(schema, List.of(root));
                root.getFieldVectors().forEach(Vectors::dropValidity);

                BothReaders.assertRead(
                        WrittenFile.write(folder, schema, WriterOptions.DEFAULT, List.of(root)), expected);
            }
        }
    }

    @Test
    void textsThatAreNotUtf8PassAsTheyAre(final BufferAllocator allocator) {
        final Schema schema = new Schema(List.of(FlatTypes.field("utf8", true)));
        try (VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator)) {
            final byte[][] texts = {
                {(byte) 0x80}, {(byte) 0xC3}, new byte[80], {'a', (byte) 0xFF}, {(byte) 0xED, (byte) 0xA0, (byte) 0x80}
            };
            Arrays.fill(texts[2], (byte) 0xBF);
            for (int row = 0; row < texts.length; row++) {
                ((VarCharVector) root.getVector(0)).setSafe(row, texts[row]);
            }
            root.setRowCount(texts.length);
            final WrittenFile file = WrittenFile.write(folder, schema, WriterOptions.DEFAULT, List.of(root));

            final Table read = ParquetJavaReader.read(file.path());
            Tables.assertEqual("parquet-java", read, ArrowRows.of(schema, List.of(root)));
            assertThat(read.column("utf8")).contains(new Bytes(texts[2]));
        }
    }

    private static WriterOptions.Builder every(final ColumnEncoding encoding) {
        return WriterOptions.builder()
                .defaults(ColumnOptions.builder()
                        .encoding(encoding)
                        .fallback(ColumnEncoding.PLAIN)
                        .build());
    }

    private static int indexOf(final String name) {
        return ALL.getFields().indexOf(ALL.findField(name));
    }
}

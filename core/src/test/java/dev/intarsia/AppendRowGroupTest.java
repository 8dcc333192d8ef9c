package dev.intarsia;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.buffer.Part;
import dev.intarsia.options.BloomFilter;
import dev.intarsia.options.ColumnOptions;
import dev.intarsia.options.Compression;
import dev.intarsia.options.DataPageVersion;
import dev.intarsia.options.SortingColumn;
import dev.intarsia.options.StatisticsDepth;
import dev.intarsia.options.WriterOptions;
import dev.intarsia.testkit.ArrowRows;
import dev.intarsia.testkit.ByteChannel;
import dev.intarsia.testkit.DuckDbReader;
import dev.intarsia.testkit.FlatTypes;
import dev.intarsia.testkit.Gathered;
import dev.intarsia.testkit.Nulls;
import dev.intarsia.testkit.ParquetJavaReader;
import dev.intarsia.testkit.Pattern;
import dev.intarsia.testkit.Table;
import dev.intarsia.testkit.Tables;
import dev.intarsia.testkit.ThriftFile;
import dev.intarsia.testkit.Vectors;
import dev.intarsia.testkit.WrittenFile;
import dev.intarsia.testkit.random.Case;
import dev.intarsia.testkit.random.Kinds;
import dev.intarsia.testkit.random.Shrinker;
import dev.intarsia.testkit.structure.Strictness;
import dev.intarsia.testkit.structure.StructureCheck;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.RowGroup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Row groups of one file in another: both readers find their rows there, and the bytes are those of the first. */
class AppendRowGroupTest {
    private static final DictionaryProvider NO_DICTIONARIES = new DictionaryProvider.MapDictionaryProvider();
    private static final Schema SCHEMA = new Schema(List.of(
            FlatTypes.field("id", FlatTypes.ALL.get("int64"), false),
            FlatTypes.field("name", FlatTypes.ALL.get("utf8"), true),
            FlatTypes.field("price", FlatTypes.ALL.get("float64"), true)));

    @TempDir
    Path folder;

    @Test
    void generatedRowGroupsReadBackBetweenOwnOnes(final BufferAllocator allocator, final WriterContext context) {
        Shrinker.check(allocator, Kinds.ALL, 41_000, 10, generated -> {
            final Table rows = new Table(generated.rows().names(), repeated(generated.rows(), 4));
            Tables.assertEqual("parquet-java", ParquetJavaReader.read(sandwich(generated, context)), rows);
        });
    }

    @Test
    void generatedRowGroupsReadBackByDuckDb(final BufferAllocator allocator, final WriterContext context) {
        final Kinds kinds = Kinds.ALL.forDuckDb();
        try (DuckDbReader duck = new DuckDbReader()) {
            Shrinker.check(allocator, kinds, 42_000, 4, generated -> {
                final Table rows = new Table(generated.rows().names(), repeated(generated.rows(), 4));
                Tables.assertEqualValues("DuckDB", duck.rows(sandwich(generated, context)), rows);
            });
        }
    }

    private static List<List<Object>> repeated(final Table table, final int times) {
        final List<List<Object>> columns = new ArrayList<>();
        for (final List<Object> column : table.columns()) {
            final List<Object> all = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                all.addAll(column);
            }
            columns.add(all);
        }
        return columns;
    }

    /** The rows of a case four times: appended, own, appended again, own again with other options. */
    private Path sandwich(final Case generated, final WriterContext context) throws IOException {
        final WrittenFile source = generated.write(folder, context);
        final long usedBefore = context.usedBytes();
        final WriterOptions options = generated.options().toBuilder()
                .compression(Compression.SNAPPY)
                .pageIndex(!generated.options().pageIndex())
                .build();
        final byte[] bytes;
        try (ParquetWriter writer = ParquetWriter.open(context, generated.schema(), generated.dictionaries(), options);
                SeekableByteChannel channel = Files.newByteChannel(source.path());
                EncodedFile encoded = EncodedFile.open(channel)) {
            for (int round = 0; round < 2; round++) {
                appendAll(writer, encoded);
                generated.inTurn().forEach(writer::write);
                writer.flushRowGroup();
            }
            final FileSummary summary = writer.finish();
            bytes = rest(writer);
            assertThat(summary.bytes()).isEqualTo(bytes.length);
            assertThat(summary.rows()).isEqualTo(4 * source.summary().rows());
        }
        assertThat(context.usedBytes()).isEqualTo(usedBefore);
        final boolean sparse = WrittenFile.strictness(generated.options()) == Strictness.SPARSE;
        StructureCheck.assertSound(bytes, sparse ? Strictness.SPARSE : Strictness.HOUSE);
        return Files.write(Files.createTempFile(folder, "appended", ".parquet"), bytes);
    }

    private static void appendAll(final ParquetWriter writer, final EncodedFile encoded) throws IOException {
        for (int i = 0; i < encoded.rowGroups(); i++) {
            final int groups = writer.rowGroups();
            final long rows = writer.rows();
            writer.appendRowGroup(encoded, i);
            assertThat(writer.rowGroups()).isEqualTo(groups + 1);
            assertThat(writer.rows()).isEqualTo(rows + encoded.rows(i));
        }
    }

    private static byte[] rest(final ParquetWriter writer) {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (writer.bufferedBytes() > 0) {
            try (Part part = writer.splitTo(Math.min(65_537, writer.bufferedBytes()))) {
                bytes.writeBytes(Gathered.bytes(part.nioBuffers()));
                writer.durable(part.endOffset());
            }
        }
        return bytes.toByteArray();
    }

    private static WriterOptions.Builder rich() {
        return WriterOptions.builder()
                .rowGroupRows(700)
                .pageRows(90)
                .dataPages(DataPageVersion.V2)
                .column(
                        "id",
                        ColumnOptions.builder().bloomFilter(BloomFilter.DEFAULT).build())
                .column(
                        "name",
                        ColumnOptions.builder().bloomFilter(BloomFilter.DEFAULT).build());
    }

    private WrittenFile source(final BufferAllocator allocator, final WriterOptions options) {
        try (VectorSchemaRoot root = Vectors.generate(allocator, SCHEMA, 2_000, Pattern.SORTED, Nulls.SOME, 5)) {
            return WrittenFile.write(folder, SCHEMA, options, List.of(root));
        }
    }

    private static byte[] append(
            final WriterContext context, final WriterOptions options, final byte[] source, final int... rowGroups)
            throws IOException {
        try (ParquetWriter writer = ParquetWriter.open(context, SCHEMA, NO_DICTIONARIES, options);
                EncodedFile encoded = EncodedFile.open(new ByteChannel(source))) {
            for (final int rowGroup : rowGroups) {
                writer.appendRowGroup(encoded, rowGroup);
            }
            writer.finish();
            return rest(writer);
        }
    }

    @Test
    void aFileOfAllRowGroupsOfAnotherHasItsSameBytes(final BufferAllocator allocator, final WriterContext context)
            throws IOException {
        final WriterOptions options = rich().build();
        final WrittenFile source = source(allocator, options);

        assertThat(append(context, options, source.bytes(), 0, 1, 2)).isEqualTo(source.bytes());
    }

    @Test
    void onlyOffsetsAndTheOrdinalChange(final BufferAllocator allocator, final WriterContext context)
            throws IOException {
        final WriterOptions options =
                rich().sortingColumns(SortingColumn.ascending("id")).build();
        final ThriftFile source = ThriftFile.of(source(allocator, options).bytes());

        final byte[] bytes = append(context, WriterOptions.DEFAULT, source.bytes(), 2, 2, 0);

        StructureCheck.assertSound(bytes, Strictness.WHOLE);
        final ThriftFile appended = ThriftFile.of(bytes);
        final int[] origins = {2, 2, 0};
        for (int i = 0; i < origins.length; i++) {
            final RowGroup before = source.footer().getRow_groups().get(origins[i]);
            final RowGroup after = appended.footer().getRow_groups().get(i);
            assertThat(after.getOrdinal()).isEqualTo((short) i);
            assertThat(after.getSorting_columns())
                    .isEqualTo(before.getSorting_columns())
                    .hasSize(1);
            for (int column = 0; column < SCHEMA.getFields().size(); column++) {
                assertThat(withoutOffsets(appended.chunk(i, column)))
                        .isEqualTo(withoutOffsets(source.chunk(origins[i], column)));
                assertThat(bytesOf(appended, i, column)).isEqualTo(bytesOf(source, origins[i], column));
            }
        }
    }

    private static ColumnMetaData withoutOffsets(final ColumnMetaData chunk) {
        final ColumnMetaData copy = new ColumnMetaData(chunk);
        copy.setData_page_offset(0);
        copy.setDictionary_page_offsetIsSet(chunk.isSetDictionary_page_offset());
        copy.setDictionary_page_offset(0);
        copy.setBloom_filter_offset(0);
        return copy;
    }

    /** Pages and, where there is one, the Bloom filter. */
    private static byte[] bytesOf(final ThriftFile file, final int group, final int column) {
        final ColumnMetaData chunk = file.chunk(group, column);
        final long from =
                chunk.isSetDictionary_page_offset() ? chunk.getDictionary_page_offset() : chunk.getData_page_offset();
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(Arrays.copyOfRange(file.bytes(), (int) from, (int) (from + chunk.getTotal_compressed_size())));
        if (chunk.isSetBloom_filter_offset()) {
            final int bloom = (int) chunk.getBloom_filter_offset();
            out.writeBytes(Arrays.copyOfRange(file.bytes(), bloom, bloom + chunk.getBloom_filter_length()));
        }
        return out.toByteArray();
    }

    @Test
    void theSummaryCountsWhatWasAppended(final BufferAllocator allocator, final WriterContext context)
            throws IOException {
        final WrittenFile source = source(allocator, rich().build());

        try (ParquetWriter writer = ParquetWriter.open(context, SCHEMA);
                EncodedFile encoded = EncodedFile.open(new ByteChannel(source.bytes()))) {
            assertThat(encoded.rowGroups()).isEqualTo(3);
            assertThat(encoded.rows(1)).isEqualTo(700);
            assertThat(encoded.bytes(1))
                    .isEqualTo(source.summary().rowGroups().get(1).bytes());
            appendAll(writer, encoded);
            final FileSummary summary = writer.finish();

            assertThat(summary.columns()).isEqualTo(source.summary().columns());
            assertThat(summary.rowGroups()).isEqualTo(source.summary().rowGroups());
        }
    }

    @Test
    void rowsThatAreSortedByThemselvesNeedNotFollowThoseAppended(
            final BufferAllocator allocator, final WriterContext context) throws IOException {
        final WriterOptions options =
                rich().sortingColumns(SortingColumn.ascending("id")).build();
        final WrittenFile source = source(allocator, options);
        try (VectorSchemaRoot root = Vectors.generate(allocator, SCHEMA, 50, Pattern.SORTED, Nulls.SOME, 5);
                ParquetWriter writer = ParquetWriter.open(context, SCHEMA, NO_DICTIONARIES, options);
                EncodedFile encoded = EncodedFile.open(new ByteChannel(source.bytes()))) {
            writer.write(root);
            writer.flushRowGroup();
            writer.appendRowGroup(encoded, 2);
            writer.write(root); // begins anew below what was appended
            writer.finish();
            final byte[] bytes = rest(writer);

            StructureCheck.assertSound(bytes, Strictness.WHOLE);
            final Path file = Files.write(folder.resolve("sorted.parquet"), bytes);
            assertThat(ParquetJavaReader.read(file).rowCount()).isEqualTo(50 + 600 + 50);
        }
    }

    @Test
    void rowGroupsWithoutIndexesComeBetweenThoseThatHaveThem(
            final BufferAllocator allocator, final WriterContext context) throws IOException {
        final WriterOptions bare = WriterOptions.builder()
                .defaults(ColumnOptions.builder()
                        .statistics(StatisticsDepth.NONE)
                        .compression(Compression.GZIP)
                        .build())
                .pageIndex(false)
                .rowGroupRows(900)
                .build();
        try (VectorSchemaRoot root = Vectors.generate(allocator, SCHEMA, 900, Pattern.SORTED, Nulls.SOME, 5);
                ParquetWriter writer = ParquetWriter.open(context, SCHEMA, NO_DICTIONARIES, rich().build());
                EncodedFile without =
                        EncodedFile.open(new ByteChannel(source(allocator, bare).bytes()));
                EncodedFile with = EncodedFile.open(
                        new ByteChannel(source(allocator, rich().build()).bytes()))) {
            writer.appendRowGroup(without, 2);
            writer.write(root);
            writer.flushRowGroup();
            writer.appendRowGroup(without, 0);
            writer.appendRowGroup(with, 0);
            writer.finish();
            final byte[] bytes = rest(writer);

            StructureCheck.assertSound(bytes, Strictness.SPARSE);
            final Path file = Files.write(folder.resolve("mixed.parquet"), bytes);
            try (VectorSchemaRoot whole = Vectors.generate(allocator, SCHEMA, 2_000, Pattern.SORTED, Nulls.SOME, 5);
                    VectorSchemaRoot last = whole.slice(1_800, 200);
                    VectorSchemaRoot first = whole.slice(0, 900);
                    VectorSchemaRoot start = whole.slice(0, 700)) {
                final Table expected = ArrowRows.of(SCHEMA, List.of(last, root, first, start));
                Tables.assertEqual("parquet-java", ParquetJavaReader.read(file), expected);
                Tables.assertEqualValues("DuckDB", DuckDbReader.read(file), expected);
            }
        }
    }
}

package dev.intarsia;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.options.ColumnEncoding;
import dev.intarsia.options.ColumnOptions;
import dev.intarsia.options.Compression;
import dev.intarsia.options.WriterOptions;
import dev.intarsia.testkit.Bytes;
import dev.intarsia.testkit.FlatTypes;
import dev.intarsia.testkit.Nulls;
import dev.intarsia.testkit.Pattern;
import dev.intarsia.testkit.ThriftFile;
import dev.intarsia.testkit.Vectors;
import dev.intarsia.testkit.WrittenFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.format.Encoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where columns cut their pages, and what one row group leaves to the next: nothing. */
class PageCutsTest {
    private static final int PAGE_ROWS = 400;

    @TempDir
    Path folder;

    @Test
    void columnsCutTheirPagesAtDifferentRows(final BufferAllocator allocator) {
        final int columns = 6;
        final List<Field> fields = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            fields.add(FlatTypes.field("c" + i, new ArrowType.Int(64, true), false));
        }
        final Schema schema = new Schema(fields);
        final WriterOptions options =
                WriterOptions.builder().pageRows(PAGE_ROWS).build();
        try (VectorSchemaRoot root = Vectors.generate(allocator, schema, 3_000, Pattern.SORTED, Nulls.NONE, 1)) {
            final ThriftFile file = ThriftFile.of(
                    WrittenFile.write(folder, schema, options, List.of(root)).bytes());

            final Set<Integer> firstCuts = new TreeSet<>();
            final Set<Integer> cuts = new TreeSet<>();
            int pages = 0;
            for (int column = 0; column < columns; column++) {
                int row = 0;
                final List<ThriftFile.Page> of = file.dataPages(0, column);
                for (final ThriftFile.Page page : of.subList(0, of.size() - 1)) {
                    assertThat(page.header().getData_page_header().getNum_values())
                            .isBetween(PAGE_ROWS / 4, PAGE_ROWS);
                    row += page.header().getData_page_header().getNum_values();
                    cuts.add(row);
                    pages++;
                }
                firstCuts.add(of.get(0).header().getData_page_header().getNum_values());
            }
            assertThat(firstCuts).as("rows of the first cut of each column").hasSize(columns);
            assertThat(cuts).as("rows at which a page is cut, of all columns").hasSize(pages);
        }
    }

    /**
     * The shape of parquet-java's issue 3637: after a fallback the next chunk began with what was left of the first.
     */
    @Test
    void aDictionaryThatGaveWayIsForgottenInTheNextRowGroup(final BufferAllocator allocator) {
        final Schema schema = new Schema(List.of(
                FlatTypes.field("text", new ArrowType.Utf8(), true),
                FlatTypes.field("number", new ArrowType.Int(64, true), true),
                FlatTypes.field("wide", new ArrowType.Decimal(38, 0, 128), false)));
        for (final ColumnEncoding encoding : List.of(ColumnEncoding.DICTIONARY, ColumnEncoding.AUTO)) {
            final WriterOptions.Builder builder = WriterOptions.builder()
                    .compression(Compression.UNCOMPRESSED)
                    .pageRows(PAGE_ROWS)
                    .rowGroupRows(2_000)
                    .dictionaryPageBytes(12_000);
            schema.getFields()
                    .forEach(field -> builder.column(
                            field.getName(),
                            ColumnOptions.builder()
                                    .encoding(encoding)
                                    .fallback(ColumnEncoding.PLAIN)
                                    .build()));
            final WriterOptions options = builder.build();
            try (VectorSchemaRoot few = Vectors.generate(allocator, schema, 2_000, Pattern.FEW, Nulls.SOME, 1);
                    VectorSchemaRoot many =
                            Vectors.generate(allocator, schema, 2_000, Pattern.DISTINCT, Nulls.SOME, 2)) {
                final byte[] alone =
                        WrittenFile.write(folder, schema, options, List.of(few)).bytes();
                final byte[] after = WrittenFile.write(folder, schema, options, List.of(many, few, many, few))
                        .bytes();

                final ThriftFile expected = ThriftFile.of(alone);
                final ThriftFile actual = ThriftFile.of(after);
                for (int column = 0; column < schema.getFields().size(); column++) {
                    if (encoding == ColumnEncoding.DICTIONARY) {
                        assertThat(actual.dataPages(0, column).stream().map(PageCutsTest::encoding))
                                .as("encodings of a chunk whose dictionary gives way")
                                .contains(Encoding.RLE_DICTIONARY, Encoding.PLAIN);
                    }
                    for (final int rowGroup : new int[] {1, 3}) {
                        assertThat(chunkBytes(actual, rowGroup, column)).isEqualTo(chunkBytes(expected, 0, column));
                        assertThat(actual.chunk(rowGroup, column).getStatistics())
                                .isEqualTo(expected.chunk(0, column).getStatistics());
                        assertThat(actual.chunk(rowGroup, column).getEncoding_stats())
                                .isEqualTo(expected.chunk(0, column).getEncoding_stats());
                    }
                    assertThat(chunkBytes(actual, 2, column)).isEqualTo(chunkBytes(actual, 0, column));
                }
            }
        }
    }

    private static Encoding encoding(final ThriftFile.Page page) {
        return page.header().getData_page_header().getEncoding();
    }

    private static List<Bytes> chunkBytes(final ThriftFile file, final int rowGroup, final int column) {
        return file.pages(rowGroup, column).stream()
                .map(page -> new Bytes(page.body()))
                .toList();
    }
}

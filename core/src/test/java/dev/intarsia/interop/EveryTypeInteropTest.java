package dev.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.options.ColumnEncoding;
import dev.intarsia.options.ColumnOptions;
import dev.intarsia.options.Compression;
import dev.intarsia.options.WriterOptions;
import dev.intarsia.testkit.ArrowRows;
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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Type;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every flat type, required and nullable, in every encoding and codec: one file a combination of the latter,
 * whose columns are the former and whose rows run through all patterns of values and nulls, with several
 * pages and row groups.
 */
class EveryTypeInteropTest {
    private static final int PATTERN_ROWS = 280;
    private static final int GROUP_ROWS = 650;
    private static final int PAGE_ROWS = 150;
    private static final List<Pattern> PATTERNS =
            List.of(Pattern.FEW, Pattern.DISTINCT, Pattern.EXTREMES, Pattern.CONSTANT, Pattern.SORTED, Pattern.NANS);

    private static final Schema SCHEMA = FlatTypes.schemaOfAll();

    @TempDir
    Path folder;

    private final List<VectorSchemaRoot> roots = new ArrayList<>();
    private final List<VectorSchemaRoot> batches = new ArrayList<>();

    @BeforeEach
    void generate(final BufferAllocator allocator) {
        for (int i = 0; i < PATTERNS.size(); i++) {
            final Nulls nulls = Nulls.values()[i % Nulls.values().length];
            final VectorSchemaRoot root =
                    Vectors.generate(allocator, SCHEMA, PATTERN_ROWS, PATTERNS.get(i), nulls, 31L + i);
            roots.add(root);
            batches.addAll(Vectors.cut(root, 1, 77, 0, 64, 129));
        }
    }

    @AfterEach
    void release() {
        Vectors.close(batches);
        Vectors.close(roots);
    }

    static Stream<Arguments> codecsAndEncodings() {
        return Stream.of(Compression.Codec.values())
                .flatMap(codec -> Stream.of(ColumnEncoding.values()).map(encoding -> Arguments.of(codec, encoding)));
    }

    @ParameterizedTest
    @MethodSource("codecsAndEncodings")
    void bothReadersFindWhatWasWritten(final Compression.Codec codec, final ColumnEncoding encoding) {
        final WrittenFile file = WrittenFile.write(folder, SCHEMA, options(codec.atDefaultLevel(), encoding), batches);

        BothReaders.assertRead(file, SCHEMA, batches);

        final ThriftFile thrift = ThriftFile.of(file.bytes());
        assertThat(thrift.footer().getRow_groups().stream().map(group -> group.getNum_rows()))
                .containsExactly(650L, 650L, 380L);
        for (int group = 0; group < thrift.footer().getRow_groupsSize(); group++) {
            for (int column = 0; column < SCHEMA.getFields().size(); column++) {
                assertThat(thrift.chunk(group, column).getCodec().name()).isEqualTo(codec.name());
                assertPagesAreOf(encoding, SCHEMA.getFields().get(column), thrift, group, column);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ColumnEncoding.class)
    void statisticsAreThoseOfTheValues(final ColumnEncoding encoding) {
        final WrittenFile file =
                WrittenFile.write(folder, SCHEMA, options(Compression.UNCOMPRESSED, encoding), batches);
        final Table expected = ArrowRows.of(SCHEMA, batches);
        final List<BlockMetaData> groups = ParquetJavaReader.footer(file.path()).getBlocks();
        final ThriftFile thrift = ThriftFile.of(file.bytes());
        try (DuckDbReader duck = new DuckDbReader()) {
            final List<List<DuckDbReader.ColumnStatistics>> duckStatistics = duck.statistics(file.path());
            for (int column = 0; column < expected.columns().size(); column++) {
                int row = 0;
                for (int group = 0; group < groups.size(); group++) {
                    final int end = row + Math.toIntExact(groups.get(group).getRowCount());
                    final BruteForce truth = BruteForce.of(
                            expected.columns().get(column).subList(row, end),
                            boundBytes(SCHEMA.getFields().get(column)));
                    final String place = "column '" + expected.names().get(column) + "', row group " + group;
                    final Statistics stated = thrift.chunk(group, column).getStatistics();
                    assertStated(place, SCHEMA.getFields().get(column), stated, truth);
                    assertSeenByParquetJava(
                            place,
                            stated,
                            ParquetJavaReader.statistics(
                                    groups.get(group).getColumns().get(column)),
                            truth);
                    assertSeenByDuckDb(place, duckStatistics.get(column).get(group), truth);
                    row = end;
                }
            }
        }
    }

    @Test
    void theWholeRangeOfEveryTypeReadsBackByParquetJava(final BufferAllocator allocator) {
        try (VectorSchemaRoot root = Vectors.generate(allocator, SCHEMA, 200, Pattern.LIMITS, Nulls.SOME, 5)) {
            final WrittenFile file =
                    WrittenFile.write(folder, SCHEMA, options(Compression.ZSTD, ColumnEncoding.AUTO), List.of(root));

            Tables.assertEqual(
                    "parquet-java", ParquetJavaReader.read(file.path()), ArrowRows.of(SCHEMA, List.of(root)));
        }
    }

    private static WriterOptions options(final Compression compression, final ColumnEncoding encoding) {
        final WriterOptions.Builder options = WriterOptions.builder()
                .compression(compression)
                .rowGroupRows(GROUP_ROWS)
                .pageRows(PAGE_ROWS)
                .pageBytes(2_000);
        // An encoding that a type does not have counts as AUTO in the defaults.
        return options.defaults(ColumnOptions.of(encoding)).build();
    }

    private static void assertPagesAreOf(
            final ColumnEncoding encoding,
            final Field field,
            final ThriftFile thrift,
            final int group,
            final int column) {
        final List<ThriftFile.Page> pages = thrift.dataPages(group, column);
        final ColumnMetaData chunk = thrift.chunk(group, column);
        assertThat(pages).as("pages of " + field.getName()).hasSizeGreaterThan(1);
        assertThat(pages)
                .as("rows in the pages of " + field.getName())
                .allMatch(page -> page.header().getData_page_header().getNum_values() <= PAGE_ROWS);
        final boolean isBool = field.getName().startsWith("bool");
        final boolean isAllNull = chunk.getStatistics().getNull_count() == chunk.getNum_values();
        if (encoding == ColumnEncoding.PLAIN || isAllNull) {
            assertThat(chunk.getEncoding_stats())
                    .as("pages of " + field.getName())
                    .allMatch(stats -> stats.getPage_type() == PageType.DATA_PAGE
                            && (isAllNull || stats.getEncoding() == Encoding.PLAIN));
        } else if (encoding == ColumnEncoding.DICTIONARY && !isBool) {
            assertThat(pages)
                    .as("pages of " + field.getName())
                    .allMatch(page -> page.header().getData_page_header().getEncoding() == Encoding.RLE_DICTIONARY);
        } else if (encoding != ColumnEncoding.AUTO && suits(encoding, chunk.getType())) {
            assertThat(pages)
                    .as("pages of " + field.getName())
                    .filteredOn(page -> page.header().getUncompressed_page_size() > 200)
                    .allMatch(page ->
                            page.header().getData_page_header().getEncoding() == Encoding.valueOf(encoding.name()));
        }
        if (field.isNullable()) {
            assertThat(chunk.getEncodings())
                    .as("encodings of " + field.getName())
                    .contains(Encoding.RLE);
        }
    }

    private static boolean suits(final ColumnEncoding encoding, final Type type) {
        return switch (encoding) {
            case DELTA_BINARY_PACKED -> type == Type.INT32 || type == Type.INT64;
            case DELTA_LENGTH_BYTE_ARRAY -> type == Type.BYTE_ARRAY;
            case DELTA_BYTE_ARRAY -> type == Type.BYTE_ARRAY || type == Type.FIXED_LEN_BYTE_ARRAY;
            case BYTE_STREAM_SPLIT -> type != Type.BYTE_ARRAY && type != Type.BOOLEAN;
            case RLE -> type == Type.BOOLEAN;
            case AUTO, PLAIN, DICTIONARY -> true;
        };
    }

    /** Values of a fixed length are never cut: a bound of another length is no value of the column. */
    private static int boundBytes(final Field field) {
        return field.getType() instanceof ArrowType.FixedSizeBinary
                ? Integer.MAX_VALUE
                : WriterOptions.DEFAULT.boundBytes();
    }

    private static void assertStated(
            final String place, final Field field, final Statistics stated, final BruteForce truth) {
        assertThat(stated.isSetNull_count()).as("null count of " + place).isTrue();
        assertThat(stated.getNull_count()).as("null count of " + place).isEqualTo(truth.nulls());
        final boolean isFloating = field.getName().startsWith("float");
        assertThat(stated.isSetNan_count())
                .as("whether there is a NaN count of " + place)
                .isEqualTo(isFloating);
        if (isFloating) {
            assertThat(stated.getNan_count()).as("NaN count of " + place).isEqualTo(truth.nans());
        }
        assertThat(stated.isSetMin_value()).as("minimum of " + place).isEqualTo(truth.min() != null);
        final boolean hasMax = truth.max() != null && !truth.hasNoShorterMax();
        assertThat(stated.isSetMax_value()).as("maximum of " + place).isEqualTo(hasMax);
        assertThat(stated.isSetIs_min_value_exact())
                .as("exact flag of " + place)
                .isEqualTo(truth.min() != null);
        assertThat(stated.isSetIs_max_value_exact())
                .as("exact flag of " + place)
                .isEqualTo(hasMax);
    }

    /** parquet-java does not show whether a bound is exact, so that comes from the struct. */
    private static void assertSeenByParquetJava(
            final String place,
            final Statistics stated,
            final ParquetJavaReader.ChunkStatistics seen,
            final BruteForce truth) {
        assertThat(seen.nullCount()).as("nulls of " + place).isEqualTo(truth.nulls());
        if (truth.hasNoShorterMax()) {
            assertThat(seen.min())
                    .as("minimum in parquet-java, which takes both bounds or none")
                    .isNull();
            return;
        }
        truth.assertBoundedBy(
                place + " in parquet-java",
                seen.min(),
                stated.isIs_min_value_exact(),
                seen.max(),
                stated.isIs_max_value_exact());
    }

    private static void assertSeenByDuckDb(
            final String place, final DuckDbReader.ColumnStatistics seen, final BruteForce truth) {
        assertThat(seen.nullCount()).as("nulls of " + place).isEqualTo(truth.nulls());
        if (truth.isInfinite()) {
            return; // DuckDB does not show the bounds of a chunk one of which is infinite
        }
        truth.assertBoundedBy(
                place + " in DuckDB",
                seen.min(),
                Boolean.TRUE.equals(seen.minIsExact()),
                seen.max(),
                Boolean.TRUE.equals(seen.maxIsExact()));
    }
}

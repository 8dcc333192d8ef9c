package dev.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.options.ColumnEncoding;
import dev.intarsia.options.ColumnOptions;
import dev.intarsia.options.Compression;
import dev.intarsia.options.DataPageVersion;
import dev.intarsia.options.WriterOptions;
import dev.intarsia.testkit.ArrowRows;
import dev.intarsia.testkit.DuckDbReader;
import dev.intarsia.testkit.FlatTypes;
import dev.intarsia.testkit.Nesting;
import dev.intarsia.testkit.Nulls;
import dev.intarsia.testkit.Pattern;
import dev.intarsia.testkit.ThriftFile;
import dev.intarsia.testkit.Vectors;
import dev.intarsia.testkit.WrittenFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.Type;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every encoding of every type that has it, in pages of both versions, in flat columns and below lists of structs; what
 * follows a dictionary that is full; and what single columns ask for.
 */
class EncodingsInteropTest {
    private static final Schema FLAT = FlatTypes.schemaOfAll();
    private static final List<Pattern> PATTERNS = List.of(Pattern.FEW, Pattern.EXTREMES, Pattern.DISTINCT);
    private static final int ROWS = 90;
    private static final int PAGE_ROWS = 60;

    private static DuckDbReader duck;

    @TempDir
    Path folder;

    @BeforeAll
    static void startDuckDb() {
        duck = new DuckDbReader();
    }

    @AfterAll
    static void stopDuckDb() {
        duck.close();
    }

    /**
     * Codecs take turns, so that each meets every encoding and both versions, and every pair of
     * those at least one codec.
     */
    static Stream<Arguments> combinations() {
        final List<Arguments> all = new ArrayList<>();
        final Compression.Codec[] codecs = Compression.Codec.values();
        for (final ColumnEncoding encoding : ColumnEncoding.values()) {
            for (final DataPageVersion version : DataPageVersion.values()) {
                for (final boolean nested : new boolean[] {false, true}) {
                    all.add(Arguments.of(encoding, version, nested, codecs[all.size() % codecs.length]));
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest(name = "{0}, {1}, nested {2}, {3}")
    @MethodSource("combinations")
    void bothReadersFindEveryTypeInEveryEncoding(
            final ColumnEncoding encoding,
            final DataPageVersion version,
            final boolean nested,
            final Compression.Codec codec,
            final BufferAllocator allocator) {
        final WriterOptions options = WriterOptions.builder()
                .compression(codec.atDefaultLevel())
                .dataPages(version)
                .pageRows(PAGE_ROWS)
                .defaults(ColumnOptions.of(encoding))
                .build();
        final List<VectorSchemaRoot> batches = new ArrayList<>();
        for (int i = 0; i < PATTERNS.size(); i++) {
            final VectorSchemaRoot flat =
                    Vectors.generate(allocator, FLAT, ROWS * (nested ? 2 : 1), PATTERNS.get(i), Nulls.SOME, 7L + i);
            if (nested) {
                batches.add(Nesting.inListsOfStructs("lists", flat, i));
                flat.close();
            } else {
                batches.add(flat);
            }
        }
        final Schema schema = batches.get(0).getSchema();
        final WrittenFile file = WrittenFile.write(folder, schema, options, batches);

        BothReaders.assertRead(file, ArrowRows.of(schema, batches), duck);
        Vectors.close(batches);
        final ThriftFile thrift = ThriftFile.of(file.bytes());
        for (int column = 0; column < FLAT.getFields().size(); column++) {
            final ColumnMetaData chunk = thrift.chunk(0, column);
            assertThat(chunk.getCodec().name()).isEqualTo(codec.name());
            assertThat(thrift.dataPages(0, column)).hasSizeGreaterThan(2);
            if (has(chunk.getType(), encoding)) {
                assertThat(encodingsOf(thrift, column))
                        .as("encodings of %s, %s", chunk.getPath_in_schema(), chunk.getType())
                        .containsExactly(named(encoding));
            }
        }
    }

    /** Encodings of the data pages in the order of their appearance. */
    private static Set<Encoding> encodingsOf(final ThriftFile file, final int column) {
        final Set<Encoding> encodings = new LinkedHashSet<>();
        file.dataPages(0, column)
                .forEach(page -> encodings.add(
                        page.header().isSetData_page_header()
                                ? page.header().getData_page_header().getEncoding()
                                : page.header().getData_page_header_v2().getEncoding()));
        return encodings;
    }

    private static Encoding named(final ColumnEncoding encoding) {
        return encoding == ColumnEncoding.DICTIONARY ? Encoding.RLE_DICTIONARY : Encoding.valueOf(encoding.name());
    }

    /** Whether a type has an encoding; of AUTO nothing is known beforehand. */
    private static boolean has(final Type type, final ColumnEncoding encoding) {
        return switch (encoding) {
            case AUTO -> false;
            case PLAIN -> true;
            case DICTIONARY -> type != Type.BOOLEAN;
            case DELTA_BINARY_PACKED -> type == Type.INT32 || type == Type.INT64;
            case DELTA_LENGTH_BYTE_ARRAY -> type == Type.BYTE_ARRAY;
            case DELTA_BYTE_ARRAY -> type == Type.BYTE_ARRAY || type == Type.FIXED_LEN_BYTE_ARRAY;
            case BYTE_STREAM_SPLIT -> type != Type.BYTE_ARRAY && type != Type.BOOLEAN;
            case RLE -> type == Type.BOOLEAN;
        };
    }

    @ParameterizedTest
    @EnumSource(value = ColumnEncoding.class, mode = EnumSource.Mode.EXCLUDE, names = "DICTIONARY")
    void aFullDictionaryGivesWayToItsFallback(final ColumnEncoding fallback, final BufferAllocator allocator) {
        final List<Field> fields = new ArrayList<>();
        for (final String type : new String[] {
            "int32", "uint64", "float32", "float64", "utf8", "large_binary", "fixed16", "decimal38", "timestamp_us"
        }) {
            fields.add(FlatTypes.field(type, fields.size() % 2 == 0));
        }
        final Schema schema = new Schema(fields);
        for (final DataPageVersion version : DataPageVersion.values()) {
            final WriterOptions options = WriterOptions.builder()
                    .dataPages(version)
                    .pageRows(100)
                    .dictionaryPageBytes(600)
                    .defaults(ColumnOptions.builder()
                            .encoding(ColumnEncoding.DICTIONARY)
                            .fallback(fallback)
                            .build())
                    .build();
            try (VectorSchemaRoot few = Vectors.generate(allocator, schema, 250, Pattern.FEW, Nulls.SOME, 1);
                    VectorSchemaRoot distinct =
                            Vectors.generate(allocator, schema, 700, Pattern.DISTINCT, Nulls.SOME, 2)) {
                final WrittenFile file = WrittenFile.write(folder, schema, options, List.of(few, distinct));
                BothReaders.assertRead(file, ArrowRows.of(schema, List.of(few, distinct)), duck);
                final ThriftFile thrift = ThriftFile.of(file.bytes());
                for (int column = 0; column < fields.size(); column++) {
                    final Type type = thrift.chunk(0, column).getType();
                    assertThat(encodingsOf(thrift, column))
                            .as("encodings of %s", fields.get(column))
                            .hasSize(2)
                            .startsWith(Encoding.RLE_DICTIONARY);
                    if (has(type, fallback)) {
                        assertThat(encodingsOf(thrift, column))
                                .as("encodings of %s", fields.get(column))
                                .endsWith(named(fallback));
                    }
                }
            }
        }
    }

    @Test
    void aPageOfVersionTwoThatDoesNotCompressIsStoredAsItIs(final BufferAllocator allocator) {
        final Schema schema =
                new Schema(List.of(FlatTypes.field("fixed71", true), FlatTypes.field("large_utf8", false)));
        final WriterOptions options = WriterOptions.builder()
                .dataPages(DataPageVersion.V2)
                .defaults(ColumnOptions.of(ColumnEncoding.PLAIN))
                .pageRows(100)
                .build();
        try (VectorSchemaRoot noise = Vectors.generate(allocator, schema, 300, Pattern.DISTINCT, Nulls.SOME, 3);
                VectorSchemaRoot same = Vectors.generate(allocator, schema, 300, Pattern.CONSTANT, Nulls.SOME, 4)) {
            for (final Compression.Codec codec : EnumSet.complementOf(EnumSet.of(Compression.Codec.UNCOMPRESSED))) {
                final Compression compression = codec.atDefaultLevel();
                final WriterOptions own =
                        options.toBuilder().compression(compression).build();
                assertThat(compressedPages(noise, own, 0)).as(codec.name()).containsOnly(false);
                assertThat(compressedPages(same, own, 0)).as(codec.name()).containsOnly(true);
                final WriterOptions choosy =
                        own.toBuilder().minCompressionRatio(1000).build();
                assertThat(compressedPages(same, choosy, 0)).as(codec.name()).containsOnly(false);
            }
        }
    }

    private List<Boolean> compressedPages(final VectorSchemaRoot root, final WriterOptions options, final int column) {
        final WrittenFile file = WrittenFile.write(folder, root.getSchema(), options, List.of(root));
        BothReaders.assertRead(file, ArrowRows.of(root.getSchema(), List.of(root)), duck);
        return ThriftFile.of(file.bytes()).dataPages(0, column).stream()
                .map(page -> page.header().getData_page_header_v2().isIs_compressed())
                .toList();
    }

    @Test
    void columnsHaveCodecsAndDictionariesOfTheirOwn(final BufferAllocator allocator) {
        final Schema schema = new Schema(List.of(
                FlatTypes.field("int64", true), FlatTypes.field("utf8", false), FlatTypes.field("float64", true)));
        final WriterOptions options = WriterOptions.builder()
                .compression(Compression.SNAPPY)
                .pageRows(50)
                .defaults(ColumnOptions.of(ColumnEncoding.DICTIONARY))
                .column(
                        "utf8",
                        ColumnOptions.of(ColumnEncoding.DICTIONARY).toBuilder()
                                .compression(Compression.GZIP)
                                .dictionaryPageBytes(1)
                                .fallback(ColumnEncoding.PLAIN)
                                .build())
                .column("float64", ColumnOptions.of(ColumnEncoding.BYTE_STREAM_SPLIT))
                .build();
        try (VectorSchemaRoot root = Vectors.generate(allocator, schema, 200, Pattern.FEW, Nulls.SOME, 5)) {
            final WrittenFile file = WrittenFile.write(folder, schema, options, List.of(root));
            BothReaders.assertRead(file, ArrowRows.of(schema, List.of(root)), duck);
            final ThriftFile thrift = ThriftFile.of(file.bytes());
            assertThat(thrift.chunk(0, 0).getCodec()).isEqualTo(CompressionCodec.SNAPPY);
            assertThat(thrift.chunk(0, 1).getCodec()).isEqualTo(CompressionCodec.GZIP);
            assertThat(encodingsOf(thrift, 0)).containsExactly(Encoding.RLE_DICTIONARY);
            assertThat(encodingsOf(thrift, 1)).containsExactly(Encoding.PLAIN);
            assertThat(encodingsOf(thrift, 2)).containsExactly(Encoding.BYTE_STREAM_SPLIT);
        }
    }
}

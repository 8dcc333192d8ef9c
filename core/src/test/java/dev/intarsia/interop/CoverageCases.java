package dev.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intarsia.WriterContext;
import dev.intarsia.options.BloomFilter;
import dev.intarsia.options.ColumnEncoding;
import dev.intarsia.options.ColumnOptions;
import dev.intarsia.options.Compression;
import dev.intarsia.options.DataPageVersion;
import dev.intarsia.options.FloatOrder;
import dev.intarsia.options.SortingColumn;
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
import dev.intarsia.testkit.random.BatchPlan;
import dev.intarsia.testkit.random.Case;
import dev.intarsia.testkit.random.CasePlan;
import dev.intarsia.testkit.random.FieldPlan;
import dev.intarsia.testkit.random.Form;
import dev.intarsia.testkit.random.LeafType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Small files that have everything of the format that the writer writes, each read back by parquet-java and, where it
 * can, by DuckDB. What they have is not taken from here but from their bytes. Confined.
 */
final class CoverageCases implements AutoCloseable {
    private static final int ROWS = 70;

    private final Path folder;
    private final WriterContext context;
    private final BufferAllocator allocator;
    private final DuckDbReader duck = new DuckDbReader();

    /** What files have that both readers read. */
    final FormatFacts both = new FormatFacts();

    /** What files have that parquet-java reads, with those of both readers. */
    final FormatFacts all = new FormatFacts();

    CoverageCases(final Path folder, final WriterContext context, final BufferAllocator allocator) {
        this.folder = folder;
        this.context = context;
        this.allocator = allocator;
    }

    void writeAll() {
        everyTypeAndShape();
        everyEncoding();
        everyCodec();
        everyLogicalTypeThatIsAskedFor();
        everyOption();
    }

    private void everyTypeAndShape() {
        final List<FieldPlan> columns = new ArrayList<>();
        LeafType.ALL.keySet().forEach(leaf -> columns.add(leaf("c" + columns.size(), leaf)));
        for (final Form form : Form.values()) {
            columns.addAll(
                    switch (form) {
                        case LEAF -> List.of();
                        case STRUCT -> List.of(nested("struct", form, ArrowType.Struct.INSTANCE, "int32", "utf8"));
                        case VARIANT ->
                            List.of(new FieldPlan(
                                    "variant",
                                    1,
                                    true,
                                    form,
                                    ArrowType.Struct.INSTANCE,
                                    "",
                                    Pattern.FEW,
                                    false,
                                    0,
                                    List.of(required("metadata", "binary"), required("value", "binary"))));
                        case LIST -> List.of(nested("list", form, ArrowType.List.INSTANCE, "int64"));
                        case LARGE_LIST -> List.of(nested("large_list", form, ArrowType.LargeList.INSTANCE, "utf8"));
                        case FIXED_SIZE_LIST ->
                            List.of(nested("fixed_list", form, new ArrowType.FixedSizeList(2), "float64"));
                        case LIST_VIEW -> List.of(nested("list_view", form, ArrowType.ListView.INSTANCE, "int32"));
                        case LARGE_LIST_VIEW ->
                            List.of(nested("large_list_view", form, ArrowType.LargeListView.INSTANCE, "utf8"));
                        case MAP ->
                            List.of(new FieldPlan(
                                    "map",
                                    1,
                                    true,
                                    form,
                                    new ArrowType.Map(false),
                                    "",
                                    Pattern.FEW,
                                    false,
                                    0,
                                    List.of(required("key", "utf8"), leaf("value", "int64"))));
                        case DICTIONARY -> dictionaries();
                        case RUN_ENDS ->
                            Stream.of(16, 32, 64)
                                    .map(bits -> nested("runs" + bits, form, new ArrowType.Int(bits, true), "utf8"))
                                    .toList();
                    });
        }
        generated(columns);
    }

    private static List<FieldPlan> dictionaries() {
        final List<FieldPlan> plans = new ArrayList<>();
        for (int bits = 8; bits <= 64; bits *= 2) {
            for (final boolean signed : new boolean[] {true, false}) {
                plans.add(new FieldPlan(
                        "dictionary" + plans.size(),
                        plans.size(),
                        true,
                        Form.DICTIONARY,
                        new ArrowType.Int(bits, signed),
                        "",
                        Pattern.FEW,
                        false,
                        1 + plans.size(),
                        List.of(leaf("values", "utf8"))));
            }
        }
        return plans;
    }

    private static FieldPlan leaf(final String name, final String leaf) {
        final ArrowType type = LeafType.ALL.get(leaf).type();
        return new FieldPlan(name, name.hashCode(), true, Form.LEAF, type, leaf, Pattern.FEW, false, 0, List.of());
    }

    private static FieldPlan required(final String name, final String leaf) {
        final ArrowType type = LeafType.ALL.get(leaf).type();
        return new FieldPlan(name, 1, false, Form.LEAF, type, leaf, Pattern.FEW, false, 0, List.of());
    }

    private static FieldPlan nested(
            final String name, final Form form, final ArrowType type, final String... children) {
        return new FieldPlan(
                name,
                name.hashCode(),
                true,
                form,
                type,
                "",
                Pattern.FEW,
                false,
                0,
                Stream.of(children).map(leaf -> leaf(leaf, leaf)).toList());
    }

    private void generated(final List<FieldPlan> columns) {
        final List<BatchPlan> batches =
                List.of(new BatchPlan(1, 1, ROWS, 0, ROWS), new BatchPlan(2, 2, ROWS + 3, 3, ROWS - 3));
        try (Case generated = new CasePlan(1, columns, batches, WriterOptions.DEFAULT).open(allocator)) {
            read(generated.write(folder, context), generated.rows(), true);
        }
    }

    private void everyEncoding() {
        final Schema fixed = flatSchema("fixed16");
        final Schema numbers = flatSchema("bool", "int32", "int64", "float32", "float64", "utf8");
        final Schema all = flatSchema("bool", "int32", "int64", "float32", "float64", "utf8", "fixed16");
        for (final ColumnEncoding encoding : ColumnEncoding.values()) {
            for (final DataPageVersion version : DataPageVersion.values()) {
                final WriterOptions options = WriterOptions.builder()
                        .compression(Compression.UNCOMPRESSED)
                        .dataPages(version)
                        .defaults(ColumnOptions.of(encoding))
                        .build();
                // DuckDB has no BYTE_STREAM_SPLIT of fixed-length values.
                final boolean split = encoding == ColumnEncoding.BYTE_STREAM_SPLIT;
                flat(split ? numbers : all, options, Pattern.DISTINCT, true);
                if (split) {
                    flat(fixed, options, Pattern.DISTINCT, false);
                }
            }
        }
    }

    private static Schema flatSchema(final String... types) {
        return new Schema(
                Stream.of(types).map(name -> FlatTypes.field(name, true)).toList());
    }

    private void everyCodec() {
        final Schema schema = flatSchema("utf8");
        for (final Compression.Codec codec : Compression.Codec.values()) {
            final WriterOptions options =
                    WriterOptions.builder().compression(codec.atDefaultLevel()).build();
            flat(schema, options, Pattern.FEW, true);
        }
    }

    private void everyLogicalTypeThatIsAskedFor() {
        final WriterOptions options = WriterOptions.DEFAULT;
        flat(new Schema(List.of(said("enum", new ArrowType.Utf8(), "ENUM"))), options, Pattern.FEW, true);
        // Texts that are no JSON, that is.
        flat(new Schema(List.of(said("json", new ArrowType.Utf8(), "JSON"))), options, Pattern.FEW, false);
        flat(new Schema(List.of(said("bson", new ArrowType.Binary(), "BSON"))), options, Pattern.FEW, false);
        geographies();
    }

    private static Field said(final String name, final ArrowType type, final String logicalType) {
        return new Field(name, new FieldType(true, type, null, Map.of("PARQUET:logical_type", logicalType)), null);
    }

    private void geographies() {
        final Map<String, String> metadata = Map.of(
                ArrowType.ExtensionType.EXTENSION_METADATA_KEY_NAME,
                "geoarrow.wkb",
                ArrowType.ExtensionType.EXTENSION_METADATA_KEY_METADATA,
                "{\"edges\": \"spherical\"}");
        final Field plane = new Field(
                "p",
                new FieldType(
                        true,
                        new ArrowType.Binary(),
                        null,
                        Map.of(ArrowType.ExtensionType.EXTENSION_METADATA_KEY_NAME, "geoarrow.wkb")),
                null);
        final Field sphere = new Field("s", new FieldType(true, new ArrowType.Binary(), null, metadata), null);
        final Schema schema = new Schema(List.of(plane, sphere));
        try (VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator)) {
            for (int i = 0; i < ROWS; i++) {
                ((VarBinaryVector) root.getVector(0)).setSafe(i, point(i, -i));
                ((VarBinaryVector) root.getVector(1)).setSafe(i, point(i, i));
            }
            root.setRowCount(ROWS);
            read(schema, WriterOptions.DEFAULT, root, true);
        }
    }

    /** A point of four coordinates, as the standard of well-known binary has it. */
    private static byte[] point(final double x, final double y) {
        return ByteBuffer.allocate(37)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 1)
                .putInt(3001)
                .putDouble(x)
                .putDouble(y)
                .putDouble(1)
                .putDouble(2)
                .array();
    }

    private void everyOption() {
        final FieldType identified = new FieldType(true, new ArrowType.Utf8(), null, Map.of("PARQUET:field_id", "7"));
        final Schema schema = new Schema(List.of(
                FlatTypes.field("int64", false),
                new Field("text", identified, null),
                FlatTypes.field("float64", true)));
        final WriterOptions many = WriterOptions.builder()
                .pageRows(10)
                .rowGroupRows(40)
                .pageHeaderStatistics(true)
                .floatOrder(FloatOrder.IEEE_754_TOTAL_ORDER)
                .sortingColumns(SortingColumn.ascending("int64"))
                .metadata("from", "a test")
                .defaults(
                        ColumnOptions.builder().bloomFilter(BloomFilter.DEFAULT).build())
                .build();
        flat(schema, many, Pattern.SORTED, true);
        flat(schema, many.toBuilder().dataPages(DataPageVersion.V2).build(), Pattern.SORTED, true);
        flat(schema, WriterOptions.DEFAULT, Pattern.NANS, true);
        final WriterOptions nothingPays = WriterOptions.builder()
                .compression(Compression.SNAPPY)
                .dataPages(DataPageVersion.V2)
                .minCompressionRatio(100)
                .build();
        flat(schema, nothingPays, Pattern.DISTINCT, true);
    }

    private void flat(final Schema schema, final WriterOptions options, final Pattern pattern, final boolean byDuckDb) {
        try (VectorSchemaRoot root = Vectors.generate(allocator, schema, ROWS, pattern, Nulls.SOME, 5)) {
            read(schema, options, root, byDuckDb);
        }
    }

    private void read(
            final Schema schema, final WriterOptions options, final VectorSchemaRoot root, final boolean byDuckDb) {
        final List<VectorSchemaRoot> batches = List.of(root);
        read(WrittenFile.write(folder, context, schema, options, batches), ArrowRows.of(schema, batches), byDuckDb);
    }

    private void read(final WrittenFile file, final Table rows, final boolean byDuckDb) {
        Tables.assertEqual("parquet-java", ParquetJavaReader.read(file.path()), rows);
        final FormatFacts facts = new FormatFacts();
        facts.add(ThriftFile.of(file.bytes()));
        all.add(facts);
        if (byDuckDb) {
            Tables.assertEqualValues("DuckDB", duck.rows(file.path()), rows);
            both.add(facts);
        } else {
            assertThatThrownBy(() -> duck.rows(file.path()), "DuckDB reads this now: say so in the table")
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Override
    public void close() {
        duck.close();
    }
}

package dev.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intarsia.options.Compression;
import dev.intarsia.options.WriterOptions;
import dev.intarsia.testkit.FlatTypes;
import dev.intarsia.testkit.Nulls;
import dev.intarsia.testkit.ParquetJavaReader;
import dev.intarsia.testkit.Pattern;
import dev.intarsia.testkit.ThriftFile;
import dev.intarsia.testkit.Vectors;
import dev.intarsia.testkit.WrittenFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ReadChannel;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.CorruptStatistics;
import org.apache.parquet.VersionParser;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the footer says beside the data, as foreign code takes it. */
class MetadataInteropTest {
    private static final Schema ALL = FlatTypes.schemaOfAll();

    @TempDir
    Path folder;

    @Test
    void keyValueMetadataOfOptionsAndSchemaReachTheFooterInOrder() {
        final Schema schema = new Schema(List.of(FlatTypes.field("int8", true)), Map.of("from", "the schema"));
        final WriterOptions options = WriterOptions.builder()
                .metadata("owner", "n\u00e4chste \u540d\u524d")
                .metadata("empty", "")
                .build();

        final WrittenFile file = WrittenFile.write(folder, schema, options, List.of());

        final Map<String, String> pairs =
                ParquetJavaReader.footer(file.path()).getFileMetaData().getKeyValueMetaData();
        assertThat(pairs)
                .containsEntry("owner", "n\u00e4chste \u540d\u524d")
                .containsEntry("empty", "")
                .containsEntry("from", "the schema")
                .containsKey("ARROW:schema");
        assertThat(ThriftFile.of(file.bytes()).footer().getKey_value_metadata())
                .as("each key stands once")
                .hasSize(4);
    }

    @Test
    void theArrowSchemaIsTheOneThatWasGiven() throws IOException {
        final Map<String, String> fieldMetadata = Map.of("PARQUET:field_id", "7", "note", "kept");
        final Schema schema = new Schema(
                List.of(
                        new Field(
                                "ts",
                                new FieldType(true, FlatTypes.ALL.get("timestamp_s_tz"), null, fieldMetadata),
                                null),
                        FlatTypes.field("date64", false),
                        FlatTypes.field("large_utf8", true)),
                Map.of("from", "the schema"));

        assertThat(arrowSchemaOf(WrittenFile.write(folder, schema, WriterOptions.DEFAULT, List.of())))
                .isEqualTo(schema);
        assertThat(arrowSchemaOf(WrittenFile.write(folder, ALL, WriterOptions.DEFAULT, List.of())))
                .isEqualTo(ALL);
    }

    @Test
    void fieldIdsComeFromTheFieldsMetadata() {
        final Schema schema = new Schema(List.of(
                new Field("a", new FieldType(true, new ArrowType.Utf8(), null, Map.of("PARQUET:field_id", "41")), null),
                FlatTypes.field("int8", true),
                new Field(
                        "c",
                        new FieldType(false, new ArrowType.Bool(), null, Map.of("PARQUET:field_id", "-3")),
                        null)));

        final WrittenFile file = WrittenFile.write(folder, schema, WriterOptions.DEFAULT, List.of());

        final List<SchemaElement> elements =
                ThriftFile.of(file.bytes()).footer().getSchema();
        assertThat(elements.get(1).getField_id()).isEqualTo(41);
        assertThat(elements.get(2).isSetField_id()).isFalse();
        assertThat(elements.get(3).getField_id()).isEqualTo(-3);
        assertThat(ParquetJavaReader.footer(file.path())
                        .getFileMetaData()
                        .getSchema()
                        .getType("a")
                        .getId()
                        .intValue())
                .isEqualTo(41);
    }

    @Test
    void parquetJavaTrustsTheStatisticsOfWhoCreatedTheFile() throws VersionParser.VersionParseException {
        final WrittenFile file = WrittenFile.write(folder, ALL, WriterOptions.DEFAULT, List.of());

        final FileMetaData footer = ThriftFile.of(file.bytes()).footer();
        final VersionParser.ParsedVersion created = VersionParser.parse(footer.getCreated_by());
        assertThat(created.application).isEqualToIgnoringCase("intarsia");
        assertThat(created.hasSemanticVersion()).isTrue();
        assertThat(created.appBuildHash).isNotBlank();
        assertThat(CorruptStatistics.shouldIgnoreStatistics(footer.getCreated_by(), PrimitiveTypeName.BINARY))
                .isFalse();
        assertThat(footer.getVersion()).isEqualTo(1);
    }

    @Test
    void everyColumnHasTheOrderOfItsType() {
        final WrittenFile file = WrittenFile.write(folder, ALL, WriterOptions.DEFAULT, List.of());

        assertThat(ThriftFile.of(file.bytes()).footer().getColumn_orders())
                .hasSize(ALL.getFields().size())
                .allMatch(order -> order.isSetTYPE_ORDER());
    }

    @Test
    void everyTypeHasItsLogicalAndItsConvertedType() {
        final WrittenFile file = WrittenFile.write(folder, ALL, WriterOptions.DEFAULT, List.of());

        final List<SchemaElement> elements =
                ThriftFile.of(file.bytes()).footer().getSchema();
        assertThat(elements).hasSize(ALL.getFields().size() + 1);
        assertThat(elements.get(0).getNum_children()).isEqualTo(ALL.getFields().size());
        for (int i = 0; i < ALL.getFields().size(); i++) {
            final SchemaElement element = elements.get(i + 1);
            final Field field = ALL.getFields().get(i);
            assertThat(element.getName()).isEqualTo(field.getName());
            assertThat(element.getRepetition_type().name()).isEqualTo(field.isNullable() ? "OPTIONAL" : "REQUIRED");
            assertThat(ExpectedTypes.describe(element))
                    .as(field.toString())
                    .isEqualTo(ExpectedTypes.BY_NAME.get(field.getName().replaceFirst("_n$", "")));
        }
    }

    @Test
    void longBoundsAreCutAt64BytesAndSaySo(final BufferAllocator allocator) {
        final Map<String, String> maxima = new LinkedHashMap<>();
        maxima.put("a".repeat(64), "a".repeat(64));
        maxima.put("a".repeat(65), "a".repeat(63) + "b");
        maxima.put("b" + "\u00e9".repeat(40), "b" + "\u00e9".repeat(30) + "\u00ea");
        maxima.put("\ud7ff".repeat(30), "\ud7ff".repeat(20) + "\ue000");
        final Schema schema = new Schema(List.of(FlatTypes.field("utf8", false)));
        maxima.forEach((value, max) -> {
            try (VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator)) {
                ((VarCharVector) root.getVector(0)).setSafe(0, value.getBytes(StandardCharsets.UTF_8));
                root.setRowCount(1);
                final WrittenFile file = WrittenFile.write(folder, schema, WriterOptions.DEFAULT, List.of(root));

                final Statistics stated =
                        ThriftFile.of(file.bytes()).chunk(0, 0).getStatistics();
                final boolean isCut = value.getBytes(StandardCharsets.UTF_8).length > 64;
                assertThat(new String(stated.getMax_value(), StandardCharsets.UTF_8))
                        .isEqualTo(max);
                assertThat(value).startsWith(new String(stated.getMin_value(), StandardCharsets.UTF_8));
                assertThat(stated.isIs_max_value_exact()).isEqualTo(!isCut);
                assertThat(stated.isIs_min_value_exact()).isEqualTo(!isCut);
                assertThat(stated.isSetMax() || stated.isSetMin())
                        .as("deprecated bounds, which have no defined order")
                        .isFalse();
            }
        });
    }

    @Test
    void aBoundOfZeroHasTheSignThatLetsInBothZeros(final BufferAllocator allocator) {
        final Schema schema = new Schema(List.of(
                FlatTypes.field("float16", true), FlatTypes.field("float32", true), FlatTypes.field("float64", true)));
        for (final double zero : new double[] {0.0, -0.0}) {
            try (VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator)) {
                ((Float2Vector) root.getVector(0)).setSafe(0, (short) (1 / zero < 0 ? 0x8000 : 0));
                ((Float4Vector) root.getVector(1)).setSafe(0, (float) zero);
                ((Float8Vector) root.getVector(2)).setSafe(0, zero);
                root.setRowCount(1);
                final WrittenFile file = WrittenFile.write(folder, schema, WriterOptions.DEFAULT, List.of(root));

                final ThriftFile thrift = ThriftFile.of(file.bytes());
                for (int column = 0; column < 3; column++) {
                    final byte[] negative = new byte[2 << column];
                    negative[negative.length - 1] = (byte) 0x80;
                    final Statistics stated = thrift.chunk(0, column).getStatistics();
                    assertThat(stated.getMin_value()).isEqualTo(negative);
                    assertThat(stated.getMax_value()).isEqualTo(new byte[2 << column]);
                }
            }
        }
    }

    /** So that the silence of the strict reader in every other test means something. */
    @Test
    void aFlippedBitInAnyPageIsFoundByTheStrictReader(final BufferAllocator allocator) throws IOException {
        final Schema schema = new Schema(List.of(FlatTypes.field("utf8", true), FlatTypes.field("int64", false)));
        final WriterOptions options = WriterOptions.builder()
                .compression(Compression.UNCOMPRESSED)
                .pageRows(50)
                .build();
        final WrittenFile file;
        try (VectorSchemaRoot root = Vectors.generate(allocator, schema, 120, Pattern.FEW, Nulls.SOME, 3)) {
            file = WrittenFile.write(folder, schema, options, List.of(root));
        }
        final ThriftFile thrift = ThriftFile.of(file.bytes());
        for (int column = 0; column < 2; column++) {
            final List<ThriftFile.Page> pages = thrift.pages(0, column);
            assertThat(pages).hasSizeGreaterThan(2);
            final long end = pages.get(0).fileOffset() + thrift.chunk(0, column).getTotal_compressed_size();
            for (int page = 0; page < pages.size(); page++) {
                final long pageEnd =
                        page + 1 < pages.size() ? pages.get(page + 1).fileOffset() : end;
                final byte[] broken = file.bytes().clone();
                broken[Math.toIntExact(pageEnd) - 1] ^= 0x01;
                final Path path = Files.write(folder.resolve("broken.parquet"), broken);

                assertThatThrownBy(() -> ParquetJavaReader.read(path)).hasMessageContaining("could not verify");
            }
        }
    }

    private static Schema arrowSchemaOf(final WrittenFile file) throws IOException {
        final String base64 = ParquetJavaReader.footer(file.path())
                .getFileMetaData()
                .getKeyValueMetaData()
                .get("ARROW:schema");
        final byte[] message = Base64.getDecoder().decode(base64);
        return MessageSerializer.deserializeSchema(
                new ReadChannel(Channels.newChannel(new ByteArrayInputStream(message))));
    }
}

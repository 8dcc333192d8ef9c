package dev.intarsia.testkit.structure;

import dev.intarsia.options.ColumnEncoding;
import dev.intarsia.options.ColumnOptions;
import dev.intarsia.options.Compression;
import dev.intarsia.options.WriterOptions;
import dev.intarsia.testkit.FlatTypes;
import dev.intarsia.testkit.Nulls;
import dev.intarsia.testkit.Pattern;
import dev.intarsia.testkit.Vectors;
import dev.intarsia.testkit.WrittenFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Files that are sound by construction of their writers: parquet-java's and ours. */
final class SoundFiles {
    static final int ROWS = 200;
    static final int PAGE_ROWS = 50;

    private static final MessageType SCHEMA = MessageTypeParser.parseMessageType("""
            message sound {
              required int64 id;
              optional binary name (STRING);
              optional double real;
              required int32 small (INTEGER(8, true));
              required boolean flag;
              optional fixed_len_byte_array(2) half (FLOAT16);
              optional fixed_len_byte_array(12) span (INTERVAL);
              optional fixed_len_byte_array(7) price (DECIMAL(15, 2));
              required binary place (GEOMETRY);
              optional int32 nothing;
              optional group tags (LIST) { repeated group list { optional binary element (STRING); } }
              optional group counts (MAP) { repeated group key_value { required int32 key; optional int64 value; } }
            }""");

    private SoundFiles() {}

    /** A nested file with page index, bloom filters, SizeStatistics and total order, uncompressed. */
    static byte[] ofParquetJava(final Path folder, final WriterVersion version, final boolean dictionaries) {
        final Path file = folder.resolve("oracle-" + version + dictionaries + ".parquet");
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new PlainParquetConfiguration())
                .withType(SCHEMA)
                .withWriterVersion(version)
                .withDictionaryEncoding(dictionaries)
                .withByteStreamSplitEncoding("real", !dictionaries)
                .withBloomFilterEnabled("id", true)
                .withBloomFilterNDV("id", ROWS)
                .withBloomFilterEnabled("name", !dictionaries)
                .withBloomFilterNDV("name", ROWS)
                .withPageRowCountLimit(PAGE_ROWS)
                .withRowGroupRowCountLimit(ROWS - 20)
                .withPageWriteChecksumEnabled(true)
                .build()) {
            for (int row = 0; row < ROWS; row++) {
                writer.write(row(row));
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            return Files.readAllBytes(file);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Group row(final int row) {
        final Group group = new SimpleGroup(SCHEMA);
        group.add("id", (long) row);
        if (row / PAGE_ROWS != 2) {
            group.add("name", "name " + row % 7);
        }
        if (row % 5 != 0) {
            group.add("real", row / 2.0 - 10);
        }
        group.add("small", row % 100 - 50);
        group.add("flag", row % 3 == 0);
        if (row % 4 != 0) {
            group.add("half", Binary.fromConstantByteArray(new byte[] {(byte) row, 0x3C}));
            group.add("span", Binary.fromConstantByteArray(new byte[] {(byte) row, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0}));
            group.add("price", Binary.fromConstantByteArray(new byte[] {0, 0, 0, 0, 0, (byte) row, 1}));
        }
        group.add("place", Binary.fromConstantByteArray(point(row, -row)));
        final Group tags = group.addGroup("tags");
        for (int i = 0; i < row % 4; i++) {
            final Group element = tags.addGroup("list");
            if (i != 2) {
                element.add("element", "tag " + i);
            }
        }
        final Group counts = group.addGroup("counts");
        for (int i = 0; i < row % 3; i++) {
            counts.addGroup("key_value").append("key", i).append("value", (long) row * i);
        }
        return group;
    }

    /** A point in well-known binary. */
    static byte[] point(final double x, final double y) {
        return ByteBuffer.allocate(21)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 1)
                .putInt(1)
                .putDouble(x)
                .putDouble(y)
                .array();
    }

    /** Every flat type, required and nullable, in several pages and row groups, with all patterns. */
    static byte[] ofOurs(
            final Path folder,
            final BufferAllocator allocator,
            final Compression compression,
            final ColumnEncoding encoding) {
        final Schema schema = FlatTypes.schemaOfAll();
        final WriterOptions.Builder options = WriterOptions.builder()
                .compression(compression)
                .rowGroupRows(500)
                .pageRows(90)
                .pageBytes(2_000);
        options.defaults(ColumnOptions.of(encoding));
        final List<VectorSchemaRoot> roots = new ArrayList<>();
        for (final Pattern pattern : Pattern.values()) {
            final Nulls nulls = Nulls.values()[pattern.ordinal() % Nulls.values().length];
            roots.add(Vectors.generate(allocator, schema, 120, pattern, nulls, 31L + pattern.ordinal()));
        }
        try {
            return WrittenFile.write(folder, schema, options.build(), roots).bytes();
        } finally {
            Vectors.close(roots);
        }
    }

    /** A small file of ours, uncompressed and PLAIN but for {@code text}: the columns that the mutants change. */
    static byte[] ofOurs(final Path folder) {
        final List<Field> fields = new ArrayList<>();
        fields.add(FlatTypes.field("id", FlatTypes.ALL.get("int32"), false));
        fields.add(FlatTypes.field("text", FlatTypes.ALL.get("utf8"), true));
        fields.add(FlatTypes.field("real", FlatTypes.ALL.get("float64"), true));
        fields.add(FlatTypes.field("price", FlatTypes.ALL.get("decimal19"), true));
        fields.add(FlatTypes.field("byte", FlatTypes.ALL.get("uint8"), false));
        fields.add(FlatTypes.field("flag", FlatTypes.ALL.get("bool"), true));
        final Schema schema = new Schema(fields);
        final WriterOptions.Builder options = WriterOptions.builder()
                .compression(Compression.UNCOMPRESSED)
                .boundBytes(16)
                .pageIndex(false)
                .rowGroupRows(150)
                .pageRows(PAGE_ROWS);
        schema.getFields()
                .forEach(field -> options.column(
                        field.getName(),
                        ColumnOptions.of(
                                field.getName().equals("text") ? ColumnEncoding.DICTIONARY : ColumnEncoding.PLAIN)));
        try (BufferAllocator allocator = new RootAllocator();
                VectorSchemaRoot root = Vectors.generate(allocator, schema, ROWS, Pattern.SORTED, Nulls.SOME, 3)) {
            for (int row = 0; row < ROWS; row++) {
                if (!root.getVector("text").isNull(row)) {
                    ((VarCharVector) root.getVector("text"))
                            .setSafe(
                                    row, ("a text of some length, number " + row % 9).getBytes(StandardCharsets.UTF_8));
                }
            }
            root.setRowCount(ROWS);
            return WrittenFile.write(folder, schema, options.build(), List.of(root))
                    .bytes();
        }
    }
}

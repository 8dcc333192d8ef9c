package dev.intarsia;

import dev.intarsia.buffer.Part;
import dev.intarsia.options.BloomFilter;
import dev.intarsia.options.ColumnEncoding;
import dev.intarsia.options.ColumnOptions;
import dev.intarsia.options.Compression;
import dev.intarsia.options.WriterOptions;
import dev.intarsia.testkit.ArrowRows;
import dev.intarsia.testkit.FlatTypes;
import dev.intarsia.testkit.Gathered;
import dev.intarsia.testkit.Table;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A file of three row groups, always the same, with a checkpoint in each of the first two: two increments, the second
 * since the first, and a tail where the second is.
 */
final class SmallSavedFile {
    static final DictionaryProvider NO_DICTIONARIES = new DictionaryProvider.MapDictionaryProvider();
    static final UUID FILE = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
    static final Schema SCHEMA = new Schema(List.of(
            FlatTypes.field("id", FlatTypes.ALL.get("int64"), false),
            FlatTypes.field("name", FlatTypes.ALL.get("utf8"), true),
            FlatTypes.field("price", FlatTypes.ALL.get("float64"), true),
            new Field(
                    "tags",
                    FieldType.nullable(ArrowType.List.INSTANCE),
                    List.of(Field.nullable("element", new ArrowType.Int(32, true))))));
    static final WriterOptions OPTIONS = WriterOptions.builder()
            .compression(Compression.UNCOMPRESSED)
            .rowGroupRows(10)
            .pageRows(4)
            .metadata("owner", "t")
            .column(
                    "id",
                    ColumnOptions.of(ColumnEncoding.PLAIN).toBuilder()
                            .bloomFilter(new BloomFilter(0.1, 0, 64))
                            .build())
            .column(
                    "name",
                    ColumnOptions.of(ColumnEncoding.DICTIONARY).toBuilder()
                            .bloomFilter(new BloomFilter(0.1, 0, 64))
                            .build())
            .build();
    private static final int[] BATCHES = {5, 8, 10};

    final byte[] first;
    final byte[] second;
    final byte[] tail;
    /** Bytes that were durable at the second checkpoint. */
    final byte[] durable;
    /** What the file became in the end. */
    final byte[] whole;
    /** The rows of the first two batches. */
    final Table captured;
    /** All rows. */
    final Table rows;

    SmallSavedFile(final BufferAllocator allocator, final WriterContext context) throws IOException {
        final List<VectorSchemaRoot> batches = batches(allocator);
        final ByteArrayOutputStream store = new ByteArrayOutputStream();
        try (ParquetWriter writer =
                ParquetWriter.open(WriterGroup.ofOne(context), SCHEMA, NO_DICTIONARIES, OPTIONS, FILE)) {
            writer.write(batches.get(0));
            try (Capture capture = writer.capture(CaptureMode.KEEP_OPEN);
                    Increment increment = capture.since(0)) {
                first = bytes(increment);
            }
            writer.write(batches.get(1));
            writer.putMetadata("seen", "12");
            drain(writer, 100, store);
            durable = store.toByteArray();
            try (Capture capture = writer.capture(CaptureMode.KEEP_OPEN);
                    Increment increment = capture.since(1);
                    Checkpoint checkpoint = capture.build()) {
                second = bytes(increment);
                final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                checkpoint.writeTo(Channels.newChannel(bytes));
                tail = bytes.toByteArray();
            }
            writer.write(batches.get(2));
            writer.finish();
            drain(writer, writer.bufferedBytes(), store);
        }
        whole = store.toByteArray();
        captured = ArrowRows.of(SCHEMA, batches.subList(0, 2));
        rows = ArrowRows.of(SCHEMA, batches);
        batches.forEach(VectorSchemaRoot::close);
    }

    private static byte[] bytes(final Increment increment) throws IOException {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        increment.writeTo(Channels.newChannel(bytes));
        return bytes.toByteArray();
    }

    private static void drain(final ParquetWriter writer, final long count, final ByteArrayOutputStream store) {
        try (Part part = writer.splitTo(count)) {
            store.writeBytes(Gathered.bytes(part.nioBuffers()));
            writer.durable(part.endOffset());
        }
    }

    /** Opens what was saved. */
    static SavedFile open(final byte[]... saved) throws IOException {
        final List<ByteBuffer> buffers = new ArrayList<>();
        for (final byte[] each : saved) {
            buffers.add(ByteBuffer.wrap(each));
        }
        return SavedFile.ofBytes(buffers);
    }

    /** Restores the file, writes the last batch, and finishes it. */
    static byte[] goOn(
            final BufferAllocator allocator, final WriterContext context, final SavedFile saved, final byte[] durable)
            throws IOException {
        final List<VectorSchemaRoot> batches = batches(allocator);
        final ByteArrayOutputStream store = new ByteArrayOutputStream();
        try (ParquetWriter writer = ParquetWriter.restore(context, SCHEMA, NO_DICTIONARIES, saved)) {
            store.writeBytes(durable);
            writer.write(batches.get(2));
            writer.finish();
            drain(writer, writer.bufferedBytes(), store);
        } finally {
            batches.forEach(VectorSchemaRoot::close);
        }
        return store.toByteArray();
    }

    private static List<VectorSchemaRoot> batches(final BufferAllocator allocator) {
        final List<VectorSchemaRoot> batches = new ArrayList<>();
        int row = 0;
        for (final int rows : BATCHES) {
            batches.add(batch(allocator, row, rows));
            row += rows;
        }
        return batches;
    }

    private static VectorSchemaRoot batch(final BufferAllocator allocator, final int from, final int rows) {
        final VectorSchemaRoot root = VectorSchemaRoot.create(SCHEMA, allocator);
        final BigIntVector ids = (BigIntVector) root.getVector("id");
        final VarCharVector names = (VarCharVector) root.getVector("name");
        final Float8Vector prices = (Float8Vector) root.getVector("price");
        final ListVector tags = (ListVector) root.getVector("tags");
        final IntVector elements = (IntVector) tags.getDataVector();
        int element = 0;
        for (int i = 0; i < rows; i++) {
            final int row = from + i;
            ids.setSafe(i, 1000L + row);
            if (row % 5 == 3) {
                names.setNull(i);
            } else {
                names.setSafe(i, ("name " + row % 3).getBytes(StandardCharsets.UTF_8));
            }
            if (row % 4 == 1) {
                prices.setNull(i);
            } else {
                prices.setSafe(i, row % 4 == 2 ? Double.NaN : row / 8.0);
            }
            if (row % 6 == 4) {
                tags.setNull(i);
            } else {
                tags.startNewValue(i);
                for (int tag = 0; tag < row % 3; tag++) {
                    elements.setSafe(element++, row + tag);
                }
                tags.endValue(i, row % 3);
            }
        }
        elements.setValueCount(element);
        root.setRowCount(rows);
        return root;
    }
}

package dev.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.Capture;
import dev.intarsia.CaptureMode;
import dev.intarsia.Checkpoint;
import dev.intarsia.Increment;
import dev.intarsia.ParquetWriter;
import dev.intarsia.SavedFile;
import dev.intarsia.WriterContext;
import dev.intarsia.buffer.Part;
import dev.intarsia.options.BloomFilter;
import dev.intarsia.options.ColumnEncoding;
import dev.intarsia.options.ColumnOptions;
import dev.intarsia.options.WriterOptions;
import dev.intarsia.testkit.Budget;
import dev.intarsia.testkit.DuckDbReader;
import dev.intarsia.testkit.ParquetJavaReader;
import dev.intarsia.testkit.Table;
import dev.intarsia.testkit.Tables;
import dev.intarsia.testkit.ThriftFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One file with a checkpoint every few rows: its row groups are as large as without, increments are as small as what is
 * new, and every tail and every chain of increments makes a file of the rows that were captured.
 *
 * <p>{@code -Dintarsia.checkpoints=600} takes so many, of 56 KiB each: 32 MiB, ten a second for a minute.
 */
class ManyCheckpointsInteropTest {
    private static final int CHECKPOINTS = Integer.getInteger("intarsia.checkpoints", 20);
    private static final int ROWS = 1_100;
    private static final int TEXT_BYTES = 32;
    private static final int WORDS = 3_000;
    private static final int ROW_GROUP_BYTES = CHECKPOINTS >= 200 ? 4 << 20 : 256 << 10;
    private static final double SHARE = 1.1;

    private static final Schema SCHEMA = new Schema(List.of(
            Field.notNullable("number", new ArrowType.Int(64, true)),
            Field.nullable("count", new ArrowType.Int(32, true)),
            Field.notNullable("word", new ArrowType.Utf8()),
            new Field("text", FieldType.notNullable(new ArrowType.Utf8()), null)));

    private static final WriterOptions OPTIONS = WriterOptions.builder()
            .rowGroupBytes(ROW_GROUP_BYTES)
            .pageRows(4_000)
            .column("number", ColumnOptions.of(ColumnEncoding.PLAIN))
            .column("count", ColumnOptions.of(ColumnEncoding.PLAIN))
            .column("word", ColumnOptions.of(ColumnEncoding.DICTIONARY))
            .column(
                    "text",
                    ColumnOptions.builder()
                            .encoding(ColumnEncoding.PLAIN)
                            .bloomFilter(new BloomFilter(0.01, 100_000, 1 << 20))
                            .build())
            .build();

    @TempDir
    Path folder;

    /** A checkpoint: rows of the file and bytes of its increment. */
    private record Taken(long rows, long bytes) {}

    @Test
    void everyOneIsSmallAndSound(final BufferAllocator allocator, @Budget(128L << 20) final WriterContext context)
            throws IOException {
        final byte[] without = write(context, allocator, null, new ArrayList<>());
        final List<Taken> taken = new ArrayList<>();
        final byte[] with;
        try (DuckDbReader duck = new DuckDbReader()) {
            with = write(context, allocator, duck, taken);
        }

        assertThat(Arrays.mismatch(with, without)).as("first byte that differs").isEqualTo(-1);
        assertWithinBound(ThriftFile.of(with), taken);
    }

    private byte[] write(
            final WriterContext context,
            final BufferAllocator allocator,
            final DuckDbReader duck,
            final List<Taken> taken)
            throws IOException {
        final ByteArrayOutputStream durable = new ByteArrayOutputStream();
        final Map<Long, byte[]> blobs = new HashMap<>();
        long confirmed = 0;
        try (ParquetWriter writer =
                ParquetWriter.open(context, SCHEMA, new DictionaryProvider.MapDictionaryProvider(), OPTIONS)) {
            for (int i = 0; i < CHECKPOINTS; i++) {
                try (VectorSchemaRoot batch = batch(allocator, i)) {
                    writer.write(batch);
                }
                if (i % 7 == 3) {
                    writer.putMetadata("batches", Integer.toString(i)); // stays of use when its row group is durable
                }
                if (duck != null) {
                    try (Capture capture = writer.capture(CaptureMode.KEEP_OPEN);
                            Increment increment = capture.since(confirmed);
                            Checkpoint checkpoint = capture.build()) {
                        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                        increment.writeTo(Channels.newChannel(bytes));
                        blobs.put(increment.id(), bytes.toByteArray());
                        blobs.keySet().retainAll(increment.needs());
                        taken.add(new Taken(capture.rows(), bytes.size()));
                        final byte[] tail = whole(durable, checkpoint.nioBuffers());
                        assertHolds(tail, i + 1, duck);
                        assertThat(restored(
                                        context,
                                        durable,
                                        increment.needs().stream()
                                                .map(blobs::get)
                                                .toList()))
                                .isEqualTo(tail);
                        confirmed = capture.id();
                    }
                    writer.confirm(confirmed);
                }
                store(writer, durable);
            }
            writer.finish();
            store(writer, durable);
        }
        return durable.toByteArray();
    }

    private static byte[] restored(
            final WriterContext context, final ByteArrayOutputStream durable, final List<byte[]> chain)
            throws IOException {
        final SavedFile saved =
                SavedFile.ofBytes(chain.stream().map(ByteBuffer::wrap).toList());
        try (ParquetWriter writer =
                ParquetWriter.restore(context, SCHEMA, new DictionaryProvider.MapDictionaryProvider(), saved)) {
            writer.finish();
            final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.write(durable.toByteArray(), 0, Math.toIntExact(saved.fileOffset()));
            store(writer, bytes);
            return bytes.toByteArray();
        }
    }

    private static void store(final ParquetWriter writer, final ByteArrayOutputStream durable) {
        if (writer.bufferedBytes() > 0) {
            try (Part part = writer.splitTo(writer.bufferedBytes())) {
                durable.writeBytes(bytes(part.nioBuffers()));
                writer.durable(part.endOffset());
            }
        }
    }

    private static byte[] whole(final ByteArrayOutputStream durable, final ByteBuffer[] tail) {
        final ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(durable.toByteArray());
        whole.writeBytes(bytes(tail));
        return whole.toByteArray();
    }

    private static byte[] bytes(final ByteBuffer[] buffers) {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (final ByteBuffer buffer : buffers) {
            final byte[] some = new byte[buffer.remaining()];
            buffer.get(some);
            bytes.writeBytes(some);
        }
        return bytes.toByteArray();
    }

    private void assertHolds(final byte[] bytes, final int batches, final DuckDbReader duck) throws IOException {
        final Path file = Files.write(folder.resolve("tail.parquet"), bytes);
        final List<List<Object>> columns =
                List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (long row = 0; row < (long) batches * ROWS; row++) {
            columns.get(0).add(number(row));
            columns.get(1).add(row % 9 == 0 ? null : row % 1000);
            columns.get(2).add(word(row));
            columns.get(3).add(text(row));
        }
        final Table expected = new Table(List.of("number", "count", "word", "text"), columns);
        Tables.assertEqual("parquet-java", ParquetJavaReader.read(file), expected);
        Tables.assertEqualValues("DuckDB", duck.rows(file), expected);
    }

    private static long number(final long row) {
        return row * 0x9E3779B97F4A7C15L;
    }

    private static String word(final long row) {
        return "word " + Long.remainderUnsigned(number(row) >>> 7, WORDS);
    }

    private static String text(final long row) {
        return (Long.toHexString(number(row + 1)) + Long.toHexString(number(row) ^ row << 32) + "0".repeat(TEXT_BYTES))
                .substring(0, TEXT_BYTES);
    }

    private static VectorSchemaRoot batch(final BufferAllocator allocator, final int which) {
        final VectorSchemaRoot root = VectorSchemaRoot.create(SCHEMA, allocator);
        for (int i = 0; i < ROWS; i++) {
            final long row = (long) which * ROWS + i;
            ((BigIntVector) root.getVector(0)).setSafe(i, number(row));
            if (row % 9 == 0) {
                root.getVector(1).setNull(i);
            } else {
                ((IntVector) root.getVector(1)).setSafe(i, (int) (row % 1000));
            }
            ((VarCharVector) root.getVector(2)).setSafe(i, word(row).getBytes(StandardCharsets.UTF_8));
            ((VarCharVector) root.getVector(3)).setSafe(i, text(row).getBytes(StandardCharsets.UTF_8));
        }
        root.setRowCount(ROWS);
        return root;
    }

    /** The bound of each increment, from the finished file and the rows, not from what the increment has. */
    private static void assertWithinBound(final ThriftFile file, final List<Taken> taken) {
        double worst = 0;
        for (int i = 1; i < taken.size(); i++) {
            final long bound = bound(file, taken.get(i - 1).rows, taken.get(i).rows);
            worst = Math.max(worst, (double) taken.get(i).bytes / bound);
            assertThat(taken.get(i).bytes).as("increment " + (i + 1)).isLessThanOrEqualTo(bound);
        }
        assertThat(worst).as("the bound is not far off").isGreaterThan(0.5);
    }

    private static long bound(final ThriftFile file, final long from, final long to) {
        long pages = 0;
        long metadata = 1_000;
        long groupStart = 0;
        for (int group = 0; group < file.footer().getRow_groupsSize(); group++) {
            final long groupEnd =
                    groupStart + file.footer().getRow_groups().get(group).getNum_rows();
            for (int column = 0; column < 4; column++) {
                long end = groupStart;
                for (final ThriftFile.Page page : file.dataPages(group, column)) {
                    end += page.header().getData_page_header().getNum_values();
                    if (end >= from && end <= to) {
                        pages += page.body().length + 100;
                        metadata += 200; // its record
                    }
                }
                if (groupEnd >= from && groupEnd <= to) {
                    final var chunk = file.chunk(group, column);
                    metadata += 1_000 + Math.max(0, chunk.getBloom_filter_length());
                    if (chunk.isSetDictionary_page_offset()) {
                        metadata += chunk.getData_page_offset() - chunk.getDictionary_page_offset();
                    }
                }
            }
            groupStart = groupEnd;
        }
        final long rows = to - from;
        long plain = rows * (8 + 4 + 4 + TEXT_BYTES) + rows / 8 + 64;
        final java.util.Set<String> words = new java.util.HashSet<>();
        for (long row = from; row < to; row++) {
            if (words.add(word(row))) {
                plain += 4 + word(row).length();
            }
        }
        plain += rows * 12 / 8;
        final long hashes = Math.min(8 * rows + 8 * 4_000L, 131_072);
        return (long) (pages + SHARE * plain + metadata + 4 * (64 + 2 * TEXT_BYTES) + hashes);
    }
}

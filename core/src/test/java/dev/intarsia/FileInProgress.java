package dev.intarsia;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.options.Compression;
import dev.intarsia.options.WriterOptions;
import dev.intarsia.testkit.FlatTypes;
import dev.intarsia.testkit.Gathered;
import dev.intarsia.testkit.Nulls;
import dev.intarsia.testkit.Pattern;
import dev.intarsia.testkit.Vectors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A file to capture: one batch of many columns is written, and its row group is open. When it is closed, no memory of
 * it may be left. Confined.
 */
final class FileInProgress implements AutoCloseable {
    static final int COLUMNS = 60;
    static final Schema SCHEMA = new Schema(IntStream.range(0, COLUMNS)
            .mapToObj(i -> FlatTypes.field("c" + i, new ArrowType.Int(64, true), i % 2 == 0))
            .toList());

    private static final int ROWS = 4_900;

    final WriterContext context;
    final ParquetWriter writer;
    final VectorSchemaRoot batch;
    private final long usedBefore;

    /** @param context borrowed until this is closed */
    FileInProgress(final WriterContext context, final BufferAllocator allocator) {
        this.context = context;
        usedBefore = context.usedBytes();
        final WriterOptions options =
                WriterOptions.builder().compression(Compression.SNAPPY).build();
        writer = ParquetWriter.open(context, SCHEMA, new DictionaryProvider.MapDictionaryProvider(), options);
        batch = Vectors.generate(allocator, SCHEMA, ROWS, Pattern.DISTINCT, Nulls.SOME, 1);
        writer.write(batch);
    }

    Capture capture() {
        return writer.capture(CaptureMode.KEEP_OPEN);
    }

    static byte[] built(final Capture capture) {
        try (Checkpoint checkpoint = capture.build()) {
            return Gathered.bytes(checkpoint.nioBuffers());
        }
    }

    static byte[] written(final Capture capture) throws IOException {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final FileSummary summary = capture.writeTail(Channels.newChannel(bytes));
        assertThat(summary.bytes() - capture.fileOffset()).isEqualTo(bytes.size());
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        batch.close();
        writer.close();
        assertThat(context.usedBytes()).as("bytes used in the end").isEqualTo(usedBefore);
    }
}

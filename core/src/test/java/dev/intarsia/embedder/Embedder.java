package dev.intarsia.embedder;

import dev.intarsia.FileSummary;
import dev.intarsia.ParquetWriter;
import dev.intarsia.WriterContext;
import dev.intarsia.buffer.Part;
import dev.intarsia.options.Compression;
import dev.intarsia.options.WriterOptions;
import dev.intarsia.testkit.FlatTypes;
import dev.intarsia.testkit.Nulls;
import dev.intarsia.testkit.Pattern;
import dev.intarsia.testkit.Vectors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.Schema;

/** Writes a file of every flat type with every codec, as {@code CODEC.parquet}, and prints {@code CODEC LENGTH}. */
public final class Embedder {
    private static final long BUDGET_BYTES = 32L << 20;
    private static final int ROWS = 700;
    private static final long SEED = 5;

    private Embedder() {}

    /** @param args the folder to write to */
    public static void main(final String[] args) throws IOException {
        try (BufferAllocator allocator = new RootAllocator();
                VectorSchemaRoot batch = batch(allocator);
                WriterContext context = WriterContext.create(BUDGET_BYTES)) {
            for (final Compression.Codec codec : Compression.Codec.values()) {
                final Path file = Path.of(args[0], codec + ".parquet");
                final FileSummary summary = write(file, context, codec.atDefaultLevel(), batch);
                System.out.println(codec + " " + summary.bytes());
            }
        }
    }

    /** The columns of the files. */
    public static Schema schema() {
        return FlatTypes.schemaOfAll();
    }

    /** The rows of the files; whoever asks closes them. */
    public static VectorSchemaRoot batch(final BufferAllocator allocator) {
        return Vectors.generate(allocator, schema(), ROWS, Pattern.EXTREMES, Nulls.SOME, SEED);
    }

    private static FileSummary write(
            final Path file, final WriterContext context, final Compression compression, final VectorSchemaRoot batch)
            throws IOException {
        // Small pages and row groups: what only a second one runs through must need no flag either.
        final WriterOptions options = WriterOptions.builder()
                .compression(compression)
                .pageRows(200)
                .rowGroupRows(500)
                .build();
        try (ParquetWriter writer = ParquetWriter.open(
                        context, batch.getSchema(), new DictionaryProvider.MapDictionaryProvider(), options);
                FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            writer.write(batch);
            final FileSummary summary = writer.finish();
            try (Part part = writer.splitTo(writer.bufferedBytes())) {
                final ByteBuffer[] views = part.nioBuffers();
                long missing = part.length();
                while (missing > 0) {
                    missing -= channel.write(views);
                }
                writer.durable(part.endOffset());
            }
            return summary;
        }
    }
}

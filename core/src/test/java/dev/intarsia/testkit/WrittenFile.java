package dev.intarsia.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.FileSummary;
import dev.intarsia.ParquetWriter;
import dev.intarsia.WriterContext;
import dev.intarsia.buffer.Part;
import dev.intarsia.options.StatisticsDepth;
import dev.intarsia.options.WriterOptions;
import dev.intarsia.testkit.structure.Strictness;
import dev.intarsia.testkit.structure.StructureCheck;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A file that the writer wrote, as an embedder would have driven it: batches in, parts of odd sizes out while the file
 * grows, each closed and reported durable, in both orders. The parts must join without gap or overlap, and the budget
 * must be whole again when the writer is closed.
 *
 * @param path where it stands
 * @param bytes all of it
 * @param summary what the writer said of it
 */
public record WrittenFile(Path path, byte[] bytes, FileSummary summary) {
    private static final long[] PART_BYTES = {1, 3, 4, 67, 4_093, 65_537, 1_000_003};
    private static final long BUDGET_BYTES = 128L << 20;

    /**
     * Writes the batches to a new file of a folder, with a context of its own.
     *
     * @param batches borrowed
     */
    public static WrittenFile write(
            final Path folder, final Schema schema, final WriterOptions options, final List<VectorSchemaRoot> batches) {
        try (WriterContext context = WriterContext.create(BUDGET_BYTES)) {
            return write(folder, context, schema, options, batches);
        }
    }

    /** Writes the batches to a new file of a folder; the context, borrowed, must be in the state it was in. */
    public static WrittenFile write(
            final Path folder,
            final WriterContext context,
            final Schema schema,
            final WriterOptions options,
            final List<VectorSchemaRoot> batches) {
        return write(folder, context, schema, new DictionaryProvider.MapDictionaryProvider(), options, batches);
    }

    /**
     * Writes batches with dictionaries, which may be others with every batch that the iterator gives; all is borrowed.
     * The context must be in the state it was in.
     */
    public static WrittenFile write(
            final Path folder,
            final WriterContext context,
            final Schema schema,
            final DictionaryProvider dictionaries,
            final WriterOptions options,
            final Iterable<VectorSchemaRoot> batches) {
        final long usedBefore = context.usedBytes();
        final Drain drain = new Drain();
        final FileSummary summary;
        try (ParquetWriter writer = ParquetWriter.open(context, schema, dictionaries, options)) {
            for (final VectorSchemaRoot batch : batches) {
                writer.write(batch);
                drain.some(writer);
            }
            summary = writer.finish();
            drain.all(writer);
        }
        assertThat(context.usedBytes())
                .as("bytes of the budget in use after the writer was closed")
                .isEqualTo(usedBefore);
        final byte[] bytes = drain.bytes.toByteArray();
        assertThat(summary.bytes()).as("length of the file in its summary").isEqualTo(bytes.length);
        StructureCheck.assertSound(bytes, strictness(options));
        return new WrittenFile(store(folder, bytes), bytes, summary);
    }

    /** The strictest that files written with these options must satisfy. */
    public static Strictness strictness(final WriterOptions options) {
        final boolean sparse = Stream.concat(Stream.of(options.defaults()), options.columns().values().stream())
                .anyMatch(column -> column.statistics() != StatisticsDepth.PAGE);
        if (sparse) {
            return Strictness.SPARSE;
        }
        return options.pageIndex() ? Strictness.WHOLE : Strictness.HOUSE;
    }

    private static Path store(final Path folder, final byte[] bytes) {
        try {
            return Files.write(Files.createTempFile(folder, "written", ".parquet"), bytes);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes parts and puts their bytes behind each other. */
    private static final class Drain {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private int parts;

        /** As many parts of odd sizes as are there. */
        void some(final ParquetWriter writer) {
            for (long size = nextSize(); size <= writer.bufferedBytes(); size = nextSize()) {
                take(writer, size);
            }
        }

        void all(final ParquetWriter writer) {
            some(writer);
            while (writer.bufferedBytes() > 0) {
                take(writer, Math.min(nextSize(), writer.bufferedBytes()));
            }
        }

        private long nextSize() {
            return PART_BYTES[parts % PART_BYTES.length];
        }

        private void take(final ParquetWriter writer, final long size) {
            final long fileOffset = bytes.size();
            try (Part part = writer.splitTo(size)) {
                assertThat(part.fileOffset())
                        .as("file offset of part %s", parts)
                        .isEqualTo(fileOffset);
                assertThat(part.length()).as("length of part %s", parts).isEqualTo(size);
                bytes.writeBytes(Gathered.bytes(part.nioBuffers()));
                assertThat(bytes.size() - fileOffset)
                        .as("bytes in the buffers of part %s", parts)
                        .isEqualTo(size);
                if (parts % 2 == 0) {
                    writer.durable(fileOffset + size);
                }
            }
            if (parts % 2 != 0) {
                writer.durable(fileOffset + size);
            }
            parts++;
        }
    }
}

package dev.intarsia.model;

import dev.intarsia.Capture;
import dev.intarsia.CaptureMode;
import dev.intarsia.Checkpoint;
import dev.intarsia.ParquetWriter;
import dev.intarsia.SavedFile;
import dev.intarsia.WriterContext;
import dev.intarsia.options.WriterOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.time.Duration;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;

/**
 * Does again what was done to a file, with memory in plenty and with no checkpoint but those tails that the file was
 * restored from.
 *
 * @param context gives the memory; borrowed
 * @param allocator of batches; borrowed
 */
record Replay(WriterContext context, BufferAllocator allocator) {
    /** A writer that all of it was done to, and that has handed nothing out; transferred. */
    ParquetWriter of(final History history, final WriterOptions options) {
        ParquetWriter writer =
                ParquetWriter.open(context, history.schema(), new DictionaryProvider.MapDictionaryProvider(), options);
        try {
            for (final History.Event event : history.events()) {
                if (event instanceof History.Batch batch) {
                    try (VectorSchemaRoot root = history.vectors(batch, allocator)) {
                        writer.write(root);
                    }
                } else if (event instanceof History.Metadata entry) {
                    writer.putMetadata(entry.key(), entry.value());
                } else if (event instanceof History.Restored restored) {
                    final byte[] tail = tail(writer, restored.stored());
                    writer.close();
                    writer = restored(history, tail);
                } else {
                    writer.flushRowGroup();
                }
            }
            return writer;
        } catch (final IOException e) {
            writer.close();
            throw new UncheckedIOException(e);
        } catch (final Throwable failure) {
            writer.close();
            throw failure;
        }
    }

    private static byte[] tail(final ParquetWriter writer, final boolean stored) throws IOException {
        final ByteArrayOutputStream tail = new ByteArrayOutputStream();
        try (Capture capture = writer.capture(CaptureMode.KEEP_OPEN);
                Checkpoint checkpoint = stored ? capture.build(Duration.ZERO) : capture.build()) {
            checkpoint.writeTo(Channels.newChannel(tail));
        }
        return tail.toByteArray();
    }

    private ParquetWriter restored(final History history, final byte[] tail) throws IOException {
        final SavedFile saved = SavedFile.ofBytes(List.of(ByteBuffer.wrap(tail)));
        return ParquetWriter.restore(context, history.schema(), new DictionaryProvider.MapDictionaryProvider(), saved);
    }
}

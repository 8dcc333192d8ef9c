package dev.intarsia.manywriters;

import dev.intarsia.ParquetWriter;
import dev.intarsia.WriterContext;
import dev.intarsia.buffer.Part;
import dev.intarsia.options.MemoryBudgetException;
import dev.intarsia.options.WriterOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * One open file for each writer, always. When a write does not fit, or so much of the budget is in use as the plan names,
 * the file that was written to least recently is finished, stored and replaced by an empty one. Confined to one thread.
 */
final class OpenFiles implements AutoCloseable {
    /** Bytes that are stored as soon as a file has them. */
    private static final long PART_BYTES = 1 << 20;

    private static final WriterOptions OPTIONS =
            WriterOptions.builder().rowGroupBytes(4 * PART_BYTES).build();

    private final WriterContext context;
    private final Schema schema;
    private final Path folder;
    private final OpenFile[] files;
    private final Figures figures;
    private final long relievedAbove;
    private long clock;
    private long stored;
    private long bytes;
    private long reliefs;
    private long refusedFinishes;

    private static final class OpenFile {
        ParquetWriter writer;
        FileChannel channel;
        long lastUse;
    }

    OpenFiles(final Plan plan, final WriterContext context, final Schema schema, final Figures figures) {
        this.context = context;
        this.schema = schema;
        this.folder = Path.of(plan.folder());
        this.files = new OpenFile[plan.writers()];
        this.figures = figures;
        this.relievedAbove = plan.budgetBytes() / 100 * plan.relievePercent();
        for (int i = 0; i < files.length; i++) {
            files[i] = new OpenFile();
            open(files[i]);
        }
    }

    private void open(final OpenFile file) {
        file.writer = ParquetWriter.open(context, schema, new DictionaryProvider.MapDictionaryProvider(), OPTIONS);
    }

    void write(final int index, final VectorSchemaRoot batch) throws IOException {
        final OpenFile file = files[index];
        file.lastUse = ++clock;
        while (context.usedBytes() > relievedAbove || !fits(file, batch)) {
            if (reliefs++ == 0) {
                figures.put("usedBytesAtFirstRelief", context.usedBytes());
                figures.put("batchesBeforeFirstRelief", clock - 1);
                figures.put("openAtFirstRelief", context.openWriters());
            }
            relieve();
        }
        if (file.writer.bufferedBytes() >= PART_BYTES) {
            store(file);
        }
    }

    private static boolean fits(final OpenFile file, final VectorSchemaRoot batch) {
        try {
            file.writer.write(batch);
            return true;
        } catch (final MemoryBudgetException refused) {
            return false;
        }
    }

    /** Finishes the file that was written to least recently; where its end does not fit, the next one. */
    private void relieve() throws IOException {
        MemoryBudgetException last = null;
        for (OpenFile oldest = oldest(-1); oldest != null; oldest = oldest(oldest.lastUse)) {
            try {
                finish(oldest);
                return;
            } catch (final MemoryBudgetException refused) {
                refusedFinishes++;
                last = refused;
            }
        }
        throw new IllegalStateException("no file can be finished, so that nothing can go on: " + context, last);
    }

    /** Of those that have rows, the one that was written to first after a moment. */
    private OpenFile oldest(final long after) {
        OpenFile oldest = null;
        for (final OpenFile file : files) {
            if (file.lastUse > after && file.writer.rows() > 0 && (oldest == null || file.lastUse < oldest.lastUse)) {
                oldest = file;
            }
        }
        return oldest;
    }

    private void finish(final OpenFile file) throws IOException {
        file.writer.finish();
        store(file);
        bytes += file.channel.size();
        file.channel.close();
        file.channel = null;
        file.writer.close();
        open(file);
    }

    private void store(final OpenFile file) throws IOException {
        if (file.channel == null) {
            file.channel = FileChannel.open(
                    folder.resolve(stored++ + ".parquet"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        }
        try (Part part = file.writer.splitTo(file.writer.bufferedBytes())) {
            final ByteBuffer[] views = part.nioBuffers();
            for (long left = part.length(); left > 0; ) {
                left -= file.channel.write(views);
            }
            file.writer.durable(part.endOffset());
        }
    }

    /** Finishes every file that has rows. */
    void finishAll() throws IOException {
        figures.put("heapWithOpenFilesBytes", usedHeap());
        for (final OpenFile file : files) {
            if (file.writer.rows() > 0) {
                finish(file);
            }
        }
        figures.put("files", stored);
        figures.put("fileBytes", bytes);
        figures.put("reliefs", reliefs);
        figures.put("refusedFinishes", refusedFinishes);
    }

    /** Bytes of the budget that are in use. */
    long usedBytes() {
        return context.usedBytes();
    }

    private static long usedHeap() {
        System.gc();
        final Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Override
    public void close() {
        for (final OpenFile file : files) {
            file.writer.close();
        }
    }
}

package dev.intarsia.internal.file;

import dev.intarsia.buffer.Part;
import dev.intarsia.internal.compress.CompressorPool;
import dev.intarsia.internal.memory.SlabPool;
import dev.intarsia.internal.schema.ParquetSchema;
import dev.intarsia.options.ColumnEncoding;
import dev.intarsia.options.ColumnOptions;
import dev.intarsia.options.Compression;
import dev.intarsia.options.WriterOptions;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Files of one column of numbers, whose memory may be read when it is gone without more harm than other numbers. */
final class StressNumbers {
    private static final int PAGE_ROWS = 64;
    private static final DictionaryProvider NO_DICTIONARIES = new DictionaryProvider.MapDictionaryProvider();
    private static final SlabPool MEMORY = memory();
    private static final CompressorPool COMPRESSORS = new CompressorPool();
    private static final VectorSchemaRoot CAPTURED = batch(0);
    private static final VectorSchemaRoot LATER = batch(PAGE_ROWS);
    private static final ParquetSchema SCHEMA = ParquetSchema.of(CAPTURED.getSchema(), NO_DICTIONARIES);
    private static final WriterOptions OPTIONS = WriterOptions.builder()
            .compression(Compression.UNCOMPRESSED)
            .pageRows(PAGE_ROWS)
            .defaults(ColumnOptions.of(ColumnEncoding.PLAIN))
            .build();
    private static final long EXPECTED = expected();

    private StressNumbers() {}

    private static SlabPool memory() {
        System.setProperty("intarsia.poisonFreedMemory", "true");
        return new SlabPool(256L << 20, 0);
    }

    @SuppressWarnings("resource") // as long as the JVM
    private static VectorSchemaRoot batch(final int first) {
        final VectorSchemaRoot batch = VectorSchemaRoot.create(
                new Schema(List.of(Field.notNullable("number", new ArrowType.Int(32, true)))), new RootAllocator());
        for (int row = 0; row < PAGE_ROWS / 2; row++) {
            ((IntVector) batch.getVector(0)).setSafe(row, first + row);
        }
        batch.setRowCount(PAGE_ROWS / 2);
        return batch;
    }

    private static long expected() {
        final FileWriter writer = writer();
        final FileState state = writer.capture();
        try {
            return checksumOfTail(state);
        } finally {
            state.release();
            writer.close();
        }
    }

    /** A writer that has half a page. */
    static FileWriter writer() {
        final FileWriter writer = new FileWriter(SCHEMA, NO_DICTIONARIES, OPTIONS, MEMORY, COMPRESSORS);
        write(writer, CAPTURED);
        return writer;
    }

    /** Goes on: fills the page, cuts it, and writes half of the next. */
    static void writeOn(final FileWriter writer) {
        write(writer, LATER);
        write(writer, LATER);
    }

    private static void write(final FileWriter writer, final VectorSchemaRoot batch) {
        writer.admit(batch);
        writer.write(batch.getRowCount());
    }

    /** 1 if the tail that is built from a state is what it would be had nobody gone on; 0 otherwise. */
    static int check(final FileState state) {
        return checksumOfTail(state) == EXPECTED ? 1 : 0;
    }

    private static long checksumOfTail(final FileState state) {
        final FileWriter fork = FileWriters.resumed(state, NO_DICTIONARIES, MEMORY, COMPRESSORS);
        try {
            fork.admitFinish();
            fork.finish();
            try (Part tail = fork.file().splitTo(fork.file().length() - state.tailOffset())) {
                final CRC32C checksum = new CRC32C();
                for (final ByteBuffer view : tail.nioBuffers()) {
                    checksum.update(view);
                }
                return checksum.getValue();
            }
        } finally {
            fork.close();
        }
    }
}

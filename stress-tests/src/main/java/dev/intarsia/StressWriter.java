package dev.intarsia;

import dev.intarsia.buffer.Part;
import dev.intarsia.options.Compression;
import dev.intarsia.options.WriterOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32C;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A writer with a page and a half of three columns, captured: what the race tests of whole files begin with. Every one
 * of them has written the same, so that every tail of its capture has the same bytes.
 */
final class StressWriter {
    private static final int PAGE_ROWS = 4;
    private static final WriterContext CONTEXT = context();
    private static final VectorSchemaRoot CAPTURED = batch(0);
    private static final VectorSchemaRoot LATER = batch(1);
    private static final WriterOptions OPTIONS = WriterOptions.builder()
            .compression(Compression.UNCOMPRESSED)
            .pageRows(PAGE_ROWS)
            .build();
    private static final long EXPECTED = expected();

    final ParquetWriter writer;
    final Capture capture;

    StressWriter() {
        writer = ParquetWriter.open(
                CONTEXT, CAPTURED.getSchema(), new DictionaryProvider.MapDictionaryProvider(), OPTIONS);
        writer.write(CAPTURED);
        capture = writer.capture(CaptureMode.KEEP_OPEN);
    }

    private static WriterContext context() {
        System.setProperty("intarsia.poisonFreedMemory", "true");
        return WriterContext.create(192L << 20);
    }

    @SuppressWarnings("resource") // as long as the JVM
    private static VectorSchemaRoot batch(final int number) {
        final int rows = PAGE_ROWS + PAGE_ROWS / 2;
        final VectorSchemaRoot batch = VectorSchemaRoot.create(
                new Schema(List.of(
                        Field.nullable("number", new ArrowType.Int(32, true)),
                        Field.nullable("flag", ArrowType.Bool.INSTANCE),
                        Field.nullable("name", ArrowType.Utf8.INSTANCE))),
                new RootAllocator());
        for (int row = 0; row < rows; row++) {
            final int value = rows * number + row;
            ((IntVector) batch.getVector(0)).setSafe(row, value);
            if (row % 3 != 1) {
                ((BitVector) batch.getVector(1)).setSafe(row, (row + number) % 2);
            }
            final String name = (number == 0 ? "captured " : "later ") + value / 2;
            ((VarCharVector) batch.getVector(2)).setSafe(row, name.getBytes(StandardCharsets.UTF_8));
        }
        batch.setRowCount(rows);
        return batch;
    }

    private static long expected() {
        final StressWriter alone = new StressWriter();
        try (Checkpoint checkpoint = alone.capture.build()) {
            return checksum(checkpoint.nioBuffers());
        } finally {
            alone.capture.close();
            alone.writer.close();
        }
    }

    private static long checksum(final ByteBuffer[] views) {
        final CRC32C checksum = new CRC32C();
        for (final ByteBuffer view : views) {
            checksum.update(view);
        }
        return checksum.getValue();
    }

    /** Goes on: the open page is cut and so are others, bitmaps go on inside a byte, the dictionary grows. */
    void writeOn() {
        writer.write(LATER);
    }

    /** Ends the row group, so that what was in progress is given back, and begins another in its memory. */
    void endRowGroup() {
        writer.flushRowGroup();
        writer.write(LATER);
    }

    /** 1 if the tail of this checkpoint is what it would be had nobody gone on; -1 otherwise. */
    static int check(final Checkpoint checkpoint) {
        return checksum(checkpoint.nioBuffers()) == EXPECTED ? 1 : -1;
    }

    /** The bytes that the writer has finished since, up to its end: 1 if they can be finished. */
    int end() {
        final long rows = writer.finish().rows();
        final long bytes = writer.bufferedBytes();
        try (Part part = writer.splitTo(bytes)) {
            return rows == writer.rows() && part.length() == bytes ? 1 : 0;
        } finally {
            writer.close();
        }
    }

    static WriterContext memory() {
        return CONTEXT;
    }
}

package dev.intarsia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intarsia.buffer.Part;
import dev.intarsia.options.ColumnOptions;
import dev.intarsia.options.Compression;
import dev.intarsia.options.FileFullException;
import dev.intarsia.options.StatisticsDepth;
import dev.intarsia.options.WriterOptions;
import dev.intarsia.testkit.ParquetJavaReader;
import dev.intarsia.testkit.Table;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file with as many row groups as the format can number. */
class FullFileTest {
    private static final int MAX_ROW_GROUPS = 32_767;
    private static final Schema SCHEMA =
            new Schema(List.of(new Field("id", FieldType.notNullable(new ArrowType.Int(32, true)), null)));
    private static final WriterOptions OPTIONS = WriterOptions.builder()
            .compression(Compression.UNCOMPRESSED)
            .rowGroupRows(1)
            .defaults(ColumnOptions.builder().statistics(StatisticsDepth.NONE).build())
            .build();

    @TempDir
    Path folder;

    @Test
    void aFileTakesAllRowGroupsThatCanBeNumberedAndIsRead(final BufferAllocator allocator) throws IOException {
        final Path path = folder.resolve("full.parquet");
        try (WriterContext context = WriterContext.create(64 << 20);
                VectorSchemaRoot batch = VectorSchemaRoot.create(SCHEMA, allocator);
                ParquetWriter writer =
                        ParquetWriter.open(context, SCHEMA, new DictionaryProvider.MapDictionaryProvider(), OPTIONS)) {
            int row = 0;
            while (!writer.isFull()) {
                row = write(writer, batch, row, 512);
            }
            assertThat(writer.rowGroups()).isEqualTo(30_720); // fifteen sixteenths
            while (row + 512 <= MAX_ROW_GROUPS) {
                row = write(writer, batch, row, 512);
            }
            final int next = row;
            assertThatThrownBy(() -> write(writer, batch, next, 512)).isInstanceOf(FileFullException.class);
            row = write(writer, batch, row, MAX_ROW_GROUPS - row);
            assertThatThrownBy(() -> write(writer, batch, MAX_ROW_GROUPS, 1))
                    .isInstanceOf(FileFullException.class)
                    .hasMessageContaining("to 32768 row groups (it has 32767)");
            final FileSummary summary = writer.finish();
            assertThat(summary.rowGroups()).hasSize(MAX_ROW_GROUPS);
            assertThat(writer.isFull()).isFalse();
            assertThat(writer.footerBytes()).isZero();
            drain(writer, path);
        }

        final Table read = ParquetJavaReader.read(path);
        assertThat(read.rowCount()).isEqualTo(MAX_ROW_GROUPS);
        for (int row = 0; row < MAX_ROW_GROUPS; row++) {
            assertThat(read.columns().get(0).get(row)).isEqualTo((long) row);
        }
    }

    private static int write(
            final ParquetWriter writer, final VectorSchemaRoot batch, final int first, final int rows) {
        final IntVector ids = (IntVector) batch.getVector(0);
        ids.allocateNew(rows);
        for (int i = 0; i < rows; i++) {
            ids.set(i, first + i);
        }
        batch.setRowCount(rows);
        writer.write(batch);
        return first + rows;
    }

    private static void drain(final ParquetWriter writer, final Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                Part part = writer.splitTo(writer.bufferedBytes())) {
            for (final ByteBuffer view : part.nioBuffers()) {
                channel.write(view);
            }
        }
    }
}

package dev.intarsia.peer;

import dev.intarsia.internal.memory.NativeMemory;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.crypto.FileEncryptionProperties;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;

/**
 * parquet-java by its column writers, the fastest way into it: column by column in runs of {@value #RUN} rows, straight
 * from Arrow's memory by address, no object per row but what it makes itself. Flat columns of long, int, double and text.
 *
 * <p>Its settings are ours: pages of 1 MiB or 20,000 rows, data pages of version 1, dictionaries up to 1 MiB, checksums
 * and statistics. What cannot be matched: it writes page indexes and size statistics as well, which is its default.
 */
public final class ParquetJavaColumns {
    /** Its page limits are looked at after each run, when all columns have the same rows: a divisor of 20,000. */
    private static final int RUN = 1000;

    private static final int PAGE_ROWS = 20_000;
    private static final int MAX_PADDING = 0;
    private static final FileEncryptionProperties NOT_ENCRYPTED = null;

    private final MessageType schema;
    private final CompressionCodecName codec;
    private final long rowGroupRows;
    private final ParquetProperties properties = ParquetProperties.builder()
            .withWriterVersion(WriterVersion.PARQUET_1_0)
            .withPageSize(1 << 20)
            .withPageRowCountLimit(PAGE_ROWS)
            .withDictionaryEncoding(true)
            .withDictionaryPageSize(1 << 20)
            .withMinRowCountForPageSizeCheck(RUN)
            .estimateRowCountForPageSizeCheck(false)
            .withAllocator(new HeapByteBufferAllocator())
            .build();
    private byte[] text = new byte[64];

    /**
     * @param rowGroupRows rows of a row group; a multiple of every batch's rows
     */
    public ParquetJavaColumns(final MessageType schema, final CompressionCodecName codec, final long rowGroupRows) {
        this.schema = schema;
        this.codec = codec;
        this.rowGroupRows = rowGroupRows;
    }

    /** Writes one file of these batches, which are borrowed and whose rows are multiples of {@value #RUN}. */
    public void write(final List<VectorSchemaRoot> batches, final WritableByteChannel out) throws IOException {
        try (ParquetFileWriter file = new ParquetFileWriter(
                new ChannelOutput(out),
                schema,
                ParquetFileWriter.Mode.OVERWRITE,
                Long.MAX_VALUE,
                MAX_PADDING,
                NOT_ENCRYPTED,
                properties)) {
            final NativeCodec compressor = new NativeCodec(codec);
            file.start();
            int next = 0;
            for (int rowGroup = 0; next < batches.size(); rowGroup++) {
                next = writeRowGroup(file, compressor, rowGroup, batches, next);
            }
            file.end(Map.of());
            compressor.release();
        }
    }

    private int writeRowGroup(
            final ParquetFileWriter file,
            final NativeCodec compressor,
            final int ordinal,
            final List<VectorSchemaRoot> batches,
            final int first)
            throws IOException {
        try (ColumnChunkPageWriteStore pages = ColumnChunkPageWriteStore.builder()
                        .withCompressorProvider(column -> compressor)
                        .withSchema(schema)
                        .withAllocator(properties.getAllocator())
                        .withColumnIndexTruncateLength(properties.getColumnIndexTruncateLength())
                        .withPageWriteChecksumEnabled(properties.getPageWriteChecksumEnabled())
                        .withRowGroupOrdinal(ordinal)
                        .build();
                ColumnWriteStore columns = properties.newColumnWriteStore(schema, pages)) {
            long rows = 0;
            int next = first;
            while (next < batches.size() && rows < rowGroupRows) {
                final VectorSchemaRoot batch = batches.get(next++);
                feed(columns, batch);
                rows += batch.getRowCount();
            }
            columns.flush();
            file.startBlock(rows);
            pages.flushToFileWriter(file);
            file.endBlock();
            return next;
        }
    }

    private void feed(final ColumnWriteStore columns, final VectorSchemaRoot batch) {
        final List<ColumnDescriptor> descriptors = schema.getColumns();
        for (int row = 0; row < batch.getRowCount(); row += RUN) {
            for (int i = 0; i < descriptors.size(); i++) {
                feed(columns.getColumnWriter(descriptors.get(i)), descriptors.get(i), batch.getVector(i), row);
            }
            for (int i = 0; i < RUN; i++) {
                columns.endRecord();
            }
        }
    }

    private void feed(
            final ColumnWriter writer, final ColumnDescriptor column, final FieldVector vector, final int from) {
        switch (column.getPrimitiveType().getPrimitiveTypeName()) {
            case INT32 -> feedInts(writer, (BaseFixedWidthVector) vector, column.getMaxDefinitionLevel(), from);
            case INT64 -> feedLongs(writer, (BaseFixedWidthVector) vector, column.getMaxDefinitionLevel(), from);
            case DOUBLE -> feedDoubles(writer, (BaseFixedWidthVector) vector, column.getMaxDefinitionLevel(), from);
            case BINARY -> feedTexts(writer, (BaseVariableWidthVector) vector, column.getMaxDefinitionLevel(), from);
            default -> throw new IllegalArgumentException("this peer is not fed with " + column);
        }
    }

    private static boolean isNull(final long validity, final int present, final int row) {
        return present != 0 && (NativeMemory.getByte(validity + (row >>> 3)) >>> (row & 7) & 1) == 0;
    }

    private static void feedInts(
            final ColumnWriter writer, final BaseFixedWidthVector vector, final int present, final int from) {
        final long validity = vector.getValidityBufferAddress();
        final long data = vector.getDataBufferAddress();
        for (int row = from; row < from + RUN; row++) {
            if (isNull(validity, present, row)) {
                writer.writeNull(0, 0);
            } else {
                writer.write(NativeMemory.getInt(data + (long) Integer.BYTES * row), 0, present);
            }
        }
    }

    private static void feedLongs(
            final ColumnWriter writer, final BaseFixedWidthVector vector, final int present, final int from) {
        final long validity = vector.getValidityBufferAddress();
        final long data = vector.getDataBufferAddress();
        for (int row = from; row < from + RUN; row++) {
            if (isNull(validity, present, row)) {
                writer.writeNull(0, 0);
            } else {
                writer.write(NativeMemory.getLong(data + (long) Long.BYTES * row), 0, present);
            }
        }
    }

    private static void feedDoubles(
            final ColumnWriter writer, final BaseFixedWidthVector vector, final int present, final int from) {
        final long validity = vector.getValidityBufferAddress();
        final long data = vector.getDataBufferAddress();
        for (int row = from; row < from + RUN; row++) {
            if (isNull(validity, present, row)) {
                writer.writeNull(0, 0);
            } else {
                writer.write(NativeMemory.getDouble(data + (long) Double.BYTES * row), 0, present);
            }
        }
    }

    private void feedTexts(
            final ColumnWriter writer, final BaseVariableWidthVector vector, final int present, final int from) {
        final long validity = vector.getValidityBufferAddress();
        final long offsets = vector.getOffsetBufferAddress();
        final long data = vector.getDataBufferAddress();
        for (int row = from; row < from + RUN; row++) {
            if (isNull(validity, present, row)) {
                writer.writeNull(0, 0);
                continue;
            }
            final long offset = offsets + (long) Integer.BYTES * row;
            final int start = NativeMemory.getInt(offset);
            final int length = NativeMemory.getInt(offset + Integer.BYTES) - start;
            if (text.length < length) {
                text = new byte[2 * length];
            }
            NativeMemory.copy(data + start, text, 0, length);
            writer.write(Binary.fromReusedByteArray(text, 0, length), 0, present);
        }
    }
}

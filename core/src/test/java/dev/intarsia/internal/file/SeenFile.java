package dev.intarsia.internal.file;

import dev.intarsia.testkit.ForeignCodecs;
import dev.intarsia.testkit.ThriftFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** A finished file as others read it: what its rows weigh, PLAIN and as levels, and what is kept of its pages. */
final class SeenFile {
    private static final int BITS_PER_BYTE = 8;

    /** A row group. */
    record Group(long rows, long metadataBytes, List<Chunk> chunks) {}

    /**
     * A column chunk.
     *
     * @param repetitions levels, a byte each
     * @param plainBits bits of each level's value, 0 for none
     * @param byteArrays the values of byte arrays, without their lengths
     * @param firstLevels where rows begin
     * @param pageBytes of data pages, with their headers
     * @param beforePages bytes of the dictionary page
     * @param boundBytes of data pages: of their minimum and maximum; null where there is no column index
     * @param indexBytes of column index and offset index
     */
    record Chunk(
            ColumnDescriptor column,
            byte[] repetitions,
            byte[] definitions,
            int[] plainBits,
            byte[][] byteArrays,
            int[] firstLevels,
            long[] pageBytes,
            long beforePages,
            long bloomBytes,
            int[] boundBytes,
            long indexBytes) {
        /** Bytes of values of some rows in PLAIN. */
        long plainBytes(final long from, final long to) {
            long bits = 0;
            for (int level = firstLevel(from); level < firstLevel(to); level++) {
                bits += plainBits[level];
            }
            return (bits + BITS_PER_BYTE - 1) / BITS_PER_BYTE;
        }

        /** Bytes of the levels of some rows in the hybrid of runs and bit-packing, as parquet-java packs them. */
        long levelBytes(final long from, final long to) {
            return packed(repetitions, column.getMaxRepetitionLevel(), firstLevel(from), firstLevel(to))
                    + packed(definitions, column.getMaxDefinitionLevel(), firstLevel(from), firstLevel(to));
        }

        private static long packed(final byte[] levels, final int max, final int from, final int to) {
            if (max == 0 || from == to) {
                return 0;
            }
            final int width = Integer.SIZE - Integer.numberOfLeadingZeros(max);
            try (RunLengthBitPackingHybridEncoder encoder =
                    new RunLengthBitPackingHybridEncoder(width, 64, 1 << 20, new HeapByteBufferAllocator())) {
                for (int level = from; level < to; level++) {
                    encoder.writeInt(levels[level]);
                }
                return encoder.toBytes().size();
            } catch (final IOException e) {
                throw new AssertionError(e);
            }
        }

        /** Bytes of the smallest and of the largest value of some rows, in full. */
        long boundBytes(final long from, final long to) {
            byte[] min = null;
            byte[] max = null;
            int fixed = 0;
            for (int level = firstLevel(from); level < firstLevel(to); level++) {
                if (byteArrays == null) {
                    fixed = Math.max(fixed, plainBits[level]);
                } else if (byteArrays[level] != null) {
                    final byte[] value = byteArrays[level];
                    min = min == null || Arrays.compareUnsigned(value, min) < 0 ? value : min;
                    max = max == null || Arrays.compareUnsigned(value, max) > 0 ? value : max;
                }
            }
            return min == null ? 2L * ((fixed + BITS_PER_BYTE - 1) / BITS_PER_BYTE) : min.length + max.length;
        }

        /** Bytes of the longest value. */
        int longestBytes() {
            return (Arrays.stream(plainBits).max().orElse(0) + BITS_PER_BYTE - 1) / BITS_PER_BYTE;
        }

        private int firstLevel(final long row) {
            return row < firstLevels.length ? firstLevels[(int) row] : repetitions.length;
        }

        /** Counts that the histograms of a chunk have. */
        int histogramCounts() {
            final int repetition = column.getMaxRepetitionLevel();
            final int definition = column.getMaxDefinitionLevel();
            return (repetition == 0 ? 0 : repetition + 1) + (definition == 0 ? 0 : definition + 1);
        }
    }

    final List<Group> groups = new ArrayList<>();

    SeenFile(final byte[] bytes, final Path folder) throws IOException {
        final ThriftFile thrift = ThriftFile.of(bytes);
        final Path file = Files.write(Files.createTempFile(folder, "seen", ".parquet"), bytes);
        try (ParquetFileReader reader = ParquetFileReader.open(
                new LocalInputFile(file),
                ParquetReadOptions.builder(new PlainParquetConfiguration())
                        .withCodecFactory(new ForeignCodecs())
                        .build())) {
            final MessageType schema = reader.getFileMetaData().getSchema();
            final String createdBy = reader.getFileMetaData().getCreatedBy();
            for (PageReadStore group = reader.readNextRowGroup(); group != null; group = reader.readNextRowGroup()) {
                final ColumnReadStoreImpl columns = new ColumnReadStoreImpl(
                        group, new GroupRecordConverter(schema).getRootConverter(), schema, createdBy);
                final List<Chunk> chunks = new ArrayList<>();
                for (final ColumnDescriptor column : schema.getColumns()) {
                    final long count = group.getPageReader(column).getTotalValueCount();
                    chunks.add(chunk(
                            thrift, groups.size(), chunks.size(), column, count, columns.getColumnReader(column)));
                }
                final RowGroup metadata = thrift.footer().getRow_groups().get(groups.size());
                groups.add(new Group(group.getRowCount(), bytesOf(metadata), chunks));
            }
        } finally {
            Files.delete(file);
        }
    }

    private static long bytesOf(final RowGroup group) throws IOException {
        return bytesOf(List.of(group)) - bytesOf(List.of());
    }

    private static int bytesOf(final List<RowGroup> groups) throws IOException {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        Util.writeFileMetaData(new FileMetaData(1, List.of(), 0, groups), out);
        return out.size();
    }

    private static Chunk chunk(
            final ThriftFile file,
            final int group,
            final int column,
            final ColumnDescriptor descriptor,
            final long count,
            final ColumnReader reader)
            throws IOException {
        final int levels = Math.toIntExact(count);
        final byte[] repetitions = new byte[levels];
        final byte[] definitions = new byte[levels];
        final int[] plainBits = new int[levels];
        final PrimitiveTypeName type = descriptor.getPrimitiveType().getPrimitiveTypeName();
        final byte[][] byteArrays = type == PrimitiveTypeName.BINARY ? new byte[levels][] : null;
        final int[] firstLevels = new int[levels];
        int rows = 0;
        for (int level = 0; level < levels; level++) {
            repetitions[level] = (byte) reader.getCurrentRepetitionLevel();
            definitions[level] = (byte) reader.getCurrentDefinitionLevel();
            if (repetitions[level] == 0) {
                firstLevels[rows++] = level;
            }
            if (definitions[level] == descriptor.getMaxDefinitionLevel()) {
                if (byteArrays != null) {
                    byteArrays[level] = reader.getBinary().getBytes();
                }
                plainBits[level] = switch (type) {
                    case BOOLEAN -> 1;
                    case INT32, FLOAT -> Integer.SIZE;
                    case INT64, DOUBLE -> Long.SIZE;
                    case BINARY -> Integer.SIZE + Byte.SIZE * byteArrays[level].length;
                    default -> Byte.SIZE * descriptor.getPrimitiveType().getTypeLength();
                };
            }
            reader.consume();
        }
        final ColumnChunk stored =
                file.footer().getRow_groups().get(group).getColumns().get(column);
        final List<ThriftFile.Page> pages = file.dataPages(group, column);
        final long[] pageBytes = new long[pages.size()];
        final long end = file.pages(group, column).get(0).fileOffset()
                + stored.getMeta_data().getTotal_compressed_size();
        for (int i = 0; i < pageBytes.length; i++) {
            pageBytes[i] = (i + 1 < pageBytes.length ? pages.get(i + 1).fileOffset() : end)
                    - pages.get(i).fileOffset();
        }
        return new Chunk(
                descriptor,
                repetitions,
                definitions,
                plainBits,
                byteArrays,
                Arrays.copyOf(firstLevels, rows),
                pageBytes,
                stored.getMeta_data().getTotal_compressed_size()
                        - Arrays.stream(pageBytes).sum(),
                stored.getMeta_data().getBloom_filter_length(),
                boundBytes(file, stored, pageBytes.length),
                stored.getColumn_index_length() + stored.getOffset_index_length());
    }

    private static int[] boundBytes(final ThriftFile file, final ColumnChunk stored, final int pages)
            throws IOException {
        if (!stored.isSetColumn_index_offset()) {
            return null;
        }
        final ColumnIndex index = Util.readColumnIndex(new ByteArrayInputStream(
                file.bytes(), (int) stored.getColumn_index_offset(), stored.getColumn_index_length()));
        final int[] bytes = new int[pages];
        for (int i = 0; i < pages; i++) {
            bytes[i] = index.getMin_values().get(i).remaining()
                    + index.getMax_values().get(i).remaining();
        }
        return bytes;
    }
}

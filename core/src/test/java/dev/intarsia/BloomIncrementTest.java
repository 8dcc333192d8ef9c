package dev.intarsia;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.options.BloomFilter;
import dev.intarsia.options.ColumnEncoding;
import dev.intarsia.options.ColumnOptions;
import dev.intarsia.options.Compression;
import dev.intarsia.options.WriterOptions;
import dev.intarsia.testkit.FlatTypes;
import dev.intarsia.testkit.Gathered;
import dev.intarsia.testkit.ThriftFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Of a Bloom filter an increment tells new hashes or the bitset, whichever is smaller, and both are restored. */
class BloomIncrementTest {
    private static final int BITSET_BYTES = 1024;
    private static final DictionaryProvider NONE = new DictionaryProvider.MapDictionaryProvider();
    private static final Schema SCHEMA =
            new Schema(List.of(FlatTypes.field("number", new ArrowType.Int(64, true), false)));

    /** Bitset and hashes are of the same size at 128 values. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 31, 32, 33, 63, 64, 65, 126, 127, 128, 129, 130, 1000})
    void theSmallerOneIsToldAndRestored(
            final int pageRows, final BufferAllocator allocator, final WriterContext context) throws IOException {
        final List<byte[]> increments = new ArrayList<>();
        final byte[] whole = write(allocator, context, options(pageRows, true), increments);
        final List<byte[]> without = new ArrayList<>();
        write(allocator, context, options(pageRows, false), without);

        // The first page was cut before the second increment, and the next one before the third.
        final List<ThriftFile.Page> pages = ThriftFile.of(whole).dataPages(0, 0);
        for (int i = 1; i < increments.size(); i++) {
            final int values = pages.get(i - 1).header().getData_page_header().getNum_values();
            final int bloom = increments.get(i).length - without.get(i).length;
            final int told = Math.min(BITSET_BYTES, 8 * values);
            assertThat(bloom).as("bytes of the filter, of increment " + i).isBetween(told, told + 10);
        }
        assertThat(restored(context, increments)).isEqualTo(whole);
    }

    private static WriterOptions options(final int pageRows, final boolean bloom) {
        final ColumnOptions plain = ColumnOptions.of(ColumnEncoding.PLAIN);
        return WriterOptions.builder()
                .compression(Compression.UNCOMPRESSED)
                .pageRows(pageRows)
                .defaults(
                        bloom
                                ? plain.toBuilder()
                                        .bloomFilter(new BloomFilter(0.01, 0, BITSET_BYTES))
                                        .build()
                                : plain)
                .build();
    }

    /** A page and a value, twice a page more, each with an increment behind it that builds upon the one before. */
    private static byte[] write(
            final BufferAllocator allocator,
            final WriterContext context,
            final WriterOptions options,
            final List<byte[]> increments)
            throws IOException {
        try (ParquetWriter writer = ParquetWriter.open(context, SCHEMA, NONE, options)) {
            long confirmed = 0;
            for (final int rows : new int[] {1, options.pageRows(), options.pageRows()}) {
                try (VectorSchemaRoot batch = VectorSchemaRoot.create(SCHEMA, allocator)) {
                    for (int i = 0; i < rows; i++) {
                        ((BigIntVector) batch.getVector(0)).setSafe(i, writer.rows() + i);
                    }
                    batch.setRowCount(rows);
                    writer.write(batch);
                }
                try (Capture capture = writer.capture(CaptureMode.KEEP_OPEN);
                        Increment increment = capture.since(confirmed)) {
                    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    increment.writeTo(Channels.newChannel(bytes));
                    increments.add(bytes.toByteArray());
                    confirmed = increment.id();
                }
                writer.confirm(confirmed);
            }
            return finished(writer);
        }
    }

    private static byte[] restored(final WriterContext context, final List<byte[]> increments) throws IOException {
        final SavedFile saved =
                SavedFile.ofBytes(increments.stream().map(ByteBuffer::wrap).toList());
        try (ParquetWriter writer = ParquetWriter.restore(context, SCHEMA, NONE, saved)) {
            return finished(writer);
        }
    }

    private static byte[] finished(final ParquetWriter writer) {
        writer.finish();
        return Gathered.rest(writer);
    }
}

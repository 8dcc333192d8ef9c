package dev.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.options.ColumnEncoding;
import dev.intarsia.options.ColumnOptions;
import dev.intarsia.options.Compression;
import dev.intarsia.options.WriterOptions;
import dev.intarsia.testkit.ArrowRows;
import dev.intarsia.testkit.ThriftFile;
import dev.intarsia.testkit.WrittenFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.parquet.format.Encoding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What AUTO chooses for columns that somebody would recognise; both readers read it. */
class AutoEncodingInteropTest {
    private static final int ROWS = 12_000;
    private static final int SAME_IN_A_ROW = 700;
    private static final int NOISE_BYTES = 120;
    private static final List<String> NAMES =
            List.of("arrival", "status", "measured", "url", "night", "noise", "growing");

    @TempDir
    Path folder;

    private VectorSchemaRoot root;

    @BeforeEach
    void fill(final BufferAllocator allocator) {
        final SplittableRandom random = new SplittableRandom(8);
        final TimeStampMicroVector arrival = new TimeStampMicroVector(NAMES.get(0), allocator);
        final IntVector status = new IntVector(NAMES.get(1), allocator);
        final Float8Vector measured = new Float8Vector(NAMES.get(2), allocator);
        final VarCharVector url = new VarCharVector(NAMES.get(3), allocator);
        final BitVector night = new BitVector(NAMES.get(4), allocator);
        final VarBinaryVector noise = new VarBinaryVector(NAMES.get(5), allocator);
        final VarCharVector growing = new VarCharVector(NAMES.get(6), allocator);
        long micros = 1_750_000_000_000_000L;
        for (int row = 0; row < ROWS; row++) {
            micros += random.nextInt(5_000);
            arrival.setSafe(row, micros);
            status.setSafe(row, 200 + 100 * random.nextInt(4));
            measured.setSafe(row, 20 + random.nextGaussian());
            url.setSafe(row, utf8(String.format("https://data.example.org/stations/vienna/%08d", row * 37)));
            night.setSafe(row, row / SAME_IN_A_ROW % 2);
            final byte[] bytes = new byte[NOISE_BYTES + random.nextInt(8)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) random.nextInt();
            }
            noise.setSafe(row, bytes);
            // few values at first, and then no end of them: the dictionary of the first page is full later
            growing.setSafe(
                    row,
                    utf8("a station in the north-east of the country "
                            + (row < ROWS / 2 ? row % 9 : random.nextLong())));
        }
        final List<FieldVector> vectors = List.of(arrival, status, measured, url, night, noise, growing);
        vectors.forEach(vector -> vector.setValueCount(ROWS));
        root = new VectorSchemaRoot(vectors);
    }

    @AfterEach
    void release() {
        root.close();
    }

    private static byte[] utf8(final String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static WriterOptions.Builder options(final Compression compression) {
        return WriterOptions.builder()
                .compression(compression)
                .pageBytes(1 << 17)
                .dictionaryPageBytes(1 << 14)
                .rowGroupRows(ROWS * 2 / 3);
    }

    private ThriftFile write(final WriterOptions options) {
        final WrittenFile file = WrittenFile.write(folder, root.getSchema(), options, List.of(root));
        BothReaders.assertRead(file, ArrowRows.of(root.getSchema(), List.of(root)));
        return ThriftFile.of(file.bytes());
    }

    /** Encodings of the data pages of a column's chunk, one after the other, repetitions left out. */
    private static List<Encoding> chosen(final ThriftFile file, final int group, final String column) {
        return file.dataPages(group, NAMES.indexOf(column)).stream()
                .map(page -> page.header().getData_page_header().getEncoding())
                .distinct()
                .toList();
    }

    @Test
    void compressedPagesGetTheEncodingThatCompressesBest() {
        final ThriftFile file = write(options(Compression.ZSTD).build());

        for (int group = 0; group < 2; group++) {
            assertThat(chosen(file, group, "arrival")).containsExactly(Encoding.DELTA_BINARY_PACKED);
            assertThat(chosen(file, group, "status")).containsExactly(Encoding.RLE_DICTIONARY);
            assertThat(chosen(file, group, "measured")).containsExactly(Encoding.BYTE_STREAM_SPLIT);
            assertThat(chosen(file, group, "url"))
                    .hasSize(1)
                    .isSubsetOf(Encoding.DELTA_BYTE_ARRAY, Encoding.DELTA_LENGTH_BYTE_ARRAY);
            assertThat(chosen(file, group, "night")).containsExactly(Encoding.RLE);
            assertThat(chosen(file, group, "noise")).containsExactly(Encoding.PLAIN);
        }
    }

    @Test
    void pagesWithoutCodecGetTheShortestEncoding() {
        final ThriftFile file = write(options(Compression.UNCOMPRESSED).build());

        assertThat(chosen(file, 0, "arrival")).containsExactly(Encoding.DELTA_BINARY_PACKED);
        assertThat(chosen(file, 0, "status")).containsExactly(Encoding.RLE_DICTIONARY);
        assertThat(chosen(file, 0, "measured")).containsExactly(Encoding.PLAIN);
        assertThat(chosen(file, 0, "url")).containsExactly(Encoding.DELTA_BYTE_ARRAY);
        assertThat(chosen(file, 0, "night")).containsExactly(Encoding.RLE);
        assertThat(chosen(file, 0, "noise")).containsExactly(Encoding.PLAIN);
    }

    /** The first row group turns over in its middle; the second begins anew, where nothing speaks for a dictionary. */
    @Test
    void theChoiceChangesForwardOnlyAndBeginsAnewWithEachRowGroup() {
        final ThriftFile file = write(options(Compression.ZSTD).build());

        assertThat(chosen(file, 0, "growing")).hasSize(2).startsWith(Encoding.RLE_DICTIONARY);
        assertThat(file.dataPages(0, NAMES.indexOf("growing")).stream()
                        .map(page -> page.header().getData_page_header().getEncoding())
                        .toList())
                .isSortedAccordingTo(
                        (a, b) -> Boolean.compare(a != Encoding.RLE_DICTIONARY, b != Encoding.RLE_DICTIONARY));
        assertThat(chosen(file, 1, "growing")).hasSize(1).doesNotContain(Encoding.RLE_DICTIONARY);
    }

    @Test
    void aFileForTheOldestReadersHoldsNothingButPlainValuesAndDictionaries() {
        final ThriftFile file = write(options(Compression.SNAPPY)
                .defaults(ColumnOptions.builder().fallback(ColumnEncoding.PLAIN).build())
                .build());

        for (int group = 0; group < 2; group++) {
            for (final String column : NAMES) {
                assertThat(chosen(file, group, column))
                        .as("encodings of " + column)
                        .isSubsetOf(Encoding.PLAIN, Encoding.RLE_DICTIONARY);
            }
        }
        assertThat(chosen(file, 0, "status")).containsExactly(Encoding.RLE_DICTIONARY);
        assertThat(chosen(file, 0, "growing")).containsExactly(Encoding.RLE_DICTIONARY, Encoding.PLAIN);
    }
}

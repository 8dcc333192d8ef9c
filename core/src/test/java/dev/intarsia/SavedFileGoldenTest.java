package dev.intarsia;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.testkit.ParquetJavaReader;
import dev.intarsia.testkit.Tables;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two increments and a tail of a small file, in version 1 of the checkpoint format, are written as they always were,
 * and restored as they always will be.
 *
 * <p>They are in {@code saved-files-1.txt}. Whoever must change them has changed the format: see {@code
 * CheckpointGoldenTest}.
 */
class SavedFileGoldenTest {
    private static final String RESOURCE = "saved-files-1.txt";
    private static final HexFormat HEX = HexFormat.of();
    private static final int HEADER_BYTES = 52;
    private static final int TRAILER_BYTES = 40;

    @TempDir
    Path folder;

    @Test
    void theBytesAreWrittenAsTheyAlwaysWere(final BufferAllocator allocator, final WriterContext context)
            throws IOException {
        final SmallSavedFile file = new SmallSavedFile(allocator, context);
        for (final var line : Map.of(
                        "first increment", file.first,
                        "second increment", file.second,
                        "durable bytes", file.durable,
                        "metadata of the tail", metadata(file.tail))
                .entrySet()) {
            assertThat(HEX.formatHex(line.getValue())).as(line.getKey()).isEqualTo(golden(line.getKey()));
        }
        // Its Parquet bytes name the version that wrote them, so they are not compared.
        assertThat(metadata(HEX.parseHex(golden("tail")))).isEqualTo(metadata(file.tail));
    }

    @Test
    void theBytesAreRestoredAsTheyAlwaysWere(final BufferAllocator allocator, final WriterContext context)
            throws IOException {
        final byte[] durable = HEX.parseHex(golden("durable bytes"));
        final byte[] tail = HEX.parseHex(golden("tail"));
        final SmallSavedFile expected = new SmallSavedFile(allocator, context);
        final SavedFile increments =
                SmallSavedFile.open(HEX.parseHex(golden("first increment")), HEX.parseHex(golden("second increment")));
        assertThat(SmallSavedFile.goOn(allocator, context, increments, durable)).isEqualTo(expected.whole);
        final byte[] whole = SmallSavedFile.goOn(allocator, context, SmallSavedFile.open(tail), durable);
        Tables.assertEqual(
                "parquet-java",
                ParquetJavaReader.read(Files.write(folder.resolve("tail.parquet"), whole)),
                expected.rows);
    }

    private static byte[] metadata(final byte[] envelope) {
        final int trailer = envelope.length - TRAILER_BYTES;
        final long payload =
                ByteBuffer.wrap(envelope).order(ByteOrder.LITTLE_ENDIAN).getLong(trailer);
        return Arrays.copyOfRange(envelope, HEADER_BYTES + (int) payload, trailer);
    }

    private static String golden(final String name) throws IOException {
        try (InputStream in = SavedFileGoldenTest.class.getResourceAsStream(RESOURCE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith(name + " = "))
                    .map(line -> line.substring(name.length() + 3))
                    .findFirst()
                    .orElseThrow();
        }
    }
}

package dev.intarsia.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.SizeStatistics;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nested columns in pages of version 2 and every encoding beyond PLAIN and dictionaries: sound as they are, and what they
 * hold is really read, because a claim that is off by one is found.
 */
class EncodedPagesTest {
    private static final MessageType SCHEMA = MessageTypeParser.parseMessageType("""
        message encoded {
          optional group outer (LIST) {
            repeated group list {
              optional group element {
                optional int32 packed;
                optional binary text (STRING);
                required fixed_len_byte_array(4) fixed;
                optional boolean flag;
                repeated int64 many;
                optional float split;
                optional double wide;
              }
            }
          }
        }\
        """);

    private static final Map<String, Encoding> ENCODINGS = Map.of(
            "packed", Encoding.DELTA_BINARY_PACKED,
            "text", Encoding.DELTA_BYTE_ARRAY,
            "fixed", Encoding.DELTA_BYTE_ARRAY,
            "flag", Encoding.RLE,
            "many", Encoding.DELTA_BINARY_PACKED,
            "split", Encoding.BYTE_STREAM_SPLIT,
            "wide", Encoding.BYTE_STREAM_SPLIT);

    @TempDir
    private static Path folder;

    private static byte[] sound;

    @BeforeAll
    static void write() throws IOException {
        final Path file = folder.resolve("sound.parquet");
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new PlainParquetConfiguration())
                .withType(SCHEMA)
                .withCodecFactory(new TestCodecs())
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .withWriterVersion(WriterVersion.PARQUET_2_0)
                .withDictionaryEncoding(false)
                .withByteStreamSplitEncoding(true)
                .withPageRowCountLimit(300)
                .withPageWriteChecksumEnabled(true)
                .build()) {
            for (int row = 0; row < 1000; row++) {
                writer.write(group(row));
            }
        }
        sound = Files.readAllBytes(file);
    }

    private static Group group(final int row) {
        final Group group = new SimpleGroup(SCHEMA);
        if (row % 7 == 0) {
            return group;
        }
        final Group outer = group.addGroup("outer");
        for (int i = 0; i < row % 4; i++) {
            final Group list = outer.addGroup("list");
            if (i == 2) {
                continue;
            }
            final Group element = list.addGroup("element");
            if (row % 3 != 0) {
                element.append("packed", row * 1000 - i);
                element.append("text", "text " + row + " of " + i);
                element.append("flag", row % 5 == 0);
                element.append("split", row * 0.5f);
                element.append("wide", row * 0.25);
            }
            element.append(
                    "fixed", Binary.fromConstantByteArray(new byte[] {0, 0, (byte) (row >> 8 & 0x7F), (byte) row}));
            for (int k = 0; k < row % 3; k++) {
                element.append("many", (long) row << k);
            }
        }
        return group;
    }

    private static List<String> errors(final Consumer<FileMetaData> change) throws IOException {
        final Path file = Files.write(folder.resolve("changed.parquet"), SampleFile.withFooter(sound, change));
        return Verifier.verify(file, VerifyProgress.NONE).findings().stream()
                .map(Finding::toString)
                .toList();
    }

    private static String name(final int column) {
        final List<String> path =
                SampleFile.chunk(SampleFile.footer(sound), column).getPath_in_schema();
        return path.get(path.size() - 1);
    }

    @Test
    void theFileHasTheEncodingsAndIsSound() throws IOException {
        assertThat(errors(footer -> {})).isEmpty();
        for (int column = 0; column < ENCODINGS.size(); column++) {
            assertThat(SampleFile.chunk(SampleFile.footer(sound), column).getEncodings())
                    .as(name(column))
                    .contains(ENCODINGS.get(name(column)));
        }
    }

    @Test
    void aMaximumThatIsTooSmallIsFoundInEveryEncoding() throws IOException {
        for (int column = 0; column < ENCODINGS.size(); column++) {
            final int here = column;
            assertThat(errors(footer -> SampleFile.chunk(footer, here)
                            .getStatistics()
                            .setMax_value(SampleFile.chunk(footer, here)
                                    .getStatistics()
                                    .getMin_value())))
                    .as(name(here))
                    .singleElement()
                    .asString()
                    .startsWith("row group 0, column 'outer.list.element." + name(here) + "': max_value is ")
                    .contains(", but the largest value is ");
        }
    }

    @Test
    void aWrongHistogramIsFoundInEveryEncoding() throws IOException {
        for (int column = 0; column < ENCODINGS.size(); column++) {
            final int here = column;
            assertThat(errors(footer -> {
                        final SizeStatistics sizes =
                                SampleFile.chunk(footer, here).getSize_statistics();
                        sizes.setRepetition_level_histogram(plusOne(sizes.getRepetition_level_histogram()));
                        sizes.setDefinition_level_histogram(plusOne(sizes.getDefinition_level_histogram()));
                    }))
                    .as(name(here))
                    .hasSize(2)
                    .allSatisfy(error -> assertThat(error).contains("its histogram of "));
        }
    }

    private static List<Long> plusOne(final List<Long> counts) {
        final List<Long> changed = new ArrayList<>(counts);
        changed.set(changed.size() - 1, counts.get(counts.size() - 1) + 1);
        return changed;
    }

    @Test
    void aFlippedBitIsFoundInEveryEncoding() throws IOException {
        for (int column = 0; column < ENCODINGS.size(); column++) {
            final byte[] changed = sound.clone();
            changed[SampleFile.bodyOffset(sound, column, 1) + 9] ^= 4;
            final Path file = Files.write(folder.resolve("changed.parquet"), changed);
            assertThat(Verifier.verify(file, VerifyProgress.NONE).findings())
                    .extracting(Finding::toString)
                    .singleElement()
                    .asString()
                    .startsWith("row group 0, column 'outer.list.element." + name(column) + "', page 1: its checksum");
        }
    }
}

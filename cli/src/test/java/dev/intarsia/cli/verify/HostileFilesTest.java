package dev.intarsia.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.cli.parquet.MemoryLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Type;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that announce what they do not have: each gives findings, none an exception or an allocation of its choice. */
class HostileFilesTest {
    private static final MemoryLimits SMALL = new MemoryLimits(1 << 20, 1 << 20);

    @TempDir
    Path folder;

    private FileReport verify(final byte[] bytes) throws IOException {
        final Path file = folder.resolve("hostile.parquet");
        Files.write(file, bytes);
        return Verifier.verify(file, VerifyProgress.NONE, SMALL);
    }

    private String onlyFinding(final byte[] bytes) throws IOException {
        final FileReport report = verify(bytes);
        assertThat(report.findings()).hasSize(1);
        return report.findings().get(0).toString();
    }

    private static byte[] ints(final int... values) {
        final ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (final int value : values) {
            bytes.putInt(value);
        }
        return bytes.array();
    }

    private static byte[] bytes(final int... values) {
        final byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static HandmadeFile required(final Type type) {
        return new HandmadeFile(type, FieldRepetitionType.REQUIRED);
    }

    @Test
    void aHandmadeFileIsSound() throws IOException {
        assertThat(verify(required(Type.INT32)
                                .data(3, Encoding.PLAIN, ints(1, 2, 3))
                                .build())
                        .findings())
                .isEmpty();
        assertThat(verify(required(Type.INT32)
                                .dictionary(2, ints(7, 8))
                                .data(3, Encoding.RLE_DICTIONARY, bytes(1, 3, 0b010))
                                .build())
                        .findings())
                .isEmpty();
    }

    @Test
    void aPageThatAnnouncesTooMuchIsNotAllocated() throws IOException {
        assertThat(onlyFinding(required(Type.INT32)
                        .codec(CompressionCodec.ZSTD)
                        .data(3, Encoding.PLAIN, Integer.MAX_VALUE, new byte[9])
                        .build()))
                .startsWith("row group 0, column 'c', page 0: cannot be verified: its page has 9 bytes, 2147483647"
                        + " uncompressed");
    }

    @Test
    void aPageWithoutEndOrOfNegativeLengthIsFound() throws IOException {
        final byte[] sound =
                required(Type.INT32).data(3, Encoding.PLAIN, ints(1, 2, 3)).build();
        for (int at = 4; at < 20; at++) {
            for (final int value : new int[] {0, 0x7F, 0x80, 0xFF, 0x15, 0x1C}) {
                final byte[] damaged = sound.clone();
                damaged[at] = (byte) value;
                verify(damaged);
            }
        }
        assertThat(onlyFinding(required(Type.INT32)
                        .data(3, Encoding.PLAIN, -1, ints(1, 2, 3))
                        .build()))
                .contains("its header announces 12 bytes, -1 uncompressed");
    }

    @Test
    void aPageThatDecompressesToMoreThanItSaysIsCutOff() throws IOException {
        final ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write(new byte[1 << 20]);
        }
        assertThat(onlyFinding(required(Type.INT32)
                        .codec(CompressionCodec.GZIP)
                        .data(3, Encoding.PLAIN, 12, gzip.toByteArray())
                        .build()))
                .isEqualTo(
                        "row group 0, column 'c', page 0: it decompresses to more than 12 bytes, its header says 12");
    }

    @Test
    void aListInTheFooterIsNoLongerThanTheFooter() throws IOException {
        // Field 2, a list of 2^31 - 1 structs: the generated reader would allocate for all of them.
        final byte[] footer = bytes(0x15, 2, 0x19, 0xFC, 0xFF, 0xFF, 0xFF, 0xFF, 0x07, 0, 0, 0);
        assertThat(onlyFinding(HandmadeFile.enclose(new byte[0], footer)))
                .isEqualTo("file: its footer cannot be parsed: it goes on behind its last byte");
    }

    @Test
    void aFooterThatIsNestedWithoutEndIsFound() throws IOException {
        final byte[] footer = new byte[100_000];
        java.util.Arrays.fill(footer, (byte) 0x1C);
        assertThat(onlyFinding(HandmadeFile.enclose(new byte[0], footer))).contains("nested more than");
    }

    @Test
    void aFooterLargerThanTheHeapAllowsForCannotBeVerified() throws IOException {
        assertThat(onlyFinding(HandmadeFile.enclose(new byte[0], new byte[(1 << 20) + 1])))
                .startsWith("file: cannot be verified: its footer has 1048577 bytes");
    }

    @Test
    void aDictionaryOfMoreEntriesThanBytesIsFound() throws IOException {
        for (final Type type : new Type[] {Type.INT32, Type.INT64, Type.DOUBLE, Type.BYTE_ARRAY, Type.INT96}) {
            for (final int count : new int[] {Integer.MAX_VALUE, 4, -1}) {
                assertThat(onlyFinding(required(type)
                                .dictionary(count, ints(1, 1, 1))
                                .data(3, Encoding.RLE_DICTIONARY, bytes(1, 3, 0b010))
                                .build()))
                        .as("%d entries of %s", count, type)
                        .startsWith("row group 0, column 'c', dictionary page: ");
            }
        }
    }

    @Test
    void anIndexBehindTheDictionaryIsFound() throws IOException {
        assertThat(onlyFinding(required(Type.INT32)
                        .dictionary(2, ints(7, 8))
                        .data(3, Encoding.RLE_DICTIONARY, bytes(2, 3, 0b101101, 0))
                        .build()))
                .isEqualTo("row group 0, column 'c', page 0: value 1 is entry 3 of a dictionary that has 2");
    }

    @Test
    void dictionaryIndicesWithoutADictionaryAreFound() throws IOException {
        assertThat(onlyFinding(required(Type.INT32)
                        .data(3, Encoding.RLE_DICTIONARY, bytes(1, 3, 0))
                        .build()))
                .contains("that the chunk does not have");
    }

    @Test
    void aRunThatAnnouncesTooMuchIsNotAllocated() throws IOException {
        assertThat(onlyFinding(required(Type.INT32)
                        .dictionary(2, ints(7, 8))
                        .data(3, Encoding.RLE_DICTIONARY, bytes(0, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F))
                        .build()))
                .contains("a bit-packed run announces 17179869176 values where 3 are left");
    }

    @Test
    void deltasThatAnnounceTooMuchAreNotAllocated() throws IOException {
        for (final Encoding encoding : new Encoding[] {
            Encoding.DELTA_BINARY_PACKED, Encoding.DELTA_LENGTH_BYTE_ARRAY, Encoding.DELTA_BYTE_ARRAY
        }) {
            final Type type = encoding == Encoding.DELTA_BINARY_PACKED ? Type.INT64 : Type.BYTE_ARRAY;
            assertThat(onlyFinding(required(type)
                            .data(3, encoding, bytes(0x80, 1, 4, 0xFF, 0xFF, 0xFF, 0xFF, 0x07, 0))
                            .build()))
                    .as("%s", encoding)
                    .contains("its delta header announces 2147483647 values, the page has 3");
            assertThat(onlyFinding(required(type)
                            .data(3, encoding, bytes(0xFF, 0xFF, 0xFF, 0xFF, 0x07, 1, 3, 0))
                            .build()))
                    .as("%s", encoding)
                    .contains("its delta blocks are of 2147483647 values");
        }
    }

    @Test
    void valuesOfAnotherEncodingThanTheirTypeAllowsAreFound() throws IOException {
        assertThat(onlyFinding(required(Type.DOUBLE)
                        .data(1, Encoding.DELTA_BINARY_PACKED, bytes(0x80, 1, 4, 1, 0))
                        .build()))
                .contains("its encoding DELTA_BINARY_PACKED is none for DOUBLE");
        assertThat(onlyFinding(required(Type.BYTE_ARRAY)
                        .data(1, Encoding.BYTE_STREAM_SPLIT, new byte[4])
                        .build()))
                .contains("its encoding BYTE_STREAM_SPLIT is none for BINARY");
    }

    @Test
    void missingAndSuperfluousBytesAreFound() throws IOException {
        for (final Encoding encoding : new Encoding[] {Encoding.PLAIN, Encoding.BYTE_STREAM_SPLIT}) {
            assertThat(onlyFinding(
                            required(Type.INT32).data(3, encoding, new byte[11]).build()))
                    .isEqualTo("row group 0, column 'c', page 0: 12 bytes are needed for its 3 values that are not"
                            + " null, 11 are there");
            assertThat(onlyFinding(
                            required(Type.INT32).data(3, encoding, new byte[13]).build()))
                    .isEqualTo("row group 0, column 'c', page 0: 1 bytes stand behind its last value");
        }
        assertThat(onlyFinding(required(Type.BYTE_ARRAY)
                        .data(1, Encoding.PLAIN, ints(-5))
                        .build()))
                .startsWith("row group 0, column 'c', page 0: it cannot be decoded as PLAIN");
    }

    @Test
    void aLevelThatTheSchemaDoesNotAllowForIsFound() throws IOException {
        final HandmadeFile file = new HandmadeFile(Type.INT32, FieldRepetitionType.OPTIONAL);
        // Two definition levels of 2 in a run of RLE, one byte each.
        assertThat(onlyFinding(file.data(2, Encoding.PLAIN, bytes(2, 0, 0, 0, 4, 2, 0, 0, 0, 0))
                        .build()))
                .contains("a definition level is 2, the schema allows for 1");
        assertThat(onlyFinding(new HandmadeFile(Type.INT32, FieldRepetitionType.OPTIONAL)
                        .data(2, Encoding.PLAIN, ints(Integer.MAX_VALUE))
                        .build()))
                .contains("its levels go on behind its last byte");
    }

    @Test
    void aChunkThatBeginsInsideARowIsFound() throws IOException {
        final byte[] page = bytes(2, 0, 0, 0, 4, 1, 2, 0, 0, 0, 4, 1, 1, 0, 0, 0, 2, 0, 0, 0);
        final FileReport report = verify(new HandmadeFile(Type.INT32, FieldRepetitionType.REPEATED)
                .data(2, Encoding.PLAIN, page)
                .build());
        assertThat(report.findings())
                .extracting(Finding::toString)
                .contains(
                        "row group 0, column 'c', page 0: it begins inside a row: its first repetition level is not 0");
    }

    @Test
    void aValueThatRepeatsAnEmptyFieldIsFound() throws IOException {
        // Repetition levels 0 and 1, definition levels 1 and 0, each in one bit-packed run.
        final byte[] page = bytes(2, 0, 0, 0, 3, 0b10, 2, 0, 0, 0, 3, 0b01, 5, 0, 0, 0);
        assertThat(verify(new HandmadeFile(Type.INT32, FieldRepetitionType.REPEATED)
                                .data(2, Encoding.PLAIN, page)
                                .build())
                        .findings())
                .extracting(Finding::toString)
                .contains("row group 0, column 'c', page 0: value 1 repeats a field at repetition level 1, but its"
                        + " definition level 0 says that the field is empty");
    }

    @Test
    void extremesOutliveThePageThatTheyCameFrom() throws IOException {
        final Statistics statistics = new Statistics()
                .setMin_value(new byte[] {'b'})
                .setMax_value(new byte[] {'y'})
                .setIs_min_value_exact(true)
                .setIs_max_value_exact(true);
        assertThat(verify(required(Type.BYTE_ARRAY)
                                .statistics(statistics)
                                .data(2, Encoding.PLAIN, bytes(1, 0, 0, 0, 'b', 1, 0, 0, 0, 'y'))
                                .data(2, Encoding.PLAIN, bytes(1, 0, 0, 0, 'm', 1, 0, 0, 0, 'n'))
                                .build())
                        .findings())
                .isEmpty();
    }

    @Test
    void noFlippedByteOfAFileBringsAnException() throws IOException {
        final Random random = new Random(11);
        final byte[][] files = {
            Files.readAllBytes(SampleFile.write(folder, CompressionCodecName.SNAPPY, WriterVersion.PARQUET_1_0)),
            Files.readAllBytes(SampleFile.write(folder, CompressionCodecName.UNCOMPRESSED, WriterVersion.PARQUET_2_0)),
        };
        final long deadline = System.nanoTime() + 4_000_000_000L;
        for (int i = 0; i < 1500 && System.nanoTime() < deadline; i++) {
            final byte[] file = files[i % 2];
            final byte[] damaged = file.clone();
            // Most of them where the structure is: in the indexes and the footer at the end.
            final int from = i % 3 == 0 ? 0 : file.length - SampleFile.footerBytes(file) - 2000;
            for (int flips = random.nextInt(3); flips >= 0; flips--) {
                damaged[from + random.nextInt(file.length - from)] = (byte) random.nextInt();
            }
            assertThat(verify(damaged).findings().size()).isLessThanOrEqualTo(2 * Verifier.MAX_ERRORS);
        }
    }

    @Test
    void garbageGivesOneFinding() throws IOException {
        final Random random = new Random(12);
        for (int i = 0; i < 300; i++) {
            final byte[] footer = new byte[random.nextInt(200) + 1];
            random.nextBytes(footer);
            assertThat(verify(HandmadeFile.enclose(new byte[random.nextInt(20)], footer))
                            .verdict())
                    .isEqualTo(Verdict.BROKEN);
        }
    }
}

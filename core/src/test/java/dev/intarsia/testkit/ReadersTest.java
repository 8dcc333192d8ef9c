package dev.intarsia.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The readers agree on files that Intarsia did not write; so where they disagree on ours, ours is wrong. */
class ReadersTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Pattern.class)
    void everyFlatTypeWrittenByParquetJavaReadsBackByBothReaders(
            final Pattern pattern, final BufferAllocator allocator) {
        final Schema schema = FlatTypes.schemaOfAll();
        try (VectorSchemaRoot root = Vectors.generate(allocator, schema, 300, pattern, Nulls.SOME, 7)) {
            final Path file = folder.resolve("oracle.parquet");
            OracleWriter.write(file, root);

            final Table expected = ArrowRows.of(schema, List.of(root));

            Tables.assertEqual("parquet-java", ParquetJavaReader.read(file), expected);
            if (pattern != Pattern.LIMITS) {
                Tables.assertEqual("DuckDB", DuckDbReader.read(file), expected);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD", "LZ4_RAW"})
    void everyCodecWrittenByDuckDbReadsBackByParquetJava(final String codec) {
        final Path file = folder.resolve("duck.parquet");
        try (DuckDbReader duck = new DuckDbReader()) {
            duck.execute("COPY (SELECT CASE WHEN i % 3 = 0 THEN NULL ELSE i END AS n, 'text ' || i AS s,"
                    + " (i / 7)::DECIMAL(12,3) AS d FROM range(5000) t(i)) TO " + DuckDbReader.literal(file)
                    + " (FORMAT parquet, COMPRESSION " + codec + ")");

            final Table read = ParquetJavaReader.read(file);

            Tables.assertEqual("parquet-java", read, duck.rows(file));
            assertThat(read.rowCount()).isEqualTo(5000);
            assertThat(read.column("n").subList(0, 3)).containsExactly(null, 1L, 2L);
            assertThat(read.column("s").get(4999)).isEqualTo("text 4999");
        }
    }

    @Test
    void aFlippedByteOfAPageIsFound(final BufferAllocator allocator) throws IOException {
        final Path file = folder.resolve("oracle.parquet");
        final Schema schema = new Schema(List.of(FlatTypes.field("int64", false)));
        try (VectorSchemaRoot root = Vectors.generate(allocator, schema, 100, Pattern.DISTINCT, Nulls.NONE, 1)) {
            OracleWriter.write(file, root);
        }
        final ThriftFile thrift = ThriftFile.of(file);
        final ThriftFile.Page page = thrift.dataPages(0, 0).get(0);
        final int body =
                Math.toIntExact(page.fileOffset() + thrift.chunk(0, 0).getTotal_compressed_size() - page.body().length);
        final byte[] bytes = thrift.bytes().clone();
        bytes[body + 9] ^= 0x10;
        Files.write(file, bytes);

        assertThatThrownBy(() -> ParquetJavaReader.read(file)).hasMessageContaining("could not verify");
    }

    @Test
    void aDifferenceIsNamedByColumnAndRow(final BufferAllocator allocator) {
        final Schema schema = new Schema(List.of(FlatTypes.field("int8", false), FlatTypes.field("float64", true)));
        try (VectorSchemaRoot one = Vectors.generate(allocator, schema, 20, Pattern.DISTINCT, Nulls.NONE, 1);
                VectorSchemaRoot other = Vectors.generate(allocator, schema, 20, Pattern.DISTINCT, Nulls.NONE, 1)) {
            final Table expected = ArrowRows.of(schema, List.of(one));
            final Table actual = ArrowRows.of(schema, List.of(other));
            Tables.assertEqual("nobody", actual, expected);
            actual.column("float64").set(13, -0.0);
            expected.column("float64").set(13, 0.0);

            assertThatThrownBy(() -> Tables.assertEqual("somebody", actual, expected))
                    .isInstanceOf(AssertionError.class)
                    .hasMessage("somebody, row 13 of 20, float64: read Double <-0.0>, expected Double <0.0>");
        }
    }

    @Test
    void allNansAreOneAndZerosAreTwo() {
        final Table nans = new Table(List.of("c"), List.of(List.of(Double.longBitsToDouble(0x7FF0000000000001L))));

        Tables.assertEqual("somebody", nans, new Table(List.of("c"), List.of(List.of(Double.NaN))));
        assertThatThrownBy(() -> Tables.assertEqual(
                        "somebody",
                        new Table(List.of("c"), List.of(List.of(0.0f))),
                        new Table(List.of("c"), List.of(List.of(-0.0f)))))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void missingRowsAndForeignNamesAreFound() {
        final Table two = new Table(List.of("c"), List.of(List.of(1L, 2L)));

        assertThatThrownBy(() -> Tables.assertEqual("somebody", new Table(List.of("c"), List.of(List.of(1L))), two))
                .hasMessage("somebody read 1 rows of 1 columns, expected were 2 of 1");
        assertThatThrownBy(() -> Tables.assertEqual("somebody", new Table(List.of("d"), two.columns()), two))
                .hasMessageContaining("read the columns [d], expected were [c]");
    }
}

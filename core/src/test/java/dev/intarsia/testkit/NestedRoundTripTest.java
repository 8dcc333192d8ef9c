package dev.intarsia.testkit;

import dev.intarsia.testkit.random.Case;
import dev.intarsia.testkit.random.Kinds;
import dev.intarsia.testkit.random.Shrinker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Generated cases, written by parquet-java, read back as they were by both readers: so the generator's vectors, Arrow's
 * accessors and the readers agree on every type before a file of ours comes between them.
 */
class NestedRoundTripTest {
    private static final int SEEDS = 25;

    @TempDir
    Path folder;

    @Test
    void generatedCasesReadBackByParquetJava(final BufferAllocator allocator) {
        Shrinker.check(allocator, Kinds.ALL, 5_000, SEEDS, generated -> {
            final Table rows = generated.rows();
            Tables.assertEqual("parquet-java", ParquetJavaReader.read(written(generated, rows)), rows);
        });
    }

    /**
     * Beside the converted type INTERVAL parquet-java states the logical type UNKNOWN, which DuckDB takes for all null.
     */
    @Test
    void generatedCasesReadBackByDuckDb(final BufferAllocator allocator) {
        final Kinds kinds = Kinds.ALL.forDuckDb().withoutLeaves("interval_ym", "interval_dt");
        try (DuckDbReader duck = new DuckDbReader()) {
            Shrinker.check(allocator, kinds, 6_000, SEEDS, generated -> {
                final Table rows = generated.rows();
                Tables.assertEqualValues("DuckDB", duck.rows(written(generated, rows)), rows);
            });
        }
    }

    private Path written(final Case generated, final Table rows) throws IOException {
        final Path file = folder.resolve("case.parquet");
        Files.deleteIfExists(file);
        final MessageType schema = OracleSchema.of(generated.schema(), generated.dictionaries());
        TableWriter.write(file, schema, rows);
        return file;
    }

    /** What DuckDB's own table of a map's keys would lose. */
    @Test
    void repeatedKeysSurviveBothReaders() {
        final Table rows =
                new Table(List.of("m"), List.of(List.of(MapEntries.of("a", 1L, "a", 2L, "b", null), MapEntries.of())));
        final MessageType schema =
                MessageTypeParser.parseMessageType("message m { optional group m (MAP) { repeated group"
                        + " key_value { required binary key (STRING); optional int64 value; } } }");
        final Path file = folder.resolve("map.parquet");
        TableWriter.write(file, schema, rows);

        Tables.assertEqual("parquet-java", ParquetJavaReader.read(file), rows);
        Tables.assertEqualValues("DuckDB", DuckDbReader.read(file), rows);
    }
}

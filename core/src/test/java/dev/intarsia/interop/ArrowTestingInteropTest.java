package dev.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intarsia.ParquetWriter;
import dev.intarsia.WriterContext;
import dev.intarsia.options.InvalidBatchException;
import dev.intarsia.options.UnsupportedSchemaException;
import dev.intarsia.options.WriterOptions;
import dev.intarsia.testkit.Budget;
import dev.intarsia.testkit.DuckDbReader;
import dev.intarsia.testkit.IntegrationJson;
import dev.intarsia.testkit.IpcFile;
import dev.intarsia.testkit.Table;
import dev.intarsia.testkit.TestData;
import dev.intarsia.testkit.WrittenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The Arrow project's own integration cases, streams and files that other implementations wrote. Each converts, and
 * both readers find what the case's JSON says, which neither Arrow's Java nor we had a hand in; or it is refused, and
 * here stands why. A case that is in neither list fails.
 */
class ArrowTestingInteropTest {
    private static final String JSON = ".json.gz";
    private static final String[] SUFFIXES = {".arrow_file", ".stream"};
    private static final String OLD = "1.0.0-littleendian/";
    private static final String NEW = "cpp-21.0.0/";

    /** What both readers find. */
    private static final List<String> CONVERTED = Stream.concat(
                    Stream.of("custom_metadata dictionary dictionary_unsigned extension map map_non_canonical nested"
                                    + " nested_dictionary nested_large_offsets null null_trivial primitive"
                                    + " primitive_large_offsets primitive_no_batches primitive_zerolength"
                                    + " recursive_nested")
                            .flatMap(names -> named(OLD, names)),
                    Stream.of("binary binary_no_batches binary_view binary_zerolength custom_metadata decimal"
                                    + " decimal256 dictionary dictionary_unsigned duration extension large_binary"
                                    + " list_view map map_non_canonical nested nested_dictionary"
                                    + " nested_large_offsets null null_trivial primitive primitive_no_batches"
                                    + " primitive_zerolength recursive_nested run_end_encoded")
                            .flatMap(names -> named(NEW, names)))
            .toList();

    /** What parquet-java finds; DuckDB takes the greatest and least timestamps for infinities. */
    private static final List<String> CONVERTED_BEYOND_DUCKDB = List.of(NEW + "generated_datetime");

    /** What we refuse, and a part of the sentence: old generators wrote dates of half days, and too long decimals. */
    private static final Map<String, String> REFUSED = Map.of(
            OLD + "generated_datetime",
            "column 'f1': row 2 of the batch (counted from 0) is 213620221665533 milliseconds, a date must be a whole"
                    + " number of days",
            OLD + "generated_decimal",
            "column 'f0': row 0 of the batch (counted from 0) is 128.10, which has more than 3 digits",
            OLD + "generated_decimal256",
            "column 'f0': row 1 of the batch (counted from 0) is -419423694229258864289317942400789.36402, which has more"
                    + " than 37 digits",
            OLD + "generated_interval",
            "column 'f5': row 3 of the batch (counted from 0) is an interval of -3323 months, and Parquet's intervals have"
                    + " no negative parts",
            NEW + "generated_interval",
            "column 'f5': row 0 of the batch (counted from 0) is an interval of -120000 months, and Parquet's intervals"
                    + " have no negative parts",
            NEW + "generated_interval_mdn",
            "field 'f1': its type is Interval(MONTH_DAY_NANO): an INTERVAL of Parquet counts milliseconds, not nanoseconds");

    /** Schemas that we refuse; Arrow's Java reads no batch of the second kind, and cuts none of the first. */
    private static final Map<String, String> REFUSED_SCHEMAS = Map.of(
            OLD + "generated_union", "field 'sparse': fields 0 and 2 (counted from 0) both have this name",
            NEW + "generated_union", "field 'sparse_1': its type is Union(Sparse, [5, 7]): Parquet has no union",
            OLD + "generated_duplicate_fieldnames", "fields 0 and 1 (counted from 0) both have this name",
            NEW + "generated_duplicate_fieldnames", "fields 0 and 1 (counted from 0) both have this name");

    /** What Arrow's Java, which brings the batches, cannot read, and a part of what it says. */
    private static final Map<String, String> UNREADABLE = Map.of(
            NEW + "generated_decimal32", "only supports 128-bit and 256-bit decimal",
            NEW + "generated_decimal64", "only supports 128-bit and 256-bit decimal");

    private static DuckDbReader duck;

    @TempDir
    Path folder;

    @BeforeAll
    static void startDuckDb() {
        duck = new DuckDbReader();
    }

    @AfterAll
    static void stopDuckDb() {
        duck.close();
    }

    private static Stream<String> named(final String from, final String names) {
        return Stream.of(names.split(" ")).map(name -> from + "generated_" + name);
    }

    @Test
    void everyCaseOfBothFoldersIsInOneOfTheLists() throws IOException {
        try (Stream<Path> files = Files.walk(TestData.folder("arrow-testing"))) {
            final List<String> cases = files.filter(file -> file.toString().endsWith(JSON))
                    .map(file -> file.getParent().getFileName() + "/"
                            + file.getFileName().toString().replace(JSON, ""))
                    .toList();
            assertThat(Stream.of(
                                    CONVERTED,
                                    CONVERTED_BEYOND_DUCKDB,
                                    REFUSED.keySet(),
                                    REFUSED_SCHEMAS.keySet(),
                                    UNREADABLE.keySet())
                            .flatMap(Collection::stream))
                    .containsExactlyInAnyOrderElementsOf(cases);
        }
    }

    @ParameterizedTest
    @FieldSource({"CONVERTED", "CONVERTED_BEYOND_DUCKDB"})
    void aCaseConvertsToWhatItsJsonSays(
            final String name, final BufferAllocator allocator, @Budget(256L << 20) final WriterContext context)
            throws IOException {
        final Table json = IntegrationJson.read(file(name + JSON));
        for (final String suffix : SUFFIXES) {
            try (IpcFile ipc = IpcFile.read(file(name + suffix), allocator)) {
                final WrittenFile written = convert(ipc, context);
                BothReaders.assertParquetJavaReads(written, json);
                if (CONVERTED.contains(name)) {
                    BothReaders.assertDuckDbReads(written, json, duck);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("refusedCases")
    void aCaseThatParquetCannotHoldIsRefusedByItsField(
            final String name, final BufferAllocator allocator, final WriterContext context) throws IOException {
        for (final String suffix : SUFFIXES) {
            try (IpcFile ipc = IpcFile.read(file(name + suffix), allocator)) {
                assertThatThrownBy(() -> convert(ipc, context))
                        .isInstanceOfAny(UnsupportedSchemaException.class, InvalidBatchException.class)
                        .hasMessageContaining(REFUSED.get(name));
            }
        }
    }

    static Set<String> refusedCases() {
        return REFUSED.keySet();
    }

    @ParameterizedTest
    @MethodSource("unreadableCases")
    void aCaseThatArrowsJavaCannotReadNeverComesToUs(final String name) {
        for (final String suffix : SUFFIXES) {
            try (BufferAllocator own = new RootAllocator()) {
                assertThatThrownBy(() -> IpcFile.read(file(name + suffix), own))
                        .hasMessageContaining(UNREADABLE.get(name));
            }
        }
    }

    static Set<String> unreadableCases() {
        return UNREADABLE.keySet();
    }

    @ParameterizedTest
    @MethodSource("refusedSchemas")
    void aSchemaThatParquetCannotHoldIsRefusedByItsField(final String name, final WriterContext context)
            throws IOException {
        try (BufferAllocator own = new RootAllocator();
                ArrowStreamReader reader = new ArrowStreamReader(Files.newInputStream(file(name + ".stream")), own)) {
            final Schema schema = reader.getVectorSchemaRoot().getSchema();
            assertThatThrownBy(() -> ParquetWriter.open(context, schema))
                    .isInstanceOf(UnsupportedSchemaException.class)
                    .hasMessageContaining(REFUSED_SCHEMAS.get(name));
        }
    }

    static Set<String> refusedSchemas() {
        return REFUSED_SCHEMAS.keySet();
    }

    private WrittenFile convert(final IpcFile ipc, final WriterContext context) {
        return WrittenFile.write(
                folder, context, ipc.schema(), ipc.dictionaries(), WriterOptions.DEFAULT, ipc.batches());
    }

    private static Path file(final String name) {
        return TestData.folder("arrow-testing").resolve(name);
    }
}

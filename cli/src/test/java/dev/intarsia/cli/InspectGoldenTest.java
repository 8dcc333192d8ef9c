package dev.intarsia.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of the parquet-testing repository, where the system property {@code intarsia.testdata} says they are. */
class InspectGoldenTest {
    private static final int WIDTH = 100;

    private Path data;

    @BeforeEach
    void findTheFiles() {
        final String folder = System.getProperty("intarsia.testdata", "");
        data = Path.of(folder, "parquet-testing", "data");
        assumeTrue(
                !folder.isEmpty() && Files.isDirectory(data),
                "-Dintarsia.testdata names no folder that has parquet-testing/data: the golden files are not read");
    }

    /** The text of these files, page by page, is in the resources, as a person has looked at it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "binary_truncated_min_max.parquet",
                "data_index_bloom_encoding_stats.parquet",
                "datapage_v2.snappy.parquet",
                "delta_byte_array.parquet",
                "encrypt_columns_plaintext_footer.parquet.encrypted",
                "float16_nonzeros_and_nans.parquet",
                "floating_orders_nan_count.parquet",
                "int32_with_null_pages.parquet",
                "nested_lists.snappy.parquet",
                "sort_columns.parquet",
                "unknown-logical-type.parquet"
            })
    void textIsAsItWasLookedAt(final String name) throws IOException {
        final CommandRun run = CommandRun.inColumns(WIDTH, "inspect", "--pages", data.resolve(name));
        final String text = run.out().replace(data + data.getFileSystem().getSeparator(), "");

        assertThat(text.lines()).allMatch(line -> line.codePointCount(0, line.length()) <= WIDTH);
        try (InputStream golden = InspectGoldenTest.class.getResourceAsStream("/inspect/" + name + ".txt")) {
            assertThat(golden).as("the text of %s", name).isNotNull();
            assertThat(text.lines())
                    .containsExactlyElementsOf(new String(golden.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .toList());
        }
    }

    @Test
    void encryptedFootersAreASentence() {
        final CommandRun run = CommandRun.of("inspect", data.resolve("uniform_encryption.parquet.encrypted"));

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).singleElement().asString().endsWith(": its footer is encrypted");
    }

    @Test
    void pagesOfEncryptedColumnsAreAProblemAndTheOthersAreShown() {
        final CommandRun run =
                CommandRun.of("inspect", "--pages", data.resolve("encrypt_columns_plaintext_footer.parquet.encrypted"));

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out().lines().filter(line -> line.contains("problem")))
                .isNotEmpty()
                .allMatch(line -> line.equals("  problem       its pages and indexes are encrypted"));
    }

    @Test
    void everyFileIsShownAndItsJsonIsWhatTheFooterSays() throws IOException {
        final List<String> failed = new ArrayList<>();
        try (Stream<Path> files = Files.list(data)) {
            for (final Path file : files.filter(name -> name.toString().endsWith(".parquet"))
                    .sorted()
                    .toList()) {
                final CommandRun run = CommandRun.of("inspect", "--json", file);
                assertThat(run.outLines()).as("%s", file).hasSize(1);
                assertThat(run.out()).matches("\\p{ASCII}*");
                compare(new ObjectMapper().readTree(run.out()), footer(file), file);
                if (CommandRun.of("inspect", "--pages", file).status() != 0) {
                    failed.add(file.getFileName().toString());
                }
            }
        }
        assertThat(failed).containsExactly("nation.dict-malformed.parquet");
    }

    private static FileMetaData footer(final Path file) throws IOException {
        final byte[] bytes = Files.readAllBytes(file);
        final int length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(bytes.length - 8);
        return Util.readFileMetaData(new ByteArrayInputStream(bytes, bytes.length - 8 - length, length));
    }

    private static void compare(final JsonNode json, final FileMetaData footer, final Path file) throws IOException {
        assertThat(json.get("path").asText()).isEqualTo(file.toString());
        assertThat(json.get("bytes").asLong()).isEqualTo(Files.size(file));
        assertThat(json.get("rows").asLong()).isEqualTo(footer.getNum_rows());
        assertThat(json.get("version").asInt()).isEqualTo(footer.getVersion());
        assertThat(json.get("metadata").size()).isEqualTo(footer.getKey_value_metadataSize());
        final List<SchemaElement> elements = footer.getSchema();
        assertThat(countNodes(json.get("schema"))).isEqualTo(elements.size());
        assertThat(json.get("column_count").asLong())
                .isEqualTo(elements.stream()
                        .filter(element -> element.isSetType() && element.getNum_children() == 0)
                        .count());
        assertThat(json.get("row_groups").size()).isEqualTo(footer.getRow_groupsSize());
        for (int g = 0; g < footer.getRow_groupsSize(); g++) {
            final RowGroup group = footer.getRow_groups().get(g);
            final JsonNode shown = json.get("row_groups").get(g);
            assertThat(shown.get("row_group").asInt()).isEqualTo(g);
            assertThat(shown.get("rows").asLong()).isEqualTo(group.getNum_rows());
            assertThat(shown.path("sorting_columns").size()).isEqualTo(group.getSorting_columnsSize());
            for (int c = 0; c < group.getColumnsSize(); c++) {
                compare(
                        shown.get("columns").get(c),
                        group.getColumns().get(c).getMeta_data(),
                        json.get("column_count").asInt());
            }
        }
    }

    private static int countNodes(final JsonNode node) {
        int count = 1;
        for (final JsonNode child : node.path("fields")) {
            count += countNodes(child);
        }
        return count;
    }

    private static void compare(final JsonNode shown, final ColumnMetaData chunk, final int columns) {
        assertThat(shown.get("column").asInt()).isLessThan(columns);
        assertThat(shown.get("path").asText()).isEqualTo(String.join(".", chunk.getPath_in_schema()));
        assertThat(shown.get("type").asText()).isEqualTo(chunk.getType().name());
        assertThat(shown.get("codec").asText()).isEqualTo(chunk.getCodec().name());
        assertThat(shown.get("values").asLong()).isEqualTo(chunk.getNum_values());
        assertThat(shown.get("bytes").asLong()).isEqualTo(chunk.getTotal_compressed_size());
        assertThat(shown.get("uncompressed_bytes").asLong()).isEqualTo(chunk.getTotal_uncompressed_size());
        assertThat(shown.get("data_page_offset").asLong()).isEqualTo(chunk.getData_page_offset());
        assertThat(shown.has("dictionary_page_offset")).isEqualTo(chunk.isSetDictionary_page_offset());
        assertThat(shown.get("encodings"))
                .extracting(JsonNode::asText)
                .isEqualTo(chunk.getEncodings().stream().map(Enum::name).toList());
        assertThat(shown.path("encoding_stats").size()).isEqualTo(chunk.getEncoding_statsSize());
        assertThat(shown.has("bloom_filter")).isEqualTo(chunk.isSetBloom_filter_offset());
        assertThat(shown.has("statistics")).isEqualTo(chunk.isSetStatistics());
        if (chunk.isSetStatistics()) {
            compare(shown.get("statistics"), chunk.getStatistics());
        }
        if (chunk.isSetSize_statistics() && chunk.getSize_statistics().isSetDefinition_level_histogram()) {
            assertThat(shown.at("/size_statistics/definition_levels"))
                    .extracting(JsonNode::asLong)
                    .isEqualTo(chunk.getSize_statistics().getDefinition_level_histogram());
        }
    }

    private static void compare(final JsonNode shown, final Statistics statistics) {
        assertThat(shown.has("nulls")).isEqualTo(statistics.isSetNull_count());
        assertThat(shown.path("nulls").asLong()).isEqualTo(statistics.getNull_count());
        assertThat(shown.path("nans").asLong()).isEqualTo(statistics.getNan_count());
        assertThat(shown.path("distinct").asLong()).isEqualTo(statistics.getDistinct_count());
        if (statistics.isSetMin_value()) {
            assertThat(shown.get("min_hex").asText()).isEqualTo(HexFormat.of().formatHex(statistics.getMin_value()));
            assertThat(shown.path("min_exact").asBoolean()).isEqualTo(statistics.isIs_min_value_exact());
        }
        if (statistics.isSetMax_value()) {
            assertThat(shown.get("max_hex").asText()).isEqualTo(HexFormat.of().formatHex(statistics.getMax_value()));
            assertThat(shown.path("max_exact").asBoolean()).isEqualTo(statistics.isIs_max_value_exact());
        }
    }
}

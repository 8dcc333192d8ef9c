package dev.intarsia.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the options of {@code write} make of a file, as {@code inspect} tells it. */
class WriteOptionsTest {
    @TempDir
    private Path directory;

    private Path input;

    @BeforeEach
    void input() throws IOException {
        input = ArrowFiles.file(directory.resolve("a.arrow"), 1, 1000);
    }

    @Test
    void anEncodingIsForAColumnOrForAllThatHaveIt() throws IOException {
        final JsonNode file = written("--encoding", "DELTA_BYTE_ARRAY", "--encoding", "id=byte_stream_split");

        assertThat(column(file, 0).get("encodings").toString()).contains("BYTE_STREAM_SPLIT");
        assertThat(column(file, 1).get("encodings").toString()).contains("DELTA_BYTE_ARRAY");
    }

    @Test
    void theFallbackIsWhatGetsNoDictionary() throws IOException {
        final JsonNode file = written("--fallback", "PLAIN");

        assertThat(column(file, 0).get("encodings").toString()).isEqualTo("[\"PLAIN\",\"RLE\"]");
        assertThat(column(file, 1).get("encodings").toString()).isEqualTo("[\"PLAIN\",\"RLE\"]");
    }

    @Test
    void aColumnMayHaveACodecOfItsOwn() throws IOException {
        final JsonNode file = written("--compression", "snappy", "--encoding", "PLAIN", "--codec", "name=gzip:9");

        assertThat(column(file, 0).get("codec").asText()).isEqualTo("SNAPPY");
        assertThat(column(file, 1).get("codec").asText()).isEqualTo("GZIP");
        assertThat(column(file, 1).get("encodings").toString())
                .as("what all columns have")
                .isEqualTo("[\"PLAIN\",\"RLE\"]");
    }

    @Test
    void boundsAndBloomFiltersAreThoseThatWereAskedFor() throws IOException {
        final JsonNode file = written("--statistics", "name=none", "--bloom", "name=0.1", "--bloom", "id");

        assertThat(column(file, 0).at("/statistics/min").isMissingNode()).isFalse();
        assertThat(column(file, 1).at("/statistics/min").isMissingNode()).isTrue();
        assertThat(column(file, 0).at("/bloom_filter/bytes").asInt())
                .isGreaterThan(column(file, 1).at("/bloom_filter/bytes").asInt());
        assertThat(column(file, 1).at("/bloom_filter/bytes").asInt()).isPositive();
    }

    @Test
    void partsOfTheFormatCanBeLeftOutOrChosen() throws IOException {
        final JsonNode file = written("--no-page-index", "--no-arrow-schema", "--data-page", "v2");

        assertThat(column(file, 0).has("column_index")).isFalse();
        assertThat(column(file, 0).has("offset_index")).isFalse();
        assertThat(file.get("metadata")).isEmpty();
        assertThat(column(file, 0).get("encoding_stats").toString()).contains("DATA_PAGE_V2");
    }

    @Test
    void anOrderIsStatedAndChecked() throws IOException {
        // Every tenth id is null, so the order breaks at once.
        final CommandRun broken = write("--sort", "id:desc:nulls-first");

        assertThat(broken.status()).isEqualTo(1);
        assertThat(broken.err()).contains("'id'");

        final JsonNode file =
                written("--sort", "nought:desc:nulls-first", ArrowFiles.constant(directory.resolve("b.arrows")));
        assertThat(file.at("/row_groups/0/sorting_columns").toString())
                .isEqualTo("[{\"column\":0,\"descending\":true,\"nulls_first\":true}]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--encoding | wood=PLAIN | its columns are [id, name]",
                "--sort | wood:desc | its columns are [id, name]",
                "--encoding | id=DELTA_BYTE_ARRAY | the encoding of column 'id' is DELTA_BYTE_ARRAY",
            })
    void optionsThatDoNotSuitTheColumnsAreErrorsOfUsage(final String option, final String value, final String told) {
        final CommandRun run = write(option, value);

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).startsWith("intarsia: " + input + ": ").contains(told);
        assertThat(directory.resolve("out/a.parquet")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--encoding | id=ZIP | --encoding id=ZIP: there is no encoding 'ZIP'; choose one of [AUTO, PLAIN,",
                "--fallback | DICTIONARY | fallback is DICTIONARY",
                "--statistics | all | there is no depth of statistics 'all'; choose one of [NONE, CHUNK, PAGE]",
                "--codec | gzip | it names no column, as in COLUMN=gzip",
                "--codec | id=lzo | there is no encoder of LZO in pure Java",
                "--bloom | id=much | 'much' is not a number",
                "--bloom | id=1 | it must be above 0 and below 1",
                "--data-page | v3 | v3",
                "--float-order | none | none",
            })
    void valuesThatMakeNoSenseAreErrorsOfUsage(final String option, final String value, final String told) {
        final CommandRun run = write(option, value);

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).startsWith("intarsia: ").contains(told);
        assertThat(directory.resolve("out")).doesNotExist();
    }

    private CommandRun write(final Object... options) {
        final List<Object> arguments = new ArrayList<>(List.of("write", "--to", directory.resolve("out")));
        arguments.addAll(List.of(options));
        if (!(options[options.length - 1] instanceof Path)) {
            arguments.add(input);
        }
        return CommandRun.of(arguments.toArray());
    }

    private JsonNode written(final Object... options) throws IOException {
        final CommandRun run = write(options);
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        final String path = run.outLines().get(0).split(" ", 2)[0];
        assertThat(CommandRun.of("verify", path).status()).isZero();
        return new ObjectMapper()
                .readTree(CommandRun.of("inspect", "--json", path).out());
    }

    private static JsonNode column(final JsonNode file, final int column) {
        return file.at("/row_groups/0/columns/" + column);
    }
}

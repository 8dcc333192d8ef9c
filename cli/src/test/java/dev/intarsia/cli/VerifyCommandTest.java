package dev.intarsia.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {
    @TempDir
    private Path directory;

    private Path sound;
    private Path broken;

    @BeforeEach
    void writeASoundAndABrokenFile() throws IOException {
        final Path input = ArrowFiles.file(directory.resolve("a.arrow"), 2, 1000);
        assertThat(CommandRun.of("write", "--to", directory, "--compression", "uncompressed", input)
                        .status())
                .isZero();
        sound = directory.resolve("a.parquet");
        final byte[] bytes = Files.readAllBytes(sound);
        bytes[44] ^= 1; // in the values of the first column: no header is longer than 39 bytes
        broken = Files.write(directory.resolve("b.parquet"), bytes);
    }

    @Test
    void aSoundFileTakesOneLine() {
        final CommandRun run = CommandRun.of("verify", sound);

        assertThat(run.status()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.outLines())
                .singleElement()
                .asString()
                .startsWith(sound + ": ok, 2,000 rows, 1 row group, 2 columns, ")
                .contains(" pages, ", " checksums");
    }

    @Test
    void aBrokenFileIsToldWithReasonAndPlaceAndTheOthersAreStillRead() {
        final CommandRun run = CommandRun.of("verify", broken, sound);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).contains(broken + ": broken", "row group 0, column 'id', page 0: ", sound + ": ok");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void jsonHasTheSameForPrograms() throws IOException {
        final CommandRun run = CommandRun.of("verify", "--json", sound, broken);

        assertThat(run.status()).isEqualTo(1);
        final JsonNode first = new ObjectMapper().readTree(run.outLines().get(0));
        final JsonNode second = new ObjectMapper().readTree(run.outLines().get(1));
        assertThat(first.get("verdict").asText()).isEqualTo("ok");
        assertThat(first.get("path").asText()).isEqualTo(sound.toString());
        assertThat(first.get("rows").asLong()).isEqualTo(2000);
        assertThat(first.get("findings")).isEmpty();
        assertThat(second.get("verdict").asText()).isEqualTo("broken");
        final JsonNode finding = second.get("findings").get(0);
        assertThat(finding.get("severity").asText()).isEqualTo("error");
        assertThat(finding.get("row_group").asInt()).isZero();
        assertThat(finding.get("column").asText()).isEqualTo("id");
        assertThat(finding.get("page").asInt()).isZero();
        assertThat(finding.get("reason").asText()).isNotEmpty();
    }

    @Test
    void whatIsNoParquetFileFails() throws IOException {
        final Path text = Files.writeString(directory.resolve("x.txt"), "hello");

        final CommandRun run = CommandRun.of("verify", text, directory.resolve("nowhere.parquet"), directory);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).contains(text + ": broken");
        assertThat(run.err())
                .contains("nowhere.parquet does not exist: check the path")
                .contains(directory + " is a directory")
                .doesNotContain("\tat ");
    }

    @Test
    void noFileIsAnErrorOfUsage() {
        assertThat(CommandRun.of("verify").status()).isEqualTo(2);
    }
}

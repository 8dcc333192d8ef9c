package dev.intarsia.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputNameTest {
    @ParameterizedTest
    @CsvSource({
        "in/a.arrow, a.parquet",
        "a, a.parquet",
        "a.b.arrows, a.b.parquet",
        ".hidden, .hidden.parquet",
        "a., a.parquet",
        "in/../b.x, b.parquet",
    })
    void theLastExtensionIsReplaced(final Path input, final String file) {
        assertThat(OutputName.of(Path.of("out"), input).file(0)).isEqualTo(Path.of("out", file));
    }

    @Test
    void laterFilesAreNumbered() {
        final OutputName name = new OutputName(Path.of(""), "a");

        assertThat(name.file(0)).hasToString("a.parquet");
        assertThat(name.file(1)).hasToString("a-00001.parquet");
        assertThat(name.file(123_456)).hasToString("a-123456.parquet");
    }

    @Test
    void onlyAFileNumberCollides() {
        final OutputName name = new OutputName(Path.of(""), "a.b");

        assertThat(name.mayCollideWith(new OutputName(Path.of(""), "a.b-00001")))
                .isTrue();
        assertThat(name.mayCollideWith(new OutputName(Path.of(""), "a.b-123456")))
                .isTrue();
        assertThat(name.mayCollideWith(new OutputName(Path.of(""), "a.b-1"))).isFalse();
        assertThat(name.mayCollideWith(new OutputName(Path.of(""), "a.b"))).isFalse();
        assertThat(name.mayCollideWith(new OutputName(Path.of(""), "axb-00001")))
                .isFalse();
    }

    @Test
    void deletingEndsAtTheFirstGap(@TempDir final Path directory) throws IOException {
        final OutputName name = new OutputName(directory, "a");
        for (final int index : new int[] {0, 1, 2, 3, 5}) {
            Files.createFile(name.file(index));
        }

        name.deleteFrom(2);

        assertThat(name.existingFrom(0)).containsExactly(name.file(0), name.file(1));
        assertThat(name.file(5)).exists();
    }
}

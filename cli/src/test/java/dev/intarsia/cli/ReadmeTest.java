package dev.intarsia.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.testkit.ArrowRows;
import dev.intarsia.testkit.Nulls;
import dev.intarsia.testkit.ParquetJavaReader;
import dev.intarsia.testkit.Pattern;
import dev.intarsia.testkit.Tables;
import dev.intarsia.testkit.Vectors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything that the README says to type or to write is typed and written. */
class ReadmeTest {
    private Markdown readme;

    @TempDir
    private Path folder;

    @BeforeEach
    void readTheReadme() throws IOException {
        readme = Markdown.read(Markdown.repository().resolve("README.md"));
    }

    @Test
    void theSixLinesOfJavaWriteAFileThatReadsBackEqual(final BufferAllocator allocator) throws Exception {
        final List<Markdown.Block> blocks = DocumentsTest.blocks(readme, "java");
        assertThat(blocks).hasSize(1);
        assertThat(blocks.get(0).lines()).hasSize(6);
        final Path written = folder.resolve("six-lines.parquet");

        try (VectorSchemaRoot root =
                Vectors.generate(allocator, ArrowFiles.SCHEMA, 5_000, Pattern.DISTINCT, Nulls.SOME, 6)) {
            final Snippet sixLines = Snippet.compile(readme, blocks.get(0), folder);
            final String told = printed(() -> sixLines.run(Map.of("root", root, "path", written)));

            assertThat(told.strip()).isEqualTo(written + " has 5000 rows in " + Files.size(written) + " bytes");
            Tables.assertEqual(
                    "parquet-java", ParquetJavaReader.read(written), ArrowRows.of(root.getSchema(), List.of(root)));
        }
    }

    @Test
    void everyCommandRuns() throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "no shell to type into");
        final Path place = ShellBlock.folder(folder);

        for (final Markdown.Block block : DocumentsTest.blocks(readme, "sh")) {
            ShellBlock.run(readme, block, place);
        }

        assertThat(place.resolve("out/demo-events.parquet")).isNotEmptyFile();
        assertThat(place.resolve("out/events.parquet")).isNotEmptyFile();
    }

    @Test
    void theTwoCommandsAreTheFirstThatANewUserSees() {
        assertThat(DocumentsTest.blocks(readme, "sh").get(0).lines())
                .containsExactly("./intarsia demo", "./mvnw verify");
        assertThat(Markdown.repository().resolve("intarsia")).isExecutable();
    }

    private static String printed(final Callable<Void> work) throws Exception {
        final PrintStream before = System.out;
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            work.call();
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}

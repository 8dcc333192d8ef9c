package dev.intarsia.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intarsia.options.Compression;
import dev.intarsia.options.FileFullException;
import dev.intarsia.options.InvalidBatchException;
import dev.intarsia.options.MemoryBudgetException;
import dev.intarsia.options.UnsupportedSchemaException;
import dev.intarsia.options.WriterOptions;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documents say to type works, and what they point at is there. The README has a test of its own. */
class DocumentsTest {
    /** Blocks of text are pictures and output: nothing in them is for typing. */
    private static final Set<String> LANGUAGES = Set.of("java", "sh", "xml", "text");

    private static final Pattern TYPED = Pattern.compile("^(\\$ |\\./).*", Pattern.MULTILINE);
    private static final Pattern ELEMENT = Pattern.compile("<(groupId|artifactId|version)>([^<]*)</\\1>");

    private static final Pattern OPTION = Pattern.compile("(--[a-z][a-z-]+)");

    @TempDir
    private Path folder;

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        final List<String> broken = new ArrayList<>();
        for (final Markdown document : Markdown.all()) {
            for (final String link : document.links()) {
                if (!link.startsWith("https://") && !leadsSomewhere(document, link)) {
                    broken.add(document + ": " + link);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    private static boolean leadsSomewhere(final Markdown document, final String link) throws IOException {
        final int hash = link.indexOf('#');
        final String file = hash < 0 ? link : link.substring(0, hash);
        final Path target = file.isEmpty() ? document.path() : document.path().resolveSibling(file);
        if (!Files.exists(target)
                || !target.toRealPath().startsWith(Markdown.repository().toRealPath())) {
            return false;
        }
        return hash < 0 || Markdown.read(target).anchors().contains(link.substring(hash + 1));
    }

    @Test
    void everyDocumentIsInTheIndex() throws IOException {
        final Path docs = Markdown.repository().resolve("docs");
        final List<Path> listed = new ArrayList<>();
        for (final String index : List.of("README.md", "adr/README.md")) {
            final Path at = docs.resolve(index);
            listed.add(at);
            Markdown.read(at)
                    .links()
                    .forEach(link -> listed.add(at.resolveSibling(link).normalize()));
        }
        try (Stream<Path> files = Files.walk(docs)) {
            assertThat(files.filter(Files::isRegularFile)).isSubsetOf(listed);
        }
    }

    @Test
    void everyBlockIsOfAKindThatATestTakesCareOf() throws IOException {
        for (final Markdown document : Markdown.all()) {
            for (final Markdown.Block block : document.blocks()) {
                if (document.path().endsWith("CONTRIBUTING.md")
                        && block.language().isEmpty()) {
                    continue; // a picture
                }
                assertThat(LANGUAGES).as("%s, line %d", document, block.line()).contains(block.language());
                if (block.language().equals("text")) {
                    assertThat(TYPED.matcher(block.text()).find())
                            .as("%s, line %d is for typing and must be sh", document, block.line())
                            .isFalse();
                }
            }
        }
    }

    @Test
    void everyJavaBlockCompiles() throws IOException {
        for (final Markdown document : Markdown.all()) {
            for (final Markdown.Block block : blocks(document, "java")) {
                Snippet.compile(document, block, folder);
            }
        }
    }

    @Test
    @Tag("slow")
    void everyCommandOfTheDocumentsRuns() throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "no shell to type into");
        for (final Markdown document : Markdown.all()) {
            if (!isReadme(document) && !blocks(document, "sh").isEmpty()) {
                final Path place = ShellBlock.folder(Files.createTempDirectory(folder, "shell"));
                for (final Markdown.Block block : blocks(document, "sh")) {
                    ShellBlock.run(document, block, place);
                }
            }
        }
    }

    @Test
    void everyDependencyIsAModuleOfThisBuildInItsVersion() throws IOException {
        final String parent = Files.readString(Markdown.repository().resolve("pom.xml"));
        final Matcher version = Pattern.compile("<version>([^<]*)</version>").matcher(parent);
        assertThat(version.find()).isTrue();
        for (final Markdown document : Markdown.all()) {
            for (final Markdown.Block block : blocks(document, "xml")) {
                final Matcher element = ELEMENT.matcher(block.text());
                final List<String> found = new ArrayList<>();
                while (element.find()) {
                    found.add(element.group(2));
                }
                assertThat(found).as("%s, line %d", document, block.line()).hasSize(3);
                assertThat(found.get(0)).isEqualTo("dev.intarsia");
                assertThat(parent).contains("<artifactId>" + found.get(1) + "</artifactId>");
                assertThat(found.get(2)).isEqualTo(version.group(1));
            }
        }
    }

    @Test
    void theTutorialRunsInABareJvm() throws IOException, InterruptedException {
        final Markdown tutorial = Markdown.read(Markdown.repository().resolve("docs/tutorial/first-file.md"));
        final Markdown.Block program = blocks(tutorial, "java").stream()
                .filter(block -> block.text().contains("public static void main"))
                .findFirst()
                .orElseThrow();
        final Snippet compiled = Snippet.compile(tutorial, program, folder);
        final Path written = folder.resolve("first.parquet");

        try (ChildRun run = ChildRun.startWords(
                folder,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        compiled.folder()
                                + System.getProperty("path.separator")
                                + System.getProperty("java.class.path"),
                        compiled.className(),
                        written.toString()))) {
            final List<String> output = run.restOfLines();
            assertThat(run.status()).as(run.err()).isZero();
            assertThat(blocks(tutorial, "text")).anyMatch(block -> block.lines().equals(output));
        }
        assertThat(CommandRun.of("verify", written).out()).contains(": ok, 100,000 rows");
    }

    @Test
    void theReferenceNamesEveryOptionOfEveryCommand() throws IOException {
        final String reference = document("docs/reference/command-line.md");
        for (final String command : List.of("write", "demo", "verify", "inspect")) {
            assertThat(reference).contains("\n## " + command + "\n");
            final Matcher option =
                    OPTION.matcher(CommandRun.of(command, "--help").out());
            assertThat(option.find()).isTrue();
            do {
                assertThat(reference).contains("`" + option.group(1));
            } while (option.find());
        }
    }

    @Test
    void theReferenceNamesEveryOptionOfTheWriterAndEveryException() throws IOException {
        final String options = document("docs/reference/options.md");
        for (final RecordComponent component : WriterOptions.class.getRecordComponents()) {
            assertThat(options).contains("| `" + component.getName() + "` |");
        }
        for (final Compression.Codec codec : Compression.Codec.values()) {
            assertThat(options).contains("| `" + codec + "` |");
        }
        final String errors = document("docs/reference/errors.md");
        for (final Class<?> exception : List.of(
                UnsupportedSchemaException.class,
                InvalidBatchException.class,
                FileFullException.class,
                MemoryBudgetException.class)) {
            assertThat(errors)
                    .contains("| `" + exception.getSimpleName() + "` | "
                            + exception.getSuperclass().getSimpleName() + " |");
        }
    }

    private static String document(final String path) throws IOException {
        return Files.readString(Markdown.repository().resolve(path));
    }

    @Test
    void aCommandThatNobodyKnowsIsRefused() {
        final Markdown document =
                new Markdown(Markdown.repository().resolve("README.md"), List.of(), List.of(), List.of());
        final Markdown.Block block = new Markdown.Block("sh", "rm -rf out", 1);

        assertThatThrownBy(() -> ShellBlock.run(document, block, folder)).hasMessageContaining("rm -rf out");
    }

    private static boolean isReadme(final Markdown document) {
        return document.path().equals(Markdown.repository().resolve("README.md"));
    }

    static List<Markdown.Block> blocks(final Markdown document, final String language) {
        return document.blocks().stream()
                .filter(block -> block.language().equals(language))
                .toList();
    }
}

package dev.intarsia.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two readings of the Arrow project's integration cases agree: of the JSON by us, of the stream by Arrow's Java. */
class IntegrationJsonTest {
    private static final String JSON = ".json.gz";

    /** What Arrow's Java cannot read, and why: a part of what it says when it tries. */
    private static final Map<String, String> UNREADABLE = Map.of(
            "generated_decimal32", "only supports 128-bit and 256-bit decimal",
            "generated_decimal64", "only supports 128-bit and 256-bit decimal",
            "generated_duplicate_fieldnames", "not all nodes, buffers");

    /** A union is refused by every reader of ours. */
    private static final String UNION = "generated_union";

    static List<String> readableCases() throws IOException {
        return cases(name -> !name.equals(UNION) && !UNREADABLE.containsKey(name));
    }

    static List<String> unreadableCases() throws IOException {
        return cases(UNREADABLE::containsKey);
    }

    private static List<String> cases(final Predicate<String> wanted) throws IOException {
        try (Stream<Path> files = Files.walk(TestData.folder("arrow-testing"))) {
            return files.filter(file -> file.toString().endsWith(JSON))
                    .filter(file -> wanted.test(nameOf(file)))
                    .map(file -> file.getParent().getFileName() + "/" + nameOf(file))
                    .sorted()
                    .toList();
        }
    }

    private static String nameOf(final Path file) {
        return file.getFileName().toString().replace(JSON, "");
    }

    @ParameterizedTest
    @MethodSource("readableCases")
    void theJsonAndTheStreamOfACaseHoldTheSameRows(final String name, final BufferAllocator allocator)
            throws IOException {
        final Table json = IntegrationJson.read(file(name + JSON));
        try (IpcFile ipc = IpcFile.read(file(name + ".stream"), allocator)) {
            Tables.assertEqual("Arrow's Java", ArrowRows.of(ipc.schema(), ipc.batches(), ipc.dictionaries()), json);
        }
    }

    /** Their JSON is the only reading of them; it is at least one that has rows. */
    @ParameterizedTest
    @MethodSource("unreadableCases")
    void whatArrowsJavaCannotReadIsReadFromTheJson(final String name) throws IOException {
        final Table json = IntegrationJson.read(file(name + JSON));

        assertThat(json.rowCount()).isPositive();
        assertThat(json.columns().stream().flatMap(List::stream)).anyMatch(Objects::nonNull);
        try (BufferAllocator own = new RootAllocator()) {
            assertThatThrownBy(() -> IpcFile.read(file(name + ".stream"), own))
                    .hasMessageContaining(UNREADABLE.get(name.substring(name.indexOf('/') + 1)));
        }
    }

    @Test
    void unionsHaveNoNeutralForm() {
        for (final String folder : new String[] {"1.0.0-littleendian/", "cpp-21.0.0/"}) {
            assertThatThrownBy(() -> IntegrationJson.read(file(folder + UNION + JSON)))
                    .hasMessage("the type union has no neutral form");
        }
    }

    private static Path file(final String name) {
        return TestData.folder("arrow-testing").resolve(name);
    }
}

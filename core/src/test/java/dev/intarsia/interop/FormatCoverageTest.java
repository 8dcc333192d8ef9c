package dev.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.WriterContext;
import dev.intarsia.options.BloomFilter;
import dev.intarsia.options.ColumnEncoding;
import dev.intarsia.options.ColumnOptions;
import dev.intarsia.options.Compression;
import dev.intarsia.options.DataPageVersion;
import dev.intarsia.options.FloatOrder;
import dev.intarsia.options.StatisticsDepth;
import dev.intarsia.options.WriterOptions;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code docs/format-coverage.md} claims what is written and read back, no more and no less. What is, is
 * measured: small files are written and read back by both readers, and then asked, through the format's own
 * Thrift code, what they hold.
 */
class FormatCoverageTest {
    /** A test that looks at files through code that is not ours. */
    private static final Pattern FOREIGN =
            Pattern.compile("BothReaders|ParquetJavaReader|DuckDbReader|ThriftFile|org\\.apache\\.parquet");

    private final CoverageTable table = CoverageTable.read();

    @TempDir
    Path folder;

    @Test
    void theTableClaimsExactlyWhatIsWrittenAndReadBack(final BufferAllocator allocator, final WriterContext context) {
        final FormatFacts both;
        final FormatFacts all;
        try (CoverageCases cases = new CoverageCases(folder, context, allocator)) {
            cases.writeAll();
            both = cases.both;
            all = cases.all;
        }

        assertSame("Types", both.types(), all.types());
        assertSame("Encodings", both.encodings(), all.encodings());
        assertSame("Pages", both.pages(), all.pages());
        assertSame("Codecs", both.codecs(), all.codecs());
        assertThat(table.claims("Metadata", false))
                .as("fields of structs that are set, as the footer and the headers have them")
                .isEqualTo(all.fields());

        final Set<String> unwritten = new TreeSet<>(all.unset());
        unwritten.addAll(FormatFacts.known());
        unwritten.removeAll(all.names());
        assertThat(table.claims("Not written", false))
                .as("what the format has and no file of ours")
                .isEqualTo(unwritten);
    }

    private void assertSame(final String heading, final Set<String> both, final Set<String> all) {
        assertThat(table.claims(heading, false))
                .as(heading + " that parquet-java reads")
                .isEqualTo(all);
        assertThat(table.claims(heading, true))
                .as(heading + " that DuckDB reads, too")
                .isEqualTo(both);
    }

    @Test
    void everyTestThatARowNamesIsThereAndReadsWithForeignCode() throws IOException {
        final Path tests = CoverageTable.repository().resolve("core/src/test/java");
        final Set<String> named = names("tests");
        assertThat(named).isNotEmpty();
        for (final String name : named) {
            try (Stream<Path> files = Files.walk(tests)) {
                final List<Path> found =
                        files.filter(file -> file.endsWith(name + ".java")).toList();
                assertThat(found).as("the test class %s", name).hasSize(1);
                assertThat(FOREIGN.matcher(Files.readString(found.get(0))).find())
                        .as("whether %s looks at files with code that is not ours", name)
                        .isTrue();
            }
        }
    }

    @Test
    void everyOptionThatARowNamesIsThere() {
        final Set<String> known = Stream.of(WriterOptions.class, ColumnOptions.class, BloomFilter.class)
                .flatMap(type -> Stream.of(type.getRecordComponents()))
                .map(RecordComponent::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        Stream.of(
                        ColumnEncoding.values(),
                        Compression.Codec.values(),
                        DataPageVersion.values(),
                        FloatOrder.values(),
                        StatisticsDepth.values())
                .flatMap(Stream::of)
                .forEach(constant -> known.add(constant.name()));
        known.add("putMetadata");
        assertThat(names("option")).isNotEmpty().isSubsetOf(known);
    }

    private Set<String> names(final String title) {
        return table.rows().stream()
                .flatMap(row -> row.names(title).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}

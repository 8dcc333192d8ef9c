package dev.intarsia;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import dev.intarsia.embedder.Embedder;
import dev.intarsia.options.Compression;
import dev.intarsia.testkit.ArrowRows;
import dev.intarsia.testkit.DuckDbReader;
import dev.intarsia.testkit.FlatTypes;
import dev.intarsia.testkit.ParquetJavaReader;
import dev.intarsia.testkit.Table;
import dev.intarsia.testkit.Tables;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.unsafe.UnsafeAllocationManager;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Core as its users have it: its run-time jars and an allocator of Arrow's, in a JVM without a flag. */
class EmbedderJvmTest {
    private static final int RUNTIME_JARS = 20;
    private static final int TIMEOUT_SECONDS = 120;

    @TempDir
    static Path folder;

    private static String printed;

    @BeforeAll
    static void writeTheFilesInABareJvm() throws IOException, InterruptedException, URISyntaxException {
        final List<String> classPath = new ArrayList<>();
        classPath.add(locationOf(ParquetWriter.class).toString());
        classPath.addAll(runtimeJars().stream().map(Path::toString).toList());
        classPath.add(locationOf(UnsafeAllocationManager.class).toString());
        classPath.add(copyOf(Embedder.class, FlatTypes.class).toString());
        final Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        final ProcessBuilder command = new ProcessBuilder(
                java.toString(),
                "-cp",
                String.join(File.pathSeparator, classPath),
                Embedder.class.getName(),
                folder.toString());
        for (final String variable : List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH")) {
            command.environment().remove(variable); // flags by the back door
        }
        final Path out = folder.resolve("out");
        final Path err = folder.resolve("err");
        final Process process =
                command.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        try {
            assertThat(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS))
                    .as("the embedder ends within %s s", TIMEOUT_SECONDS)
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(err)).isZero();
        printed = Files.readString(out);
    }

    @ParameterizedTest
    @EnumSource(Compression.Codec.class)
    void whatItWroteIsReadByBothReaders(final Compression.Codec codec, final BufferAllocator allocator)
            throws IOException {
        final Path file = folder.resolve(codec + ".parquet");
        final Table expected;
        try (VectorSchemaRoot batch = Embedder.batch(allocator)) {
            expected = ArrowRows.of(Embedder.schema(), List.of(batch));
        }

        assertThat(printed.lines()).contains(codec + " " + Files.size(file));
        Tables.assertEqual("parquet-java", ParquetJavaReader.read(file), expected);
        Tables.assertEqual("DuckDB", DuckDbReader.read(file), expected);
    }

    @Test
    void coreBringsAKnownNumberOfJars() throws IOException, URISyntaxException {
        assertThat(runtimeJars()).allSatisfy(jar -> assertThat(jar).isRegularFile());
        assertThat(runtimeJars())
                .as("a library more is a decision, and the documentation says the number")
                .hasSize(RUNTIME_JARS);
    }

    @Test
    void noneOfThemHoldsANativeLibraryOrHadoop() throws IOException, URISyntaxException {
        for (final Path jar : runtimeJars()) {
            assertThat(unwelcome(jar)).as(jar.toString()).isEmpty();
        }
    }

    @Test
    void theScanFindsANativeLibraryAndHadoopWhereTheyAre() throws IOException, URISyntaxException {
        assertThat(unwelcome(locationOf(Zstd.class))).anyMatch(entry -> entry.endsWith(".so"));
        assertThat(unwelcome(locationOf(Configuration.class))).contains("org/apache/hadoop/conf/Configuration.class");
    }

    private static List<String> unwelcome(final Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.stream()
                    .map(entry -> entry.getName())
                    // parquet-common has five classes in org.apache.parquet.hadoop, which are not Hadoop's.
                    .filter(name -> name.matches("(?i).*\\.(so|dll|dylib|jnilib)(\\.[0-9.]+)?")
                            || name.startsWith("org/apache/hadoop/"))
                    .toList();
        }
    }

    /** What Maven puts on the class path of who embeds core, written down by the build. */
    private static List<Path> runtimeJars() throws IOException, URISyntaxException {
        final Path target = locationOf(ParquetWriter.class).getParent();
        final String jars = Files.readString(target.resolve("runtime.classpath"));
        return Stream.of(jars.strip().split(File.pathSeparator)).map(Path::of).toList();
    }

    private static Path locationOf(final Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    /** A folder with the classes of the packages of these classes, and nothing else of the tests. */
    private static Path copyOf(final Class<?>... types) throws IOException, URISyntaxException {
        final Path copy = folder.resolve("classes");
        for (final Class<?> type : types) {
            final String name = type.getPackageName().replace('.', '/');
            final Path to = Files.createDirectories(copy.resolve(name));
            try (Stream<Path> classes = Files.list(locationOf(type).resolve(name))) {
                for (final Path from : classes.toList()) {
                    Files.copy(from, to.resolve(from.getFileName()));
                }
            }
        }
        return copy;
    }
}

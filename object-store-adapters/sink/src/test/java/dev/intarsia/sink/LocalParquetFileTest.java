package dev.intarsia.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intarsia.FileSummary;
import dev.intarsia.WriterContext;
import dev.intarsia.options.Compression;
import dev.intarsia.options.UnsupportedSchemaException;
import dev.intarsia.options.WriterOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalParquetFileTest {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final WriterOptions SMALL_GROUPS = WriterOptions.builder()
            .compression(Compression.UNCOMPRESSED)
            .rowGroupBytes(1 << 20)
            .build();

    @TempDir
    private Path directory;

    private RootAllocator allocator;
    private WriterContext context;
    private VectorSchemaRoot batch;
    private Path target;

    @BeforeEach
    void open() {
        allocator = new RootAllocator();
        context = WriterContext.create(128L << 20);
        batch = Batches.random(allocator, 10_000, 1);
        target = directory.resolve("a.parquet");
    }

    @AfterEach
    void nothingIsLeft() {
        batch.close();
        allocator.close();
        assertThat(context.usedBytes()).isZero();
        context.close();
    }

    @Test
    void theFileIsInvisibleUntilItIsFinishedAndThenWhole() throws IOException {
        final FileSummary summary;
        try (LocalParquetFile file = LocalParquetFile.create(context, target, Batches.SCHEMA, SMALL_GROUPS)) {
            for (int i = 0; i < 60; i++) {
                file.write(batch);
            }
            assertThat(target).doesNotExist();
            assertThat(names())
                    .singleElement()
                    .asString()
                    .startsWith(".intarsia-")
                    .endsWith(".inprogress");
            assertThat(file.bytes()).isGreaterThan(8L << 20);
            assertThat(file.rows()).isEqualTo(600_000);
            assertThat(file.rowGroups()).isPositive();
            summary = file.finish();
        }

        assertThat(names()).containsExactly("a.parquet");
        assertThat(summary.rows()).isEqualTo(600_000);
        final byte[] bytes = Files.readAllBytes(target);
        assertThat(bytes)
                .hasSize(Math.toIntExact(summary.bytes()))
                .startsWith(MAGIC)
                .endsWith(MAGIC);
    }

    @Test
    void aFileWithoutRowsIsStillAFile() throws IOException {
        try (LocalParquetFile file = LocalParquetFile.create(context, target, Batches.SCHEMA)) {
            assertThat(file.finish().rows()).isZero();
        }
        assertThat(target).isNotEmptyFile();
    }

    @Test
    void closeWithoutFinishLeavesNothing() throws IOException {
        final LocalParquetFile file = LocalParquetFile.create(context, target, Batches.SCHEMA, SMALL_GROUPS);
        file.write(batch);
        file.close();
        file.close();

        assertThat(names()).isEmpty();
        assertThatThrownBy(() -> file.write(batch))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a.parquet is closed");
    }

    @Test
    void onlyTheOwnerMayReadTheFileWhileItGrowsAndAfter() throws IOException {
        org.junit.jupiter.api.Assumptions.assumeTrue(
                directory.getFileSystem().supportedFileAttributeViews().contains("posix"), "no permissions here");
        try (LocalParquetFile file = LocalParquetFile.create(context, target, Batches.SCHEMA)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.inProgressPath())))
                    .isEqualTo("rw-------");
            file.finish();
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
                .isEqualTo("rw-------");
    }

    @Test
    void anExistingTargetIsRefusedBeforeAnythingIsWritten() throws IOException {
        Files.writeString(target, "mine");

        assertThatThrownBy(() -> LocalParquetFile.create(context, target, Batches.SCHEMA))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining("a.parquet")
                .hasMessageContaining("IfExists.REPLACE");

        assertThat(names()).containsExactly("a.parquet");
        assertThat(target).hasContent("mine");
    }

    @Test
    void aTargetThatAppearsWhileTheFileGrowsIsNotOverwritten() throws IOException {
        try (LocalParquetFile file = LocalParquetFile.create(context, target, Batches.SCHEMA)) {
            file.write(batch);
            Files.writeString(target, "mine");

            assertThatThrownBy(file::finish).isInstanceOf(FileAlreadyExistsException.class);
        }
        assertThat(names()).containsExactly("a.parquet");
        assertThat(target).hasContent("mine");
    }

    @Test
    void replaceKeepsTheOldFileUntilTheNewOneIsWhole() throws IOException {
        Files.writeString(target, "old");
        try (LocalParquetFile file = create(IfExists.REPLACE)) {
            file.write(batch);
            assertThat(target).hasContent("old");
        }
        assertThat(target).hasContent("old");

        try (LocalParquetFile file = create(IfExists.REPLACE)) {
            file.write(batch);
            file.finish();
        }
        assertThat(names()).containsExactly("a.parquet");
        assertThat(Files.readAllBytes(target)).startsWith(MAGIC).endsWith(MAGIC);
    }

    @Test
    void aDirectoryIsNeverReplaced() throws IOException {
        Files.createDirectory(target);

        assertThatThrownBy(() -> create(IfExists.REPLACE)).isInstanceOf(FileAlreadyExistsException.class);

        assertThat(target).isEmptyDirectory();
    }

    @Test
    void aMissingDirectoryIsNamed() {
        final Path nowhere = directory.resolve("nowhere").resolve("a.parquet");

        assertThatThrownBy(() -> LocalParquetFile.create(context, nowhere, Batches.SCHEMA))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nowhere does not exist")
                .hasMessageContaining("create the directory");
    }

    @Test
    void aFileWhereTheDirectoryShouldBeIsNamed() throws IOException {
        final Path inFile = Files.writeString(directory.resolve("f"), "x").resolve("a.parquet");

        assertThatThrownBy(() -> LocalParquetFile.create(context, inFile, Batches.SCHEMA))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("f is not a directory");
    }

    @Test
    void aSchemaThatCannotBeWrittenLeavesNothing() throws IOException {
        final Schema empty = new Schema(List.of(Field.nullable("nothing", ArrowType.Struct.INSTANCE)));

        assertThatThrownBy(() -> LocalParquetFile.create(context, target, empty))
                .isInstanceOf(UnsupportedSchemaException.class)
                .hasMessageContaining("nothing");

        assertThat(names()).isEmpty();
    }

    @Test
    void dictionariesAreThoseOfTheBatchThatIsWritten() throws IOException {
        final DictionaryEncoding encoding = new DictionaryEncoding(3, false, null);
        final MapDictionaryProvider dictionaries = new MapDictionaryProvider();
        try (RootAllocator allocator = new RootAllocator();
                VarCharVector words = new VarCharVector("words", allocator);
                IntVector wood =
                        new IntVector("wood", new FieldType(true, new ArrowType.Int(32, true), encoding), allocator)) {
            wood.setSafe(0, 0);
            wood.setValueCount(1);
            words.setSafe(0, "oak".getBytes(StandardCharsets.US_ASCII));
            words.setValueCount(1);
            dictionaries.put(new Dictionary(words, encoding));
            final VectorSchemaRoot one = VectorSchemaRoot.of(wood);
            try (LocalParquetFile file = LocalParquetFile.create(
                    context, target, one.getSchema(), dictionaries, WriterOptions.DEFAULT, IfExists.REFUSE)) {
                file.write(one);
                words.setSafe(0, "ash".getBytes(StandardCharsets.US_ASCII));
                file.write(one);
                file.finish();
            }
        }

        assertThat(new String(Files.readAllBytes(target), StandardCharsets.ISO_8859_1))
                .as("the bounds in the footer")
                .contains("oak")
                .contains("ash");
    }

    @Test
    void aFullDiskIsTellingAndLeavesNothing() throws IOException {
        final LocalParquetFile file = LocalParquetFile.create(
                context,
                target,
                Batches.SCHEMA,
                new MapDictionaryProvider(),
                SMALL_GROUPS,
                IfExists.REFUSE,
                channel -> new TappedChannel(channel, 1, "No space left on device"));

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 1000; i++) {
                        file.write(batch);
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessageContaining("writing")
                .hasMessageContaining("a.parquet failed: No space left on device; free some space");

        assertThat(names()).isEmpty();
        assertThat(context.usedBytes()).isZero();
        assertThatThrownBy(() -> file.write(batch))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("takes no more")
                .hasMessageContaining("No space left on device");
        assertThatThrownBy(file::finish).isInstanceOf(IOException.class).hasMessageContaining("takes no more");
        file.close();
        assertThat(names()).isEmpty();
    }

    @Test
    void aFailureInTheLastWriteLeavesNothing() throws IOException {
        final LocalParquetFile file = LocalParquetFile.create(
                context,
                target,
                Batches.SCHEMA,
                new MapDictionaryProvider(),
                SMALL_GROUPS,
                IfExists.REFUSE,
                channel -> new TappedChannel(channel, 0, "Input/output error"));
        file.write(batch);

        assertThatThrownBy(file::finish).isInstanceOf(IOException.class).hasMessageContaining("Input/output error");

        assertThat(names()).isEmpty();
        assertThat(context.usedBytes()).isZero();
    }

    private LocalParquetFile create(final IfExists ifExists) throws IOException {
        return LocalParquetFile.create(context, target, Batches.SCHEMA, SMALL_GROUPS, ifExists);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }
}

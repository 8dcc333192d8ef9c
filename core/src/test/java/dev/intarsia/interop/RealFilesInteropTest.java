package dev.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.intarsia.options.WriterOptions;
import dev.intarsia.testkit.ArrowRows;
import dev.intarsia.testkit.IpcFile;
import dev.intarsia.testkit.Vectors;
import dev.intarsia.testkit.WrittenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Real records of other people convert, and both readers find them again. */
class RealFilesInteropTest {
    private static final String TEST_DATA = "intarsia.testdata";

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> everyRealFileConverts(final BufferAllocator allocator) throws IOException {
        final String testData = System.getProperty(TEST_DATA);
        assumeTrue(
                testData != null, "skipped: the system property " + TEST_DATA + " does not name a folder of test data");
        final List<Path> files;
        try (Stream<Path> entries = Files.list(Path.of(testData, "real"))) {
            files = entries.sorted().toList();
        }
        assertThat(files).as("real files").isNotEmpty();
        return files.stream()
                .map(file ->
                        DynamicTest.dynamicTest(file.getFileName().toString(), () -> assertConverts(file, allocator)));
    }

    private void assertConverts(final Path file, final BufferAllocator allocator) throws IOException {
        final IpcFile ipc = IpcFile.read(file, allocator);
        try {
            assertConverts(ipc, WriterOptions.DEFAULT);
            assertConverts(
                    ipc,
                    WriterOptions.builder()
                            .rowGroupBytes(1 << 18)
                            .pageBytes(1 << 14)
                            .dictionaryPageBytes(1 << 13)
                            .build());
        } finally {
            Vectors.close(ipc.batches());
        }
    }

    private void assertConverts(final IpcFile ipc, final WriterOptions options) {
        final WrittenFile written = WrittenFile.write(folder, ipc.schema(), options, ipc.batches());
        assertThat(written.summary().rows())
                .isEqualTo(ipc.batches().stream()
                        .mapToLong(VectorSchemaRoot::getRowCount)
                        .sum());
        BothReaders.assertRead(written, ArrowRows.of(ipc.schema(), ipc.batches()));
    }
}

package dev.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.options.WriterOptions;
import dev.intarsia.testkit.ArrowRows;
import dev.intarsia.testkit.IpcFile;
import dev.intarsia.testkit.Table;
import dev.intarsia.testkit.TestData;
import dev.intarsia.testkit.Vectors;
import dev.intarsia.testkit.WrittenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Real records of other people convert, and both readers find them again. */
class RealFilesInteropTest {
    static final List<String> FILES = List.of(
            "athletes.arrows", "flights-200k.arrow", "stocks.arrows", "usgs-feed.arrows", "wnba-shots-2023.arrows");

    @TempDir
    Path folder;

    @Test
    void noRealFileIsLeftOut() throws IOException {
        try (Stream<Path> files = Files.list(TestData.folder("real"))) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrderElementsOf(FILES);
        }
    }

    @ParameterizedTest
    @FieldSource("FILES")
    void everyRealFileConverts(final String name, final BufferAllocator allocator) throws IOException {
        final IpcFile ipc = IpcFile.read(TestData.folder("real").resolve(name), allocator);
        try {
            final Table expected = ArrowRows.of(ipc.schema(), ipc.batches());
            assertConverts(ipc, expected, WriterOptions.DEFAULT);
            assertConverts(
                    ipc,
                    expected,
                    WriterOptions.builder()
                            .rowGroupBytes(1 << 18)
                            .pageBytes(1 << 14)
                            .dictionaryPageBytes(1 << 13)
                            .build());
        } finally {
            Vectors.close(ipc.batches());
        }
    }

    private void assertConverts(final IpcFile ipc, final Table expected, final WriterOptions options) {
        final WrittenFile written = WrittenFile.write(folder, ipc.schema(), options, ipc.batches());
        assertThat(written.summary().rows()).isEqualTo(expected.rowCount());
        BothReaders.assertRead(written, expected);
    }
}

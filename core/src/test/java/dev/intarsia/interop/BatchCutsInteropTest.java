package dev.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.options.Compression;
import dev.intarsia.options.WriterOptions;
import dev.intarsia.testkit.FlatTypes;
import dev.intarsia.testkit.Nulls;
import dev.intarsia.testkit.Pattern;
import dev.intarsia.testkit.Vectors;
import dev.intarsia.testkit.WrittenFile;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A file is a function of its rows and options; how the rows were cut into batches leaves no trace. */
class BatchCutsInteropTest {
    private static final Schema SCHEMA = FlatTypes.schemaOfAll();
    private static final int ROWS = 1_400;
    private static final int[][] CUTS = {{1, 7, 8, 64, 129}, {0, 333, 0, 500}, {63, 1}};

    @TempDir
    Path folder;

    static Stream<Arguments> patternsAndLimits() {
        final WriterOptions byRows = WriterOptions.builder()
                .compression(Compression.UNCOMPRESSED)
                .rowGroupRows(600)
                .pageRows(130)
                .build();
        final WriterOptions byBytes = WriterOptions.builder()
                .compression(Compression.SNAPPY)
                .rowGroupBytes(200_000)
                .pageBytes(1_500)
                .dictionaryPageBytes(3_000)
                .build();
        return Stream.of(Pattern.FEW, Pattern.DISTINCT, Pattern.EXTREMES)
                .flatMap(pattern -> Stream.of(
                        Arguments.of(pattern, Nulls.SOME, "by rows", byRows),
                        Arguments.of(pattern, Nulls.RUNS, "by bytes", byBytes)));
    }

    @ParameterizedTest(name = "{0}, nulls {1}, cut {2}")
    @MethodSource("patternsAndLimits")
    void theBytesDoNotDependOnHowRowsWereCutIntoBatches(
            final Pattern pattern,
            final Nulls nulls,
            final String limits,
            final WriterOptions options,
            final BufferAllocator allocator) {
        try (VectorSchemaRoot root = Vectors.generate(allocator, SCHEMA, ROWS, pattern, nulls, 11)) {
            final WrittenFile whole = WrittenFile.write(folder, SCHEMA, options, List.of(root));
            BothReaders.assertRead(whole, SCHEMA, List.of(root));
            for (final int[] sizes : CUTS) {
                final List<VectorSchemaRoot> batches = Vectors.cut(root, sizes);
                try {
                    final WrittenFile cut = WrittenFile.write(folder, SCHEMA, options, batches);
                    assertThat(cut.bytes())
                            .as("the file from batches of %s rows, limits %s", sizes, limits)
                            .isEqualTo(whole.bytes());
                } finally {
                    Vectors.close(batches);
                }
            }
        }
    }

    @Test
    void anotherFileDoesNotChangeThisOne(final BufferAllocator allocator) {
        try (VectorSchemaRoot root = Vectors.generate(allocator, SCHEMA, 300, Pattern.FEW, Nulls.SOME, 3);
                VectorSchemaRoot other = Vectors.generate(allocator, SCHEMA, 300, Pattern.FEW, Nulls.SOME, 4)) {
            final WrittenFile first = WrittenFile.write(folder, SCHEMA, WriterOptions.DEFAULT, List.of(root));
            final WrittenFile second = WrittenFile.write(folder, SCHEMA, WriterOptions.DEFAULT, List.of(other));
            final WrittenFile third = WrittenFile.write(folder, SCHEMA, WriterOptions.DEFAULT, List.of(root));

            assertThat(second.bytes()).isNotEqualTo(first.bytes());
            assertThat(third.bytes()).isEqualTo(first.bytes());
        }
    }
}

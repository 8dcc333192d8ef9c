package dev.intarsia.internal.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.internal.compress.CompressorPool;
import dev.intarsia.internal.memory.MemoryHog;
import dev.intarsia.internal.memory.SlabPool;
import dev.intarsia.internal.schema.ParquetSchema;
import dev.intarsia.options.BloomFilter;
import dev.intarsia.options.ColumnEncoding;
import dev.intarsia.options.ColumnOptions;
import dev.intarsia.options.WriterOptions;
import dev.intarsia.testkit.ByteChannel;
import dev.intarsia.testkit.FlatTypes;
import dev.intarsia.testkit.Nulls;
import dev.intarsia.testkit.Pattern;
import dev.intarsia.testkit.Vectors;
import dev.intarsia.testkit.WrittenFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is reserved to append a row group is enough to read it and to append it: the rest of the memory may be gone. */
class AppendAdmissionTest {
    private static final DictionaryProvider NO_DICTIONARIES = new DictionaryProvider.MapDictionaryProvider();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 40, 5_000, 60_000})
    void anAppendedRowGroupNeedsNothingBeyondItsReserve(final int rows, final BufferAllocator allocator)
            throws IOException {
        final Schema schema = FlatTypes.schemaOfAll();
        final WriterOptions options = WriterOptions.builder()
                .pageRows(Math.max(1, rows / 50))
                .rowGroupRows(rows)
                .defaults(ColumnOptions.builder()
                        .encoding(ColumnEncoding.PLAIN)
                        .bloomFilter(new BloomFilter(0.01, 0, 128 << 10))
                        .build())
                .build();
        final Schema some = new Schema(schema.getFields()
                .subList(0, rows > 10_000 ? 12 : schema.getFields().size()));
        final byte[] source;
        try (VectorSchemaRoot root = Vectors.generate(allocator, some, rows, Pattern.DISTINCT, Nulls.SOME, 9)) {
            source = WrittenFile.write(folder, some, options, List.of(root)).bytes();
        }
        for (final int slab : new int[] {256 << 10, 1 << 20, 8 << 20}) {
            run(some, source, rows, new SlabPool(64 << 20, slab));
        }
    }

    private static void run(final Schema schema, final byte[] source, final int rows, final SlabPool memory)
            throws IOException {
        final CompressorPool compressors = new CompressorPool();
        final FileWriter file = new FileWriter(
                ParquetSchema.of(schema, NO_DICTIONARIES), NO_DICTIONARIES, WriterOptions.DEFAULT, memory, compressors);
        final ByteChannel channel = new ByteChannel(source);
        final EncodedSource encoded = EncodedSource.open(channel);
        for (int round = 1; round <= 2; round++) {
            final MemoryHog[] hog = {null};
            final long pages = encoded.rowGroup(0).fileOffset();
            channel.before((position, wanted) -> {
                if (position == pages && hog[0] == null) {
                    hog[0] = MemoryHog.takeAll(memory); // the first byte that is read into what was reserved
                }
            });
            file.admitAppend(encoded, 0);
            assertThat(hog[0]).isNotNull();
            file.append();
            hog[0].giveBack();
            assertThat(file.rows()).isEqualTo((long) round * rows);
        }
        file.admitFinish();
        file.finish();
        file.close();
        compressors.close();
        memory.close();
    }
}

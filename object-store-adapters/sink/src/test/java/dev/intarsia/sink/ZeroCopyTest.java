package dev.intarsia.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.ParquetWriter;
import dev.intarsia.WriterContext;
import dev.intarsia.buffer.Part;
import dev.intarsia.internal.memory.NativeMemory;
import dev.intarsia.options.Compression;
import dev.intarsia.options.WriterOptions;
import dev.intarsia.sink.TappedChannel.Range;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No byte moves between the core's memory and the system call, proven by address. */
class ZeroCopyTest {
    private static final WriterOptions OPTIONS = WriterOptions.builder()
            .compression(Compression.UNCOMPRESSED)
            .rowGroupBytes(1 << 20)
            .build();

    @TempDir
    private Path directory;

    @Test
    void theBuffersOfAPartReachTheChannelAtTheirOwnAddresses() throws IOException {
        try (RootAllocator allocator = new RootAllocator();
                WriterContext context = WriterContext.create(64L << 20);
                VectorSchemaRoot batch = Batches.random(allocator, 10_000, 7);
                ParquetWriter writer = ParquetWriter.open(
                        context, batch.getSchema(), new DictionaryProvider.MapDictionaryProvider(), OPTIONS);
                FileChannel file = FileChannel.open(
                        directory.resolve("a"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int i = 0; i < 10; i++) {
                writer.write(batch);
            }
            writer.flushRowGroup();
            final TappedChannel channel = TappedChannel.passing(file);
            try (Part part = writer.splitTo(writer.bufferedBytes())) {
                final List<Range> lent = new ArrayList<>();
                for (final ByteBuffer buffer : part.nioBuffers()) {
                    final long address = NativeMemory.addressOf(buffer);
                    lent.add(new Range(address + buffer.position(), address + buffer.limit()));
                }

                GatheringWriter.writeFully(channel, part.nioBuffers());

                assertThat(part.length()).isGreaterThan(1 << 20);
                assertThat(channel.offered).isEqualTo(lent);
            }
        }
    }

    @Test
    void aFileOffersEachOfItsBytesOnceFromDirectMemory() throws IOException {
        final TappedChannel[] channel = new TappedChannel[1];
        final Path target = directory.resolve("a.parquet");
        try (RootAllocator allocator = new RootAllocator();
                WriterContext context = WriterContext.create(64L << 20);
                VectorSchemaRoot batch = Batches.random(allocator, 10_000, 7);
                LocalParquetFile file = LocalParquetFile.create(
                        context,
                        target,
                        batch.getSchema(),
                        new DictionaryProvider.MapDictionaryProvider(),
                        OPTIONS,
                        IfExists.REFUSE,
                        opened -> {
                            channel[0] = TappedChannel.passing(opened);
                            return channel[0];
                        })) {
            for (int i = 0; i < 50; i++) {
                file.write(batch);
            }
            file.finish();
        }

        final long offeredBytes = channel[0].offered.stream()
                .mapToLong(range -> range.to() - range.from())
                .sum();
        assertThat(channel[0].onlyDirect).isTrue();
        assertThat(offeredBytes).isEqualTo(Files.size(target));
    }
}

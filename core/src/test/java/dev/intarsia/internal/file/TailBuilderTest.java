package dev.intarsia.internal.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.buffer.Part;
import dev.intarsia.internal.compress.CompressorPool;
import dev.intarsia.internal.memory.MemoryHog;
import dev.intarsia.internal.memory.SlabPool;
import dev.intarsia.internal.schema.ParquetSchema;
import dev.intarsia.options.InvalidBatchException;
import dev.intarsia.testkit.random.Case;
import dev.intarsia.testkit.random.Kinds;
import dev.intarsia.testkit.random.Shrinker;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a tail that is written column by column reserves is enough for it: the rest of the memory may be gone. */
class TailBuilderTest {
    private static final int CASES = 8;

    @ParameterizedTest
    @ValueSource(longs = {0, 1_000, 2_000, 3_000})
    void aTailThatIsWrittenNeedsNothingBeyondItsReserveAndHasTheBytesOfOneThatIsBuilt(
            final long firstSeed, final BufferAllocator allocator) {
        Shrinker.check(allocator, Kinds.ALL, firstSeed, CASES, TailBuilderTest::run);
    }

    private static void run(final Case generated) throws Exception {
        final SlabPool memory = new SlabPool(64 << 20, 16 << 20);
        final CompressorPool compressors = new CompressorPool();
        final FileWriter file = new FileWriter(
                ParquetSchema.of(generated.schema(), generated.dictionaries()),
                generated.dictionaries(),
                generated.options(),
                memory,
                compressors);
        try {
            for (final VectorSchemaRoot root : generated.inTurn()) {
                write(file, root);
                if (root.getRowCount() % 3 == 0) {
                    file.admitFlush();
                    file.flush();
                }
                final FileState state = file.capture();
                final long used = memory.usedBytes();
                assertThat(streamed(state, memory, compressors)).isEqualTo(built(state, memory, compressors));
                assertThat(memory.usedBytes()).isEqualTo(used);
                state.release();
            }
        } finally {
            file.close();
            compressors.close();
            memory.close();
        }
    }

    private static void write(final FileWriter file, final VectorSchemaRoot root) {
        try {
            file.admit(root);
        } catch (final InvalidBatchException e) {
            assertThat(e).hasMessageContaining("is an interval of"); // which Parquet cannot hold
            return;
        }
        file.write(root.getRowCount());
    }

    private static byte[] streamed(final FileState state, final SlabPool memory, final CompressorPool compressors)
            throws Exception {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TailBuilder builder = new TailBuilder(state, memory, compressors, Pace.unhurried())) {
            builder.admitStreaming();
            final MemoryHog hog = MemoryHog.takeAll(memory);
            try {
                builder.stream(Channels.newChannel(bytes));
            } finally {
                hog.giveBack();
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] built(final FileState state, final SlabPool memory, final CompressorPool compressors) {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TailBuilder builder = new TailBuilder(state, memory, compressors, Pace.unhurried())) {
            final FileWriter fork = builder.build();
            try (Part tail = fork.file().splitTo(fork.file().length() - state.tailOffset())) {
                for (final ByteBuffer buffer : tail.nioBuffers()) {
                    final byte[] copy = new byte[buffer.remaining()];
                    buffer.get(copy);
                    bytes.writeBytes(copy);
                }
            }
        }
        return bytes.toByteArray();
    }
}

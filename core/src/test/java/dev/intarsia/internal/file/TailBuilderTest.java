package dev.intarsia.internal.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.buffer.Part;
import dev.intarsia.internal.memory.MemoryHog;
import dev.intarsia.options.ColumnEncoding;
import dev.intarsia.options.ColumnOptions;
import dev.intarsia.options.Compression;
import dev.intarsia.options.WriterOptions;
import dev.intarsia.testkit.FlatTypes;
import dev.intarsia.testkit.Gathered;
import dev.intarsia.testkit.Nulls;
import dev.intarsia.testkit.Pattern;
import dev.intarsia.testkit.Vectors;
import dev.intarsia.testkit.random.Case;
import dev.intarsia.testkit.random.Kinds;
import dev.intarsia.testkit.random.Shrinker;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a tail that is written column by column reserves is enough for it: the rest of the memory may be gone, and what
 * comes free on the way, too.
 */
class TailBuilderTest {
    private static final int CASES = 8;
    private static final int BUDGET = 64 << 20;
    private static final int SLAB = 16 << 20;

    @ParameterizedTest
    @ValueSource(longs = {0, 1_000, 2_000, 3_000})
    void aTailThatIsWrittenNeedsNothingBeyondItsReserveAndHasTheBytesOfOneThatIsBuilt(
            final long firstSeed, final BufferAllocator allocator) {
        Shrinker.check(allocator, Kinds.ALL, firstSeed, CASES, TailBuilderTest::run);
    }

    /** Pages that become much smaller leave most of their blocks empty; the next column needs them whole. */
    @Test
    void whatOneColumnTookServesAllOthers(final BufferAllocator allocator) throws Exception {
        final Schema schema = new Schema(IntStream.range(0, 100)
                .mapToObj(i -> FlatTypes.field("c" + i, new ArrowType.Int(64, true), true))
                .toList());
        final WriterOptions options = WriterOptions.builder()
                .compression(Compression.SNAPPY)
                .defaults(ColumnOptions.of(ColumnEncoding.PLAIN))
                .build();
        final DictionaryProvider none = new DictionaryProvider.MapDictionaryProvider();
        try (LoneFile file = new LoneFile(schema, none, options, BUDGET, SLAB);
                VectorSchemaRoot root = Vectors.generate(allocator, schema, 2_000, Pattern.CONSTANT, Nulls.NONE, 1)) {
            assertThat(file.admits(root)).isTrue();
            file.writer.write(root.getRowCount());
            final FileState state = file.writer.capture();
            assertThat(streamed(state, file)).isEqualTo(built(state, file));
            state.release();
        }
    }

    private static void run(final Case generated) throws Exception {
        try (LoneFile file = new LoneFile(generated, BUDGET, SLAB)) {
            for (final VectorSchemaRoot root : generated.inTurn()) {
                if (file.admits(root)) {
                    file.writer.write(root.getRowCount());
                }
                if (root.getRowCount() % 3 == 0) {
                    file.writer.admitFlush();
                    file.writer.flush();
                }
                final FileState state = file.writer.capture();
                final long used = file.memory.usedBytes();
                assertThat(streamed(state, file)).isEqualTo(built(state, file));
                assertThat(file.memory.usedBytes()).isEqualTo(used);
                state.release();
            }
        }
    }

    /** Before every column, and whenever bytes leave, whatever has come free is taken. */
    private static byte[] streamed(final FileState state, final LoneFile file) throws Exception {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final List<MemoryHog> hogs = new ArrayList<>();
        final AtomicBoolean begun = new AtomicBoolean();
        final Pace pace = Pace.within(Duration.ofDays(1), () -> {
            if (begun.get()) {
                hogs.add(MemoryHog.takeAll(file.memory));
            }
            return 0;
        });
        final WritableByteChannel channel = Channels.newChannel(new FilterOutputStream(bytes) {
            @Override
            public void write(final byte[] source, final int offset, final int length) throws IOException {
                hogs.add(MemoryHog.takeAll(file.memory));
                out.write(source, offset, length);
            }
        });
        try (TailBuilder builder = new TailBuilder(state, file.memory, file.compressors, pace)) {
            builder.admitStreaming();
            begun.set(true);
            hogs.add(MemoryHog.takeAll(file.memory));
            builder.stream(channel);
        } finally {
            hogs.forEach(MemoryHog::giveBack);
        }
        return bytes.toByteArray();
    }

    private static byte[] built(final FileState state, final LoneFile file) {
        try (TailBuilder builder = new TailBuilder(state, file.memory, file.compressors, Pace.unhurried())) {
            final FileWriter fork = builder.build();
            try (Part tail = fork.file().splitTo(fork.file().length() - state.tailOffset())) {
                return Gathered.bytes(tail.nioBuffers());
            }
        }
    }
}

package dev.intarsia.internal.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.buffer.Part;
import dev.intarsia.internal.compress.CompressorPool;
import dev.intarsia.internal.memory.MemoryHog;
import dev.intarsia.internal.memory.SlabPool;
import dev.intarsia.internal.schema.ParquetSchema;
import dev.intarsia.options.InvalidBatchException;
import dev.intarsia.options.WriterOptions;
import dev.intarsia.testkit.Gathered;
import dev.intarsia.testkit.Vectors;
import dev.intarsia.testkit.random.Case;
import dev.intarsia.testkit.random.Kinds;
import dev.intarsia.testkit.random.Shrinker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a file holds between operations is enough to end it: others may have all the rest, and its bytes are the same.
 */
class FloorTest {
    private static final int CASES = 8;
    private static final int GENERATED_CASES = 12;
    private static final int BUDGET = 32 << 20;
    private static final int SLAB = 8 << 20;
    private static final DictionaryProvider NO_DICTIONARIES = new DictionaryProvider.MapDictionaryProvider();

    /** A file, and a twin of the same rows that has all the memory it wants. */
    private static final class Twins implements AutoCloseable {
        private final SlabPool scarce = new SlabPool(BUDGET, SLAB);
        private final SlabPool plenty = new SlabPool(BUDGET, SLAB);
        private final CompressorPool compressors = new CompressorPool();
        private final FileWriter file;
        private final FileWriter twin;

        Twins(final Schema schema, final DictionaryProvider dictionaries, final WriterOptions options) {
            file = new FileWriter(ParquetSchema.of(schema, dictionaries), dictionaries, options, scarce, compressors);
            twin = new FileWriter(ParquetSchema.of(schema, dictionaries), dictionaries, options, plenty, compressors);
        }

        boolean write(final VectorSchemaRoot root) {
            try {
                if (!file.tryAdmit(root)) {
                    return false;
                }
            } catch (final InvalidBatchException refusal) {
                Case.assertRefusable(refusal);
                return false;
            }
            file.write(root.getRowCount());
            twin.admit(root);
            twin.write(root.getRowCount());
            return true;
        }

        void flush() {
            final MemoryHog hog = MemoryHog.takeAll(scarce);
            file.admitFlush();
            file.flush();
            assertThat(file.holdsFloor()).isTrue();
            hog.giveBack();
            twin.admitFlush();
            twin.flush();
        }

        void finish() {
            final MemoryHog hog = MemoryHog.takeAll(scarce);
            final byte[] tail = tail();
            file.admitFinish();
            file.finish();
            hog.giveBack();
            twin.admitFinish();
            twin.finish();
            assertThat(bytes(file)).isEqualTo(bytes(twin)).isEqualTo(tail);
        }

        /**
         * The whole file, none of which is durable, as a tail: written twice, because what is lent
         * has to come back whole.
         */
        private byte[] tail() {
            final FileState state = file.capture();
            final byte[] first = streamed(state);
            assertThat(streamed(state)).isEqualTo(first);
            state.release();
            return first;
        }

        private byte[] streamed(final FileState state) {
            final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (TailBuilder builder = new TailBuilder(state, scarce, compressors, Pace.unhurried())) {
                builder.writeTo(Channels.newChannel(bytes));
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
            return bytes.toByteArray();
        }

        @Override
        public void close() {
            file.close();
            twin.close();
            compressors.close();
            scarce.close();
            plenty.close();
        }
    }

    private static byte[] bytes(final FileWriter file) {
        try (Part part = file.file().splitTo(file.file().length())) {
            return Gathered.bytes(part.nioBuffers());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void aFileIsEndedFromWhatItHolds(final int shard, final BufferAllocator allocator) {
        for (int i = 0; i < CASES; i++) {
            final Random random = new Random(7000L * shard + i);
            final Schema schema = AdmissionTest.schema(random);
            try (Twins twins = new Twins(schema, NO_DICTIONARIES, AdmissionTest.options(random, schema))) {
                for (int batch = random.nextInt(4); batch > 0; batch--) {
                    final int rows = random.nextInt(random.nextBoolean() ? 100 : 6000);
                    try (VectorSchemaRoot root = Vectors.generate(
                            allocator,
                            schema,
                            rows,
                            AdmissionTest.pattern(random),
                            AdmissionTest.nulls(random),
                            random.nextLong())) {
                        twins.write(root);
                    }
                    if (random.nextInt(3) == 0) {
                        twins.flush();
                    }
                }
                twins.finish();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1_000, 2_000, 3_000})
    void aFileOfAnySchemaIsEndedFromWhatItHolds(final long firstSeed, final BufferAllocator allocator) {
        Shrinker.check(allocator, Kinds.ALL, firstSeed, GENERATED_CASES, FloorTest::run);
    }

    private static void run(final Case generated) {
        try (Twins twins = new Twins(generated.schema(), generated.dictionaries(), generated.options())) {
            for (final VectorSchemaRoot root : generated.inTurn()) {
                if (twins.write(root) && root.getRowCount() % 3 == 0) {
                    twins.flush();
                }
            }
            twins.finish();
        }
    }

    @Test
    void allFilesOfAnExhaustedContextAreEnded(final BufferAllocator allocator) {
        final Random random = new Random(42);
        final SlabPool memory = new SlabPool(24 << 20, 4 << 20);
        final CompressorPool compressors = new CompressorPool();
        final List<FileWriter> files = new ArrayList<>();
        final List<VectorSchemaRoot> batches = new ArrayList<>();
        int refusals = 0;
        for (int i = 0; i < 40; i++) {
            final Schema schema = AdmissionTest.schema(random);
            final FileWriter file = FileWriters.unbegun(
                    ParquetSchema.of(schema, NO_DICTIONARIES),
                    NO_DICTIONARIES,
                    AdmissionTest.options(random, schema),
                    memory,
                    compressors);
            if (file.tryBegin()) {
                files.add(file);
                batches.add(Vectors.generate(
                        allocator,
                        schema,
                        1 + random.nextInt(500),
                        AdmissionTest.pattern(random),
                        AdmissionTest.nulls(random),
                        random.nextLong()));
            }
        }
        while (refusals < 200) {
            final int i = random.nextInt(files.size());
            if (files.get(i).tryAdmit(batches.get(i))) {
                files.get(i).write(batches.get(i).getRowCount());
            } else {
                refusals++;
            }
        }
        final List<MemoryHog> hogs = new ArrayList<>();
        for (final FileWriter file : files) {
            hogs.add(MemoryHog.takeAll(memory));
            assertThat(file.holdsFloor()).isTrue();
            file.admitFinish();
            file.finish();
        }
        hogs.forEach(MemoryHog::giveBack);
        files.forEach(FileWriter::close);
        batches.forEach(VectorSchemaRoot::close);
        compressors.close();
        memory.close();
    }
}

package dev.intarsia.internal.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.internal.memory.MemoryHog;
import dev.intarsia.internal.memory.SlabPool;
import dev.intarsia.internal.state.StateOutput;
import dev.intarsia.options.BloomFilter;
import dev.intarsia.options.ColumnEncoding;
import dev.intarsia.options.ColumnOptions;
import dev.intarsia.options.Compression;
import dev.intarsia.options.DataPageVersion;
import dev.intarsia.options.FloatOrder;
import dev.intarsia.options.StatisticsDepth;
import dev.intarsia.options.WriterOptions;
import dev.intarsia.testkit.FlatTypes;
import dev.intarsia.testkit.Nulls;
import dev.intarsia.testkit.Pattern;
import dev.intarsia.testkit.Vectors;
import dev.intarsia.testkit.random.Case;
import dev.intarsia.testkit.random.Kinds;
import dev.intarsia.testkit.random.Shrinker;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operation reserves is enough for it: the rest of the memory may be gone. */
class AdmissionTest {
    private static final int CASES = 20;
    private static final int GENERATED_CASES = 40;
    private static final int BUDGET = 256 << 20;
    private static final int SLAB = 32 << 20;
    private static final DictionaryProvider NO_DICTIONARIES = new DictionaryProvider.MapDictionaryProvider();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void anAdmittedOperationNeedsNothingBeyondItsReserve(final int shard, final BufferAllocator allocator) {
        for (int i = 0; i < CASES; i++) {
            run(new Random(1000L * shard + i), allocator);
        }
    }

    private static void run(final Random random, final BufferAllocator allocator) {
        final Schema schema = schema(random);
        try (LoneFile file = new LoneFile(schema, NO_DICTIONARIES, options(random, schema), BUDGET, SLAB);
                Captured captured = new Captured(file.writer)) {
            long rows = 0;
            for (int batch = 0; batch < 4; batch++) {
                final int count = random.nextInt(random.nextBoolean() ? 100 : 6000);
                try (VectorSchemaRoot root =
                        Vectors.generate(allocator, schema, count, pattern(random), nulls(random), random.nextLong())) {
                    file.writer.admit(root);
                    withoutMemory(file.memory, () -> file.writer.write(count));
                    assertThat(file.writer.holdsFloor()).isTrue();
                }
                rows += count;
                captured.next(random.nextInt(3));
                if (random.nextInt(3) == 0) {
                    file.writer.admitFlush();
                    withoutMemory(file.memory, file.writer::flush);
                    assertThat(file.writer.holdsFloor()).isTrue();
                    captured.next(random.nextInt(3));
                }
            }
            file.writer.admitFinish();
            withoutMemory(
                    file.memory,
                    () -> file.writer.finish(random.nextBoolean() ? describing(file.writer) : Escort.NONE));
            assertThat(file.writer.rows()).isEqualTo(rows);
            file.writer.close(); // before what was captured of it is let go
        }
    }

    /** What is captured between operations, so that what they overwrite has to be copied. */
    private static final class Captured implements AutoCloseable {
        private final FileWriter file;
        private FileState state;

        Captured(final FileWriter file) {
            this.file = file;
        }

        /** 0 lets go, 1 captures again, 2 leaves it as it is. */
        void next(final int what) {
            if (what < 2 && state != null) {
                state.release();
                state = null;
            }
            if (what == 1) {
                state = file.capture();
            }
        }

        @Override
        public void close() {
            next(0);
        }
    }

    /** As a build does that somebody will go on from. */
    private static Escort describing(final FileWriter file) {
        final StateOutput description = new StateOutput();
        return new Escort() {
            @Override
            public void columnPrepared(final int column) {
                file.columns().get(column).describeTo(description);
            }
        };
    }

    /** Nested columns, dictionaries, runs and views, with options that belong to the case. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1_000, 2_000, 3_000})
    void anAdmittedOperationOfAnySchemaNeedsNothingBeyondItsReserve(
            final long firstSeed, final BufferAllocator allocator) {
        Shrinker.check(allocator, Kinds.ALL, firstSeed, GENERATED_CASES, AdmissionTest::run);
    }

    private static void run(final Case generated) {
        try (LoneFile file = new LoneFile(generated, BUDGET, SLAB);
                Captured captured = new Captured(file.writer)) {
            long rows = 0;
            for (final VectorSchemaRoot root : generated.inTurn()) {
                captured.next(root.getRowCount() % 3);
                if (file.admits(root)) {
                    withoutMemory(file.memory, () -> file.writer.write(root.getRowCount()));
                    assertThat(file.writer.holdsFloor()).isTrue();
                    rows += root.getRowCount();
                }
                if (root.getRowCount() % 3 == 0) {
                    file.writer.admitFlush();
                    withoutMemory(file.memory, file.writer::flush);
                    assertThat(file.writer.holdsFloor()).isTrue();
                }
            }
            file.writer.admitFinish();
            withoutMemory(file.memory, file.writer::finish);
            assertThat(file.writer.rows()).isEqualTo(rows);
        }
    }

    private static void withoutMemory(final SlabPool memory, final Runnable operation) {
        final MemoryHog hog = MemoryHog.takeAll(memory);
        try {
            operation.run();
        } finally {
            hog.giveBack();
        }
    }

    static Schema schema(final Random random) {
        final List<String> types = new ArrayList<>(FlatTypes.ALL.keySet());
        Collections.shuffle(types, random);
        final List<Field> fields = new ArrayList<>();
        for (final String type : types.subList(0, 1 + random.nextInt(6))) {
            fields.add(FlatTypes.field(type, random.nextInt(4) > 0));
        }
        return new Schema(fields);
    }

    static Pattern pattern(final Random random) {
        final Pattern[] patterns = Pattern.values();
        return patterns[random.nextInt(patterns.length)];
    }

    static Nulls nulls(final Random random) {
        final Nulls[] nulls = Nulls.values();
        return nulls[random.nextInt(nulls.length)];
    }

    static WriterOptions options(final Random random, final Schema schema) {
        final Compression.Codec[] codecs = Compression.Codec.values();
        final WriterOptions.Builder options = WriterOptions.builder()
                .compression(codecs[random.nextInt(codecs.length)].atDefaultLevel())
                .pageRows(1 + random.nextInt(random.nextBoolean() ? 50 : 20_000))
                .pageBytes(1 + random.nextInt(random.nextBoolean() ? 500 : 1 << 20))
                .dictionaryPageBytes(1 + random.nextInt(random.nextBoolean() ? 300 : 1 << 20))
                .rowGroupRows(1 + random.nextInt(random.nextInt(4) == 0 ? 60 : 100_000))
                .rowGroupBytes(1 + random.nextInt(random.nextInt(4) == 0 ? 5000 : 64 << 20));
        final ColumnEncoding[] encodings = ColumnEncoding.values();
        final ColumnOptions.Builder column = ColumnOptions.builder()
                .encoding(encodings[random.nextInt(encodings.length)])
                .compression(codecs[random.nextInt(codecs.length)].atDefaultLevel())
                .statistics(StatisticsDepth.values()[random.nextInt(3)]);
        if (random.nextInt(3) == 0) {
            column.bloomFilter(new BloomFilter(0.01, random.nextInt(2) * 1000L, 32 << random.nextInt(12)));
        }
        for (final Field field : schema.getFields()) {
            if (random.nextBoolean()) {
                options.column(
                        field.getName(),
                        ColumnOptions.builder().compression(Compression.SNAPPY).build());
            }
        }
        options.defaults(column.build())
                .dataPages(DataPageVersion.values()[random.nextInt(2)])
                .pageIndex(random.nextInt(4) > 0)
                .pageHeaderStatistics(random.nextInt(4) == 0)
                .floatOrder(FloatOrder.values()[random.nextInt(2)]);
        return options.build();
    }
}

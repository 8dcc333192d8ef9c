package dev.intarsia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intarsia.buffer.Part;
import dev.intarsia.options.ColumnEncoding;
import dev.intarsia.options.ColumnOptions;
import dev.intarsia.options.Compression;
import dev.intarsia.options.InvalidBatchException;
import dev.intarsia.options.MemoryBudgetException;
import dev.intarsia.options.WriterOptions;
import dev.intarsia.testkit.Budget;
import dev.intarsia.testkit.FlatTypes;
import dev.intarsia.testkit.Nulls;
import dev.intarsia.testkit.Pattern;
import dev.intarsia.testkit.Vectors;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

/** What a writer does when memory is short: it says so at once, says when to come again, or waits. */
class BackPressureTest {
    private static final Schema SCHEMA = new Schema(List.of(
            FlatTypes.field("id", new ArrowType.Int(64, true), false),
            FlatTypes.field("name", new ArrowType.Utf8(), true)));
    private static final WriterOptions OPTIONS = WriterOptions.builder()
            .compression(Compression.UNCOMPRESSED)
            .pageRows(8000)
            .defaults(ColumnOptions.builder().encoding(ColumnEncoding.PLAIN).build())
            .build();
    private static final int ROWS = 4000;
    private static final Duration LONG = Duration.ofSeconds(20);

    private static VectorSchemaRoot batch(final BufferAllocator allocator, final int rows) {
        return Vectors.generate(allocator, SCHEMA, rows, Pattern.DISTINCT, Nulls.SOME, 1);
    }

    private static ParquetWriter open(final WriterContext context) {
        return ParquetWriter.open(context, SCHEMA, new DictionaryProvider.MapDictionaryProvider(), OPTIONS);
    }

    /** Writes until no more fits, and hands out what is finished: that part is what will make room. */
    private static Part fill(final ParquetWriter writer, final VectorSchemaRoot batch) {
        for (int i = 0; i < 40; i++) {
            writer.write(batch);
        }
        writer.flushRowGroup();
        final Part part = writer.splitTo(writer.bufferedBytes());
        while (writer.tryWrite(batch)) {
            // until it does not fit
        }
        return part;
    }

    @Test
    void aBatchThatDoesNotFitIsRefusedWithoutAnExceptionAndTakenOnceMemoryIsBack(
            @Budget(16 << 20) final WriterContext context, final BufferAllocator allocator) {
        try (ParquetWriter writer = open(context);
                VectorSchemaRoot batch = batch(allocator, ROWS)) {
            assertThat(context.available().toCompletableFuture()).isCompleted();
            final Part part = fill(writer, batch);
            final long rows = writer.rows();
            final CompletableFuture<Void> available = context.available().toCompletableFuture();
            assertThat(available).isNotDone();
            assertThat(writer.tryWrite(batch)).isFalse();
            assertThat(writer.rows()).isEqualTo(rows);

            part.close();
            writer.durable(part.endOffset());

            assertThat(available).isCompleted();
            assertThat(writer.tryWrite(batch)).isTrue();
            assertThat(writer.rows()).isEqualTo(rows + ROWS);
            assertThat(context.refusals()).isEqualTo(2);
        }
    }

    @Test
    void availableRunsOnTheThreadThatGivesMemoryBackAndMayTakeMemoryThere(
            @Budget(16 << 20) final WriterContext context, final BufferAllocator allocator) throws Exception {
        try (ParquetWriter writer = open(context);
                VectorSchemaRoot batch = batch(allocator, ROWS)) {
            final Part part = fill(writer, batch);
            final AtomicReference<Thread> thread = new AtomicReference<>();
            final CompletionStage<Void> opened = context.available().thenRun(() -> {
                thread.set(Thread.currentThread());
                open(context).close(); // would hang if the pool's lock were held
            });
            final Thread store = new Thread(() -> {
                part.close();
                writer.durable(part.endOffset());
            });
            store.start();
            store.join();
            opened.toCompletableFuture().get(20, TimeUnit.SECONDS);
            assertThat(thread.get()).isSameAs(store);
        }
    }

    @Test
    void nobodyButTheContextCanEndAShortage(
            @Budget(16 << 20) final WriterContext context, final BufferAllocator allocator) {
        try (ParquetWriter writer = open(context);
                VectorSchemaRoot batch = batch(allocator, ROWS)) {
            try (Part part = fill(writer, batch)) {
                assertThat(context.available().toCompletableFuture().complete(null))
                        .isTrue();
                assertThat(context.available().toCompletableFuture()).isNotDone();
                writer.durable(part.endOffset());
            }
        }
    }

    @Test
    void aWriteWaitsUntilAnotherThreadGivesMemoryBack(
            @Budget(16 << 20) final WriterContext context, final BufferAllocator allocator) throws Exception {
        final ExecutorService store = Executors.newSingleThreadExecutor();
        try (ParquetWriter writer = open(context);
                VectorSchemaRoot batch = batch(allocator, ROWS)) {
            final Part part = fill(writer, batch);
            final Future<?> stored = store.submit(() -> {
                Thread.sleep(50);
                part.close();
                writer.durable(part.endOffset());
                return null;
            });
            final long rows = writer.rows();
            writer.write(batch, LONG);
            stored.get();
            assertThat(writer.rows()).isEqualTo(rows + ROWS);
            assertThat(context.waits()).isEqualTo(1);
            assertThat(context.waitNanos()).isPositive();
        } finally {
            store.shutdownNow();
        }
    }

    @Test
    void aWriteThatHasWaitedLongEnoughIsRefusedWithTheSums(
            @Budget(16 << 20) final WriterContext context, final BufferAllocator allocator) {
        try (ParquetWriter writer = open(context);
                VectorSchemaRoot batch = batch(allocator, ROWS);
                Part part = fill(writer, batch)) {
            final long used = context.usedBytes();
            final long rows = writer.rows();
            assertThatExceptionOfType(MemoryBudgetException.class)
                    .isThrownBy(() -> writer.write(batch, Duration.ofMillis(30)))
                    .satisfies(refusal -> {
                        assertThat(refusal.waited()).isGreaterThanOrEqualTo(Duration.ofMillis(30));
                        assertThat(refusal)
                                .hasMessageContaining("a batch of rows needs " + refusal.neededBytes() + " bytes")
                                .hasMessageContaining(
                                        refusal.freeBytes() + " of the budget of 16777216 are free after a"
                                                + " wait of " + refusal.waited().toMillis() + " ms");
                    });
            assertThat(context.usedBytes()).isEqualTo(used);
            assertThat(writer.rows()).isEqualTo(rows);
            writer.durable(part.endOffset());
        }
    }

    @Test
    void anInterruptedWriteTakesNothingAndLeavesTheWriterGood(
            @Budget(16 << 20) final WriterContext context, final BufferAllocator allocator) {
        try (ParquetWriter writer = open(context);
                VectorSchemaRoot batch = batch(allocator, ROWS)) {
            final Part part = fill(writer, batch);
            final long rows = writer.rows();
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> writer.write(batch, LONG)).isInstanceOf(InterruptedException.class);
            assertThat(writer.rows()).isEqualTo(rows);
            part.close();
            writer.durable(part.endOffset());
            writer.write(batch);
            assertThat(writer.rows()).isEqualTo(rows + ROWS);
        }
    }

    @Test
    void aBatchThatCouldNeverFitIsRefusedByAnExceptionAndNotWaitedFor(
            @Budget(256 << 10) final WriterContext context, final BufferAllocator allocator) {
        try (ParquetWriter writer = open(context);
                VectorSchemaRoot batch = batch(allocator, 400_000)) {
            assertThatExceptionOfType(MemoryBudgetException.class).isThrownBy(() -> writer.tryWrite(batch));
            assertThatExceptionOfType(MemoryBudgetException.class).isThrownBy(() -> writer.write(batch, LONG));
            assertThat(context.waits()).isZero();
            assertThat(context.available().toCompletableFuture()).isCompleted();
        }
    }

    @Test
    void aBatchOfAnotherSchemaIsAnErrorEvenWhereMemoryIsShort(
            @Budget(16 << 20) final WriterContext context, final BufferAllocator allocator) {
        final Schema other = new Schema(List.of(FlatTypes.field("id", new ArrowType.Int(32, true), false)));
        try (ParquetWriter writer = open(context);
                VectorSchemaRoot batch = batch(allocator, ROWS);
                VectorSchemaRoot bad = Vectors.generate(allocator, other, 1, Pattern.DISTINCT, Nulls.SOME, 1);
                Part part = fill(writer, batch)) {
            assertThatExceptionOfType(InvalidBatchException.class).isThrownBy(() -> writer.tryWrite(bad));
            writer.durable(part.endOffset());
        }
    }

    /** The largest piece of memory bounds a page, not what a row group grows to. */
    @Test
    void aRowGroupGrowsFarBeyondASlab(final BufferAllocator allocator) {
        try (WriterContext context = WriterContext.create(4 << 20, 64 << 10);
                VectorSchemaRoot batch = batch(allocator, 100);
                ParquetWriter writer = ParquetWriter.open(
                        context,
                        SCHEMA,
                        new DictionaryProvider.MapDictionaryProvider(),
                        WriterOptions.builder()
                                .compression(Compression.UNCOMPRESSED)
                                .pageRows(500)
                                .build())) {
            while (writer.unflushedBytes() < 1 << 20) {
                writer.write(batch);
            }
            assertThat(writer.rowGroups()).isZero();
        }
    }

    @Test
    void openingIsRefusedWithTheSumWhenTheFirstReservationDoesNotFit(
            @Budget(64 << 10) final WriterContext context, final BufferAllocator allocator) {
        final long least = context.forecast(
                        SCHEMA, new DictionaryProvider.MapDictionaryProvider(), WriterOptions.DEFAULT, 1)
                .leastBytes();
        final ParquetWriter[] writers = new ParquetWriter[(int) (context.budgetBytes() / least) + 1];
        long most = 0;
        int open = 0;
        try {
            final MemoryBudgetException[] refusal = new MemoryBudgetException[1];
            while (refusal[0] == null && open < writers.length) {
                try {
                    writers[open] = open(context);
                    open++;
                    // Beside what each holds there is what all of them hold together.
                    most = open == 1 ? 1 + (context.budgetBytes() - context.usedBytes()) / least : most;
                } catch (final MemoryBudgetException e) {
                    refusal[0] = e;
                }
            }
            assertThat(refusal[0])
                    .isNotNull()
                    .hasMessageMatching("opening a file needs \\d+ bytes of memory, \\d+ of the budget of 65536 .*");
            assertThat(refusal[0].neededBytes()).isBetween(1L, least);
            assertThat(context.openWriters()).isEqualTo(open);
            assertThat(open).isEqualTo((int) most);
        } finally {
            for (int i = 0; i < open; i++) {
                writers[i].close();
            }
        }
    }
}

package dev.intarsia.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.Faults;
import dev.intarsia.MemoryRelief;
import dev.intarsia.ParquetWriter;
import dev.intarsia.WriterContext;
import dev.intarsia.WriterGroup;
import dev.intarsia.buffer.Part;
import dev.intarsia.options.ColumnEncoding;
import dev.intarsia.options.ColumnOptions;
import dev.intarsia.options.MemoryBudgetException;
import dev.intarsia.options.WriterOptions;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.junit.jupiter.api.Test;

/** What random sequences have come upon, made small. */
class FoundByTheModelTest {
    private static final long BUDGET_BYTES = 512 << 10;
    private static final DictionaryProvider NO_DICTIONARIES = new DictionaryProvider.MapDictionaryProvider();

    /** Finishes whatever it is asked for. */
    private static final class Finisher implements MemoryRelief {
        @Override
        public void handOut(final ParquetWriter writer) {
            try (Part part = writer.splitTo(writer.bufferedBytes())) {
                writer.durable(part.endOffset());
            }
        }

        @Override
        public boolean finish(final ParquetWriter leastRecentlyUsed) {
            leastRecentlyUsed.finish();
            handOut(leastRecentlyUsed);
            leastRecentlyUsed.close();
            return true;
        }
    }

    @Test
    void aChunkThatHasLeftItsDictionaryIsClosedWhereNoMemoryIsLeft(final BufferAllocator allocator) {
        final WriterOptions options = WriterOptions.builder()
                .pageRows(169)
                .dictionaryPageBytes(2048)
                .column(
                        Column.RATIO.name(),
                        ColumnOptions.builder()
                                .encoding(ColumnEncoding.DICTIONARY)
                                .build())
                .build();
        final History history = new History(List.of(Column.RATIO), List.of());
        for (int rows = 10; rows < 400; rows += 30) {
            try (WriterContext context = WriterContext.create(BUDGET_BYTES, Judge.SLAB_BYTES);
                    ParquetWriter writer = ParquetWriter.open(context, history.schema(), NO_DICTIONARIES, options)) {
                for (int salt = 1; salt <= 3; salt++) {
                    try (VectorSchemaRoot root = history.vectors(new History.Batch(salt, rows), allocator)) {
                        writer.write(root);
                    }
                }
                final Runnable others = Faults.exhaust(context, 0);
                assertThat(writer.finish().rows()).isEqualTo(3L * rows);
                others.run();
            }
        }
    }

    @Test
    void aFileThatIsOpenedInThePlaceOfAnotherHoldsItsEnd() {
        int opened = 0;
        for (int seed = 0; seed < 100; seed++) {
            final SplittableRandom random = new SplittableRandom(seed);
            try (WriterContext context = WriterContext.create(BUDGET_BYTES, Judge.SLAB_BYTES)) {
                final WriterGroup group = WriterGroup.of(context, BUDGET_BYTES, new Finisher());
                try (ParquetWriter first = open(group, random)) {
                    final Runnable others = Faults.exhaust(context, random.nextInt(8));
                    try (ParquetWriter second = open(group, random)) {
                        opened += first.bufferedBytes() == 0 ? 1 : 0; // closed by then
                        assertThat(second.finish().rows()).isZero();
                    } catch (final MemoryBudgetException e) {
                        assertThat(e).hasMessageContaining("opening a file");
                    }
                    others.run();
                }
            }
        }
        assertThat(opened).as("opened where another was finished").isPositive();
    }

    private static ParquetWriter open(final WriterGroup group, final SplittableRandom random) {
        final List<Column> columns = Drawn.columns(random);
        return ParquetWriter.open(
                group, new History(columns, List.of()).schema(), NO_DICTIONARIES, Drawn.options(random, columns));
    }
}

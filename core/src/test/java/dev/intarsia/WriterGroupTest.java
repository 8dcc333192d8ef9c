package dev.intarsia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.intarsia.buffer.Part;
import dev.intarsia.options.ColumnEncoding;
import dev.intarsia.options.ColumnOptions;
import dev.intarsia.options.Compression;
import dev.intarsia.options.MemoryBudgetException;
import dev.intarsia.options.WriterOptions;
import dev.intarsia.testkit.Budget;
import dev.intarsia.testkit.FlatTypes;
import dev.intarsia.testkit.Nulls;
import dev.intarsia.testkit.Pattern;
import dev.intarsia.testkit.Vectors;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

/** The relief ladder: what is done before a write is refused, in which order, and by whom. */
class WriterGroupTest {
    private static final Schema SCHEMA = new Schema(List.of(
            FlatTypes.field("id", new ArrowType.Int(64, true), false),
            FlatTypes.field("name", new ArrowType.Utf8(), true)));
    private static final DictionaryProvider NO_DICTIONARIES = new DictionaryProvider.MapDictionaryProvider();
    private static final WriterOptions OPTIONS = WriterOptions.builder()
            .compression(Compression.UNCOMPRESSED)
            .pageRows(8000)
            .defaults(ColumnOptions.builder().encoding(ColumnEncoding.PLAIN).build())
            .build();
    private static final int ROWS = 4000;
    private static final int PART = 16 << 10;

    /** An owner that stores at once, and writes down what it is asked for. */
    private static final class Owner implements MemoryRelief {
        private final List<String> asked = new ArrayList<>();
        private final List<ParquetWriter> writers = new ArrayList<>();
        private boolean finishes = true;

        @Override
        public void handOut(final ParquetWriter writer) {
            asked.add("hand out " + writers.indexOf(writer));
            drain(writer);
        }

        @Override
        public boolean finish(final ParquetWriter leastRecentlyUsed) {
            asked.add("finish " + writers.indexOf(leastRecentlyUsed));
            if (finishes) {
                leastRecentlyUsed.finish();
                drain(leastRecentlyUsed);
                leastRecentlyUsed.close();
            }
            return finishes;
        }

        ParquetWriter open(final WriterGroup group) {
            final ParquetWriter writer = ParquetWriter.open(group, SCHEMA, NO_DICTIONARIES, OPTIONS);
            writers.add(writer);
            return writer;
        }

        void close() {
            writers.forEach(ParquetWriter::close);
        }

        private static void drain(final ParquetWriter writer) {
            try (Part part = writer.splitTo(writer.bufferedBytes())) {
                writer.durable(part.endOffset());
            }
        }
    }

    private static VectorSchemaRoot batch(final BufferAllocator allocator, final int rows) {
        return Vectors.generate(allocator, SCHEMA, rows, Pattern.DISTINCT, Nulls.SOME, 1);
    }

    @Test
    void whatIsReadyLeavesFirst(@Budget(16 << 20) final WriterContext context, final BufferAllocator allocator) {
        final Owner owner = new Owner();
        final WriterGroup group = WriterGroup.of(context, PART, owner);
        try (VectorSchemaRoot batch = batch(allocator, ROWS)) {
            final ParquetWriter ready = owner.open(group);
            final ParquetWriter writing = owner.open(group);
            for (int i = 0; i < 30; i++) {
                ready.write(batch);
                ready.flushRowGroup();
            }
            writing.write(batch);
            assertThat(owner.asked).isEmpty();
            final int groups = writing.rowGroups();
            while (owner.asked.isEmpty()) {
                writing.write(batch);
            }
            assertThat(owner.asked).first().isEqualTo("hand out 0");
            assertThat(writing.rowGroups()).as("no row group was closed").isEqualTo(groups);
            assertThat(ready.bufferedBytes()).isZero();
        } finally {
            owner.close();
        }
    }

    @Test
    void thenRowGroupsAreClosedTheLargestFirstAndOnlyThoseThatYieldAPart(
            @Budget(16 << 20) final WriterContext context, final BufferAllocator allocator) {
        final Owner owner = new Owner();
        final WriterGroup group = WriterGroup.of(context, PART, owner);
        try (VectorSchemaRoot batch = batch(allocator, ROWS);
                VectorSchemaRoot few = batch(allocator, 10)) {
            final ParquetWriter tiny = owner.open(group);
            final ParquetWriter small = owner.open(group);
            final ParquetWriter large = owner.open(group);
            tiny.write(few);
            small.write(batch);
            large.write(batch);
            large.write(batch);
            for (int i = 0; i < 5; i++) {
                large.write(batch);
            }
            while (owner.asked.isEmpty()) {
                small.write(batch);
                large.write(batch);
            }
            assertThat(owner.asked.get(0)).isEqualTo("hand out 2");
            assertThat(large.rowGroups()).isEqualTo(1);
            for (int i = 0; i < 30; i++) {
                small.write(batch);
            }
            assertThat(owner.asked).doesNotContain("hand out 0").noneMatch(asked -> asked.startsWith("finish"));
            assertThat(tiny.rowGroups()).isZero();
        } finally {
            owner.close();
        }
    }

    @Test
    void thenTheFileThatWasWrittenToLeastRecentlyIsFinished(
            @Budget(16 << 20) final WriterContext context, final BufferAllocator allocator) {
        final Owner owner = new Owner();
        final WriterGroup group = WriterGroup.of(context, 16 << 20, owner); // so large that nothing yields a part
        try (VectorSchemaRoot batch = batch(allocator, ROWS)) {
            final ParquetWriter first = owner.open(group);
            final ParquetWriter second = owner.open(group);
            final ParquetWriter third = owner.open(group);
            for (int i = 0; i < 20; i++) {
                second.write(batch);
                first.write(batch);
            }
            while (owner.asked.isEmpty()) {
                third.write(batch);
            }
            assertThat(owner.asked).containsExactly("finish 1");
            while (owner.asked.size() < 2) {
                third.tryWrite(batch);
            }
            assertThat(owner.asked).containsExactly("finish 1", "finish 0");
            assertThat(third.rowGroups()).isZero();
            assertThatExceptionOfType(MemoryBudgetException.class).isThrownBy(() -> {
                while (true) {
                    third.write(batch);
                }
            });
            assertThat(owner.asked).as("nobody else is left").hasSize(2);
        } finally {
            owner.close();
        }
    }

    @Test
    void anOwnerThatWillNotFinishIsNotAskedTwiceForOneWrite(
            @Budget(16 << 20) final WriterContext context, final BufferAllocator allocator) {
        final Owner owner = new Owner();
        owner.finishes = false;
        final WriterGroup group = WriterGroup.of(context, 16 << 20, owner);
        try (VectorSchemaRoot batch = batch(allocator, ROWS)) {
            owner.open(group).write(batch);
            final ParquetWriter writing = owner.open(group);
            while (writing.tryWrite(batch)) {
                assertThat(owner.asked).isEmpty();
            }
            assertThat(owner.asked).containsExactly("finish 0");
            assertThat(owner.writers.get(0).rows()).isEqualTo(ROWS);
        } finally {
            owner.close();
        }
    }

    @Test
    void openingAFileIsHelpedToo(@Budget(16 << 20) final WriterContext context, final BufferAllocator allocator) {
        final Owner owner = new Owner();
        final WriterGroup group = WriterGroup.of(context, 16 << 20, owner);
        try {
            for (int i = 0; owner.asked.isEmpty(); i++) {
                assertThat(i).isLessThan(5000);
                owner.open(group);
            }
            assertThat(owner.asked).containsExactly("finish 0");
        } finally {
            owner.close();
        }
    }

    @Test
    void othersDoWhatTheyWereAskedForWithTheirNextWriteAndNotBefore(
            @Budget(16 << 20) final WriterContext context, final BufferAllocator allocator) {
        final Owner mine = new Owner();
        final Owner theirs = new Owner();
        final WriterGroup group = WriterGroup.of(context, 16 << 20, mine);
        final WriterGroup others = WriterGroup.of(context, PART, theirs);
        try (VectorSchemaRoot batch = batch(allocator, ROWS);
                VectorSchemaRoot few = batch(allocator, 1)) {
            final ParquetWriter other = theirs.open(others);
            for (int i = 0; i < 20; i++) {
                other.write(batch);
            }
            final ParquetWriter writing = mine.open(group);
            while (writing.tryWrite(batch)) {
                // until memory is short
            }
            assertThat(theirs.asked).isEmpty();
            assertThat(other.rowGroups()).isZero();

            other.write(few);

            assertThat(theirs.asked).containsExactly("hand out 0");
            assertThat(other.rowGroups()).isEqualTo(1);
            assertThat(writing.tryWrite(batch)).isTrue();
            other.write(few);
            assertThat(theirs.asked).as("asked once, honoured once").hasSize(1);
        } finally {
            mine.close();
            theirs.close();
        }
    }

    @Test
    void aThreadThatHasNothingToWriteCanStillRelieve(
            @Budget(16 << 20) final WriterContext context, final BufferAllocator allocator) {
        final Owner owner = new Owner();
        final WriterGroup others = WriterGroup.of(context, PART, owner);
        try (VectorSchemaRoot batch = batch(allocator, ROWS);
                ParquetWriter writing = ParquetWriter.open(context, SCHEMA, NO_DICTIONARIES, OPTIONS)) {
            final ParquetWriter other = owner.open(others);
            for (int i = 0; i < 20; i++) {
                other.write(batch);
            }
            assertThat(others.relieve()).as("nobody has asked").isFalse();
            while (writing.tryWrite(batch)) {
                // until memory is short
            }
            assertThat(others.relieve()).isTrue();
            assertThat(owner.asked).containsExactly("hand out 0");
            assertThat(others.relieve()).isFalse();
            assertThat(writing.tryWrite(batch)).isTrue();
        } finally {
            owner.close();
        }
    }

    @Test
    void aRequestThatIsOutOfDateIsDropped(
            @Budget(16 << 20) final WriterContext context, final BufferAllocator allocator) {
        final Owner owner = new Owner();
        final WriterGroup others = WriterGroup.of(context, PART, owner);
        try (VectorSchemaRoot batch = batch(allocator, ROWS)) {
            final ParquetWriter other = owner.open(others);
            for (int i = 0; i < 20; i++) {
                other.write(batch);
            }
            try (ParquetWriter writing = ParquetWriter.open(context, SCHEMA, NO_DICTIONARIES, OPTIONS)) {
                while (writing.tryWrite(batch)) {
                    // until memory is short
                }
            }
            other.write(batch);
            assertThat(owner.asked).isEmpty();
            assertThat(other.rowGroups()).isZero();
        } finally {
            owner.close();
        }
    }

    @Test
    void aWriterThatItsOwnerEndsMeanwhileSaysSo(
            @Budget(16 << 20) final WriterContext context, final BufferAllocator allocator) {
        final List<ParquetWriter> writers = new ArrayList<>();
        final WriterGroup group = WriterGroup.of(context, PART, new MemoryRelief() {
            @Override
            public void handOut(final ParquetWriter writer) {
                writer.close();
            }

            @Override
            public boolean finish(final ParquetWriter leastRecentlyUsed) {
                return false;
            }
        });
        try (VectorSchemaRoot batch = batch(allocator, ROWS);
                ParquetWriter writer = ParquetWriter.open(group, SCHEMA, NO_DICTIONARIES, OPTIONS)) {
            writers.add(writer);
            assertThatIllegalStateException()
                    .isThrownBy(() -> {
                        while (true) {
                            writer.write(batch);
                        }
                    })
                    .withMessageContaining("a closed writer cannot write a batch");
        }
    }

    @Test
    void aPartOfNothingIsRefused(final WriterContext context) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WriterGroup.of(context, 0, new Owner()))
                .withMessage("partBytes is 0, a part has at least 1 byte");
    }
}

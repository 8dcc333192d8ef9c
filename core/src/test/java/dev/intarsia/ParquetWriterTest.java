package dev.intarsia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.intarsia.buffer.Part;
import dev.intarsia.internal.compress.PageCompressor;
import dev.intarsia.options.ColumnOptions;
import dev.intarsia.options.Compression;
import dev.intarsia.options.InvalidBatchException;
import dev.intarsia.options.MemoryBudgetException;
import dev.intarsia.options.WriterOptions;
import dev.intarsia.testkit.Budget;
import dev.intarsia.testkit.FlatTypes;
import dev.intarsia.testkit.Gathered;
import dev.intarsia.testkit.Nulls;
import dev.intarsia.testkit.Pattern;
import dev.intarsia.testkit.ThriftFile;
import dev.intarsia.testkit.Vectors;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The life of a writer: what it refuses, what that leaves behind, and where its memory goes. */
class ParquetWriterTest {
    private static final Schema SCHEMA = new Schema(List.of(
            FlatTypes.field("id", new ArrowType.Int(64, true), false),
            FlatTypes.field("name", new ArrowType.Utf8(), true),
            FlatTypes.field("price", new ArrowType.Decimal(9, 2, 128), true)));
    private static final WriterOptions OPTIONS =
            WriterOptions.builder().pageRows(90).rowGroupRows(450).build();
    private static final int ROWS = 200;

    private static VectorSchemaRoot batch(final BufferAllocator allocator, final int rows, final long seed) {
        return Vectors.generate(allocator, SCHEMA, rows, Pattern.DISTINCT, Nulls.SOME, seed);
    }

    private static ParquetWriter open(final WriterContext context, final WriterOptions options) {
        return ParquetWriter.open(context, SCHEMA, new DictionaryProvider.MapDictionaryProvider(), options);
    }

    /** The file of these batches, with something done between them. */
    private static byte[] file(
            final WriterContext context,
            final WriterOptions options,
            final List<VectorSchemaRoot> batches,
            final Consumer<ParquetWriter> between) {
        try (ParquetWriter writer = open(context, options)) {
            for (final VectorSchemaRoot batch : batches) {
                between.accept(writer);
                writer.write(batch);
            }
            between.accept(writer);
            writer.finish();
            return Gathered.rest(writer);
        }
    }

    static Stream<Named<Consumer<VectorSchemaRoot>>> faults() {
        return Stream.of(
                Named.of(
                        "a null in a required column",
                        batch -> BitVectorHelper.unsetBit(batch.getVector("id").getValidityBuffer(), ROWS - 1)),
                Named.of("a decimal beyond its precision", batch -> decimals(batch)
                        .setBigEndian(
                                ROWS - 1,
                                new BigDecimal("99999999.99").unscaledValue().toByteArray())),
                Named.of("a closed vector", batch -> batch.getVector("price").close()),
                Named.of("a vector that is too short", batch -> batch.getVector("price")
                        .setValueCount(ROWS - 1)),
                Named.of(
                        "an offset that leads astray",
                        batch -> batch.getVector("name").getOffsetBuffer().setInt(4L * ROWS, 1 << 30)));
    }

    private static DecimalVector decimals(final VectorSchemaRoot batch) {
        return (DecimalVector) batch.getVector("price");
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aRefusedBatchLeavesNoTraceInTheFile(
            final Consumer<VectorSchemaRoot> fault, final WriterContext context, final BufferAllocator allocator) {
        try (VectorSchemaRoot first = batch(allocator, ROWS, 1);
                VectorSchemaRoot second = batch(allocator, ROWS, 2);
                VectorSchemaRoot bad = batch(allocator, ROWS, 3)) {
            final List<VectorSchemaRoot> batches = List.of(first, second, first, second);
            final byte[] expected = file(context, OPTIONS, batches, writer -> {});
            fault.accept(bad);

            final byte[] actual = file(context, OPTIONS, batches, writer -> {
                final long used = context.usedBytes();
                final long rows = writer.rows();
                assertThatExceptionOfType(InvalidBatchException.class).isThrownBy(() -> writer.write(bad));
                assertThat(context.usedBytes())
                        .as("bytes used after the refusal")
                        .isEqualTo(used);
                assertThat(writer.rows()).isEqualTo(rows);
            });

            assertThat(actual).isEqualTo(expected);
        }
    }

    @Test
    void aBatchOfAnotherSchemaIsRefusedAndTheNextOneTaken(
            final WriterContext context, final BufferAllocator allocator) {
        final Schema swapped = new Schema(List.of(
                SCHEMA.getFields().get(0),
                SCHEMA.getFields().get(2),
                SCHEMA.getFields().get(1)));
        final Schema shorter = new Schema(SCHEMA.getFields().subList(0, 2));
        try (VectorSchemaRoot good = batch(allocator, ROWS, 1);
                VectorSchemaRoot other = VectorSchemaRoot.create(swapped, allocator);
                VectorSchemaRoot few = VectorSchemaRoot.create(shorter, allocator)) {
            final byte[] expected = file(context, OPTIONS, List.of(good), writer -> {});

            final byte[] actual = file(context, OPTIONS, List.of(good), writer -> {
                assertThatExceptionOfType(InvalidBatchException.class)
                        .isThrownBy(() -> writer.write(other))
                        .withMessageContaining("'price'")
                        .withMessageContaining("'name'");
                assertThatExceptionOfType(InvalidBatchException.class)
                        .isThrownBy(() -> writer.write(few))
                        .withMessageContaining("2 columns");
            });

            assertThat(actual).isEqualTo(expected);
        }
    }

    @Test
    void aBatchForWhichThereIsNoRoomIsTakenOnceThereIs(
            @Budget(2 << 20) final WriterContext small, final BufferAllocator allocator) {
        final WriterOptions options =
                OPTIONS.toBuilder().compression(Compression.UNCOMPRESSED).build();
        try (VectorSchemaRoot batch = batch(allocator, ROWS, 1)) {
            final List<VectorSchemaRoot> batches = Collections.nCopies(400, batch);
            final byte[] expected;
            try (WriterContext large = WriterContext.create(64 << 20)) {
                expected = file(large, options, batches, writer -> {});
            }
            assertThat(expected.length).as("bytes that the budget cannot hold").isGreaterThan(2 << 20);

            final ByteArrayOutputStream actual = new ByteArrayOutputStream();
            int refusals = 0;
            try (ParquetWriter writer = open(small, options)) {
                for (final VectorSchemaRoot next : batches) {
                    refusals += writeAfterDraining(writer, next, actual, small);
                }
                writer.finish();
                actual.writeBytes(Gathered.rest(writer));
            }

            assertThat(refusals).isPositive();
            assertThat(actual.toByteArray()).isEqualTo(expected);
            assertThat(small.usedBytes()).isZero();
        }
    }

    private static int writeAfterDraining(
            final ParquetWriter writer,
            final VectorSchemaRoot batch,
            final ByteArrayOutputStream file,
            final WriterContext context) {
        final long used = context.usedBytes();
        try {
            writer.write(batch);
            return 0;
        } catch (final MemoryBudgetException refusal) {
            assertThat(refusal.budgetBytes()).isEqualTo(context.budgetBytes());
            assertThat(refusal).hasMessageContaining("a batch of rows");
            assertThat(context.usedBytes()).as("bytes used after the refusal").isEqualTo(used);
            file.writeBytes(Gathered.rest(writer));
            writer.write(batch);
            return 1;
        }
    }

    @Test
    void openingIsRefusedWithTheSumsWhereThereIsNoRoom(
            @Budget(256 << 10) final WriterContext context, final BufferAllocator allocator) {
        try (VectorSchemaRoot batch = batch(allocator, ROWS, 1);
                ParquetWriter first = open(context, WriterOptions.DEFAULT)) {
            int opened = 0;
            MemoryBudgetException refusal = null;
            final List<ParquetWriter> others = new ArrayList<>();
            while (refusal == null) {
                try {
                    others.add(open(context, WriterOptions.DEFAULT));
                    opened++;
                } catch (final MemoryBudgetException e) {
                    refusal = e;
                }
            }

            assertThat(context.openWriters()).as("writers that are open").isEqualTo(opened + 1);
            assertThat(refusal)
                    .hasMessageContaining("opening a file")
                    .hasMessageContaining(String.valueOf(refusal.neededBytes()))
                    .hasMessageContaining(String.valueOf(context.budgetBytes()));
            others.forEach(ParquetWriter::close);
            first.write(batch); // what was refused harmed nobody
        }
        assertThat(context.usedBytes()).isZero();
        assertThat(context.openWriters()).isZero();
    }

    @Test
    void aFinishedWriterTakesNothingMoreButStillHandsOut(final WriterContext context, final BufferAllocator allocator) {
        try (VectorSchemaRoot batch = batch(allocator, ROWS, 1);
                ParquetWriter writer = open(context, OPTIONS)) {
            writer.write(batch);
            writer.finish();

            assertThatIllegalStateException()
                    .isThrownBy(() -> writer.write(batch))
                    .withMessageContaining("finished");
            assertThatIllegalStateException().isThrownBy(writer::flushRowGroup).withMessageContaining("finished");
            assertThatIllegalStateException().isThrownBy(writer::finish).withMessageContaining("finished");
            assertThat(Gathered.rest(writer)).endsWith('P', 'A', 'R', '1');
            assertThat(writer.rows()).isEqualTo(ROWS);
        }
    }

    @Test
    void aClosedWriterTakesNothingMoreAndMayBeClosedAgain(
            final WriterContext context, final BufferAllocator allocator) {
        try (VectorSchemaRoot batch = batch(allocator, ROWS, 1)) {
            final ParquetWriter writer = open(context, OPTIONS);
            writer.write(batch);
            writer.close();
            writer.close();

            assertThat(context.openWriters()).isZero();
            assertThat(context.usedBytes()).isZero();
            assertThat(writer.bufferedBytes()).isZero();
            assertThatIllegalStateException()
                    .isThrownBy(() -> writer.write(batch))
                    .withMessageContaining("closed");
            assertThatIllegalStateException().isThrownBy(writer::flushRowGroup).withMessageContaining("closed");
            assertThatIllegalStateException().isThrownBy(writer::finish).withMessageContaining("closed");
            assertThatIllegalStateException()
                    .isThrownBy(() -> writer.splitTo(1))
                    .withMessageContaining("closed");
        }
    }

    @Test
    void closingAfterFinishWithoutDrainingFreesEverything(
            final WriterContext context, final BufferAllocator allocator) {
        try (VectorSchemaRoot batch = batch(allocator, ROWS, 1);
                ParquetWriter writer = open(context, OPTIONS)) {
            writer.write(batch);
            writer.finish();
            assertThat(context.usedBytes()).isPositive();
        }
        assertThat(context.usedBytes()).isZero();
    }

    @Test
    void onlyWhatIsBufferedIsHandedOutAndOnlyWhatWasHandedOutIsDurable(final WriterContext context) {
        try (ParquetWriter writer = open(context, OPTIONS)) {
            final long buffered = writer.bufferedBytes();

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> writer.splitTo(buffered + 1))
                    .withMessageContaining(String.valueOf(buffered));
            assertThatIllegalArgumentException().isThrownBy(() -> writer.splitTo(0));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> writer.durable(1))
                    .withMessageContaining("1 cannot be durable");
            assertThat(Gathered.rest(writer)).containsExactly('P', 'A', 'R', '1');
        }
    }

    @Test
    void partsOutliveTheirWriterAndTheContextWaitsForThem(final BufferAllocator allocator) {
        final WriterContext context = WriterContext.create(16 << 20);
        final byte[] before;
        final Part part;
        try (VectorSchemaRoot batch = batch(allocator, ROWS, 1);
                ParquetWriter writer = open(context, OPTIONS)) {
            writer.write(batch);
            assertThatIllegalStateException().isThrownBy(context::close).withMessageContaining("1 writers");
            writer.finish();
            part = writer.splitTo(writer.bufferedBytes());
            before = Gathered.bytes(part.nioBuffers());
        }

        assertThat(Gathered.bytes(part.nioBuffers())).isEqualTo(before);
        assertThatIllegalStateException()
                .isThrownBy(context::close)
                .withMessageContaining(context.usedBytes() + " bytes are still held");
        part.close();
        assertThat(context.usedBytes()).isZero();
        context.close();
        context.close();
    }

    @Test
    void optionsThatNameAnUnknownColumnAreRefused(final WriterContext context) {
        final WriterOptions options =
                OPTIONS.toBuilder().column("nmae", ColumnOptions.DEFAULT).build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> open(context, options))
                .withMessageContaining("nmae")
                .withMessageContaining("name");
        assertThat(context.openWriters()).isZero();
        assertThat(context.usedBytes()).isZero();
    }

    @Test
    void aWriterThatFailedTakesNothingMoreSaysWhyAndLeaksNothing(
            final WriterContext context, final BufferAllocator allocator) {
        // A fault of ours, made to order: a compressor that came back to the pool closed.
        final PageCompressor broken = context.compressors().lease(Compression.GZIP);
        broken.close();
        context.compressors().giveBack(broken);
        final WriterOptions options =
                OPTIONS.toBuilder().compression(Compression.GZIP).build();
        try (VectorSchemaRoot batch = batch(allocator, ROWS, 1);
                ParquetWriter writer = open(context, options)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> writer.write(batch))
                    .withMessageContaining("compressor");

            for (final Consumer<ParquetWriter> use : List.<Consumer<ParquetWriter>>of(
                    failed -> failed.write(batch),
                    ParquetWriter::flushRowGroup,
                    ParquetWriter::finish,
                    failed -> failed.splitTo(1))) {
                assertThatIllegalStateException()
                        .isThrownBy(() -> use.accept(writer))
                        .withMessageContaining("has failed")
                        .withMessageContaining("compressor")
                        .withCauseInstanceOf(IllegalStateException.class);
            }
        }
        assertThat(context.usedBytes()).isZero();
        assertThat(context.openWriters()).isZero();
    }

    @Test
    void writersOfOneContextOnTwoThreadsWriteWhatEachWritesAlone(
            final WriterContext context, final BufferAllocator allocator) throws Exception {
        final ExecutorService threads = Executors.newFixedThreadPool(2);
        try (VectorSchemaRoot one = batch(allocator, 1_500, 1);
                VectorSchemaRoot two = batch(allocator, 1_500, 2)) {
            final byte[] oneAlone = file(context, OPTIONS, List.of(one, one), writer -> {});
            final byte[] twoAlone = file(context, OPTIONS, List.of(two, two), writer -> {});
            for (int round = 0; round < 20; round++) {
                final Future<byte[]> first =
                        threads.submit(() -> file(context, OPTIONS, List.of(one, one), writer -> {}));
                final Future<byte[]> second =
                        threads.submit(() -> file(context, OPTIONS, List.of(two, two), writer -> {}));
                assertThat(first.get()).isEqualTo(oneAlone);
                assertThat(second.get()).isEqualTo(twoAlone);
            }
            assertThat(oneAlone).isNotEqualTo(twoAlone);
        } finally {
            threads.shutdownNow();
        }
        assertThat(context.usedBytes()).isZero();
    }

    @Test
    void metadataIsTakenUntilTheFileIsFinished(
            @Budget(8 << 20) final WriterContext context, final BufferAllocator allocator) {
        final WriterOptions options = OPTIONS.toBuilder()
                .metadata("first", "old")
                .metadata("second", "kept")
                .build();
        final byte[] bytes;
        try (VectorSchemaRoot batch = batch(allocator, ROWS, 1)) {
            bytes = file(context, options, List.of(batch), writer -> {
                writer.putMetadata("first", "new");
                writer.putMetadata("offset", "17");
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> writer.putMetadata("ARROW:schema", "another"))
                        .withMessage("the entry ARROW:schema is written by the file itself, from the schema that it was"
                                + " opened with; leave it out, or open the file with arrowSchema(false)");
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> writer.putMetadata("long", "x".repeat(4 << 20)))
                        .withMessageStartingWith("with an entry of 4194308 bytes the metadata of the file would take ");
            });
        }

        assertThat(ThriftFile.of(bytes).footer().getKey_value_metadata())
                .extracting(entry -> entry.getKey() + "=" + entry.getValue())
                .filteredOn(entry -> !entry.startsWith("ARROW"))
                .containsExactly("first=new", "second=kept", "offset=17");
    }
}

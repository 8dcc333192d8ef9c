package dev.intarsia;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.buffer.Part;
import dev.intarsia.options.ColumnEncoding;
import dev.intarsia.options.ColumnOptions;
import dev.intarsia.options.Compression;
import dev.intarsia.options.WriterOptions;
import dev.intarsia.testkit.Budget;
import dev.intarsia.testkit.FlatTypes;
import dev.intarsia.testkit.Nulls;
import dev.intarsia.testkit.Pattern;
import dev.intarsia.testkit.Vectors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

/** What a context tells of its memory. */
class MemoryFiguresTest {
    private static final Schema SCHEMA = new Schema(List.of(FlatTypes.field("id", new ArrowType.Int(64, true), false)));
    private static final DictionaryProvider NO_DICTIONARIES = new DictionaryProvider.MapDictionaryProvider();
    private static final int ROWS = 100;

    /** Writes down what it is told. */
    private static final class Recorder implements MemoryListener {
        private final List<String> told = new ArrayList<>();
        private long missingBytes;

        @Override
        public void slabTaken(final long slabBytesTaken) {
            told.add("slab " + slabBytesTaken);
        }

        @Override
        public void refused(final long missing, final long freeBytes) {
            missingBytes = missing;
            told.add("refused");
        }

        @Override
        public void waitBegun(final long missing) {
            told.add("wait");
        }

        @Override
        public void waitEnded(final long waitedNanos, final boolean admitted) {
            told.add("waited " + admitted);
        }

        @Override
        public void relieved(final Relief relief, final long freedBytes) {
            told.add(relief.name());
        }
    }

    /** A writer of a group whose owner takes what it is given, and finishes nothing. */
    private static ParquetWriter open(final WriterContext context) {
        final WriterGroup group = WriterGroup.of(context, 8 << 10, new MemoryRelief() {
            @Override
            public void handOut(final ParquetWriter writer) {}

            @Override
            public boolean finish(final ParquetWriter leastRecentlyUsed) {
                return false;
            }
        });
        final WriterOptions options = WriterOptions.builder()
                .compression(Compression.UNCOMPRESSED)
                .pageRows(200)
                .defaults(ColumnOptions.builder().encoding(ColumnEncoding.PLAIN).build())
                .build();
        return ParquetWriter.open(group, SCHEMA, NO_DICTIONARIES, options);
    }

    private static VectorSchemaRoot batch(final BufferAllocator allocator) {
        return Vectors.generate(allocator, SCHEMA, ROWS, Pattern.DISTINCT, Nulls.NONE, 1);
    }

    @Test
    void bytesInPartsAreToldFromThoseOfWriters(final WriterContext context, final BufferAllocator allocator) {
        try (ParquetWriter writer = ParquetWriter.open(context, SCHEMA);
                VectorSchemaRoot batch = batch(allocator)) {
            writer.write(batch);
            writer.flushRowGroup();
            assertThat(context.partBytes()).isZero();
            assertThat(context.writerBytes()).isEqualTo(context.usedBytes());
            final long bytes = writer.bufferedBytes();
            final Part first = writer.splitTo(100);
            final Part second = writer.splitTo(bytes - 100);
            assertThat(context.partBytes()).isEqualTo(bytes);
            assertThat(context.writerBytes()).isEqualTo(context.usedBytes() - bytes);
            first.close();
            first.close();
            assertThat(context.partBytes()).isEqualTo(bytes - 100);
            second.close();
            assertThat(context.partBytes()).isZero();
        }
    }

    @Test
    void bytesThatOnlyCapturesHoldAreTold(final WriterContext context, final BufferAllocator allocator) {
        try (ParquetWriter writer = ParquetWriter.open(context, SCHEMA);
                VectorSchemaRoot batch = batch(allocator)) {
            writer.write(batch);
            final Capture first = writer.capture(CaptureMode.KEEP_OPEN);
            final Capture second = writer.capture(CaptureMode.KEEP_OPEN);
            assertThat(context.captureBytes())
                    .as("while the writer has it, too")
                    .isZero();
            writer.flushRowGroup();
            final long captured = context.captureBytes();
            assertThat(captured).as("the values of the page").isGreaterThanOrEqualTo(Long.BYTES * (long) ROWS);
            assertThat(context.writerBytes()).isEqualTo(context.usedBytes() - captured);
            first.close();
            assertThat(context.captureBytes()).isEqualTo(captured);
            final Increment increment = second.since(0);
            second.close();
            assertThat(context.captureBytes()).as("what the increment holds").isBetween(1L, captured);
            increment.close();
            assertThat(context.captureBytes()).isZero();
        }
    }

    @Test
    void aListenerIsToldOfSlabsRefusalsAndRelief(final BufferAllocator allocator) {
        final Recorder recorder = new Recorder();
        try (WriterContext context = WriterContext.create(256 << 10, 64 << 10, recorder);
                VectorSchemaRoot batch = batch(allocator);
                ParquetWriter other = open(context);
                ParquetWriter writer = open(context)) {
            assertThat(recorder.told).containsExactly("slab 65536");
            other.write(batch);
            while (writer.tryWrite(batch)) {
                // until memory is short
            }
            assertThat(recorder.told)
                    .contains("slab 262144", MemoryListener.Relief.CLOSE_ROW_GROUP.name())
                    .doesNotContain("slab 327680")
                    .endsWith(MemoryListener.Relief.ASK_OTHERS.name(), "refused");
            assertThat(recorder.missingBytes).isPositive();
            assertThat(context.refusals()).isEqualTo(1);
        }
    }

    @Test
    void aListenerIsToldOfWaits(final BufferAllocator allocator) throws Exception {
        final Recorder recorder = new Recorder();
        try (WriterContext context = WriterContext.create(256 << 10, 64 << 10, recorder);
                VectorSchemaRoot batch = batch(allocator);
                ParquetWriter writer = open(context)) {
            while (writer.tryWrite(batch)) {
                // until memory is short
            }
            recorder.told.clear();
            final Part part = writer.splitTo(writer.bufferedBytes());
            final Thread store = new Thread(() -> {
                part.close();
                writer.durable(part.endOffset());
            });
            store.start();
            writer.write(batch, Duration.ofSeconds(20));
            store.join();
            // Where the store was quick there was no need to wait.
            if (context.waits() > 0) {
                assertThat(recorder.told).contains("wait").endsWith("waited true");
            }
        }
    }

    @Test
    void aForecastIsKeptByRealFiles(@Budget(64 << 20) final WriterContext context, final BufferAllocator allocator) {
        final List<String> names = List.of("a", "b", "c", "d");
        final Schema schema = new Schema(List.of(
                FlatTypes.field(names.get(0), new ArrowType.Int(64, true), false),
                FlatTypes.field(names.get(1), new ArrowType.Int(32, true), true),
                FlatTypes.field(names.get(2), new ArrowType.FixedSizeBinary(20), true),
                FlatTypes.field(names.get(3), new ArrowType.Utf8(), true)));
        final WriterOptions options =
                WriterOptions.builder().rowGroupBytes(4 << 20).build();
        final MemoryForecast forecast = context.forecast(schema, NO_DICTIONARIES, options, 3);
        assertThat(context.usedBytes()).isZero();
        long most = 0;
        try (ParquetWriter writer = ParquetWriter.open(context, schema, NO_DICTIONARIES, options)) {
            assertThat(context.usedBytes())
                    .isBetween(forecast.leastBytes(), forecast.leastBytes() + forecast.leasedBytes());
            for (int i = 0; writer.rowGroups() == 0; i++) {
                try (VectorSchemaRoot batch =
                        Vectors.generate(allocator, schema, 500, Pattern.DISTINCT, Nulls.NONE, i)) {
                    most = Math.max(most, context.usedBytes());
                    writer.write(batch);
                }
            }
        }
        assertThat(most).isBetween(forecast.fullBytes() / 3, forecast.fullBytes() + forecast.leasedBytes());
        assertThat(forecast.fullFilesThatFit())
                .isEqualTo((context.budgetBytes() - forecast.leasedBytes()) / forecast.fullBytes());
        assertThat(forecast)
                .asString()
                .contains("at least " + forecast.leastBytes() + " bytes")
                .contains("gives each of 3 " + ((64 << 20) - forecast.leasedBytes()) / 3 + " bytes");
    }
}

package dev.intarsia;

import dev.intarsia.buffer.Part;
import dev.intarsia.cli.demo.EventGenerator;
import dev.intarsia.cli.verify.FileReport;
import dev.intarsia.cli.verify.Verdict;
import dev.intarsia.cli.verify.Verifier;
import dev.intarsia.internal.schema.ParquetSchema;
import dev.intarsia.options.Compression;
import dev.intarsia.options.WriterOptions;
import dev.intarsia.peer.ParquetJavaColumns;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Question: how many bytes of Arrow become a Parquet file per second, from the first batch to the last byte of the footer,
 * and what does that cost on the heap? Beside us in the same run: parquet-java by its column writers.
 *
 * <p>What each pays: opening, all batches of the demo's stream (made beforehand), row groups of {@value #ROW_GROUP_ROWS}
 * rows, footer, and handing every byte to an output that drops it. Ours leaves in parts of 8 MiB, each closed and said
 * to be durable; parquet-java's by its output stream. Its Snappy and Zstandard are native, ours are Java.
 *
 * <p>Matched: rows, row groups, page limits, dictionary limit, page checksums, statistics, one thread. Not matched:
 * parquet-java writes page indexes and size statistics too.
 *
 * <p>Gate: each writer's file, in each codec, is read back by the command line's verifier, which decodes with
 * parquet-column, and has all rows.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class EndToEndBenchmark {
    private static final int ROWS = 500_000;
    private static final int BATCH_ROWS = 10_000;
    private static final int ROW_GROUP_ROWS = 200_000;
    private static final long PART_BYTES = 8 << 20;
    private static final long BUDGET_BYTES = 256 << 20;

    /** Who writes. */
    public enum Writer {
        INTARSIA,
        PARQUET_JAVA
    }

    @Param
    Writer writer;

    @Param({"UNCOMPRESSED", "SNAPPY", "LZ4_RAW", "ZSTD"})
    Compression.Codec codec;

    private EventBatches events;
    private long arrowBytes;
    private WriterContext context;
    private WriterOptions options;
    private ParquetJavaColumns peer;

    /**
     * What is made from what, each in a second of the clock. The processor's seconds are those of the whole JVM, collector
     * and compiler included; {@code inputMB / cpuSeconds} is the figure to compare, because it hardly depends on who else
     * is on the machine. Its clock ticks every 10 ms, an iteration takes seconds.
     */
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    @State(Scope.Thread)
    public static class Yield {
        /** Millions of bytes of Arrow. */
        public double inputMB;

        /** Millions of bytes of files. */
        public double outputMB;

        private long startCpuNanos;

        @Setup(Level.Iteration)
        public void begin() {
            startCpuNanos = processCpuNanos();
        }

        /** Seconds of the processor. */
        public double cpuSeconds() {
            return (processCpuNanos() - startCpuNanos) / 1e9;
        }

        private static long processCpuNanos() {
            return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                    .getProcessCpuTime();
        }
    }

    @Setup(Level.Trial)
    public void open() throws IOException {
        events = new EventBatches(ROWS, BATCH_ROWS);
        arrowBytes = events.arrowBytes();
        context = WriterContext.create(BUDGET_BYTES);
        options = WriterOptions.builder()
                .compression(codec.atDefaultLevel())
                .rowGroupRows(ROW_GROUP_ROWS)
                .build();
        peer = new ParquetJavaColumns(
                ParquetSchema.of(EventGenerator.SCHEMA, new MapDictionaryProvider())
                        .messageType(),
                CompressionCodecName.valueOf(codec.name()),
                ROW_GROUP_ROWS);
        gate();
    }

    private void gate() throws IOException {
        final Path path = Files.createTempFile("intarsia-benchmark", ".parquet");
        try {
            try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
                writeTo(file);
            }
            final FileReport report = Verifier.verify(path, (rows, done, length) -> {});
            final int rowGroups = (ROWS + ROW_GROUP_ROWS - 1) / ROW_GROUP_ROWS;
            if (report.verdict() != Verdict.SOUND
                    || report.rows() != ROWS
                    || report.rowGroups() != rowGroups
                    || report.checksummedPages() != report.pages()) {
                throw new IllegalStateException("the file of " + writer + " does not pass the gate: " + report);
            }
        } finally {
            Files.delete(path);
        }
    }

    @TearDown(Level.Trial)
    public void close() {
        context.close();
        events.close();
    }

    @Benchmark
    public long write(final Yield yield) throws IOException {
        final DroppedOutput output = new DroppedOutput();
        writeTo(output);
        yield.inputMB += arrowBytes / 1e6;
        yield.outputMB += output.bytes() / 1e6;
        return output.bytes();
    }

    private void writeTo(final WritableByteChannel output) throws IOException {
        switch (writer) {
            case INTARSIA -> writeIntarsia(output);
            case PARQUET_JAVA -> peer.write(events.batches(), output);
        }
    }

    private void writeIntarsia(final WritableByteChannel output) throws IOException {
        try (ParquetWriter file =
                ParquetWriter.open(context, EventGenerator.SCHEMA, new MapDictionaryProvider(), options)) {
            for (final VectorSchemaRoot batch : events.batches()) {
                file.write(batch);
                while (file.bufferedBytes() >= PART_BYTES) {
                    hand(file, PART_BYTES, output);
                }
            }
            file.finish();
            while (file.bufferedBytes() > 0) {
                hand(file, Math.min(PART_BYTES, file.bufferedBytes()), output);
            }
        }
    }

    private static void hand(final ParquetWriter file, final long bytes, final WritableByteChannel output)
            throws IOException {
        try (Part part = file.splitTo(bytes)) {
            for (final ByteBuffer piece : part.nioBuffers()) {
                while (piece.hasRemaining()) {
                    output.write(piece);
                }
            }
            file.durable(part.endOffset());
        }
    }
}

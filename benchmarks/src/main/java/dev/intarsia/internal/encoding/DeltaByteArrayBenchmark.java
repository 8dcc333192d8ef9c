package dev.intarsia.internal.encoding;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.ValuesWriter;
import org.apache.parquet.column.values.deltalengthbytearray.DeltaLengthByteArrayValuesWriter;
import org.apache.parquet.column.values.deltastrings.DeltaByteArrayWriter;
import org.apache.parquet.io.api.Binary;
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
 * Question: what do DELTA_LENGTH_BYTE_ARRAY and DELTA_BYTE_ARRAY of a page of {@value #COUNT} strings cost, encoded and
 * only measured, and what do parquet-java's writers take for the same strings in arrays?
 *
 * <p>Gate: ours is byte for byte theirs.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class DeltaByteArrayBenchmark {
    private static final int COUNT = 1 + 128 * 156; // the last block is whole, so that there is no padding to differ

    /** Sorted paths of 30 to 45 bytes with a long common prefix, or random words of 0 to 20 bytes. */
    @Param({"paths", "words"})
    String strings;

    private final Binary[] values = new Binary[COUNT];
    private long plainBytes;
    private NativeRoom plain;
    private NativeRoom out;
    private ValuesWriter lengthWriter;
    private ValuesWriter prefixWriter;

    @Setup(Level.Trial)
    public void open() throws IOException {
        final SplittableRandom random = new SplittableRandom(7);
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < COUNT; i++) {
            final String value = "paths".equals(strings)
                    ? "/var/lib/ingest/2026/" + (1_000_000 + 3 * i) + "/" + "x".repeat(random.nextInt(16))
                    : Long.toString(random.nextLong(), 36)
                            .substring(0, random.nextInt(10))
                            .repeat(2);
            final byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
            values[i] = Binary.fromConstantByteArray(utf8);
            bytes.writeBytes(ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(utf8.length)
                    .array());
            bytes.writeBytes(utf8);
        }
        plain = NativeRoom.of(bytes.toByteArray());
        plainBytes = bytes.size();
        out = NativeRoom.of(DeltaByteArray.maxBytes(COUNT, plainBytes));
        final HeapByteBufferAllocator heap = new HeapByteBufferAllocator();
        lengthWriter = new DeltaLengthByteArrayValuesWriter(1 << 16, 1 << 20, heap);
        prefixWriter = new DeltaByteArrayWriter(1 << 16, 1 << 20, heap);
        gate();
    }

    private void gate() throws IOException {
        for (final Binary value : values) {
            lengthWriter.writeBytes(value);
            prefixWriter.writeBytes(value);
        }
        out.mustEqual(encodeLengths(), lengthWriter);
        out.mustEqual(encodePrefixes(), prefixWriter);
    }

    @TearDown(Level.Trial)
    public void close() {
        lengthWriter.close();
        prefixWriter.close();
    }

    @Benchmark
    public long encodeLengths() {
        return DeltaLengthByteArray.encode(plain.address(), COUNT, plainBytes, out.address());
    }

    @Benchmark
    public long measureLengths() {
        return DeltaLengthByteArray.measure(plain.address(), COUNT, plainBytes);
    }

    @Benchmark
    public long parquetJavaLengths() {
        return write(lengthWriter);
    }

    @Benchmark
    public long encodePrefixes() {
        return DeltaByteArray.encode(plain.address(), COUNT, plainBytes, out.address());
    }

    @Benchmark
    public long measurePrefixes() {
        return DeltaByteArray.measure(plain.address(), COUNT, plainBytes);
    }

    @Benchmark
    public long parquetJavaPrefixes() {
        return write(prefixWriter);
    }

    private long write(final ValuesWriter writer) {
        for (final Binary value : values) {
            writer.writeBytes(value);
        }
        final long bytes = writer.getBytes().size();
        writer.reset();
        return bytes;
    }
}

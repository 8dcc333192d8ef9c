package dev.intarsia.internal.encoding;

import dev.intarsia.internal.memory.NativeMemory;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.ValuesWriter;
import org.apache.parquet.column.values.bytestreamsplit.ByteStreamSplitValuesWriter;
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
 * Question: what does BYTE_STREAM_SPLIT of a page of {@value #COUNT} values cost at each width, and what do
 * parquet-java's writers take for the same values from an array?
 *
 * <p>Gate: ours is byte for byte theirs.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ByteStreamSplitBenchmark {
    private static final int COUNT = 20_000;

    /** Bytes of a value: 4 and 8 as numbers, others as byte arrays of a fixed length. */
    @Param({"2", "4", "8", "16"})
    int width;

    private final long[] numbers = new long[COUNT];
    private final Binary[] arrays = new Binary[COUNT];
    private NativeRoom values;
    private NativeRoom out;
    private ValuesWriter writer;

    @Setup(Level.Trial)
    public void open() throws IOException {
        final SplittableRandom random = new SplittableRandom(width);
        values = NativeRoom.of((long) COUNT * width);
        for (int i = 0; i < COUNT; i++) {
            final byte[] value = new byte[width];
            random.nextBytes(value);
            arrays[i] = Binary.fromConstantByteArray(value);
            final long address = values.address() + (long) i * width;
            NativeMemory.copy(value, 0, address, width);
            if (width == 4) {
                numbers[i] = NativeMemory.getInt(address);
            } else if (width == 8) {
                numbers[i] = NativeMemory.getLong(address);
            }
        }
        out = NativeRoom.of(ByteStreamSplit.maxBytes(COUNT, width));
        final HeapByteBufferAllocator heap = new HeapByteBufferAllocator();
        writer = switch (width) {
            case 4 -> new ByteStreamSplitValuesWriter.IntegerByteStreamSplitValuesWriter(1 << 16, 1 << 20, heap);
            case 8 -> new ByteStreamSplitValuesWriter.LongByteStreamSplitValuesWriter(1 << 16, 1 << 20, heap);
            default ->
                new ByteStreamSplitValuesWriter.FixedLenByteArrayByteStreamSplitValuesWriter(
                        width, 1 << 16, 1 << 20, heap);
        };
        write();
        out.mustEqual(encode(), writer);
    }

    @TearDown(Level.Trial)
    public void close() {
        writer.close();
    }

    @Benchmark
    public long encode() {
        return ByteStreamSplit.encode(values.address(), COUNT, width, out.address());
    }

    @Benchmark
    public long parquetJava() {
        write();
        final long bytes = writer.getBytes().size();
        writer.reset();
        return bytes;
    }

    private void write() {
        switch (width) {
            case 4 -> {
                for (final long number : numbers) {
                    writer.writeInteger((int) number);
                }
            }
            case 8 -> {
                for (final long number : numbers) {
                    writer.writeLong(number);
                }
            }
            default -> {
                for (final Binary array : arrays) {
                    writer.writeBytes(array);
                }
            }
        }
    }
}

package dev.intarsia.internal.encoding;

import dev.intarsia.internal.memory.NativeMemory;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.ValuesWriter;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesWriterForInteger;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesWriterForLong;
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
 * Question: what does DELTA_BINARY_PACKED of a page of {@value #COUNT} values cost, encoded and only measured, and what
 * do parquet-java's writers take for the same values from an array?
 *
 * <p>Gate: ours is byte for byte theirs.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class DeltaBinaryPackedBenchmark {
    private static final int COUNT = 1 + 128 * 156; // the last block is whole, so that there is no padding to differ

    /** Bits of the differences between neighbours: a steady clock, small steps, wide ones, noise. */
    @Param({"0", "7", "12", "22", "32"})
    int deltaBits;

    private final int[] ints = new int[COUNT];
    private final long[] longs = new long[COUNT];
    private NativeRoom nativeInts;
    private NativeRoom nativeLongs;
    private NativeRoom out;
    private ValuesWriter intWriter;
    private ValuesWriter longWriter;

    @Setup(Level.Trial)
    public void open() throws IOException {
        final SplittableRandom random = new SplittableRandom(deltaBits);
        nativeInts = NativeRoom.of(4L * COUNT);
        nativeLongs = NativeRoom.of(8L * COUNT);
        long value = 1_700_000_000_000L;
        for (int i = 0; i < COUNT; i++) {
            value += 10 + (deltaBits == 0 ? 0 : random.nextLong() >>> (64 - deltaBits));
            ints[i] = (int) value;
            longs[i] = value;
            NativeMemory.putInt(nativeInts.address() + 4L * i, ints[i]);
            NativeMemory.putLong(nativeLongs.address() + 8L * i, longs[i]);
        }
        out = NativeRoom.of(DeltaBinaryPacked.maxBytes(COUNT, 8));
        final HeapByteBufferAllocator heap = new HeapByteBufferAllocator();
        intWriter = new DeltaBinaryPackingValuesWriterForInteger(1 << 16, 1 << 20, heap);
        longWriter = new DeltaBinaryPackingValuesWriterForLong(1 << 16, 1 << 20, heap);
        gate();
    }

    private void gate() throws IOException {
        Arrays.stream(ints).forEach(intWriter::writeInteger);
        Arrays.stream(longs).forEach(longWriter::writeLong);
        out.mustEqual(encodeInts(), intWriter);
        out.mustEqual(encodeLongs(), longWriter);
    }

    @TearDown(Level.Trial)
    public void close() {
        intWriter.close();
        longWriter.close();
    }

    @Benchmark
    public long encodeInts() {
        return DeltaBinaryPacked.encodeInts(nativeInts.address(), COUNT, out.address());
    }

    @Benchmark
    public long measureInts() {
        return DeltaBinaryPacked.measureInts(nativeInts.address(), COUNT);
    }

    @Benchmark
    public long parquetJavaInts() {
        for (final int value : ints) {
            intWriter.writeInteger(value);
        }
        final long bytes = intWriter.getBytes().size();
        intWriter.reset();
        return bytes;
    }

    @Benchmark
    public long encodeLongs() {
        return DeltaBinaryPacked.encodeLongs(nativeLongs.address(), COUNT, out.address());
    }

    @Benchmark
    public long measureLongs() {
        return DeltaBinaryPacked.measureLongs(nativeLongs.address(), COUNT);
    }

    @Benchmark
    public long parquetJavaLongs() {
        for (final long value : longs) {
            longWriter.writeLong(value);
        }
        final long bytes = longWriter.getBytes().size();
        longWriter.reset();
        return bytes;
    }
}

package dev.intarsia.internal.encoding;

import dev.intarsia.internal.memory.Bitmaps;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridDecoder;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
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
 * Question: what does the RLE hybrid of a page of {@value #COUNT} levels cost, a byte each or (width 1) as bits, and
 * what does parquet-java's encoder take for the same levels?
 *
 * <p>Gate: its decoder reads ours. The bytes differ where the policies of runs do.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RleLevelsBenchmark {
    private static final int COUNT = 20_000;

    /** Bits of a level. */
    @Param({"1", "2", "3"})
    int bitWidth;

    /** Levels in a hundred that are not the greatest. */
    @Param({"0", "3", "50"})
    int percent;

    private final byte[] levels = new byte[COUNT];
    private NativeRoom nativeLevels;
    private NativeRoom bitmap;
    private NativeRoom out;
    private RunLengthBitPackingHybridEncoder encoder;

    @Setup(Level.Trial)
    public void open() throws IOException {
        final SplittableRandom random = new SplittableRandom(percent);
        final int greatest = (1 << bitWidth) - 1;
        bitmap = NativeRoom.of((COUNT + 7) / 8);
        for (int i = 0; i < COUNT; i++) {
            levels[i] = (byte) (random.nextInt(100) < percent ? random.nextInt(greatest) : greatest);
            Bitmaps.appendWord(levels[i] & 1, 1, bitmap.address(), i);
        }
        nativeLevels = NativeRoom.of(levels);
        out = NativeRoom.of(RleBooleans.maxBytes(COUNT) * 8);
        encoder = new RunLengthBitPackingHybridEncoder(bitWidth, 1 << 16, 1 << 20, new HeapByteBufferAllocator());
        final byte[] encoded = out.readTo(encodeBytes());
        final RunLengthBitPackingHybridDecoder decoder =
                new RunLengthBitPackingHybridDecoder(bitWidth, new ByteArrayInputStream(encoded));
        for (final byte level : levels) {
            if (decoder.readInt() != level) {
                throw new AssertionError("parquet-java reads other levels");
            }
        }
    }

    @TearDown(Level.Trial)
    public void close() {
        encoder.close();
    }

    @Benchmark
    public long encodeBytes() {
        return RleHybrid.encodeBytes(nativeLevels.address(), COUNT, bitWidth, out.address());
    }

    /** The lowest bits of the levels only: to be compared at width 1. */
    @Benchmark
    public long encodeBooleans() {
        return RleBooleans.encode(bitmap.address(), COUNT, out.address());
    }

    @Benchmark
    public long parquetJava() throws IOException {
        for (final byte level : levels) {
            encoder.writeInt(level);
        }
        final long bytes = encoder.toBytes().size();
        encoder.reset();
        return bytes;
    }
}

package dev.intarsia.internal.compress;

import dev.intarsia.options.Compression;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
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
 * Question: what does a page of {@value #PAGE_BYTES} bytes of timestamps take that is stored in the form of a codec,
 * and what if it is compressed?
 *
 * <p>Gate: both decompress to the page.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class StoredPageBenchmark {
    private static final int PAGE_BYTES = 1 << 20;

    @Param({"SNAPPY", "GZIP", "ZSTD", "LZ4_RAW", "LZ4"})
    Compression.Codec codec;

    private final ByteBuffer page = ByteBuffer.allocateDirect(PAGE_BYTES);
    private ByteBuffer output;
    private PageCompressor compressor;
    private PageCompressor storer;

    @Setup(Level.Trial)
    public void open() throws IOException {
        final SplittableRandom random = new SplittableRandom(1);
        long value = 1_700_000_000_000L;
        while (page.hasRemaining()) {
            value += random.nextInt(1000);
            page.putLong(Long.reverseBytes(value));
        }
        page.flip();
        final Compression compression = codec.atDefaultLevel();
        output = ByteBuffer.allocateDirect(PageCompressor.maxCompressedBytes(compression, PAGE_BYTES));
        compressor = PageCompressor.create(compression);
        storer = PageCompressor.stored(compression);
        gate(compressed());
        gate(stored());
    }

    private void gate(final int bytes) throws IOException {
        final ByteBuffer back = ByteBuffer.allocateDirect(PAGE_BYTES);
        PageDecompressor.decompress(codec, output.slice(0, bytes), back);
        if (!back.flip().equals(page)) {
            throw new AssertionError("a page of " + codec + " does not come back");
        }
    }

    @TearDown(Level.Trial)
    public void close() {
        compressor.close();
        storer.close();
    }

    @Benchmark
    public int compressed() {
        return compressor.compress(page, output.clear());
    }

    @Benchmark
    public int stored() {
        return storer.compress(page, output.clear());
    }
}

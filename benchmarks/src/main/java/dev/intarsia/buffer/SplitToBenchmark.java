package dev.intarsia.buffer;

import dev.intarsia.internal.memory.Demand;
import dev.intarsia.internal.memory.NativeMemory;
import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.internal.memory.Segment;
import dev.intarsia.internal.memory.SlabPool;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Question: what does handing a part over cost: does it grow with the slices that the part consists of, not with its
 * bytes?
 *
 * <p>One operation is {@code splitTo}, {@code durable} and {@code close} of one part, on one thread, nobody else at the
 * counts. The slices are linked before the clock starts, {@value #PARTS} parts at a time, two segments by turns so that
 * none touches its neighbour; no part ends where a slice does, so each but the last cuts one. No byte is read: a figure
 * that grew with them would show a copy.
 *
 * <p>Gate: the views of the parts begin and end as the slices that were linked, one after the other without a gap; and
 * at the end nothing may be held, or the pool refuses to close.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SplitToBenchmark {
    private static final int PARTS = 64;
    private static final int SEGMENT_BYTES = 1 << 20;
    private static final byte[] FILL = {11, 22};

    @Param({"1048576", "8388608", "67108864"})
    int partBytes;

    /** A page with its neighbours, or a whole segment of pages that lie seamless. */
    @Param({"30000", "1000000"})
    int sliceBytes;

    private final Segment[] segments = new Segment[2];
    private SlabPool pool;
    private Reserve reserve;
    private SharedBuffer file;

    @Setup(Level.Trial)
    public void open() {
        pool = new SlabPool(4 * SEGMENT_BYTES, 0);
        reserve = new Reserve(pool);
        final Demand demand = new Demand();
        demand.add(SEGMENT_BYTES, segments.length);
        reserve.fill(demand, "a benchmark");
        for (int i = 0; i < segments.length; i++) {
            segments[i] = reserve.take(SEGMENT_BYTES);
            NativeMemory.fill(segments[i].address(), SEGMENT_BYTES, FILL[i]);
        }
        gate();
    }

    private void gate() {
        link();
        long offset = 0;
        for (int i = 0; i < PARTS; i++) {
            try (Part part = file.splitTo(partBytes)) {
                for (final ByteBuffer view : part.nioBuffers()) {
                    final int last = view.remaining() - 1;
                    require(
                            view.get(0) == expected(offset) && view.get(last) == expected(offset + last),
                            "wrong bytes");
                    offset += view.remaining();
                }
                file.durable(part.endOffset());
            }
        }
        require(offset == (long) PARTS * partBytes, "the parts do not have the bytes that were asked for");
        file.close();
    }

    private byte expected(final long offset) {
        return FILL[(int) (offset / sliceBytes % FILL.length)];
    }

    private static void require(final boolean condition, final String otherwise) {
        if (!condition) {
            throw new IllegalStateException(otherwise);
        }
    }

    @Setup(Level.Invocation)
    public void link() {
        file = new SharedBuffer();
        final long bytes = (long) PARTS * partBytes;
        for (int i = 0; file.length() < bytes; i++) {
            final Segment segment = segments[i % 2];
            segment.retain();
            file.link(segment, 0, sliceBytes);
        }
    }

    @Benchmark
    @OperationsPerInvocation(PARTS)
    public void split(final Blackhole sink) {
        for (int i = 0; i < PARTS; i++) {
            final Part part = file.splitTo(partBytes);
            sink.consume(part);
            file.durable(part.endOffset());
            part.close();
        }
    }

    @TearDown(Level.Invocation)
    public void drop() {
        file.close();
    }

    @TearDown(Level.Trial)
    public void close() {
        for (final Segment segment : segments) {
            segment.release();
        }
        pool.close();
    }
}

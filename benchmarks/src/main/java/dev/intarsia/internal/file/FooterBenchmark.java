package dev.intarsia.internal.file;

import dev.intarsia.buffer.Part;
import dev.intarsia.buffer.SharedBuffer;
import dev.intarsia.internal.format.FileMetaDataWriter;
import dev.intarsia.internal.memory.Demand;
import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.internal.memory.SlabPool;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
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
 * Question: what does a footer cost, written whole and written as it grows, and how does that compare with the classes
 * that Thrift generates?
 *
 * <ul>
 *   <li>{@link #thrift}: all of it by parquet-format-structures, its objects made beforehand, into an array that is kept.
 *   <li>{@link #whole}: all of it by us, the facts of the chunks made beforehand, into pooled memory that is dropped.
 *   <li>{@link #rowGroup}: the metadata of one more row group, which is what a closing row group pays. Its memory is
 *       dropped every {@value #CACHED_ROW_GROUPS} row groups, inside the measurement.
 *   <li>{@link #lastRowGroupAndEnd}: one row group, then schema, key-value metadata, column orders and trailer: what the end
 *       of a file pays beside linking what is cached, a slice a MiB.
 * </ul>
 *
 * <p>The columns are int64 with bounds of 8 bytes and a dictionary; page indexes are left out; {@link
 * FooterEndBenchmark} has them.
 *
 * <p>Gate: ours is byte for byte what {@code Util.writeFileMetaData} writes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class FooterBenchmark {
    private static final int CACHED_ROW_GROUPS = 100;
    private static final long BUDGET_BYTES = 256 << 20;

    /** Columns and row groups. */
    @Param({"50x20", "1000x100"})
    String shape;

    private final Demand demand = new Demand();
    private int columns;
    private int rowGroups;
    private FooterFacts made;
    private SlabPool memory;
    private Reserve reserve;
    private FooterCache cache;
    private FileMetaData thrift;
    private ByteArrayOutputStream thriftOutput;

    @Setup(Level.Trial)
    public void open() throws IOException {
        final String[] sides = shape.split("x", -1);
        columns = Integer.parseInt(sides[0]);
        rowGroups = Integer.parseInt(sides[1]);
        made = FooterFacts.of(columns, rowGroups);
        memory = new SlabPool(BUDGET_BYTES, 0);
        reserve = new Reserve(memory);
        cache = newCache();
        gate();
    }

    private FooterCache newCache() {
        return made.newCache();
    }

    private void gate() throws IOException {
        final SharedBuffer file = new SharedBuffer();
        writeWhole(file);
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Part part = file.splitTo(file.length())) {
            for (final ByteBuffer view : part.nioBuffers()) {
                final byte[] piece = new byte[view.remaining()];
                view.get(piece);
                bytes.writeBytes(piece);
            }
        }
        file.close();
        final byte[] footer = Arrays.copyOf(bytes.toByteArray(), bytes.size() - FileMetaDataWriter.TRAILER_BYTES);
        thrift = Util.readFileMetaData(new ByteArrayInputStream(footer));
        thriftOutput = new ByteArrayOutputStream(footer.length);
        thrift();
        if (!Arrays.equals(footer, thriftOutput.toByteArray())
                || thrift.getRow_groupsSize() != rowGroups
                || thrift.getColumn_ordersSize() != columns) {
            throw new IllegalStateException("our footer is not the one that Thrift writes");
        }
    }

    @TearDown(Level.Trial)
    public void close() {
        cache.free();
        memory.close();
    }

    @Benchmark
    public int thrift() throws IOException {
        thriftOutput.reset();
        Util.writeFileMetaData(thrift, thriftOutput);
        return thriftOutput.size();
    }

    @Benchmark
    public long whole() {
        final SharedBuffer file = new SharedBuffer();
        writeWhole(file);
        file.close();
        return file.length();
    }

    private void writeWhole(final SharedBuffer file) {
        final FooterCache footer = newCache();
        for (int g = 0; g < rowGroups; g++) {
            add(footer, g);
        }
        end(footer, file);
    }

    private void add(final FooterCache footer, final int rowGroup) {
        made.add(footer, rowGroup, demand, reserve);
    }

    private void end(final FooterCache footer, final SharedBuffer file) {
        demand.clear();
        footer.planEnd(0, false, demand);
        reserve.fill(demand, "a footer");
        footer.writeTo(file, (long) rowGroups << 20, new FileIndexes(columns, 1 << 20), Escort.NONE, reserve);
        reserve.giveBack();
    }

    @Benchmark
    public int rowGroup() {
        if (cache.rowGroups().size() == CACHED_ROW_GROUPS) {
            cache.free();
            cache = newCache();
        }
        final int next = cache.rowGroups().size();
        add(cache, next % rowGroups);
        return next;
    }

    @Benchmark
    public long lastRowGroupAndEnd() {
        final SharedBuffer file = new SharedBuffer();
        final FooterCache footer = newCache();
        add(footer, rowGroups - 1);
        end(footer, file);
        file.close();
        return file.length();
    }
}

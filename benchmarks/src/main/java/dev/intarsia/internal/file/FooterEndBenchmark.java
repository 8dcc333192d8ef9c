package dev.intarsia.internal.file;

import dev.intarsia.buffer.Part;
import dev.intarsia.buffer.SharedBuffer;
import dev.intarsia.internal.format.ChunkMetadata;
import dev.intarsia.internal.format.FileMetaDataWriter;
import dev.intarsia.internal.memory.Demand;
import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.internal.memory.SlabPool;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.apache.parquet.format.ColumnChunk;
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
 * Question: what does the end of a long file cost, all of whose row groups but the last are closed, with page indexes and
 * without; and how does that compare with the classes that Thrift generates?
 *
 * <ul>
 *   <li>{@link #lastRowGroupAndEnd}: the metadata of the last row group, then the end of the file: the page indexes and the
 *       cached metadata are linked or copied, schema, key-value metadata, column orders and trailer are written. Closing
 *       the row groups before is not measured. With page indexes every chunk's metadata gets the two places of its
 *       indexes, and all of it is copied once. What the last chunks say is made anew each time, before it is measured, as
 *       closing makes it.
 *   <li>{@link #thrift}: the same footer by {@code Util.writeFileMetaData} of parquet-format-structures, its objects made
 *       beforehand, the places of the indexes in them, into an array that is kept.
 * </ul>
 *
 * <p>The bytes of the page indexes themselves (some 40 for each index) are made beforehand for us; the peer does not write
 * them at all, nor has it to make its objects, both of which favour it.
 *
 * <p>Gate: ours is byte for byte what {@code Util.writeFileMetaData} writes, and the places of the indexes are right.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class FooterEndBenchmark {
    private static final int COLUMNS = 1000;
    private static final int ROW_GROUPS = 100;
    private static final int MAX_INDEX_BYTES = 64;
    private static final long BUDGET_BYTES = 256 << 20;

    private static final FooterFacts MADE = FooterFacts.of(COLUMNS, ROW_GROUPS);

    @Param({"true", "false"})
    boolean pageIndexes;

    private FileMetaData peer;
    private ByteArrayOutputStream peerOutput;

    @Setup(Level.Trial)
    public void gate() throws IOException {
        final LongFile ours = new LongFile();
        ours.open(this);
        ours.fill();
        ours.end();
        final byte[] bytes = ours.footerBytes();
        peer = Util.readFileMetaData(new ByteArrayInputStream(bytes));
        peerOutput = new ByteArrayOutputStream(bytes.length);
        thrift();
        require(Arrays.equals(bytes, peerOutput.toByteArray()), "our footer is not the one that Thrift writes");
        require(peer.getRow_groupsSize() == ROW_GROUPS, "row groups are missing");
        requireLocations(ours.indexBytes);
        ours.free();
        ours.close();
    }

    private void requireLocations(final int[][] indexBytes) {
        long columnOffset = 0;
        long offsetOffset = 0;
        for (final int[] ofGroup : indexBytes) {
            for (int column = 0; column < COLUMNS; column++) {
                offsetOffset += ofGroup[2 * column];
            }
        }
        for (int group = 0; group < ROW_GROUPS; group++) {
            for (int column = 0; column < COLUMNS; column++) {
                final ColumnChunk chunk =
                        peer.getRow_groups().get(group).getColumns().get(column);
                final int columnBytes = indexBytes[group][2 * column];
                final int offsetBytes = indexBytes[group][2 * column + 1];
                require(chunk.isSetOffset_index_offset() == pageIndexes, "the places of indexes are missing");
                require(
                        !pageIndexes
                                || chunk.getColumn_index_offset() == columnOffset
                                        && chunk.getColumn_index_length() == columnBytes
                                        && chunk.getOffset_index_offset() == offsetOffset
                                        && chunk.getOffset_index_length() == offsetBytes,
                        "the places of indexes are wrong");
                columnOffset += columnBytes;
                offsetOffset += offsetBytes;
            }
        }
    }

    private static void require(final boolean condition, final String otherwise) {
        if (!condition) {
            throw new IllegalStateException(otherwise);
        }
    }

    /** A file whose last row group is about to close, in pooled memory. */
    @State(Scope.Thread)
    public static class LongFile {
        private final Demand demand = new Demand();
        private final Intake columnIndexes = new Intake(1 << 20);
        private final Intake offsetIndexes = new Intake(1 << 20);
        private int[][] indexBytes;
        private SlabPool memory;
        private Reserve reserve;
        private FooterCache footer;
        private FileIndexes indexes;
        private SharedBuffer file;
        private ChunkMetadata[] lastChunks;

        @Setup(Level.Trial)
        public void open(final FooterEndBenchmark all) {
            memory = new SlabPool(BUDGET_BYTES, 0);
            reserve = new Reserve(memory);
            final SplittableRandom random = new SplittableRandom(1);
            indexBytes = new int[ROW_GROUPS][2 * COLUMNS];
            for (final int[] ofGroup : indexBytes) {
                Arrays.setAll(ofGroup, i -> all.pageIndexes ? 30 + random.nextInt(MAX_INDEX_BYTES - 30) : 0);
            }
        }

        @Setup(Level.Invocation)
        public void fill() {
            file = new SharedBuffer();
            footer = MADE.newCache();
            indexes = new FileIndexes(COLUMNS, 1 << 20);
            for (int group = 0; group < ROW_GROUPS; group++) {
                addIndexes(group);
                if (group < ROW_GROUPS - 1) {
                    MADE.add(footer, group, demand, reserve);
                }
            }
            lastChunks = MADE.chunks(ROW_GROUPS - 1);
        }

        private void addIndexes(final int group) {
            final int[] bytes = indexBytes[group];
            long allColumns = 0;
            long allOffsets = 0;
            for (int column = 0; column < COLUMNS; column++) {
                allColumns += bytes[2 * column];
                allOffsets += bytes[2 * column + 1];
            }
            demand.clear();
            columnIndexes.expect(allColumns, demand);
            offsetIndexes.expect(allOffsets, demand);
            reserve.fill(demand, "page indexes");
            columnIndexes.copy(new byte[(int) allColumns], reserve);
            offsetIndexes.copy(new byte[(int) allOffsets], reserve);
            indexes.add(bytes, columnIndexes, offsetIndexes);
            reserve.giveBack();
        }

        void end() {
            MADE.add(footer, ROW_GROUPS - 1, lastChunks, demand, reserve);
            demand.clear();
            footer.planEnd(0, !indexes.isEmpty(), demand);
            reserve.fill(demand, "a footer");
            indexes.writeTo(file);
            footer.writeTo(file, (long) ROW_GROUPS << 20, indexes, Escort.NONE, reserve);
            reserve.giveBack();
        }

        @TearDown(Level.Invocation)
        public void free() {
            indexes.free();
            footer.free();
            file.close();
        }

        @TearDown(Level.Trial)
        public void close() {
            memory.close();
        }

        private byte[] footerBytes() {
            final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (Part part = file.splitTo(file.length())) {
                for (final ByteBuffer view : part.nioBuffers()) {
                    final byte[] piece = new byte[view.remaining()];
                    view.get(piece);
                    bytes.writeBytes(piece);
                }
            }
            long start = 0;
            for (final int[] ofGroup : indexBytes) {
                start += Arrays.stream(ofGroup).sum();
            }
            return Arrays.copyOfRange(
                    bytes.toByteArray(), (int) start, bytes.size() - FileMetaDataWriter.TRAILER_BYTES);
        }
    }

    @Benchmark
    public int thrift() throws IOException {
        peerOutput.reset();
        Util.writeFileMetaData(peer, peerOutput);
        return peerOutput.size();
    }

    @Benchmark
    public long lastRowGroupAndEnd(final LongFile file) {
        file.end();
        return file.file.length();
    }
}

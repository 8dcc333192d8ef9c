package dev.intarsia.internal.file;

import dev.intarsia.buffer.SharedBuffer;
import dev.intarsia.internal.format.OffsetIndexMover;
import dev.intarsia.internal.format.RowGroupFacts;
import dev.intarsia.internal.format.StoredChunk;
import dev.intarsia.internal.format.StoredRowGroup;
import dev.intarsia.internal.memory.Demand;
import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.internal.schema.Leaf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Takes over a row group that another file of ours holds already: its pages, Bloom filters and indexes as they are, its
 * metadata with the offsets moved to where they lie now. Confined to the writer's thread.
 *
 * <p>All that may fail is in the first half, reading included: what was read waits apart from the file.
 */
final class RowGroupAppender {
    private final List<Leaf> leaves;
    private final List<ColumnTotals> totals;
    private final SharedBuffer file;
    private final FileIndexes indexes;
    private final FooterCache footer;
    private final FileLimits limits;
    private final Intake pages;
    private final Intake columnIndexes;
    private final Intake offsetIndexes;

    private StoredRowGroup group;
    private List<byte[]> metadata;
    private int[] indexBytes;

    RowGroupAppender(
            final List<Leaf> leaves,
            final List<ColumnTotals> totals,
            final SharedBuffer file,
            final FileIndexes indexes,
            final FooterCache footer,
            final FileLimits limits,
            final int maxBlockBytes) {
        this.leaves = leaves;
        this.totals = totals;
        this.file = file;
        this.indexes = indexes;
        this.footer = footer;
        this.limits = limits;
        this.pages = new Intake(maxBlockBytes);
        this.columnIndexes = new Intake(maxBlockBytes);
        this.offsetIndexes = new Intake(maxBlockBytes);
    }

    /**
     * The first half: checks, reserves and reads. Refusing leaves the file as it was; the caller calls {@link #free}
     * and ends the operation then.
     *
     * @param demand what it takes to end the file as it is, held already; gets what appending takes in addition
     * @throws IOException if the source cannot be read or is damaged
     * @throws IllegalArgumentException if it is not of the schema
     * @throws dev.intarsia.options.FileFullException if the file could come over a limit with it
     * @throws dev.intarsia.options.MemoryBudgetException if there is no room
     */
    void admit(final EncodedSource source, final int rowGroup, final Demand demand, final Reserve reserve)
            throws IOException {
        footer.requireSameColumns(source.footer(), leaves);
        group = source.rowGroup(rowGroup);
        requireColumns(source);
        indexBytes = new int[2 * leaves.size()];
        final List<byte[]> moved = readOffsetIndexes(source);
        metadata = movedMetadata();
        limits.admitRowGroup(metadata, group.sortingColumns().size(), group.rows());
        pages.expect(group.storedBytes() + sum(chunk -> chunk.bloom().bytes()), demand);
        columnIndexes.expect(sum(StoredChunk::columnIndexBytes), demand);
        offsetIndexes.expect(moved.stream().mapToLong(index -> index.length).sum(), demand);
        footer.plan(metadata, group.sortingColumns().size(), demand);
        demand.addPieces(FooterCache.moreEndBytes(metadata));
        reserve.fill(demand, "appending a row group of " + group.storedBytes() + " bytes");
        pages.read(source, group.fileOffset(), group.storedBytes(), reserve);
        for (final StoredChunk chunk : group.chunks()) {
            pages.read(source, chunk.bloom().fileOffset(), chunk.bloom().bytes(), reserve);
            columnIndexes.read(source, chunk.columnIndexOffset(), chunk.columnIndexBytes(), reserve);
        }
        for (final byte[] index : moved) {
            offsetIndexes.copy(index, reserve);
        }
    }

    private void requireColumns(final EncodedSource source) throws IOException {
        if (group.chunks().size() != leaves.size()) {
            throw new IOException("the footer is damaged: a row group has "
                    + group.chunks().size() + " columns, and the schema " + leaves.size()
                    + "; fetch the file again, or do without it");
        }
        source.requireInside("the pages of a row group", group.fileOffset(), group.storedBytes());
        for (int i = 0; i < leaves.size(); i++) {
            final Leaf leaf = leaves.get(i);
            final StoredChunk chunk = group.chunks().get(i);
            if (!chunk.isOf(leaf.physicalType(), leaf.pathParts())) {
                throw new IOException("the footer is damaged: column " + i + " of a row group has not the type and path"
                        + " of '" + leaf.path() + "'; fetch the file again, or do without it");
            }
            if (chunk.bloom().bytes() > 0) {
                final int bytes = chunk.bloom().bytes();
                source.requireInside(
                        "the Bloom filter of '" + leaf.path() + "'",
                        chunk.bloom().fileOffset(),
                        bytes);
            }
            if (chunk.offsetIndexBytes() > 0) {
                source.requireInside(
                        "the offset index of '" + leaf.path() + "'",
                        chunk.offsetIndexOffset(),
                        chunk.offsetIndexBytes());
            }
            if (chunk.columnIndexBytes() > 0) {
                source.requireInside(
                        "the column index of '" + leaf.path() + "'",
                        chunk.columnIndexOffset(),
                        chunk.columnIndexBytes());
            }
        }
    }

    private List<byte[]> readOffsetIndexes(final EncodedSource source) throws IOException {
        final long bytes = sum(StoredChunk::offsetIndexBytes);
        if (bytes > EncodedSource.MAX_METADATA_BYTES) {
            throw new IOException("a row group has offset indexes of " + bytes + " bytes, and more than "
                    + EncodedSource.MAX_METADATA_BYTES + " are not read; read the file and write its rows");
        }
        final List<byte[]> moved = new ArrayList<>();
        for (int i = 0; i < leaves.size(); i++) {
            final StoredChunk chunk = group.chunks().get(i);
            indexBytes[2 * i] = chunk.columnIndexBytes();
            if (chunk.offsetIndexBytes() > 0) {
                final byte[] index = new byte[chunk.offsetIndexBytes()];
                source.read(chunk.offsetIndexOffset(), ByteBuffer.wrap(index));
                final byte[] rewritten = OffsetIndexMover.moved(index, chunk, group.rows(), shift());
                indexBytes[2 * i + 1] = rewritten.length;
                moved.add(rewritten);
            }
        }
        return moved;
    }

    private List<byte[]> movedMetadata() {
        final List<byte[]> moved = new ArrayList<>();
        long bloom = file.length() + group.storedBytes();
        for (final StoredChunk chunk : group.chunks()) {
            moved.add(chunk.moved(shift(), bloom));
            bloom += chunk.bloom().bytes();
        }
        return moved;
    }

    private long shift() {
        return file.length() - group.fileOffset();
    }

    private long sum(final ToLongFunction<StoredChunk> bytes) {
        return group.chunks().stream().mapToLong(bytes).sum();
    }

    /**
     * The second half: links what was read to the end of the file.
     *
     * @return the rows of the row group
     */
    long append(final Reserve reserve) {
        final long start = file.length();
        pages.drainTo(file::link);
        indexes.add(indexBytes, columnIndexes, offsetIndexes);
        for (int i = 0; i < leaves.size(); i++) {
            totals.get(i).add(group.chunks().get(i));
        }
        footer.addRowGroup(
                metadata,
                new RowGroupFacts(
                        group.uncompressedBytes(),
                        group.rows(),
                        start,
                        group.storedBytes(),
                        footer.rowGroups().size(),
                        group.sortingColumns()),
                reserve);
        final long rows = group.rows();
        free();
        return rows;
    }

    /** Drops what was read. Idempotent. */
    void free() {
        pages.free();
        columnIndexes.free();
        offsetIndexes.free();
        group = null;
        metadata = null;
        indexBytes = null;
    }
}

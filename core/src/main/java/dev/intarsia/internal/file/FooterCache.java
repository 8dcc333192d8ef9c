package dev.intarsia.internal.file;

import dev.intarsia.buffer.SharedBuffer;
import dev.intarsia.internal.format.ChunkMetadata;
import dev.intarsia.internal.format.CreatedBy;
import dev.intarsia.internal.format.FileMetaDataWriter;
import dev.intarsia.internal.format.IndexLocationWriter;
import dev.intarsia.internal.format.KeyValue;
import dev.intarsia.internal.format.RowGroupFacts;
import dev.intarsia.internal.format.RowGroupWriter;
import dev.intarsia.internal.format.StoredFooter;
import dev.intarsia.internal.memory.Demand;
import dev.intarsia.internal.memory.Lane;
import dev.intarsia.internal.memory.NativeMemory;
import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.internal.memory.SlabPool;
import dev.intarsia.internal.memory.Slices;
import dev.intarsia.internal.schema.Leaf;
import dev.intarsia.internal.schema.ParquetSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The footer as far as it is known: the metadata of every closed row group, written once and kept as slices. Confined
 * to the writer's thread.
 *
 * <p>File offsets are absolute and the compact protocol's field numbers are relative within a struct only, so these
 * bytes never change. What may still come to stand inside them is where the indexes of a column are, which is known at
 * the end of the file; the holes for it are remembered.
 */
final class FooterCache {
    /**
     * What was captured of the footer; immutable but for its end.
     *
     * @param rowGroups metadata of the closed row groups
     * @param holes of each of them
     * @param starts of each of them
     * @param facts of each of them
     * @param keyValues the file's own metadata
     */
    record State(
            Slices rowGroups,
            List<int[]> holes,
            List<Long> starts,
            List<RowGroupFacts> facts,
            List<KeyValue> keyValues) {}

    /** Bytes of a chunk's metadata beside its path and bounds, generously. */
    static final int CHUNK_FIXED_BYTES = 320;

    private static final byte[] ARROW_SCHEMA_KEY = ParquetSchema.ARROW_SCHEMA_KEY.getBytes(StandardCharsets.UTF_8);

    private final byte[] schema;
    private List<KeyValue> keyValues;
    private final BitSet totalOrder;
    private final byte[] createdBy = CreatedBy.bytes();
    private final int columns;
    private final int maxChunkBytes;
    /** Bytes of a row group at most; its beginning and its end are no larger than a chunk. */
    private final long groupBytes;

    private final int maxPieceBytes;
    private final Lane rowGroups;
    private final List<int[]> holes = new ArrayList<>();
    private final List<Long> starts = new ArrayList<>();
    private final List<RowGroupFacts> facts = new ArrayList<>();
    private int[] openHoles;
    private long openStart;
    private int openColumns;

    /**
     * @param schema the schema's bytes, retained
     * @param keyValues the file's own metadata
     * @param totalOrder the columns that are ordered by IEEE 754's total order
     * @param columns leaf columns
     * @param maxVariableBytes bytes of the path, the bounds and the histograms of a chunk at most
     * @param allVariableBytes those of all chunks of a row group together
     * @param maxPieceBytes bytes of the largest piece of memory
     */
    FooterCache(
            final byte[] schema,
            final List<KeyValue> keyValues,
            final BitSet totalOrder,
            final int columns,
            final int maxVariableBytes,
            final long allVariableBytes,
            final int maxPieceBytes) {
        this.maxPieceBytes = maxPieceBytes;
        this.rowGroups = new Lane(maxPieceBytes);
        this.schema = schema;
        this.keyValues = new ArrayList<>(keyValues);
        this.totalOrder = totalOrder;
        this.columns = columns;
        this.maxChunkBytes = Math.addExact(CHUNK_FIXED_BYTES, maxVariableBytes);
        this.groupBytes = 2L * maxChunkBytes + (long) columns * CHUNK_FIXED_BYTES + allVariableBytes;
    }

    /** The closed row groups. */
    List<RowGroupFacts> rowGroups() {
        return facts;
    }

    /** Rows of the closed row groups. */
    long rows() {
        long rows = 0;
        for (int i = 0; i < facts.size(); i++) {
            rows += facts.get(i).rows();
        }
        return rows;
    }

    /** Bytes that the footer takes at most if the file ends now. */
    long bytes() {
        return prefixBytes() + rowGroups.bytes() + maxLocationBytes(facts.size()) + suffixBytes();
    }

    /** Bytes that go into the holes of so many row groups at most. */
    long maxLocationBytes(final int groups) {
        return (long) columns * groups * IndexLocationWriter.MAX_BYTES;
    }

    /** Adds to the demand what the metadata of so many row groups takes. */
    void plan(final int groups, final Demand demand) {
        if (groups > 0) {
            final int pieces = (int) Math.min(Integer.MAX_VALUE / 2, groups * (columns + 2L));
            rowGroups.plan(maxChunkBytes, pieces, (long) pieces * maxChunkBytes, demand);
        }
    }

    /** Adds to the demand what the metadata of a row group takes whose columns are written already. */
    void plan(final List<byte[]> chunks, final int sortingColumns, final Demand demand) {
        final int endBytes = RowGroupWriter.maxEndBytes(sortingColumns);
        int largest = Math.max(RowGroupWriter.MAX_BEGIN_BYTES, endBytes);
        long all = (long) RowGroupWriter.MAX_BEGIN_BYTES + endBytes;
        for (final byte[] chunk : chunks) {
            largest = Math.max(largest, chunk.length);
            all += chunk.length;
        }
        rowGroups.plan(largest, chunks.size() + 2, all, demand);
    }

    /**
     * Checks that what another file holds means the same in this one.
     *
     * @throws IllegalArgumentException if it does not; the message names the first difference
     * @throws IOException if the footer is damaged
     */
    void requireSameColumns(final StoredFooter other, final List<Leaf> leaves) throws IOException {
        final String difference = other.differenceFrom(schema);
        if (difference != null) {
            throw new IllegalArgumentException("a row group is appended only to a file of the same schema; the first"
                    + " element of the schema that differs is " + difference
                    + ": open the writer with the schema of that file, or read it and write its rows");
        }
        final int[] orders = other.orders();
        if (orders.length != columns) {
            throw new IOException("the footer is damaged: it states the orders of " + orders.length
                    + " columns, and the schema has " + columns + "; fetch the file again, or do without it");
        }
        for (int column = 0; column < columns; column++) {
            if (orders[column] != (totalOrder.get(column) ? 2 : 1)) {
                throw new IllegalArgumentException("a row group is appended only to a file whose columns are ordered as"
                        + " in its own; the first column that differs is '"
                        + leaves.get(column).path()
                        + "': open the writer with the floatOrder of that file, or read it and write its rows");
            }
        }
        requireSameArrowSchema(other);
    }

    /** What Parquet has no word for, such as the unit of a duration, is said there alone. */
    private void requireSameArrowSchema(final StoredFooter other) throws IOException {
        for (final KeyValue entry : keyValues) {
            if (Arrays.equals(entry.key(), ARROW_SCHEMA_KEY)
                    && !Arrays.equals(entry.value(), other.valueOf(ARROW_SCHEMA_KEY))) {
                throw new IllegalArgumentException("the entry ARROW:schema of that file is another, or missing, and"
                        + " readers would take its values for what the schema of this writer says; open the writer with"
                        + " the same Arrow schema, field by field and with its metadata, or with arrowSchema(false)");
            }
        }
    }

    /**
     * Adds an entry to the file's own metadata, in the place of an earlier one with its key.
     *
     * @param openRows rows of the open row group
     * @return the entries before
     * @throws IllegalArgumentException if they do not fit one piece of memory together; nothing was added then
     * @throws dev.intarsia.options.FileFullException if the footer could become too long; nothing was added then
     */
    List<KeyValue> put(final KeyValue entry, final FileLimits limits, final int openRows) {
        final List<KeyValue> before = keyValues;
        final List<KeyValue> after = new ArrayList<>(before);
        int index = 0;
        while (index < after.size() && !Arrays.equals(after.get(index).key(), entry.key())) {
            index++;
        }
        if (index < after.size()) {
            after.set(index, entry);
        } else {
            after.add(entry);
        }
        final long bytes = suffixBytes(after);
        if (bytes > maxPieceBytes) {
            throw new IllegalArgumentException("with an entry of " + (entry.key().length + entry.value().length)
                    + " bytes the metadata of the file would take " + bytes + ", and the context has no piece of memory"
                    + " above " + maxPieceBytes + " bytes; store it elsewhere, or give the context larger slabs");
        }
        limits.admitMetadata(after, openRows);
        keyValues = after;
        return before;
    }

    void putBack(final List<KeyValue> entries) {
        keyValues = entries;
    }

    /**
     * Adds to the demand what {@link #writeTo} takes.
     *
     * @param closing row groups that close before
     * @param indexed whether some chunk may have page indexes; without them nothing is copied
     */
    void planEnd(final int closing, final boolean indexed, final Demand demand) {
        demand.add(prefixBytes(), 1);
        demand.add(suffixBytes(), 1);
        if (!indexed) {
            return;
        }
        final long moreBytes = (long) closing * (columns + 2L) * maxChunkBytes;
        FooterPieces.plan(
                rowGroups.bytes() + moreBytes, (long) columns * (facts.size() + closing), maxPieceBytes, demand);
    }

    /**
     * Bytes that so many more row groups and {@link #writeTo} take where memory is short.
     *
     * @param spare gets what is worked in
     */
    long endBytes(final int closing, final Demand spare) {
        spare.add(Math.max(maxChunkBytes, Math.max(prefixBytes(), suffixBytes())), 1);
        final long moreBytes = closing * groupBytes;
        final long pieces = FooterPieces.smallBytes(
                rowGroups.bytes() + moreBytes, (long) columns * (facts.size() + closing), maxPieceBytes, spare);
        return moreBytes + pieces + prefixBytes() + suffixBytes();
    }

    /** Bytes that the metadata of a row group takes at most. */
    long rowGroupBytes() {
        return groupBytes;
    }

    /** By how much {@link #endBytes} grows at most with a row group whose columns are written already. */
    static long moreEndBytes(final List<byte[]> chunks) {
        long bytes = 2L * CHUNK_FIXED_BYTES;
        for (final byte[] chunk : chunks) {
            bytes += chunk.length + IndexLocationWriter.MAX_BYTES;
        }
        return 2 * bytes;
    }

    /** Bytes of the largest piece of memory that the footer takes, whatever is written. */
    private long largestPieceBytes() {
        return Math.max(maxChunkBytes, Math.max(prefixBytes(), suffixBytes()));
    }

    /**
     * @throws dev.intarsia.options.MemoryBudgetException if the context has no piece of memory that is large enough
     * for the largest of it
     */
    void requireFits(final SlabPool memory) {
        if (largestPieceBytes() > maxPieceBytes) {
            throw memory.exhausted(
                    "the footer of a file with " + columns + " columns, in pieces of at most " + maxPieceBytes
                            + " bytes,",
                    largestPieceBytes());
        }
    }

    private long prefixBytes() {
        return FileMetaDataWriter.maxPrefixBytes(schema);
    }

    long suffixBytes() {
        return suffixBytes(keyValues);
    }

    long suffixBytes(final List<KeyValue> entries) {
        return FileMetaDataWriter.maxSuffixBytes(entries, createdBy, columns) + FileMetaDataWriter.TRAILER_BYTES;
    }

    /** Begins the metadata of a row group, whose columns follow one by one. */
    void beginRowGroup(final Reserve reserve) {
        openStart = rowGroups.bytes();
        openHoles = new int[columns];
        openColumns = 0;
        final long at = rowGroups.claim(RowGroupWriter.MAX_BEGIN_BYTES, reserve);
        rowGroups.commit(0, (int) (RowGroupWriter.begin(at, columns) - at));
    }

    void addChunk(final ChunkMetadata chunk, final Reserve reserve) {
        // Where there is room for any chunk it need not be known what this one takes at most.
        final int most = rowGroups.room() >= maxChunkBytes
                ? maxChunkBytes
                : Math.toIntExact(RowGroupWriter.maxColumnBytes(chunk));
        final long at = rowGroups.claim(most, reserve);
        rowGroups.commit(0, (int) (RowGroupWriter.column(at, chunk) - at));
        keepHole();
    }

    private void keepHole() {
        openHoles[openColumns++] = Math.toIntExact(rowGroups.bytes() - openStart - RowGroupWriter.HOLE_BEFORE_END);
    }

    void endRowGroup(final RowGroupFacts rowGroup, final Reserve reserve) {
        final long at = rowGroups.claim(
                RowGroupWriter.maxEndBytes(rowGroup.sortingColumns().size()), reserve);
        rowGroups.commit(0, (int) (RowGroupWriter.end(at, rowGroup) - at));
        holes.add(openHoles);
        starts.add(openStart);
        facts.add(rowGroup);
    }

    /** Adds the metadata of a row group whose columns are written already, each with its hole. */
    void addRowGroup(final List<byte[]> chunks, final RowGroupFacts rowGroup, final Reserve reserve) {
        beginRowGroup(reserve);
        for (final byte[] chunk : chunks) {
            final long at = rowGroups.claim(chunk.length, reserve);
            NativeMemory.copy(chunk, 0, at, chunk.length);
            rowGroups.commit(0, chunk.length);
            keepHole();
        }
        endRowGroup(rowGroup, reserve);
    }

    /**
     * Adds to the demand what {@link #writeTo} takes where every piece leaves before the next is made;
     * see {@link #planEnd}.
     */
    void planStreamedEnd(final int closing, final boolean indexed, final Demand demand) {
        final Demand piece = new Demand();
        if (indexed) {
            final long moreBytes = (long) closing * (columns + 2L) * maxChunkBytes;
            final long allHoles = (long) columns * (facts.size() + closing);
            piece.add(FooterPieces.pieceBytes(rowGroups.bytes() + moreBytes, allHoles, maxPieceBytes), 1);
            demand.widenTo(piece);
            piece.clear();
        }
        piece.add(prefixBytes(), 1);
        demand.widenTo(piece);
        piece.clear();
        piece.add(suffixBytes(), 1);
        demand.widenTo(piece);
    }

    /** Links the footer to the end of the file, where the indexes stand already; tells the escort of every piece. */
    void writeTo(
            final SharedBuffer file,
            final long rows,
            final FileIndexes indexes,
            final Escort escort,
            final Reserve reserve) {
        final long start = file.length();
        final long prefix = file.claim(Math.toIntExact(prefixBytes()), reserve);
        file.commit((int) (FileMetaDataWriter.writePrefix(prefix, schema, rows, facts.size()) - prefix));
        escort.linked();
        if (indexes.isEmpty()) {
            rowGroups.drainTo(file::link);
        } else {
            final FooterPieces pieces =
                    new FooterPieces(file, indexes, holes, starts, rowGroups.bytes(), maxPieceBytes, escort, reserve);
            rowGroups.drainTo(pieces);
            pieces.end();
        }
        escort.linked();
        final long suffix = file.claim(Math.toIntExact(suffixBytes()), reserve);
        final long end = FileMetaDataWriter.writeSuffix(suffix, keyValues, createdBy, columns, totalOrder);
        final int footerBytes = Math.toIntExact(file.length() - start + (end - suffix));
        file.commit((int) (FileMetaDataWriter.writeTrailer(end, footerBytes) - suffix));
        escort.linked();
    }

    State capture() {
        return new State(rowGroups.capture(), List.copyOf(holes), List.copyOf(starts), List.copyOf(facts), keyValues);
    }

    /** Goes on from what was captured; nothing is held before. */
    void resume(final State captured) {
        captured.rowGroups.shareFrom(0, rowGroups::link);
        holes.addAll(captured.holes);
        starts.addAll(captured.starts);
        facts.addAll(captured.facts);
        keyValues = captured.keyValues;
    }

    void free() {
        rowGroups.free();
    }
}

package dev.intarsia.internal.file;

import dev.intarsia.buffer.SharedBuffer;
import dev.intarsia.internal.format.ChunkMetadata;
import dev.intarsia.internal.format.CreatedBy;
import dev.intarsia.internal.format.FileMetaDataWriter;
import dev.intarsia.internal.format.KeyValue;
import dev.intarsia.internal.format.RowGroupFacts;
import dev.intarsia.internal.format.RowGroupWriter;
import dev.intarsia.internal.memory.Demand;
import dev.intarsia.internal.memory.Lane;
import dev.intarsia.internal.memory.Reserve;
import java.util.ArrayList;
import java.util.List;

/**
 * The footer as far as it is known: the metadata of every closed row group, written once and kept as slices. Confined to
 * the writer's thread.
 *
 * <p>File offsets are absolute and the compact protocol's field numbers are relative within a struct only, so these bytes
 * never change. What may still come to stand inside them is where the indexes of a column are, which is known at the end
 * of the file; the holes for it are remembered.
 */
final class FooterCache {
    /** Bytes of a chunk's metadata beside its path and bounds, generously. */
    private static final int CHUNK_FIXED_BYTES = 256;

    private final byte[] schema;
    private final List<KeyValue> keyValues;
    private final byte[] createdBy = CreatedBy.bytes();
    private final int columns;
    private final int maxChunkBytes;
    private final Lane rowGroups = new Lane();
    private final List<int[]> holes = new ArrayList<>();
    private final List<RowGroupFacts> facts = new ArrayList<>();
    private int[] openHoles;
    private long openStart;
    private int openColumns;

    /**
     * @param schema the schema's bytes, retained
     * @param keyValues the file's own metadata, retained
     * @param columns leaf columns
     * @param maxVariableBytes bytes of the path and the bounds of a chunk at most
     */
    FooterCache(final byte[] schema, final List<KeyValue> keyValues, final int columns, final int maxVariableBytes) {
        this.schema = schema;
        this.keyValues = keyValues;
        this.columns = columns;
        this.maxChunkBytes = Math.addExact(CHUNK_FIXED_BYTES, maxVariableBytes);
    }

    /** The closed row groups. */
    List<RowGroupFacts> rowGroups() {
        return facts;
    }

    /** Adds to the demand what the metadata of so many row groups takes. */
    void plan(final int groups, final Demand demand) {
        if (groups > 0) {
            final int pieces = (int) Math.min(Integer.MAX_VALUE / 2, groups * (columns + 2L));
            rowGroups.plan(maxChunkBytes, pieces, (long) pieces * maxChunkBytes, demand);
        }
    }

    /** Adds to the demand what {@link #writeTo} takes. */
    void planEnd(final Demand demand) {
        demand.add(prefixBytes(), 1);
        demand.add(suffixBytes(), 1);
    }

    /** Bytes of the largest piece of memory that the footer takes, whatever is written. */
    long largestPieceBytes() {
        return Math.max(maxChunkBytes, Math.max(prefixBytes(), suffixBytes()));
    }

    private long prefixBytes() {
        return FileMetaDataWriter.maxPrefixBytes(schema);
    }

    private long suffixBytes() {
        return FileMetaDataWriter.maxSuffixBytes(keyValues, createdBy, columns) + FileMetaDataWriter.TRAILER_BYTES;
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
        final long at = rowGroups.claim(Math.toIntExact(RowGroupWriter.maxColumnBytes(chunk)), reserve);
        rowGroups.commit(0, (int) (RowGroupWriter.column(at, chunk) - at));
        openHoles[openColumns++] = Math.toIntExact(rowGroups.bytes() - openStart - RowGroupWriter.HOLE_BEFORE_END);
    }

    void endRowGroup(final RowGroupFacts rowGroup, final Reserve reserve) {
        final long at = rowGroups.claim(
                RowGroupWriter.maxEndBytes(rowGroup.sortingColumns().size()), reserve);
        rowGroups.commit(0, (int) (RowGroupWriter.end(at, rowGroup) - at));
        holes.add(openHoles);
        facts.add(rowGroup);
    }

    /**
     * Whether the footer would be too long for the four bytes that state its length.
     */
    boolean isTooLong() {
        return prefixBytes() + rowGroups.bytes() + suffixBytes() > FileMetaDataWriter.MAX_FOOTER_BYTES;
    }

    /** Links the footer to the end of the file. */
    void writeTo(final SharedBuffer file, final long rows, final Reserve reserve) {
        final long start = file.length();
        final long prefix = file.claim(Math.toIntExact(prefixBytes()), reserve);
        file.commit((int) (FileMetaDataWriter.writePrefix(prefix, schema, rows, facts.size()) - prefix));
        rowGroups.drainTo(file::link);
        final long suffix = file.claim(Math.toIntExact(suffixBytes()), reserve);
        final long end = FileMetaDataWriter.writeSuffix(suffix, keyValues, createdBy, columns);
        final int footerBytes = Math.toIntExact(file.length() - start + (end - suffix));
        file.commit((int) (FileMetaDataWriter.writeTrailer(end, footerBytes) - suffix));
    }

    void free() {
        rowGroups.free();
    }
}

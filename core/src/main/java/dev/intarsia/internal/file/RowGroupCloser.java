package dev.intarsia.internal.file;

import dev.intarsia.buffer.SharedBuffer;
import dev.intarsia.internal.column.ColumnPlan;
import dev.intarsia.internal.column.ColumnWriter;
import dev.intarsia.internal.column.EncodedChunk;
import dev.intarsia.internal.format.BloomLocation;
import dev.intarsia.internal.format.ChunkTemplate;
import dev.intarsia.internal.format.RowGroupFacts;
import dev.intarsia.internal.format.SortingColumn;
import dev.intarsia.internal.memory.Demand;
import dev.intarsia.internal.memory.Lane;
import dev.intarsia.internal.memory.Reserve;
import java.util.List;

/**
 * Brings the chunks of a row group into file order: all column chunks, then the Bloom filters, which readers ask for
 * before any page. Confined to the writer's thread.
 */
final class RowGroupCloser {
    /** Bytes of an index beside those of its pages. */
    private static final int INDEX_OVERHEAD_BYTES = 64;

    private final List<ColumnWriter> columns;
    private final List<ChunkTemplate> templates;
    private final List<ColumnTotals> totals;
    private final List<SortingColumn> sorting;
    private final SharedBuffer file;
    private final FileIndexes indexes;
    private final FooterCache footer;
    private final Lane blooms;
    private final EncodedChunk[] chunks;
    private final long[] offsets;
    private final int[] bloomBytes;

    RowGroupCloser(
            final List<ColumnWriter> columns,
            final List<ChunkTemplate> templates,
            final List<ColumnTotals> totals,
            final List<SortingColumn> sorting,
            final SharedBuffer file,
            final FileIndexes indexes,
            final FooterCache footer,
            final int maxBlockBytes) {
        this.columns = columns;
        this.templates = templates;
        this.totals = totals;
        this.sorting = sorting;
        this.file = file;
        this.indexes = indexes;
        this.footer = footer;
        this.blooms = new Lane(maxBlockBytes);
        this.chunks = new EncodedChunk[columns.size()];
        this.offsets = new long[columns.size()];
        this.bloomBytes = new int[columns.size()];
    }

    /** Adds to the demand what closing so many row groups takes, once every column has planned. */
    void plan(final int groups, final Demand demand) {
        if (groups == 0) {
            return;
        }
        int maxIndex = 0;
        long allIndexes = 0;
        int maxBloom = 0;
        long allBlooms = 0;
        int filters = 0;
        for (int i = 0; i < columns.size(); i++) {
            final ColumnPlan column = columns.get(i).plan();
            maxIndex = Math.max(maxIndex, column.maxIndexBytes());
            allIndexes += column.allIndexBytes() + (long) groups * INDEX_OVERHEAD_BYTES;
            maxBloom = Math.max(maxBloom, column.maxBloomBytes());
            allBlooms += column.maxBloomBytes();
            filters += column.maxBloomBytes() > 0 ? 1 : 0;
        }
        indexes.plan(groups, maxIndex, allIndexes, demand);
        if (maxBloom > 0) {
            final int claims = (int) Math.min(Integer.MAX_VALUE / 2, (long) groups * filters);
            for (int group = 0; group < groups; group++) {
                blooms.plan(maxBloom, claims / groups, allBlooms, demand);
            }
        }
    }

    /**
     * Closes the row group.
     *
     * @param handOn whether each column prepares only now and hands its work space on to the next; in the middle of a
     *     batch they keep it, because more rows follow
     * @param escort is asked before every column, and told of every column that is linked
     */
    void close(final int rows, final boolean handOn, final Escort escort, final Reserve reserve) {
        final long start = file.length();
        long uncompressedBytes = 0;
        indexes.beginRowGroup();
        for (int i = 0; i < columns.size(); i++) {
            final ColumnWriter column = columns.get(i);
            escort.beforeColumn(i);
            if (handOn) {
                column.prepare();
            }
            escort.columnPrepared(i);
            final EncodedChunk chunk = column.closeChunk();
            chunks[i] = chunk;
            offsets[i] = file.length();
            bloomBytes[i] = column.writeBloomFilter(blooms);
            indexes.add(i, column, file.length() + chunk.dictionaryBytes());
            column.drainTo(file::link);
            if (handOn) {
                column.releaseWork();
            }
            escort.linked();
            totals.get(i).add(chunk);
            uncompressedBytes += chunk.uncompressedBytes();
        }
        indexes.endRowGroup();
        final long storedBytes = file.length() - start;
        long bloom = file.length();
        blooms.drainTo(file::link);
        escort.linked();
        footer.beginRowGroup(reserve);
        for (int i = 0; i < columns.size(); i++) {
            final BloomLocation location =
                    bloomBytes[i] == 0 ? BloomLocation.NONE : new BloomLocation(bloom, bloomBytes[i]);
            bloom += bloomBytes[i];
            footer.addChunk(chunks[i].at(offsets[i], templates.get(i), location), reserve);
            chunks[i] = null;
        }
        final int ordinal = footer.rowGroups().size();
        footer.endRowGroup(new RowGroupFacts(uncompressedBytes, rows, start, storedBytes, ordinal, sorting), reserve);
    }

    void free() {
        blooms.free();
    }
}

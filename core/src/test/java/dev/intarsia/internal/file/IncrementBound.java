package dev.intarsia.internal.file;

import dev.intarsia.internal.column.ColumnFormat;
import dev.intarsia.internal.column.ColumnMarks;
import dev.intarsia.internal.format.KeyValue;
import dev.intarsia.internal.schema.Leaf;
import dev.intarsia.internal.schema.ParquetSchema;
import dev.intarsia.internal.schema.SchemaForm;
import dev.intarsia.internal.state.StateOutput;
import dev.intarsia.internal.stats.BloomFilter;
import dev.intarsia.options.SortingColumn;
import dev.intarsia.options.StatisticsDepth;
import dev.intarsia.options.WriterOptions;
import java.util.List;

/**
 * How large an increment may be: a sum of what came since, taken from the finished file as other readers see it. What
 * the increment has does not enter it; of the writer only how many rows and pages there were at both moments, and how
 * many entries and hashes.
 */
final class IncrementBound {
    /** What an increment costs in which nothing is new: the envelope, and what a file says of itself. */
    static final int FILE_BYTES = 92 + 36;
    /** What a column says of itself. */
    static final int COLUMN_BYTES = 64;

    private static final double SHARE = 1.1;
    private static final int RECORD_BYTES = 48 + 7;
    private static final int COUNT_BYTES = 4;
    /** What says where the parts of a row group's metadata are; what Parquet has of their indexes' places is more. */
    private static final int GROUP_PARTS_BYTES = 16;

    private static final int CHUNK_PARTS_BYTES = 2;
    private static final int BLOB_NAME_BYTES = 4;

    /**
     * A moment at which the file was captured.
     *
     * @param rows of the file
     * @param notes how often its metadata had been given an entry
     */
    record Moment(FileMarks marks, long rows, int notes) {}

    private final SeenFile file;
    private final ParquetSchema schema;
    private final WriterOptions options;

    IncrementBound(final SeenFile file, final ParquetSchema schema, final WriterOptions options) {
        this.file = file;
        this.schema = schema;
        this.options = options;
    }

    /** Bytes that an increment may have; without a base, since the beginning of the file. */
    long of(final Moment base, final Moment now) {
        return withoutColumns(base, now) + (long) COLUMN_BYTES * schema.leaves().size();
    }

    /** The same without what each column may have in any case. */
    long withoutColumns(final Moment base, final Moment now) {
        final int known = base == null ? 0 : base.marks.rowGroups();
        final int groups = now.marks.rowGroups();
        // One envelope stays needed for each row group that it told of, and each entry of metadata.
        double bytes = FILE_BYTES + (long) BLOB_NAME_BYTES * (groups + now.notes);
        if (base == null) {
            final StateOutput begin = new StateOutput();
            FileForm.begin(SchemaForm.of(schema), options, begin);
            bytes += begin.length();
        }
        if (base == null || base.notes != now.notes) {
            bytes += entries(now.marks.keyValues());
        }
        for (int group = known; group < groups; group++) {
            bytes += file.groups.get(group).metadataBytes()
                    + GROUP_PARTS_BYTES
                    + (long) CHUNK_PARTS_BYTES * schema.leaves().size();
        }
        for (final Leaf leaf : schema.leaves()) {
            bytes += column(leaf, base, now);
        }
        return (long) bytes;
    }

    private static long entries(final List<KeyValue> entries) {
        return entries.stream()
                .mapToLong(entry -> entry.key().length + entry.value().length + 6)
                .sum();
    }

    private double column(final Leaf leaf, final Moment base, final Moment now) {
        final int column = leaf.column();
        final int known = base == null ? 0 : base.marks.rowGroups();
        final int open = now.marks.rowGroups();
        int pages = base == null ? 0 : base.marks.columns().get(column).dataPages();
        double bytes = 0;
        for (int group = known; group < open; group++) {
            final SeenFile.Chunk chunk = file.groups.get(group).chunks().get(column);
            bytes += pageBytes(chunk, pages, chunk.pageBytes().length)
                    + chunk.beforePages()
                    + chunk.bloomBytes()
                    + chunk.indexBytes();
            pages = 0;
        }
        if (open < file.groups.size()) {
            final SeenFile.Chunk chunk = file.groups.get(open).chunks().get(column);
            final boolean same = base != null && known == open;
            bytes += open(
                    leaf,
                    chunk,
                    same ? base.marks.columns().get(column) : nothing(open),
                    now.marks.columns().get(column),
                    Math.max(0, (base == null ? 0 : base.rows) - start(open)),
                    now.rows - start(open));
        }
        return bytes;
    }

    private double open(
            final Leaf leaf,
            final SeenFile.Chunk chunk,
            final ColumnMarks base,
            final ColumnMarks now,
            final long baseRows,
            final long rows) {
        final long finishedRows = rows - now.rows();
        final boolean cut = now.dataPages() > base.dataPages();
        double bytes = pageBytes(chunk, base.dataPages(), now.dataPages());
        if (options.pageIndex()) {
            for (int page = base.dataPages(); page < now.dataPages(); page++) {
                bytes += RECORD_BYTES + COUNT_BYTES * chunk.histogramCounts() + recordedBounds(leaf, chunk, page);
            }
        }
        final long from = Math.max(baseRows, finishedRows);
        bytes += SHARE
                * (chunk.plainBytes(from, rows) + chunk.levelBytes(from, rows) + now.entryBytes() - base.entryBytes());
        if (cut) {
            bytes += Long.BYTES * chunk.histogramCounts();
        }
        if (now.boundsVersion() != base.boundsVersion()) {
            bytes += chunk.boundBytes(0, finishedRows);
        }
        final long hashes = now.bloomValues() - base.bloomValues();
        if (hashes > 0) {
            bytes += Math.min(bitsetBytes(leaf), Long.BYTES * hashes);
        }
        for (final SortingColumn sorting : options.sortingColumns()) {
            if (sorting.path().equals(leaf.path()) && rows > 0) {
                bytes += 4 + chunk.plainBytes(rows - 1, rows);
            }
        }
        return bytes;
    }

    /**
     * Bytes of the bounds of a page, in its column index; where a page with values had none, there is no such index.
     */
    private int recordedBounds(final Leaf leaf, final SeenFile.Chunk chunk, final int page) {
        if (chunk.boundBytes() != null) {
            return chunk.boundBytes()[page];
        }
        final boolean taken = options.column(leaf.path()).statistics() == StatisticsDepth.PAGE;
        return taken ? 2 * Math.min(chunk.longestBytes(), Math.max(options.boundBytes(), leaf.plainBytes())) : 0;
    }

    private static long pageBytes(final SeenFile.Chunk chunk, final int from, final int to) {
        long bytes = 0;
        for (int page = from; page < to; page++) {
            bytes += chunk.pageBytes()[page];
        }
        return bytes;
    }

    private long bitsetBytes(final Leaf leaf) {
        final dev.intarsia.options.BloomFilter filter =
                ColumnFormat.of(leaf, options).bloomFilter().orElseThrow();
        final int most = Integer.highestOneBit(filter.maxBytes());
        return filter.distinctValues() == 0
                ? most
                : Math.min(most, BloomFilter.optimalBytes(filter.distinctValues(), filter.falsePositives()));
    }

    private long start(final int group) {
        long rows = 0;
        for (int i = 0; i < group; i++) {
            rows += file.groups.get(i).rows();
        }
        return rows;
    }

    /** Marks of a chunk of which nothing is known. */
    private static ColumnMarks nothing(final int rowGroup) {
        return new ColumnMarks(rowGroup, 0, 0, 0, 0, 0, 0, 0, false, false, 0, 0, 0, 0);
    }
}

package dev.intarsia.cli.inspect;

import dev.intarsia.cli.parquet.SchemaNode;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.Statistics;

/** What the chunks of a column say together. Confined. */
final class ColumnTotals {
    static final long UNKNOWN = -1;

    private final SchemaNode leaf;
    private final Comparator<byte[]> order;
    private final Set<CompressionCodec> codecs = EnumSet.noneOf(CompressionCodec.class);
    private final Set<Encoding> encodings = EnumSet.noneOf(Encoding.class);
    private int chunks;
    private int hidden;
    private int blooms;
    private int indexes;
    private long values;
    private long bytes;
    private long uncompressedBytes;
    private long nulls;
    private long nans;
    private long distinct;
    private Bounds bounds = Bounds.NONE;
    private boolean bounded = true;

    private ColumnTotals(final SchemaNode leaf) {
        this.leaf = leaf;
        this.order = BoundOrder.of(leaf.element());
    }

    /** Of the row groups that are to be shown, all of them. */
    static ColumnTotals of(final OpenFile file, final SchemaNode leaf) {
        final ColumnTotals totals = new ColumnTotals(leaf);
        for (final int group : file.rowGroups()) {
            final ColumnChunk chunk = file.chunk(group, leaf);
            if (chunk != null && chunk.isSetMeta_data()) {
                totals.add(chunk);
            } else {
                totals.hidden++;
            }
        }
        return totals;
    }

    private void add(final ColumnChunk chunk) {
        final ColumnMetaData metadata = chunk.getMeta_data();
        codecs.add(metadata.getCodec());
        metadata.getEncodings().stream().filter(Objects::nonNull).forEach(encodings::add);
        values += metadata.getNum_values();
        bytes += metadata.getTotal_compressed_size();
        uncompressedBytes += metadata.getTotal_uncompressed_size();
        blooms += metadata.isSetBloom_filter_offset() ? 1 : 0;
        indexes += chunk.isSetColumn_index_offset() ? 1 : 0;
        final Statistics statistics = metadata.getStatistics();
        nulls = sum(nulls, statistics != null && statistics.isSetNull_count() ? statistics.getNull_count() : UNKNOWN);
        nans = sum(nans, statistics != null && statistics.isSetNan_count() ? statistics.getNan_count() : UNKNOWN);
        // Values may be in several row groups, so that their numbers make no sum.
        final boolean counted = chunks == 0 && statistics != null && statistics.isSetDistinct_count();
        distinct = counted ? statistics.getDistinct_count() : UNKNOWN;
        final Bounds own = Bounds.of(statistics);
        final boolean hasNone = statistics != null
                && statistics.isSetNull_count()
                && statistics.getNull_count() == metadata.getNum_values();
        if (!hasNone) {
            bounded &= own.min() != null && own.max() != null;
            widen(own);
        }
        chunks++;
    }

    private static long sum(final long one, final long other) {
        return one == UNKNOWN || other == UNKNOWN ? UNKNOWN : one + other;
    }

    private void widen(final Bounds other) {
        if (!bounded || bounds.isEmpty()) {
            bounds = other;
            return;
        }
        try {
            if (order == null) {
                bounded = false;
                return;
            }
            if (BoundOrder.isNan(leaf.element(), other.min()) || BoundOrder.isNan(leaf.element(), bounds.min())) {
                // A chunk of NaN only, which bounds no number.
                bounds = BoundOrder.isNan(leaf.element(), other.min()) ? bounds : other;
                return;
            }
            final boolean lower = order.compare(other.min(), bounds.min()) < 0;
            final boolean higher = order.compare(other.max(), bounds.max()) > 0;
            bounds = new Bounds(
                    lower ? other.min() : bounds.min(),
                    higher ? other.max() : bounds.max(),
                    lower ? other.minExact() : bounds.minExact(),
                    higher ? other.maxExact() : bounds.maxExact(),
                    bounds.deprecated() || other.deprecated());
        } catch (final RuntimeException e) {
            bounded = false; // bounds of a wrong length
        }
    }

    SchemaNode leaf() {
        return leaf;
    }

    /** Whether nothing of the column can be shown, because its metadata are encrypted. */
    boolean isHidden() {
        return hidden > 0 && chunks == 0;
    }

    Set<CompressionCodec> codecs() {
        return codecs;
    }

    Set<Encoding> encodings() {
        return encodings;
    }

    long values() {
        return values;
    }

    long bytes() {
        return bytes;
    }

    long uncompressedBytes() {
        return uncompressedBytes;
    }

    /** Nulls, or {@link #UNKNOWN} if a chunk does not count them. */
    long nulls() {
        return chunks == 0 ? UNKNOWN : nulls;
    }

    long nans() {
        return chunks == 0 ? UNKNOWN : nans;
    }

    /** Distinct values of the only chunk. */
    long distinct() {
        return chunks == 0 ? UNKNOWN : distinct;
    }

    boolean hasBloomFilters() {
        return blooms > 0;
    }

    boolean hasColumnIndexes() {
        return indexes > 0;
    }

    /** Bounds of all values, none if a chunk has none. */
    Bounds bounds() {
        return bounded ? bounds : Bounds.NONE;
    }
}

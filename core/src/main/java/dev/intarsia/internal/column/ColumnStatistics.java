package dev.intarsia.internal.column;

import dev.intarsia.internal.format.ChunkStatistics;
import dev.intarsia.internal.memory.Area;
import dev.intarsia.internal.memory.Demand;
import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.internal.schema.Leaf;
import dev.intarsia.internal.stats.Bounds;
import dev.intarsia.internal.stats.Truncation;
import dev.intarsia.internal.stats.ValueOrder;
import dev.intarsia.internal.stats.WrittenBounds;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * Bounds of a column chunk, kept in full and cut short only when they are written. Confined to the writer's thread.
 *
 * <p>Values are looked at when their page is cut, a whole run at a time while it is still in the cache; of a page of
 * dictionary ids nothing but the entries that the dictionary gained, since every entry is a value of the chunk.
 */
final class ColumnStatistics {
    /** Wider fixed-size values are kept by address, like byte arrays. */
    private static final int MAX_KEY_BYTES = 16;

    private static final int MIN_BLOCK_BYTES = 1024;

    private final Bounds page;
    private final Bounds chunk;
    private final Area block = new Area();
    private final Truncation truncation;
    private final int fixedBytes;
    private long nans;

    ColumnStatistics(final Leaf leaf) {
        final ValueOrder order = order(leaf);
        page = new Bounds(order, leaf.typeLength());
        chunk = new Bounds(order, leaf.typeLength());
        truncation = switch (leaf.truncation()) {
            case NO -> Truncation.NONE;
            case UTF8 -> Truncation.UTF8;
            case BYTES -> Truncation.BYTES;
        };
        fixedBytes = leaf.plainBytes();
    }

    private static ValueOrder order(final Leaf leaf) {
        final boolean wide =
                leaf.physicalType() == PrimitiveTypeName.INT64 || leaf.physicalType() == PrimitiveTypeName.DOUBLE;
        return switch (leaf.order()) {
            case SIGNED -> wide ? ValueOrder.INT64 : ValueOrder.INT32;
            case UNSIGNED -> wide ? ValueOrder.UINT64 : ValueOrder.UINT32;
            case FLOATING -> wide ? ValueOrder.DOUBLE : ValueOrder.FLOAT;
            case FLOAT16 -> ValueOrder.FLOAT16;
            case BOOLEAN -> ValueOrder.BOOLEAN;
            case LEXICOGRAPHIC ->
                leaf.physicalType() == PrimitiveTypeName.BINARY ? ValueOrder.BYTE_ARRAY : ValueOrder.FIXED_BINARY;
            case DECIMAL_BYTES -> ValueOrder.FIXED_DECIMAL;
            case NONE -> throw new AssertionError("column '" + leaf.path() + "' has no order");
        };
    }

    /** Adds to the demand what pages take whose values are at most so long. */
    void plan(final long longestValueBytes, final Demand demand) {
        final boolean byAddress = page.order() == ValueOrder.BYTE_ARRAY || fixedBytes > MAX_KEY_BYTES;
        final long most = byAddress ? 2 * (fixedBytes > 0 ? fixedBytes : longestValueBytes) : 0;
        // The block grows by doubling at least, and the larger one is taken while the smaller is still held.
        for (long held = block.capacity(); held < most; ) {
            held = Math.max(MIN_BLOCK_BYTES, 2 * held);
            demand.add(held, 1);
        }
    }

    /** Takes in the PLAIN values of a page that is cut. */
    void addValues(final long values, final int count, final Reserve reserve) {
        add(values, count, reserve);
        nans += page.nanCount();
    }

    /** Takes in the PLAIN entries that a dictionary gained; how often each occurs is told by {@link #addIds}. */
    void addEntries(final long values, final int count, final Reserve reserve) {
        add(values, count, reserve);
    }

    /**
     * Takes in the ids of a page that is cut. Only NaNs need it: that a chunk has an entry says nothing of how often, and
     * the count is of values.
     *
     * @param entries address of the dictionary's PLAIN entries
     */
    void addIds(final long ids, final int count, final long entries) {
        if (chunk.nanCount() > 0) {
            nans += NanIds.count(chunk.order(), ids, count, entries);
        }
    }

    private void add(final long values, final int count, final Reserve reserve) {
        page.clear();
        if (page.order() == ValueOrder.BOOLEAN) {
            page.updateBits(values, 0, count);
        } else {
            page.update(values, count);
        }
        final long bytes = chunk.mergedBytes(page);
        if (bytes > chunk.blockBytes()) {
            grow(bytes, reserve);
        }
        chunk.merge(page);
    }

    private void grow(final long bytes, final Reserve reserve) {
        final var larger =
                reserve.take(Math.toIntExact(Math.max(MIN_BLOCK_BYTES, Math.max(bytes, 2L * block.capacity()))));
        chunk.useBlock(larger.address(), larger.capacity());
        block.replace(larger, reserve);
    }

    /** NaNs of the chunk so far; zero for types that have none. */
    long nans() {
        return nans;
    }

    /**
     * The statistics as they are written, bounds cut to so many bytes where they may be. A bound that may be cut and
     * cannot (a maximum of nothing but 0xFF) is left out when it is longer: a footer does not carry a whole value.
     */
    ChunkStatistics written(final long nulls, final int boundBytes) {
        final WrittenBounds bounds = chunk.written(truncation, boundBytes);
        final long nanCount = chunk.order().countsNans() ? nans : ChunkStatistics.NO_NAN_COUNT;
        final byte[] min = isShort(bounds, bounds.min(), boundBytes) ? bounds.min() : null;
        final byte[] max = isShort(bounds, bounds.max(), boundBytes) ? bounds.max() : null;
        return new ChunkStatistics(nulls, min, bounds.minExact(), max, bounds.maxExact(), nanCount);
    }

    private boolean isShort(final WrittenBounds bounds, final byte[] bound, final int boundBytes) {
        return bounds.isPresent() && (truncation == Truncation.NONE || bound.length <= boundBytes);
    }

    /** Bytes that both written bounds take at most. */
    int maxWrittenBytes(final int boundBytes) {
        return 2 * Math.max(truncation == Truncation.NONE ? 0 : boundBytes, Math.max(fixedBytes, Long.BYTES));
    }

    void clear() {
        chunk.clear();
        nans = 0;
    }

    /** Drops the memory of an empty state, which the operation in progress may use again. */
    void free(final Reserve reserve) {
        chunk.useBlock(0, 0);
        block.giveBackTo(reserve);
    }
}

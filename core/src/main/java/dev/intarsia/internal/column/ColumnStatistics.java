package dev.intarsia.internal.column;

import dev.intarsia.internal.encoding.UsedIds;
import dev.intarsia.internal.format.ChunkStatistics;
import dev.intarsia.internal.memory.Area;
import dev.intarsia.internal.memory.Demand;
import dev.intarsia.internal.memory.Prefix;
import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.internal.schema.Leaf;
import dev.intarsia.internal.stats.Bounds;
import dev.intarsia.internal.stats.BoundsState;
import dev.intarsia.internal.stats.Truncation;
import dev.intarsia.internal.stats.ValueOrder;
import dev.intarsia.internal.stats.WrittenBounds;
import dev.intarsia.options.StatisticsDepth;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * Bounds of the page that is cut and of the column chunk in progress. Those of the chunk are kept in full and cut short
 * only when they are written. Confined to the writer's thread.
 *
 * <p>Values are looked at when their page is cut, a whole run at a time while it is still in the cache; of a page of
 * dictionary ids the entries that they name, each once.
 */
final class ColumnStatistics {
    /** Wider fixed-size values are kept by address, like byte arrays. */
    private static final int MAX_KEY_BYTES = 16;

    private static final int MIN_BLOCK_BYTES = 1024;

    /**
     * What was captured of the chunk's bounds, which lie in the block where they have no fixed size;
     * immutable but for its end.
     */
    record State(BoundsState bounds, Prefix block, long nans, int version) {}

    private final Bounds page;
    private final Bounds chunk;
    private final Area block = new Area();
    private final Truncation truncation;
    private final boolean bounded;
    private final int boundBytes;
    private final int fixedBytes;
    private WrittenBounds pageBounds = WrittenBounds.NONE;
    private int pageNans;
    private long nans;
    /** How often the chunk's bounds, or the count of its NaNs, have changed. */
    private int version;

    ColumnStatistics(final Leaf leaf, final ColumnFormat format) {
        final ValueOrder order = order(leaf, format.totalOrder());
        page = new Bounds(order, leaf.typeLength());
        chunk = new Bounds(order, leaf.typeLength());
        truncation = switch (leaf.truncation()) {
            case NO -> Truncation.NONE;
            case UTF8 -> Truncation.UTF8;
            case BYTES -> Truncation.BYTES;
        };
        // Floating-point values are looked at in any case, for their NaNs.
        bounded = order.isOrdered() && (format.bounds() != StatisticsDepth.NONE || order.countsNans());
        boundBytes = format.bounds() == StatisticsDepth.NONE ? 0 : format.boundBytes();
        fixedBytes = leaf.plainBytes();
    }

    /** How the values of a column compare. */
    static ValueOrder order(final Leaf leaf, final boolean totalOrder) {
        final boolean wide =
                leaf.physicalType() == PrimitiveTypeName.INT64 || leaf.physicalType() == PrimitiveTypeName.DOUBLE;
        return switch (leaf.order()) {
            case SIGNED -> wide ? ValueOrder.INT64 : ValueOrder.INT32;
            case UNSIGNED -> wide ? ValueOrder.UINT64 : ValueOrder.UINT32;
            case FLOATING ->
                totalOrder
                        ? wide ? ValueOrder.DOUBLE_TOTAL : ValueOrder.FLOAT_TOTAL
                        : wide ? ValueOrder.DOUBLE : ValueOrder.FLOAT;
            case FLOAT16 -> totalOrder ? ValueOrder.FLOAT16_TOTAL : ValueOrder.FLOAT16;
            case BOOLEAN -> ValueOrder.BOOLEAN;
            case LEXICOGRAPHIC ->
                leaf.physicalType() == PrimitiveTypeName.BINARY ? ValueOrder.BYTE_ARRAY : ValueOrder.FIXED_BINARY;
            case DECIMAL_BYTES -> ValueOrder.FIXED_DECIMAL;
            case NONE -> ValueOrder.NONE;
        };
    }

    ValueOrder order() {
        return chunk.order();
    }

    /** Adds to the demand what it takes to cut pages whose values are at most so long. */
    void plan(final long longestValueBytes, final Demand demand) {
        block.planOwn(demand);
        planGrowth(block.capacity(), blockBytes(longestValueBytes), demand);
    }

    /** As {@link #plan}, for a fork, whose block is shared and has no room to spare. */
    void planForked(final long longestValueBytes, final Demand demand) {
        planGrowth(0, 2 * Math.max(block.capacity(), blockBytes(longestValueBytes)), demand);
    }

    private long blockBytes(final long longestValueBytes) {
        final boolean byAddress = bounded && (page.order() == ValueOrder.BYTE_ARRAY || fixedBytes > MAX_KEY_BYTES);
        return byAddress ? 2 * (fixedBytes > 0 ? fixedBytes : longestValueBytes) : 0;
    }

    /** The block grows by doubling at least, and the larger one is taken while the smaller is still held. */
    private static void planGrowth(final long from, final long most, final Demand demand) {
        for (long held = from; held < most; ) {
            held = Math.max(MIN_BLOCK_BYTES, 2 * held);
            demand.add(held, 1);
        }
    }

    /** Bytes to work in that {@link #addIds} needs for a dictionary of so many entries and bytes. */
    long scratchBytes(final int entries, final int entryBytes) {
        return bounded ? UsedIds.bitsetBytes(entries) + entryBytes + ColumnValues.SLACK_BYTES : 0;
    }

    /** Takes in the PLAIN values of a page that is cut; none for a page of nulls. */
    void addValues(final long values, final int count, final Reserve reserve) {
        update(values, count);
        pageNans = Math.toIntExact(page.nanCount());
        endPage(reserve);
    }

    /**
     * Takes in the ids of a page that is cut.
     *
     * @param scratch {@link #scratchBytes} to work in
     */
    void addIds(
            final long ids,
            final int count,
            final ChunkDictionary dictionary,
            final long scratch,
            final Reserve reserve) {
        if (bounded) {
            final int size = dictionary.size();
            final long entries = dictionary.entries().address();
            final long used = scratch + UsedIds.bitsetBytes(size);
            UsedIds.clear(scratch, size);
            UsedIds.mark(ids, count, scratch);
            if (fixedBytes > 0) {
                UsedIds.fixed(scratch, size, entries, fixedBytes, used);
            } else {
                UsedIds.byteArrays(scratch, size, entries, used);
            }
            update(used, UsedIds.count(scratch, size));
            // That a page has an entry says nothing of how often, and the count is of values.
            pageNans = page.nanCount() > 0 ? NanIds.count(page.order(), ids, count, entries) : 0;
        }
        endPage(reserve);
    }

    private void update(final long values, final int count) {
        page.clear();
        if (!bounded || count == 0) {
            return;
        }
        if (page.order() == ValueOrder.BOOLEAN) {
            page.updateBits(values, 0, count);
        } else {
            page.update(values, count);
        }
    }

    /** Settles the page's bounds while its values are still where they are, and widens the chunk's. */
    private void endPage(final Reserve reserve) {
        nans += pageNans;
        pageBounds = boundBytes == 0 ? WrittenBounds.NONE : sound(page.written(truncation, boundBytes));
        final long bytes = chunk.mergedBytes(page);
        if (bytes > chunk.blockBytes()) {
            move(Math.max(MIN_BLOCK_BYTES, Math.max(bytes, 2L * block.capacity())), reserve);
        } else if (block.isShared()) {
            move(block.capacity(), reserve); // the merge overwrites bytes that a capture refers to
        }
        if (chunk.merge(page)) {
            version++;
        }
    }

    private void move(final long bytes, final Reserve reserve) {
        final var target = reserve.take(Math.toIntExact(bytes));
        chunk.useBlock(target.address(), target.capacity());
        block.replace(target, reserve);
    }

    /** Whether bounds could be those of the chunk. */
    static boolean accepts(final BoundsState bounds, final Leaf leaf, final ColumnFormat format) {
        return new Bounds(order(leaf, format.totalOrder()), leaf.typeLength()).accepts(bounds);
    }

    State capture() {
        final BoundsState bounds = chunk.capture();
        return new State(
                bounds, bounds.heldBytes() == 0 ? Prefix.NONE : block.capture(block.capacity()), nans, version);
    }

    /** Goes on from what was captured; nothing is held before. */
    void resume(final State captured) {
        block.share(captured.block);
        chunk.resume(captured.bounds, block.address(), block.capacity());
        nans = captured.nans;
        version = captured.version;
    }

    /** NaNs of the chunk so far; zero for types that have none. */
    long nans() {
        return nans;
    }

    /** NaNs of the page that was cut. */
    int pageNans() {
        return pageNans;
    }

    /** The bounds of the page that was cut, as they are written; {@link WrittenBounds#NONE} where it has none. */
    WrittenBounds pageBounds() {
        return pageBounds;
    }

    /** The statistics of the page that was cut, for its header. */
    ChunkStatistics pageStatistics(final long nulls) {
        return statistics(nulls, pageBounds, pageNans, ChunkStatistics.NO_DISTINCT_COUNT);
    }

    /**
     * The statistics of the chunk as they are written.
     *
     * @param distinct how many distinct values there are, or {@link ChunkStatistics#NO_DISTINCT_COUNT}
     */
    ChunkStatistics written(final long nulls, final long distinct) {
        final WrittenBounds bounds = boundBytes == 0 ? WrittenBounds.NONE : chunk.written(truncation, boundBytes);
        return statistics(nulls, bounds, nans, distinct);
    }

    private ChunkStatistics statistics(
            final long nulls, final WrittenBounds bounds, final long nanCount, final long distinct) {
        final byte[] min = isShort(bounds, bounds.min()) ? bounds.min() : null;
        final byte[] max = isShort(bounds, bounds.max()) ? bounds.max() : null;
        return new ChunkStatistics(
                nulls,
                distinct,
                min,
                bounds.minExact(),
                max,
                bounds.maxExact(),
                chunk.order().countsNans() ? nanCount : ChunkStatistics.NO_NAN_COUNT);
    }

    /** An index holds both bounds of a page or none. */
    private WrittenBounds sound(final WrittenBounds bounds) {
        return isShort(bounds, bounds.min()) && isShort(bounds, bounds.max()) ? bounds : WrittenBounds.NONE;
    }

    /**
     * A bound that may be cut and cannot (a maximum of nothing but 0xFF) is left out when it is longer: a footer does
     * not carry a whole value.
     */
    private boolean isShort(final WrittenBounds bounds, final byte[] bound) {
        return bounds.isPresent() && (truncation == Truncation.NONE || bound.length <= boundBytes);
    }

    /** Bytes that both written bounds take at most. */
    int maxWrittenBytes() {
        return boundBytes == 0
                ? 0
                : 2 * Math.max(truncation == Truncation.NONE ? 0 : boundBytes, Math.max(fixedBytes, Long.BYTES));
    }

    void clear() {
        chunk.clear();
        nans = 0;
        version = 0;
    }

    /** Drops the memory of an empty state, which the operation in progress may use again. */
    void free(final Reserve reserve) {
        chunk.useBlock(0, 0);
        block.giveBackTo(reserve);
    }
}

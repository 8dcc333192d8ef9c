package dev.intarsia.internal.stats;

import dev.intarsia.internal.format.PageRecord;
import dev.intarsia.internal.format.ParquetIds;

/** Whether the bounds of a chunk's pages ascend or descend, by which readers may search. Thread-safe: no state. */
public final class BoundaryOrder {
    private BoundaryOrder() {}

    /**
     * The order of the bounds as the index holds them, cut ones included, pages of nothing but nulls left aside.
     *
     * @param order how values compare; not {@link ValueOrder#NONE}
     * @param records borrowed; address of the first of consecutive {@link PageRecord}s, each with bounds or of nothing
     *     but nulls
     * @param pages how many there are
     * @return an id of {@link ParquetIds}; ascending where both would be true: all bounds are equal,
     *     or there is one page
     */
    public static int of(final ValueOrder order, final long records, final int pages) {
        boolean ascending = true;
        boolean descending = true;
        long before = 0;
        long record = records;
        for (int i = 0; i < pages && (ascending || descending); i++) {
            if (!PageRecord.isNullPage(record)) {
                if (before != 0) {
                    final int mins = compareMins(order, before, record);
                    final int maxs = compareMaxs(order, before, record);
                    ascending &= mins <= 0 && maxs <= 0;
                    descending &= mins >= 0 && maxs >= 0;
                }
                before = record;
            }
            record = PageRecord.next(record);
        }
        if (ascending) {
            return ParquetIds.BOUNDARY_ASCENDING;
        }
        return descending ? ParquetIds.BOUNDARY_DESCENDING : ParquetIds.BOUNDARY_UNORDERED;
    }

    private static int compareMins(final ValueOrder order, final long left, final long right) {
        return BoundOrder.compare(
                order,
                PageRecord.min(left),
                PageRecord.minBytes(left),
                PageRecord.min(right),
                PageRecord.minBytes(right));
    }

    private static int compareMaxs(final ValueOrder order, final long left, final long right) {
        return BoundOrder.compare(
                order,
                PageRecord.max(left),
                PageRecord.maxBytes(left),
                PageRecord.max(right),
                PageRecord.maxBytes(right));
    }
}

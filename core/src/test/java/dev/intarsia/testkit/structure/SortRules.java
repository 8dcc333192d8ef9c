package dev.intarsia.testkit.structure;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The order of rows that a row group claims, and the rows. Confined to one row group. */
final class SortRules {
    private record Key(Leaf leaf, List<byte[]> rows, boolean descending, boolean nullsFirst) {}

    private final List<Chunk> chunks;
    private final String place;
    private final Report report;
    private final List<Key> keys = new ArrayList<>();

    private SortRules(final List<Chunk> chunks, final String place, final Report report) {
        this.chunks = chunks;
        this.place = place;
        this.report = report;
    }

    static void look(final Struct group, final List<Chunk> chunks, final String place, final Report report) {
        if (group.has(4)) {
            final SortRules rules = new SortRules(chunks, place, report);
            report.within(Rule.SORTING_COLUMNS, place, () -> {
                rules.keys(group.structs(4));
                rules.rows();
            });
        }
    }

    /** The keys up to the first that has no one value a row, or could not be read. */
    private void keys(final List<Struct> columns) {
        final Set<Integer> seen = new HashSet<>();
        boolean isKnown = true;
        for (final Struct column : columns) {
            final int index = column.i32(1);
            if (index < 0 || index >= chunks.size() || !seen.add(index)) {
                throw new Malformed("sorting_columns name the column " + index
                        + (seen.contains(index) ? " twice" : ", and there are " + chunks.size()));
            }
            final boolean descending = column.flag(2);
            final boolean nullsFirst = column.flag(3);
            final Chunk chunk = chunks.get(index);
            isKnown &= chunk != null
                    && chunk.isWhole
                    && chunk.leaf.maxRepetition() == 0
                    && chunk.leaf.order() != ValueOrder.NONE;
            if (isKnown) {
                keys.add(new Key(chunk.leaf, rows(chunk), descending, nullsFirst));
            }
        }
    }

    private static List<byte[]> rows(final Chunk chunk) {
        final List<byte[]> rows = new ArrayList<>();
        for (final DataPage page : chunk.pages) {
            int value = 0;
            for (final int level : page.definition()) {
                rows.add(
                        level == chunk.leaf.maxDefinition()
                                ? page.truth().values().get(value++)
                                : null);
            }
        }
        return rows;
    }

    private void rows() {
        final int rows = keys.stream().mapToInt(key -> key.rows.size()).min().orElse(0);
        for (int row = 1; row < rows; row++) {
            for (final Key key : keys) {
                final int compared = compare(key, key.rows.get(row - 1), key.rows.get(row));
                if (compared > 0) {
                    report.found(
                            Rule.SORTED,
                            place,
                            "row " + row + " stands behind a row that should follow it, by column '" + key.leaf.name()
                                    + "'");
                    return;
                } else if (compared < 0) {
                    break;
                }
            }
        }
    }

    /** Under type order, zeros are one and NaNs are one, above all else. */
    private static int compare(final Key key, final byte[] a, final byte[] b) {
        final ValueOrder order = key.leaf.order();
        if (a == null || b == null) {
            final int nulls = Boolean.compare(a != null, b != null);
            return key.nullsFirst ? nulls : -nulls;
        }
        final int compared;
        if (order == ValueOrder.FLOAT_BY_TYPE && (order.isNan(a) || order.isNan(b))) {
            compared = Boolean.compare(order.isNan(a), order.isNan(b));
        } else {
            compared = order.same(a, b) ? 0 : order.compare(a, b);
        }
        return key.descending ? -compared : compared;
    }
}

package dev.intarsia.testkit.structure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A ColumnIndex against the pages of its chunk, all of which are decoded. Confined. */
final class ColumnIndexRules {
    private static final int UNORDERED = 0;
    private static final int ASCENDING = 1;
    private static final int DESCENDING = 2;

    private final Struct index;
    private final Chunk chunk;
    private final Report report;
    private final List<Boolean> nullPages;
    private final List<byte[]> mins;
    private final List<byte[]> maxes;

    ColumnIndexRules(final Struct index, final Chunk chunk, final Report report) {
        this.index = index;
        this.chunk = chunk;
        this.report = report;
        this.nullPages = index.list(1, Boolean.class);
        this.mins = index.list(2, byte[].class);
        this.maxes = index.list(3, byte[].class);
    }

    void look() {
        final int pages = chunk.pages.size();
        if (nullPages.size() != pages || mins.size() != pages || maxes.size() != pages) {
            throw new Malformed("null_pages, min_values and max_values have " + nullPages.size() + ", " + mins.size()
                    + " and " + maxes.size() + " entries, and there are " + pages + " data pages");
        }
        for (int i = 0; i < pages; i++) {
            page(i);
        }
        counts(5, "null_counts", Truth::nulls);
        counts(8, "nan_counts", Truth::nans);
        report.unless(
                chunk.leaf.order() != ValueOrder.FLOAT_TOTAL || index.has(8),
                Rule.NAN_COUNT,
                chunk.place,
                "nan_counts are missing under IEEE_754_TOTAL_ORDER");
        report.unless(
                chunk.leaf.order() != ValueOrder.FLOAT_BY_TYPE || chunk.truth().nans() == 0,
                Rule.BOUNDS_BESIDE_NAN,
                chunk.place,
                "there is a column index beside " + chunk.truth().nans() + " NaNs");
        histograms(6, "repetition", chunk.leaf.maxRepetition());
        histograms(7, "definition", chunk.leaf.maxDefinition());
        boundaryOrder();
    }

    private void page(final int i) {
        final DataPage page = chunk.pages.get(i);
        final String place = "column index of " + page.page().place();
        final boolean allNull = page.truth().values().isEmpty();
        if (nullPages.get(i) != allNull) {
            report.found(
                    Rule.NULL_PAGES,
                    place,
                    "null_pages says " + nullPages.get(i) + ", and "
                            + page.truth().values().size() + " values are not null");
        } else if (allNull) {
            report.unless(
                    mins.get(i).length == 0 && maxes.get(i).length == 0,
                    Rule.NULL_PAGES,
                    place,
                    "a null page has the bounds of " + mins.get(i).length + " and " + maxes.get(i).length + " bytes");
        } else {
            new BoundRules(chunk.leaf, page.truth(), place, report).look(mins.get(i), null, maxes.get(i), null);
        }
    }

    private interface Count {
        long of(Truth truth);
    }

    private void counts(final int field, final String name, final Count count) {
        if (index.has(field)) {
            final List<Long> truth = new ArrayList<>();
            chunk.pages.forEach(page -> truth.add(count.of(page.truth())));
            final List<Long> stated = index.list(field, Long.class);
            report.unless(
                    stated.equals(truth),
                    Rule.INDEX_COUNTS,
                    chunk.place,
                    name + " are " + stated + ", and should be " + truth);
        }
    }

    private void histograms(final int field, final String kind, final int max) {
        if (index.has(field) && !index.list(field, Long.class).isEmpty()) {
            final List<Long> truth = new ArrayList<>();
            for (final DataPage page : chunk.pages) {
                truth.addAll(DataPage.histogram(field == 6 ? page.repetition() : page.definition(), max));
            }
            final List<Long> stated = index.list(field, Long.class);
            report.unless(
                    stated.equals(truth),
                    Rule.INDEX_HISTOGRAMS,
                    chunk.place,
                    "the " + kind + " level histograms are " + stated + ", and should be " + truth);
        }
    }

    private void boundaryOrder() {
        if (chunk.leaf.order() == ValueOrder.NONE) {
            return;
        }
        final boolean ascending = isOrdered(1);
        final boolean descending = isOrdered(-1);
        final int stated = index.i32(4);
        final int best = ascending ? ASCENDING : descending ? DESCENDING : UNORDERED;
        final boolean isTrue =
                stated == UNORDERED || stated == ASCENDING && ascending || stated == DESCENDING && descending;
        if (!isTrue) {
            report.found(Rule.BOUNDARY_ORDER, chunk.place, "boundary_order is " + stated + ", true is only " + best);
        } else {
            report.equal(
                    Rule.BOUNDARY_ORDER_CLAIMED,
                    chunk.place,
                    "boundary_order (" + chunk.leaf.order().name().toLowerCase(Locale.ROOT) + ")",
                    stated,
                    best);
        }
    }

    /** Whether minima and maxima of the pages that have any rise (1) or fall (-1). */
    private boolean isOrdered(final int direction) {
        int previous = -1;
        for (int i = 0; i < mins.size(); i++) {
            if (nullPages.get(i)) {
                continue;
            } else if (previous >= 0
                    && (compare(mins.get(previous), mins.get(i)) * direction > 0
                            || compare(maxes.get(previous), maxes.get(i)) * direction > 0)) {
                return false;
            }
            previous = i;
        }
        return true;
    }

    private int compare(final byte[] a, final byte[] b) {
        final int width = chunk.leaf.canBeCut() ? 0 : chunk.leaf.width();
        if (width != 0 && (a.length != width || b.length != width)) {
            return 0; // BOUND_FORM has found it
        }
        return chunk.leaf.order().same(a, b) ? 0 : chunk.leaf.order().compare(a, b);
    }
}

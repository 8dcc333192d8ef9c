package dev.intarsia.cli.verify;

import dev.intarsia.cli.parquet.FileBytes;
import dev.intarsia.cli.parquet.IndexReader;
import dev.intarsia.cli.parquet.MalformedException;
import dev.intarsia.cli.parquet.MemoryLimits;
import dev.intarsia.cli.parquet.UnsupportedPartException;
import dev.intarsia.cli.verify.BoundsCheck.Bound;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.parquet.format.BoundaryOrder;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageLocation;

/** The page index of one chunk, held against its pages as they are read. Confined. */
final class PageIndexCheck {
    private final Leaf leaf;
    private final Place chunk;
    private final Findings findings;
    private final StatisticsCheck statistics;
    private ColumnIndex columnIndex;
    private OffsetIndex offsetIndex;

    PageIndexCheck(final Leaf leaf, final Place chunk, final Findings findings) {
        this.leaf = leaf;
        this.chunk = chunk;
        this.findings = findings;
        this.statistics = new StatisticsCheck(leaf, findings);
    }

    /**
     * Reads what the chunk has of a page index; what cannot be read is a finding, and is not looked at further. Where an
     * index lies wrong, the layout has said so.
     */
    void open(final FileBytes file, final MemoryLimits limits, final long footerStart, final ColumnChunk declared)
            throws IOException {
        try {
            if (IndexReader.hasOffsetIndex(declared, footerStart)) {
                offsetIndex = IndexReader.offsetIndex(file, limits, declared);
            }
        } catch (final MalformedException e) {
            findings.error(chunk, e.getMessage());
        } catch (final UnsupportedPartException e) {
            findings.cannotVerify(chunk, e.getMessage());
        }
        try {
            if (IndexReader.hasColumnIndex(declared, footerStart)) {
                columnIndex = IndexReader.columnIndex(file, limits, declared);
            }
        } catch (final MalformedException e) {
            findings.error(chunk, e.getMessage());
        } catch (final UnsupportedPartException e) {
            findings.cannotVerify(chunk, e.getMessage());
        }
        if (declared.isSetColumn_index_offset() && !declared.isSetOffset_index_offset()) {
            findings.rule(chunk, "it has a column index but no offset index, so that no page can be found by it");
        }
    }

    /** Whether pages must begin at a row. */
    boolean demandsWholeRows() {
        return offsetIndex != null;
    }

    /** Holds a page's place against its entry. */
    void checkLocation(final int page, final long offset, final long bytes) {
        if (offsetIndex == null || page >= offsetIndex.getPage_locationsSize()) {
            return;
        }
        final PageLocation location = offsetIndex.getPage_locations().get(page);
        if (location.getOffset() != offset) {
            findings.error(
                    chunk.atPage(page),
                    "the offset index places it at byte " + location.getOffset() + ", it is at byte " + offset);
        }
        if (location.getCompressed_page_size() != bytes) {
            findings.error(
                    chunk.atPage(page),
                    "the offset index gives it " + location.getCompressed_page_size()
                            + " bytes, with its header it has " + bytes);
        }
    }

    void checkFirstRow(final int page, final long firstRow) {
        if (offsetIndex == null || page >= offsetIndex.getPage_locationsSize()) {
            return;
        }
        final long declared = offsetIndex.getPage_locations().get(page).getFirst_row_index();
        if (declared != firstRow) {
            findings.error(
                    chunk.atPage(page),
                    "the offset index says that it begins with row " + declared + ", it begins with row " + firstRow);
        }
    }

    /** Holds what was counted in a page against its entries. */
    void checkPage(final int page, final Facts facts) {
        final Place place = chunk.atPage(page);
        if (offsetIndex != null && page < offsetIndex.getUnencoded_byte_array_data_bytesSize()) {
            final long declared =
                    offsetIndex.getUnencoded_byte_array_data_bytes().get(page);
            if (declared != facts.extremes().byteArrayBytes()) {
                findings.error(
                        place,
                        "the offset index gives it " + declared + " bytes of byte arrays, its values have "
                                + facts.extremes().byteArrayBytes());
            }
        }
        if (columnIndex == null || page >= columnIndex.getNull_pagesSize()) {
            return;
        }
        checkCount(columnIndex.getNull_counts(), page, facts.nulls(), "nulls", place);
        checkCount(columnIndex.getNan_counts(), page, facts.extremes().nans(), "NaN", place);
        checkHistogram("repetition", columnIndex.getRepetition_level_histograms(), facts.repetitions(), page, place);
        checkHistogram("definition", columnIndex.getDefinition_level_histograms(), facts.definitions(), page, place);
        final boolean nullPage = columnIndex.getNull_pages().get(page);
        if (nullPage != (facts.nonNulls() == 0)) {
            findings.error(
                    place,
                    nullPage
                            ? "the column index says that it has nulls only, but " + facts.nonNulls()
                                    + " of its values are not null"
                            : "the column index does not mark it as a page of nulls only");
        } else {
            checkBounds(page, nullPage, facts, place);
        }
    }

    private void checkBounds(final int page, final boolean nullPage, final Facts facts, final Place place) {
        if (page >= columnIndex.getMin_valuesSize() || page >= columnIndex.getMax_valuesSize()) {
            return;
        }
        final byte[] min = bytes(columnIndex.getMin_values(), page);
        final byte[] max = bytes(columnIndex.getMax_values(), page);
        if (nullPage) {
            if (min.length + max.length > 0) {
                findings.rule(place, "the column index has bounds for a page of nulls only");
            }
            return;
        }
        if (leaf.order() == ValueOrder.UNDEFINED) {
            return;
        }
        final boolean nansAreCounted = columnIndex.isSetNan_counts();
        BoundsCheck.check(
                new Bound("the minimum in the column index", min, true, false, true, nansAreCounted),
                leaf,
                facts.extremes(),
                place,
                findings);
        BoundsCheck.check(
                new Bound("the maximum in the column index", max, false, false, true, nansAreCounted),
                leaf,
                facts.extremes(),
                place,
                findings);
    }

    private void checkCount(
            final List<Long> declared, final int page, final long counted, final String what, final Place place) {
        if (declared != null && page < declared.size() && declared.get(page) != counted) {
            findings.error(
                    place, "the column index counts " + declared.get(page) + " " + what + " in it, it has " + counted);
        }
    }

    private void checkHistogram(
            final String kind, final List<Long> declared, final long[] counted, final int page, final Place place) {
        if (declared != null && (page + 1L) * counted.length <= declared.size()) {
            statistics.histogram(
                    kind, declared.subList(page * counted.length, (page + 1) * counted.length), counted, place);
        }
    }

    /** Holds the lengths of the lists and the order of the bounds against the pages that were read. */
    void finish(final int pages, final Extremes order) {
        if (offsetIndex != null) {
            requireSize("the offset index", offsetIndex.getPage_locationsSize(), pages);
            if (offsetIndex.isSetUnencoded_byte_array_data_bytes()) {
                requireSize(
                        "unencoded_byte_array_data_bytes of the offset index",
                        offsetIndex.getUnencoded_byte_array_data_bytesSize(),
                        pages);
            }
        }
        if (columnIndex == null) {
            return;
        }
        requireSize("null_pages of the column index", columnIndex.getNull_pagesSize(), pages);
        requireSize("min_values of the column index", columnIndex.getMin_valuesSize(), pages);
        requireSize("max_values of the column index", columnIndex.getMax_valuesSize(), pages);
        if (columnIndex.isSetNull_counts()) {
            requireSize("null_counts of the column index", columnIndex.getNull_countsSize(), pages);
        }
        if (columnIndex.isSetNan_counts()) {
            requireSize("nan_counts of the column index", columnIndex.getNan_countsSize(), pages);
        } else if (leaf.isFloating()) {
            findings.houseRule(chunk, "its column index has no nan_counts");
        }
        checkOrder(order);
    }

    private void requireSize(final String list, final int entries, final int pages) {
        if (entries != pages) {
            findings.error(chunk, list + " has " + entries + " entries for " + pages + " pages");
        }
    }

    private void checkOrder(final Extremes order) {
        final BoundaryOrder declared = columnIndex.getBoundary_order();
        if (declared == BoundaryOrder.UNORDERED || leaf.order() == ValueOrder.UNDEFINED) {
            return;
        }
        final int pages = Math.min(
                columnIndex.getNull_pagesSize(),
                Math.min(columnIndex.getMin_valuesSize(), columnIndex.getMax_valuesSize()));
        int before = -1;
        for (int page = 0; page < pages; page++) {
            if (columnIndex.getNull_pages().get(page)) {
                continue;
            }
            if (before >= 0
                    && (isAgainst(declared, order, columnIndex.getMin_values(), before, page)
                            || isAgainst(declared, order, columnIndex.getMax_values(), before, page))) {
                findings.error(
                        chunk.atPage(page),
                        "the column index says that bounds are " + declared + ", but those of this page and of page "
                                + before + " are not");
            }
            before = page;
        }
    }

    private static boolean isAgainst(
            final BoundaryOrder declared,
            final Extremes order,
            final List<ByteBuffer> bounds,
            final int before,
            final int page) {
        final byte[] earlier = bytes(bounds, before);
        final byte[] later = bytes(bounds, page);
        if (!order.fits(earlier) || !order.fits(later)) {
            return false;
        }
        final int sign = order.compare(earlier, later);
        return declared == BoundaryOrder.ASCENDING ? sign > 0 : sign < 0;
    }

    private static byte[] bytes(final List<ByteBuffer> bounds, final int page) {
        final ByteBuffer bound = bounds.get(page).duplicate();
        final byte[] copy = new byte[bound.remaining()];
        bound.get(copy);
        return copy;
    }
}

package dev.intarsia.cli.inspect;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Statistics;

/**
 * What a page's header and the indexes say of it. Immutable.
 *
 * @param number number among the data pages, or {@link #UNKNOWN}
 * @param kind {@code DATA_PAGE}, {@code DATA_PAGE_V2}, {@code DICTIONARY_PAGE} or {@code INDEX_PAGE}
 * @param encoding of its values, or the empty string
 * @param offset of its header in the file
 * @param rows, and the counts below: {@link #UNKNOWN} where nothing tells
 * @param bounds from the column index, else from its header
 * @param header what was parsed
 */
record PageView(
        int number,
        String kind,
        String encoding,
        long offset,
        int headerBytes,
        long firstRow,
        long rows,
        long values,
        long nulls,
        long nans,
        boolean nullPage,
        Bounds bounds,
        PageHeader header) {
    /** Stands for a number that nothing tells. */
    static final long UNKNOWN = -1;

    static PageView of(
            final ChunkView chunk,
            final PageHeader header,
            final long offset,
            final int headerBytes,
            final int number) {
        return switch (header.getType()) {
            case INDEX_PAGE -> plain(header, "", offset, headerBytes, UNKNOWN);
            case DICTIONARY_PAGE ->
                plain(
                        header,
                        header.getDictionary_page_header().getEncoding().name(),
                        offset,
                        headerBytes,
                        header.getDictionary_page_header().getNum_values());
            case DATA_PAGE ->
                data(
                        chunk,
                        header,
                        offset,
                        headerBytes,
                        number,
                        header.getData_page_header().getEncoding().name(),
                        header.getData_page_header().getNum_values(),
                        header.getData_page_header().getStatistics());
            case DATA_PAGE_V2 ->
                data(
                        chunk,
                        header,
                        offset,
                        headerBytes,
                        number,
                        header.getData_page_header_v2().getEncoding().name(),
                        header.getData_page_header_v2().getNum_values(),
                        header.getData_page_header_v2().getStatistics());
        };
    }

    /** Whether it is a data page. */
    boolean isData() {
        return number >= 0;
    }

    private static PageView plain(
            final PageHeader header,
            final String encoding,
            final long offset,
            final int headerBytes,
            final long values) {
        return new PageView(
                (int) UNKNOWN,
                header.getType().name(),
                encoding,
                offset,
                headerBytes,
                UNKNOWN,
                UNKNOWN,
                values,
                UNKNOWN,
                UNKNOWN,
                false,
                Bounds.NONE,
                header);
    }

    private static PageView data(
            final ChunkView chunk,
            final PageHeader header,
            final long offset,
            final int headerBytes,
            final int number,
            final String encoding,
            final long values,
            final Statistics statistics) {
        final ColumnIndex index = chunk.columnIndex();
        long nulls = at(index == null ? null : index.getNull_counts(), number);
        final DataPageHeaderV2 second = header.getData_page_header_v2();
        if (nulls == UNKNOWN && second != null) {
            nulls = second.getNum_nulls();
        } else if (nulls == UNKNOWN && statistics != null && statistics.isSetNull_count()) {
            nulls = statistics.getNull_count();
        }
        final long nans = at(index == null ? null : index.getNan_counts(), number);
        final boolean nullPage = index != null
                && number < index.getNull_pagesSize()
                && index.getNull_pages().get(number);
        return new PageView(
                number,
                header.getType().name(),
                encoding,
                offset,
                headerBytes,
                firstRow(chunk.offsetIndex(), number),
                second == null ? rows(chunk, number, values) : second.getNum_rows(),
                values,
                nulls,
                nans == UNKNOWN && statistics != null && statistics.isSetNan_count() ? statistics.getNan_count() : nans,
                nullPage,
                nullPage ? Bounds.NONE : bounds(index, number, statistics),
                header);
    }

    private static long firstRow(final OffsetIndex index, final int number) {
        return index != null && number < index.getPage_locationsSize()
                ? index.getPage_locations().get(number).getFirst_row_index()
                : UNKNOWN;
    }

    private static long rows(final ChunkView chunk, final int number, final long values) {
        if (chunk.leaf().maxRepetition() == 0) {
            return values;
        }
        final long first = firstRow(chunk.offsetIndex(), number);
        final long next = firstRow(chunk.offsetIndex(), number + 1);
        if (first == UNKNOWN) {
            return UNKNOWN;
        }
        return (next == UNKNOWN ? chunk.file().rowGroup(chunk.rowGroup()).getNum_rows() : next) - first;
    }

    private static Bounds bounds(final ColumnIndex index, final int number, final Statistics statistics) {
        if (index == null || number >= index.getMin_valuesSize() || number >= index.getMax_valuesSize()) {
            return Bounds.of(statistics);
        }
        return new Bounds(
                bytes(index.getMin_values().get(number)),
                bytes(index.getMax_values().get(number)),
                Bounds.Exactness.UNKNOWN,
                Bounds.Exactness.UNKNOWN,
                false);
    }

    private static byte[] bytes(final ByteBuffer bound) {
        final byte[] copy = new byte[bound.remaining()];
        bound.duplicate().get(copy);
        return copy;
    }

    private static long at(final List<Long> counts, final int number) {
        return counts != null && number < counts.size() ? counts.get(number) : UNKNOWN;
    }
}

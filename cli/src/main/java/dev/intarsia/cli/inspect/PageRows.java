package dev.intarsia.cli.inspect;

import dev.intarsia.cli.progress.Numbers;
import java.io.IOException;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.PageHeader;

/** The pages of a chunk, one a line. Confined. */
final class PageRows {
    private static final int TEXT = 40;
    private static final int LEAST_TEXT = 10;

    /** Lines that are aligned with each other: they are in memory until the last of them is known. */
    private static final int ALIGNED_PAGES = 1000;

    private final TextLines lines;
    private final BoundText bounds;
    private final long limit;
    private Table table = emptyTable();
    private long pages;

    private PageRows(final ChunkView chunk, final TextLines lines, final long limit) {
        this.lines = lines;
        this.bounds = BoundText.forPeople(chunk.leaf().element(), TEXT);
        this.limit = limit;
    }

    private static Table emptyTable() {
        return new Table()
                .numbers("page", 99)
                .words("kind", 7)
                .words("encoding", 8)
                .numbers("offset", 6)
                .numbers("stored", 9)
                .numbers("uncompressed", 2)
                .numbers("first row", 5)
                .numbers("rows", 6)
                .numbers("values", 8)
                .numbers("nulls", 7)
                .numbers("NaN", 6)
                .words("crc", 3)
                .texts("min", 7, LEAST_TEXT)
                .texts("max", 7, LEAST_TEXT);
    }

    static void print(final ChunkView chunk, final Selection selection, final TextLines lines, final Runnable onPage)
            throws IOException {
        final PageRows rows = new PageRows(chunk, lines, selection.all() ? Long.MAX_VALUE : Selection.MAX_PAGES);
        PageWalk.over(chunk, page -> {
            onPage.run();
            rows.add(page);
        });
        rows.finish();
    }

    private void finish() {
        if (!table.isEmpty()) {
            lines.table(table);
        }
        if (pages > limit) {
            lines.line("and " + Numbers.counted(pages - limit, "more page") + ": --all shows them");
        }
    }

    /** The kind of a page in small letters. */
    static String kind(final String type) {
        return switch (type) {
            case "DATA_PAGE" -> "data v1";
            case "DATA_PAGE_V2" -> "data v2";
            case "DICTIONARY_PAGE" -> "dictionary";
            default -> "index";
        };
    }

    private void add(final PageView page) {
        if (++pages > limit) {
            return;
        }
        if (table.size() == ALIGNED_PAGES) {
            lines.table(table);
            table = emptyTable();
        }
        final PageHeader header = page.header();
        table.row(
                page.isData() ? Integer.toString(page.number()) : "-",
                kind(page.kind()) + (isStoredPlain(header.getData_page_header_v2()) ? ", not compressed" : ""),
                page.encoding(),
                Numbers.grouped(page.offset()),
                Numbers.grouped(page.headerBytes() + (long) header.getCompressed_page_size()),
                Numbers.grouped(header.getUncompressed_page_size()),
                Words.count(page.firstRow()),
                Words.count(page.rows()),
                Words.count(page.values()),
                Words.count(page.nulls()),
                Words.count(page.nans()),
                header.isSetCrc() ? "yes" : "no",
                page.nullPage() ? "(nulls only)" : show(page.bounds().min()),
                page.nullPage() ? "" : show(page.bounds().max()));
    }

    private static boolean isStoredPlain(final DataPageHeaderV2 second) {
        return second != null && second.isSetIs_compressed() && !second.isIs_compressed();
    }

    private String show(final byte[] bound) {
        return bound == null ? "" : bounds.of(bound);
    }
}

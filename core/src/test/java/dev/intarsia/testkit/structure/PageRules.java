package dev.intarsia.testkit.structure;

/** What must be so of a data page that could be decoded. */
final class PageRules {
    private PageRules() {}

    /** Returns the page. */
    static DataPage look(final DataPage page, final Leaf leaf, final Report report) {
        final String place = page.page().place();
        if (page.repetition().length == 0) {
            report.found(Rule.PAGE_NOT_EMPTY, place, "the page has no rows");
        } else if (page.repetition()[0] != 0) {
            report.found(Rule.PAGE_STARTS_ROW, place, "the page starts at repetition level " + page.repetition()[0]);
        }
        final int statistics = page.page().type() == StoredPage.DATA ? 5 : 8;
        if (page.page().own().has(statistics)) {
            report.within(
                    Rule.PAGE_HEADER,
                    place,
                    () -> StatisticsRules.look(
                            page.page().own().struct(statistics),
                            leaf,
                            page.truth(),
                            "statistics in the header of " + place,
                            report));
        }
        return page;
    }

    /** The values of a data page V2, behind its levels. */
    static byte[] valueSection(final StoredPage page, final Cursor behindLevels, final int codec, final Report report) {
        final int levelBytes = behindLevels.position();
        final byte[] stored = behindLevels.take(behindLevels.remaining());
        final int size = page.header().i32(2) - levelBytes;
        final boolean isCompressed =
                !Boolean.FALSE.equals(page.own().flagOrNull(7)) && codec != Decompression.UNCOMPRESSED;
        if (size == 0 && stored.length == 0) {
            return stored;
        } else if (isCompressed && stored.length >= size) {
            report.found(
                    Rule.V2_COMPRESSION,
                    page.place(),
                    "is_compressed, though " + size + " bytes of values became " + stored.length);
        }
        return Decompression.decompress(isCompressed ? codec : Decompression.UNCOMPRESSED, stored, size);
    }
}

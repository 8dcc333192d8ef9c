package dev.intarsia.cli.verify;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;

/** Counts the encodings of a chunk's pages and holds the footer's lists against them. Confined. */
final class EncodingCheck {
    private record Kind(PageType type, Encoding encoding) {
        @Override
        public String toString() {
            return type + " as " + encoding;
        }
    }

    private final Set<Encoding> ofValues = EnumSet.noneOf(Encoding.class);
    /** Encodings of levels and of the dictionary page. */
    private final Set<Encoding> beside = EnumSet.noneOf(Encoding.class);

    private final Map<Kind, Integer> pages = new HashMap<>();

    void count(final PageHeader header) {
        switch (header.getType()) {
            case DICTIONARY_PAGE -> {
                final Encoding encoding = header.getDictionary_page_header().getEncoding();
                pages.merge(new Kind(header.getType(), encoding), 1, Integer::sum);
                // Not among those of the values: writers that still say PLAIN_DICTIONARY leave it out.
                beside.add(encoding);
            }
            case DATA_PAGE -> {
                count(header.getType(), header.getData_page_header().getEncoding());
                beside.add(header.getData_page_header().getDefinition_level_encoding());
                beside.add(header.getData_page_header().getRepetition_level_encoding());
            }
            case DATA_PAGE_V2 -> {
                count(header.getType(), header.getData_page_header_v2().getEncoding());
                beside.add(Encoding.RLE);
            }
            case INDEX_PAGE -> {}
        }
    }

    private void count(final PageType type, final Encoding encoding) {
        ofValues.add(encoding);
        pages.merge(new Kind(type, encoding), 1, Integer::sum);
    }

    void check(final ColumnMetaData chunk, final Place place, final Findings findings) {
        final Set<Encoding> declared = EnumSet.noneOf(Encoding.class);
        declared.addAll(chunk.getEncodings());
        if (declared.isEmpty() && !ofValues.isEmpty()) {
            findings.rule(place, "its list of encodings is empty");
        }
        for (final Encoding encoding : ofValues) {
            if (!declared.isEmpty() && !declared.contains(encoding)) {
                findings.error(
                        place, "a page is encoded as " + encoding + ", which its encodings " + declared + " lack");
            }
        }
        for (final Encoding encoding : beside) {
            if (!declared.contains(encoding)) {
                findings.houseRule(
                        place,
                        "its levels or its dictionary are encoded as " + encoding + ", which its encodings " + declared
                                + " lack");
            }
        }
        for (final Encoding encoding : declared) {
            if (!ofValues.contains(encoding) && !beside.contains(encoding)) {
                findings.houseRule(place, "its encodings have " + encoding + ", which no page uses");
            }
        }
        if (!chunk.isSetEncoding_stats()) {
            findings.houseRule(place, "it has no encoding_stats");
            return;
        }
        final Map<Kind, Integer> stats = new HashMap<>();
        for (final PageEncodingStats entry : chunk.getEncoding_stats()) {
            stats.merge(new Kind(entry.getPage_type(), entry.getEncoding()), entry.getCount(), Integer::sum);
        }
        if (!withoutVersion(stats).equals(withoutVersion(pages))) {
            findings.error(place, "its encoding_stats say " + stats + ", its pages are " + pages);
        } else if (!stats.equals(pages)) {
            findings.rule(
                    place, "its encoding_stats say " + stats + ", but its pages are of the other version: " + pages);
        }
    }

    /** Some writers count every data page as one of version 1, which no reader heeds. */
    private static Map<Kind, Integer> withoutVersion(final Map<Kind, Integer> counts) {
        final Map<Kind, Integer> merged = new HashMap<>();
        counts.forEach((kind, count) -> merged.merge(
                kind.type == PageType.DATA_PAGE_V2 ? new Kind(PageType.DATA_PAGE, kind.encoding) : kind,
                count,
                Integer::sum));
        return merged;
    }
}

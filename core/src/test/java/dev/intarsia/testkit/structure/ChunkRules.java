package dev.intarsia.testkit.structure;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A column chunk's metadata against its pages. */
final class ChunkRules {
    private ChunkRules() {}

    static void look(final Chunk chunk, final Report report) {
        report.equal(Rule.CHUNK_FILE_OFFSET, chunk.place, "file_offset", chunk.columnChunk.i64(2), 0);
        if (chunk.stored.isEmpty()) {
            report.found(Rule.PAGE_HEADER, chunk.place, "the chunk has no page that could be read");
            return;
        }
        offsets(chunk, report);
        sizes(chunk, report);
        encodings(chunk, report);
        encodingStats(chunk, report);
        if (chunk.stored.stream().anyMatch(page -> page.type() == StoredPage.DICTIONARY)) {
            report.unless(
                    chunk.dataPages().stream().anyMatch(page -> Encoding.isDictionary(page.encoding())),
                    Rule.DICTIONARY_USED,
                    chunk.place,
                    "no page uses the dictionary");
        }
    }

    private static void offsets(final Chunk chunk, final Report report) {
        final List<StoredPage> data = chunk.dataPages();
        if (!data.isEmpty()) {
            report.equal(
                    Rule.DATA_PAGE_OFFSET,
                    chunk.place,
                    "data_page_offset",
                    chunk.metadata.i64(9),
                    data.get(0).offset());
        } else {
            report.found(Rule.DATA_PAGE_OFFSET, chunk.place, "the chunk has no data page");
        }
        final StoredPage first = chunk.stored.get(0);
        if (first.type() == StoredPage.DICTIONARY) {
            report.equal(
                    Rule.DICTIONARY_PAGE_OFFSET,
                    chunk.place,
                    "dictionary_page_offset (-1: not written)",
                    chunk.metadata.i64(11, -1),
                    first.offset());
        } else if (chunk.metadata.has(11)) {
            report.found(
                    Rule.DICTIONARY_PAGE_OFFSET,
                    chunk.place,
                    "dictionary_page_offset is " + chunk.metadata.i64(11) + ", and the chunk has no dictionary page");
        }
    }

    private static void sizes(final Chunk chunk, final Report report) {
        long values = 0;
        long compressed = 0;
        long uncompressed = 0;
        for (final StoredPage page : chunk.stored) {
            values += page.isData() ? page.own().i32(1) : 0;
            compressed += page.fileBytes();
            uncompressed += page.headerBytes() + page.header().i32(2);
        }
        final Struct metadata = chunk.metadata;
        report.equal(Rule.CHUNK_VALUES, chunk.place, "num_values", metadata.i64(5), values);
        report.equal(Rule.CHUNK_SIZES, chunk.place, "total_uncompressed_size", metadata.i64(6), uncompressed);
        report.equal(Rule.CHUNK_SIZES, chunk.place, "total_compressed_size", metadata.i64(7), compressed);
    }

    private static void encodings(final Chunk chunk, final Report report) {
        final Set<Integer> values = new TreeSet<>();
        final Set<Integer> levels = new TreeSet<>();
        final Set<Integer> allowed = new TreeSet<>();
        for (final StoredPage page : chunk.stored) {
            values.add(page.encoding());
            final boolean isFirst = page.type() == StoredPage.DATA;
            if (page.isData()) {
                final int repetition = isFirst ? page.own().i32(4) : Encoding.RLE;
                final int definition = isFirst ? page.own().i32(3) : Encoding.RLE;
                allowed.addAll(List.of(repetition, definition));
                if (chunk.leaf.maxRepetition() > 0) {
                    levels.add(repetition);
                }
                if (chunk.leaf.maxDefinition() > 0) {
                    levels.add(definition);
                }
            }
        }
        allowed.addAll(values);
        if (values.contains(Encoding.PLAIN_DICTIONARY)) {
            allowed.add(Encoding.PLAIN); // the old id stands for a dictionary page in PLAIN, too
        }
        final List<Integer> stated = chunk.metadata.list(2, Integer.class);
        final Set<Integer> set = new TreeSet<>(stated);
        final String text = "encodings are " + names(stated) + ", the pages have " + names(values) + ", their levels "
                + names(levels);
        report.unless(set.containsAll(values) && allowed.containsAll(set), Rule.ENCODINGS, chunk.place, text);
        report.unless(set.size() == stated.size() && set.containsAll(levels), Rule.ENCODINGS_TIDY, chunk.place, text);
    }

    private static List<String> names(final Collection<Integer> encodings) {
        return encodings.stream().map(Encoding::name).toList();
    }

    private static void encodingStats(final Chunk chunk, final Report report) {
        if (!chunk.metadata.has(13)) {
            report.found(Rule.COMPLETE, chunk.place, "encoding_stats are not written");
            return;
        }
        final Map<List<Integer>, Integer> truth = new HashMap<>();
        for (final StoredPage page : chunk.stored) {
            truth.merge(List.of(page.type(), page.encoding()), 1, Integer::sum);
        }
        final Map<List<Integer>, Integer> stated = new HashMap<>();
        for (final Struct entry : chunk.metadata.structs(13)) {
            stated.merge(List.of(entry.i32(1), entry.i32(2)), entry.i32(3), (a, b) -> -1);
        }
        report.unless(
                stated.equals(truth),
                Rule.ENCODING_STATS,
                chunk.place,
                "by [page type, encoding] the pages are " + truth + ", encoding_stats say " + stated);
    }
}

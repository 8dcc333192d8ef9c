package dev.intarsia.testkit.structure;

import java.util.ArrayList;
import java.util.List;

/** Where a chunk's page indexes lie, and the offset index against the pages. */
final class IndexRules {
    private IndexRules() {}

    static void look(final byte[] file, final Chunk chunk, final Extents extents, final Report report) {
        final Struct offsets = located(file, chunk, 4, "OffsetIndex", extents, report);
        final Struct columns = located(file, chunk, 6, "ColumnIndex", extents, report);
        if (offsets == null) {
            report.unless(
                    columns == null, Rule.INDEX_LOCATION, chunk.place, "a column index stands without an offset index");
            report.found(Rule.PAGE_INDEX_PRESENT, chunk.place, "the chunk has no offset index");
        } else {
            report.within(Rule.OFFSET_INDEX, chunk.place, () -> offsetIndex(offsets, chunk, report));
        }
        if (chunk.isWhole && columns != null) {
            report.within(Rule.COLUMN_INDEX, chunk.place, () -> new ColumnIndexRules(columns, chunk, report).look());
        } else if (chunk.isWhole && offsets != null) {
            missingColumnIndex(chunk, report);
        }
    }

    private static Struct located(
            final byte[] file,
            final Chunk chunk,
            final int field,
            final String name,
            final Extents extents,
            final Report report) {
        if (!chunk.columnChunk.has(field)) {
            return null;
        }
        final Struct[] found = {null};
        report.within(Rule.INDEX_LOCATION, chunk.place, () -> {
            final long offset = chunk.columnChunk.i64(field);
            final long end = offset + chunk.columnChunk.i32(field + 1);
            final Cursor in = new Cursor(file, offset, end);
            extents.add(offset, end, name + " of " + chunk.place);
            found[0] = ThriftReader.read(in, name);
            in.requireSpent("the " + name);
        });
        return found[0];
    }

    private static void offsetIndex(final Struct index, final Chunk chunk, final Report report) {
        final List<Struct> locations = index.structs(1);
        final List<StoredPage> pages = chunk.dataPages();
        report.equal(Rule.OFFSET_INDEX, chunk.place, "the number of page locations", locations.size(), pages.size());
        long row = 0;
        for (int i = 0; i < Math.min(pages.size(), locations.size()); i++) {
            final Struct location = locations.get(i);
            final StoredPage page = pages.get(i);
            final String place = "offset index of " + page.place();
            report.equal(Rule.OFFSET_INDEX, place, "offset", location.i64(1), page.offset());
            report.equal(Rule.OFFSET_INDEX, place, "compressed_page_size", location.i32(2), page.fileBytes());
            if (chunk.isWhole) {
                report.equal(Rule.OFFSET_INDEX, place, "first_row_index", location.i64(3), row);
                row += chunk.pages.get(i).rows();
            }
        }
        if (index.has(2) && chunk.isWhole) {
            final List<Long> truth = new ArrayList<>();
            chunk.pages.forEach(page -> truth.add(page.truth().unencodedBytes()));
            final List<Long> stated = index.list(2, Long.class);
            report.unless(
                    stated.equals(truth),
                    Rule.OFFSET_INDEX,
                    chunk.place,
                    "unencoded_byte_array_data_bytes are " + stated + ", and should be " + truth);
        }
    }

    private static void missingColumnIndex(final Chunk chunk, final Report report) {
        final boolean hasNoMax =
                chunk.metadata.has(12) && !chunk.metadata.struct(12).has(5); // COMPLETE asks whether it may
        final boolean couldHaveBounds = chunk.leaf.order() != ValueOrder.NONE
                && (!hasNoMax || chunk.truth().values().isEmpty())
                && chunk.pages.stream()
                        .map(DataPage::truth)
                        .allMatch(truth -> truth.values().isEmpty()
                                || truth.hasBounds(chunk.leaf) && !BoundRules.hasNoShorterMax(chunk.leaf, truth.max()));
        report.unless(
                !couldHaveBounds,
                Rule.COLUMN_INDEX_PRESENT,
                chunk.place,
                "there is an offset index and no column index, though every page could have bounds");
    }
}
